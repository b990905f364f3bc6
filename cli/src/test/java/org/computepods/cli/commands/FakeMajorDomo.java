package org.computepods.cli.commands;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server that says what it was told to say, and remembers what it was asked. */
final class FakeMajorDomo implements AutoCloseable {
  private static final String TOKEN = "secret";

  private final HttpServer http;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();

  /** A canned answer; one without end is cut off in the middle. */
  private record Answer(int status, String body, boolean ends) {}

  FakeMajorDomo() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext("/", this::serve);
    http.start();
  }

  FakeMajorDomo says(String request, int status, String body) {
    answers.put(request, new Answer(status, body, true));
    return this;
  }

  /** A build whose events are these. */
  FakeMajorDomo builds(boolean ends, String... words) {
    says("POST /v1/builds", 201, "{\"build\":\"b-1\"}");
    StringBuilder stream = new StringBuilder(": hello\n\n");
    for (String event : words) {
      stream.append("data: ").append(event).append("\n\n");
    }
    String events = "GET /v1/builds/b-1/events?attended=true";
    answers.put(events, new Answer(200, stream.toString(), ends));
    answers.put(events + "&brief=true", new Answer(200, stream.toString(), ends));
    return this;
  }

  List<String> asked() {
    return asked;
  }

  /** Lets a home say that this is its federation. */
  void livesIn(Path home) throws IOException {
    Files.writeString(
        Files.createDirectories(home).resolve("federation.json"),
        """
        {"name":"fake","restUrl":"http://127.0.0.1:%d/v1","token":"%s","natsUrl":"","pids":{}}
        """
            .formatted(http.getAddress().getPort(), TOKEN));
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
      asked.add(body.isEmpty() ? request : request + " " + body);
      String token = exchange.getRequestHeaders().getFirst("Authorization");
      Answer answer =
          ("Bearer " + TOKEN).equals(token)
              ? answers.getOrDefault(request, new Answer(404, "{\"detail\":\"unknown\"}", true))
              : new Answer(401, "{\"detail\":\"no token\"}", true);
      byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(
          answer.status(), answer.ends() ? bytes.length : bytes.length + 1000);
      OutputStream out = exchange.getResponseBody();
      out.write(bytes);
      out.flush();
    }
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
