package org.computepods.chef.rest;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The status of an HTTP/1.1 response and its body, freed of its transfer coding.
 *
 * @param body ends where the body does; an early end of the connection is an {@link EOFException}
 */
record HttpResponse(int status, InputStream body) {
  /** Far above the largest answer there is, the graph of a million artefacts. */
  private static final int MAX_BODY = 1 << 30;

  private static final int MAX_LINE = 1 << 16;
  private static final int MAX_HEADERS = 200;

  static HttpResponse read(InputStream connection) throws IOException {
    InputStream in = new BufferedInputStream(connection, 8192);
    int status = status(line(in));
    long length = -1;
    boolean chunked = false;
    for (int n = 0; ; n++) {
      String header = line(in);
      if (header.isEmpty()) {
        break;
      }
      if (n == MAX_HEADERS) {
        throw new IOException("more than " + MAX_HEADERS + " headers");
      }
      int colon = header.indexOf(':');
      String name = colon < 0 ? header : header.substring(0, colon).toLowerCase(Locale.ROOT);
      String value = colon < 0 ? "" : header.substring(colon + 1).strip();
      if (name.equals("content-length")) {
        length = number(value, 10);
      } else if (name.equals("transfer-encoding")) {
        chunked = value.equalsIgnoreCase("chunked");
      }
    }
    if (status == 204 || status == 304) {
      return new HttpResponse(status, InputStream.nullInputStream());
    }
    return new HttpResponse(
        status, chunked ? new Chunks(in) : length >= 0 ? new Counted(in, length) : in);
  }

  String text() throws IOException {
    byte[] bytes = body.readNBytes(MAX_BODY);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static int status(String line) throws IOException {
    String[] parts = line.split(" ", 3);
    if (parts.length < 2 || !parts[0].startsWith("HTTP/1.")) {
      throw new IOException("this is no HTTP server");
    }
    return (int) number(parts[1], 10);
  }

  private static long number(String text, int radix) throws IOException {
    try {
      return Long.parseLong(text, radix);
    } catch (NumberFormatException e) {
      throw new IOException("a number was expected: " + text, e);
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the connection ended early");
      }
      if (line.length() == MAX_LINE) {
        throw new IOException("a header is longer than " + MAX_LINE);
      }
      line.append((char) c);
    }
    int end = line.length();
    return end > 0 && line.charAt(end - 1) == '\r' ? line.substring(0, end - 1) : line.toString();
  }

  /** What is read in pieces. */
  private abstract static class Body extends InputStream {
    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public abstract int read(byte[] into, int offset, int length) throws IOException;
  }

  /** A body of known length. */
  private static final class Counted extends Body {
    private final InputStream in;
    private long left;

    Counted(InputStream in, long length) {
      this.in = in;
      this.left = length;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int n = in.read(into, offset, (int) Math.min(length, left));
      if (n < 0) {
        throw new EOFException("the connection ended early");
      }
      left -= n;
      return n;
    }
  }

  /** A body in chunks (RFC 9112, section 7.1). */
  private static final class Chunks extends Body {
    private final InputStream in;
    private long left;
    private boolean first = true;
    private boolean ended;

    Chunks(InputStream in) {
      this.in = in;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (left == 0 && !ended) {
        nextChunk();
      }
      if (ended) {
        return -1;
      }
      int n = in.read(into, offset, (int) Math.min(length, left));
      if (n < 0) {
        throw new EOFException("the connection ended early");
      }
      left -= n;
      return n;
    }

    private void nextChunk() throws IOException {
      if (!first) {
        line(in);
      }
      first = false;
      String size = line(in);
      int extension = size.indexOf(';');
      left = number((extension < 0 ? size : size.substring(0, extension)).strip(), 16);
      if (left == 0) {
        ended = true;
        while (!line(in).isEmpty()) {
          // trailers say nothing that we need
        }
      }
    }
  }
}
