package org.computepods.chef.rest;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A client of the REST interface of one MajorDomo. One connection for each request; whatever goes
 * wrong on the way is an {@link IOException}, whatever the server says is an {@link Answer}.
 */
public final class RestClient {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  private final String host;
  private final int port;
  private final String base;
  private final String token;
  private final Duration patience;
  private final Duration untilSilence;
  private final Silence silence;

  /**
   * @param url where the interface begins, e.g. {@code http://127.0.0.1:4711/v1}
   * @param token the bearer token
   * @param patience how long the server may be silent before it counts as gone; for events too, so
   *     longer than its heartbeat
   */
  public RestClient(String url, String token, Duration patience) {
    this(url, token, patience, patience, RestClient::nobodyHears);
  }

  /**
   * One that tells when the server is silent in an exchange; of events it does not, for they rest.
   *
   * @param untilSilence how long it says nothing before that is told, again and again
   */
  public RestClient(
      String url, String token, Duration patience, Duration untilSilence, Silence silence) {
    URI uri = URI.create(url);
    this.host = uri.getHost();
    this.port = uri.getPort();
    String path = uri.getRawPath();
    this.base = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    this.token = token;
    this.patience = patience;
    this.untilSilence = untilSilence;
    this.silence = silence;
  }

  private static void nobodyHears() {}

  /**
   * @param path what follows the base, with its query, percent-encoded
   */
  public Answer get(String path) throws IOException {
    return exchange("GET", path, "");
  }

  public Answer post(String path, String json) throws IOException {
    return exchange("POST", path, json);
  }

  public Answer delete(String path) throws IOException {
    return exchange("DELETE", path, "");
  }

  /** Opens a stream of server-sent events, which its caller closes. */
  public EventStream events(String path) throws IOException {
    Socket socket = send("GET", path, "");
    try {
      return new EventStream(socket, HttpResponse.read(socket.getInputStream()));
    } catch (IOException | RuntimeException failure) {
      socket.close();
      throw failure;
    }
  }

  private Answer exchange(String method, String path, String body) throws IOException {
    try (Socket socket = send(method, path, body)) {
      socket.setSoTimeout((int) untilSilence.toMillis());
      HttpResponse response =
          HttpResponse.read(new Awaited(socket.getInputStream(), silence, patience.toNanos()));
      return new Answer(response.status(), response.text());
    }
  }

  private Socket send(String method, String path, String body) throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(host, port), (int) CONNECT.toMillis());
      socket.setTcpNoDelay(true);
      socket.setSoTimeout((int) patience.toMillis());
      byte[] content = body.getBytes(StandardCharsets.UTF_8);
      byte[] head = head(method, path, content.length).getBytes(StandardCharsets.UTF_8);
      byte[] whole = new byte[head.length + content.length];
      System.arraycopy(head, 0, whole, 0, head.length);
      System.arraycopy(content, 0, whole, head.length, content.length);
      socket.getOutputStream().write(whole);
      return socket;
    } catch (IOException | RuntimeException failure) {
      socket.close();
      throw failure;
    }
  }

  private String head(String method, String path, int length) {
    StringBuilder head = new StringBuilder(256);
    head.append(method).append(' ').append(base).append(path).append(" HTTP/1.1\r\n");
    head.append("Host: ").append(host).append(':').append(port).append("\r\n");
    head.append("Authorization: Bearer ").append(token).append("\r\n");
    head.append("Connection: close\r\n");
    if (method.equals("POST")) {
      head.append("Content-Type: application/json\r\nContent-Length: ").append(length);
      head.append("\r\n");
    }
    return head.append("\r\n").toString();
  }

  /** A text as one segment of a path or as a value in a query. */
  public static String encode(String text) {
    StringBuilder encoded = new StringBuilder(text.length() + 16);
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (octet & 0xff);
      if (isUnreserved(c)) {
        encoded.append(c);
      } else {
        encoded.append('%').append(Character.forDigit(c >> 4, 16));
        encoded.append(Character.forDigit(c & 15, 16));
      }
    }
    return encoded.toString();
  }

  private static boolean isUnreserved(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "-._~".indexOf(c) >= 0;
  }
}
