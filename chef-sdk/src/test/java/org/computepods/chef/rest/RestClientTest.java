package org.computepods.chef.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RestClientTest {
  @Test
  void get_withLength_readsStatusAndBody() throws Exception {
    try (Server server = new Server("HTTP/1.1 404 Not Found\r\nContent-Length: 5\r\n\r\nnever")) {
      assertThat(server.client().get("/explain?path=a")).isEqualTo(new Answer(404, "never"));
      assertThat(server.heard())
          .startsWith("GET /v1/explain?path=a HTTP/1.1\r\n")
          .contains("Authorization: Bearer secret\r\n")
          .contains("Host: 127.0.0.1:" + server.port() + "\r\n");
    }
  }

  @Test
  void get_inChunks_putsThemTogether() throws Exception {
    String chunks = "5;x=y\r\n{\"a\":\r\n2\r\n1}\r\n0\r\n\r\n";
    try (Server server =
        new Server("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks)) {
      assertThat(server.client().get("/status").body()).isEqualTo("{\"a\":1}");
    }
  }

  @Test
  void get_cutShort_isAnError() throws Exception {
    try (Server server = new Server("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhalf")) {
      assertThatThrownBy(() -> server.client().get("/status")).isInstanceOf(IOException.class);
    }
  }

  @Test
  void post_sendsJsonWithItsLengthInBytes() throws Exception {
    try (Server server = new Server("HTTP/1.1 204 No Content\r\n\r\n")) {
      assertThat(server.client().post("/builds", "{\"ü\":1}").isOk()).isTrue();
      assertThat(server.heard())
          .contains("Content-Type: application/json\r\nContent-Length: 8\r\n")
          .endsWith("{\"ü\":1}");
    }
  }

  @Test
  void events_skipCommentsAndJoinLines_untilTheEnd() throws Exception {
    String events =
        ": heartbeat\n\nid: 1\nevent: planned\ndata: {\"n\":1}\n\ndata:two\ndata: lines\n\n";
    try (Server server =
        new Server("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n" + events)) {
      List<String> seen = new ArrayList<>();
      try (EventStream stream = server.client().events("/builds/b-1/events")) {
        for (var next = stream.next(); next.isPresent(); next = stream.next()) {
          seen.add(next.get());
        }
      }
      assertThat(seen).containsExactly("{\"n\":1}", "two\nlines");
    }
  }

  @Test
  void encode_leavesNothingThatMeansSomething() {
    assertThat(RestClient.encode("src/a b.c&ü")).isEqualTo("src%2fa%20b.c%26%c3%bc");
  }

  /** A server that hears one request and says one thing. */
  private static final class Server implements AutoCloseable {
    private final ServerSocket socket;
    private final CompletableFuture<String> heard = new CompletableFuture<>();

    Server(String says) throws IOException {
      socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      Thread.ofVirtual().name("server").start(() -> serve(says));
    }

    private void serve(String says) {
      try (Socket connection = socket.accept()) {
        InputStream in = connection.getInputStream();
        StringBuilder text = new StringBuilder();
        while (text.indexOf("\r\n\r\n") < 0) {
          text.append((char) in.read());
        }
        int length = text.indexOf("Content-Length: ");
        if (length > 0) {
          int end = text.indexOf("\r\n", length);
          int n = Integer.parseInt(text.substring(length + 16, end));
          text.append(new String(in.readNBytes(n), StandardCharsets.UTF_8));
        }
        connection.getOutputStream().write(says.getBytes(StandardCharsets.UTF_8));
        heard.complete(text.toString());
      } catch (IOException failure) {
        heard.completeExceptionally(failure);
      }
    }

    int port() {
      return socket.getLocalPort();
    }

    RestClient client() {
      String url = "http://127.0.0.1:" + port() + "/v1";
      return new RestClient(url, "secret", Duration.ofSeconds(20));
    }

    String heard() {
      return heard.join();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
