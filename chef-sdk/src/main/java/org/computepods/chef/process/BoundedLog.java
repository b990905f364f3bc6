package org.computepods.chef.process;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a tool printed: all of it, or its first and last megabytes where it is longer. Safe to read
 * while it grows.
 */
public final class BoundedLog {
  /** A log is for people: nobody reads more than that. */
  public static final int LIMIT = 8 * 1024 * 1024;

  private final int headMax;
  private final int tailMax;
  private byte[] head = new byte[0];
  private int headSize;
  private byte[] ring = new byte[0];
  private long total;

  public BoundedLog() {
    this(LIMIT);
  }

  /** With at most this many bytes kept, half of them from the beginning. */
  public BoundedLog(int limit) {
    headMax = limit / 2;
    tailMax = limit - headMax;
  }

  /** Adds bytes. */
  public synchronized void append(byte[] bytes, int offset, int length) {
    int first = Math.min(length, headMax - headSize);
    if (first > 0) {
      if (headSize + first > head.length) {
        head = Arrays.copyOf(head, Math.min(headMax, Math.max(8192, 2 * (headSize + first))));
      }
      System.arraycopy(bytes, offset, head, headSize, first);
      headSize += first;
    }
    for (int i = Math.max(first, length - tailMax); i < length; ) {
      if (ring.length == 0) {
        ring = new byte[tailMax];
      }
      int at = (int) ((total + i - headMax) % tailMax);
      int n = Math.min(length - i, tailMax - at);
      System.arraycopy(bytes, offset + i, ring, at, n);
      i += n;
    }
    total += length;
  }

  /** How many bytes were printed. */
  public synchronized long total() {
    return total;
  }

  /** All that is kept; a line says how much was left out. */
  public synchronized byte[] content() {
    if (total <= headMax) {
      return Arrays.copyOf(head, headSize);
    }
    var all = new ByteArrayOutputStream();
    all.write(head, 0, headSize);
    long inTail = Math.min(total - headMax, tailMax);
    long left = total - headMax - inTail;
    if (left > 0) {
      all.writeBytes(
          ("\n[... " + left + " bytes left out ...]\n").getBytes(StandardCharsets.UTF_8));
    }
    all.writeBytes(bytes(total - inTail, (int) inTail));
    return all.toByteArray();
  }

  /**
   * The whole, or, where it is longer than this many bytes, its first and its last lines.
   *
   * @param whole what shows all of it, to be named in between
   */
  public synchronized String excerpt(int max, String whole) {
    if (total <= Math.min(max, headMax)) {
      return text(bytes(0, (int) total));
    }
    int half = Math.min(max / 2, headMax);
    String first = text(bytes(0, half));
    int end = first.lastIndexOf('\n') + 1;
    first = end == 0 ? first + "\n" : first.substring(0, end);
    String last = text(bytes(total - half, half));
    last = last.substring(last.indexOf('\n') + 1);
    long left = total - bytesOf(first) - bytesOf(last);
    return first + "... " + (left + 1023) / 1024 + " KiB left out: " + whole + " ...\n" + last;
  }

  private static int bytesOf(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** The last bytes, at most this many, as text. */
  public synchronized String tail(int max) {
    int n = (int) Math.min(Math.min(total, max), headMax);
    return text(bytes(total - n, n));
  }

  /**
   * The text from this offset on, at most {@code max} bytes of it; where those bytes are no longer
   * kept, from the first that are.
   */
  public synchronized Slice slice(long offset, int max) {
    long from = Math.min(Math.max(0, offset), total);
    if (from >= headSize) {
      from = Math.max(from, Math.max(headSize, total - tailMax));
    }
    long end = from < headSize ? headSize : total;
    int n = (int) Math.min(max, end - from);
    return new Slice(text(bytes(from, n)), from + n);
  }

  /**
   * A part of a log.
   *
   * @param next offset of what follows
   */
  public record Slice(String text, long next) {}

  /** Bytes that are kept, in head and ring. */
  private byte[] bytes(long from, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; ) {
      long at = from + i;
      int n;
      if (at < headSize) {
        n = (int) Math.min(length - i, headSize - at);
        System.arraycopy(head, (int) at, bytes, i, n);
      } else {
        int in = (int) ((at - headMax) % tailMax);
        n = Math.min(length - i, tailMax - in);
        System.arraycopy(ring, in, bytes, i, n);
      }
      i += n;
    }
    return bytes;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
