package org.computepods.majordomo.rest;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.computepods.chef.json.Json;
import org.computepods.chef.json.MalformedJson;
import org.computepods.chef.wire.rest.ProblemDetails;

/** One request and its answer. */
final class Exchange {
  /** A build request with ten thousand paths is smaller. */
  static final int BODY_MAX = 1 << 20;

  private final HttpExchange http;
  private final Map<String, String> query = new HashMap<>();

  /** The values of the route's {@code {}} steps, in order. */
  private List<String> steps = List.of();

  Exchange(HttpExchange http) {
    this.http = http;
  }

  String method() {
    return http.getRequestMethod();
  }

  /** The path's steps, decoded. */
  List<String> path() throws Refusal {
    String raw = http.getRequestURI().getRawPath();
    var decoded = new java.util.ArrayList<String>();
    for (String step : (raw == null ? "/" : raw).substring(1).split("/", -1)) {
      decoded.add(decode(step.replace("+", "%2B")));
    }
    return decoded;
  }

  void matched(List<String> values) {
    steps = values;
  }

  String step(int n) {
    return steps.get(n);
  }

  /** Reads {@code ?name=value&...}; a name given twice is refused. */
  void readQuery() throws Refusal {
    String raw = http.getRequestURI().getRawQuery();
    if (raw == null || raw.isEmpty()) {
      return;
    }
    for (String pair : raw.split("&")) {
      int equals = pair.indexOf('=');
      String name = decode(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
      if (query.put(name, value) != null) {
        throw Refusal.badRequest("'" + name + "' is given twice");
      }
    }
  }

  Optional<String> parameter(String name) {
    return Optional.ofNullable(query.get(name)).filter(value -> !value.isEmpty());
  }

  String required(String name) throws Refusal {
    return parameter(name).orElseThrow(() -> Refusal.badRequest("the query needs '" + name + "='"));
  }

  boolean flag(String name) throws Refusal {
    String value = query.getOrDefault(name, "false");
    return switch (value) {
      case "", "true", "1" -> true;
      case "false", "0" -> false;
      default -> throw Refusal.badRequest("'" + name + "' is true or false, not '" + value + "'");
    };
  }

  long number(String name, long otherwise, long max) throws Refusal {
    var value = parameter(name);
    if (value.isEmpty()) {
      return otherwise;
    }
    try {
      long number = Long.parseLong(value.get());
      if (number >= 0 && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Refused below.
    }
    throw Refusal.badRequest("'" + name + "' is a number from 0 to " + max);
  }

  List<String> headers(String name) {
    return http.getRequestHeaders().getOrDefault(name, List.of());
  }

  Optional<String> header(String name) {
    var values = headers(name);
    return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
  }

  /** The body as this record. */
  <T> T body(Class<T> type) throws Refusal, IOException {
    String contentType = header("Content-Type").orElse("");
    if (!contentType.split(";", 2)[0].strip().equalsIgnoreCase("application/json")) {
      throw new Refusal(415, "the body must come as Content-Type: application/json");
    }
    byte[] bytes = http.getRequestBody().readNBytes(BODY_MAX + 1);
    if (bytes.length > BODY_MAX) {
      throw new Refusal(413, "the body is longer than " + BODY_MAX + " bytes");
    }
    try {
      return Json.read(bytes, type);
    } catch (MalformedJson e) {
      throw Refusal.badRequest(String.valueOf(e.getMessage()));
    }
  }

  void answerHeader(String name, String value) {
    http.getResponseHeaders().set(name, value);
  }

  void answer(int status, String contentType, byte[] body) throws IOException {
    answerHeader("Content-Type", contentType);
    answerHeader("Cache-Control", "no-store");
    answerHeader("X-Content-Type-Options", "nosniff");
    boolean none = body.length == 0 || method().equals("HEAD");
    http.sendResponseHeaders(status, none ? -1 : body.length);
    if (!none) {
      http.getResponseBody().write(body);
    }
  }

  void json(int status, Object value) throws IOException {
    answer(status, "application/json", Json.bytes(value));
  }

  void text(String contentType, String text) throws IOException {
    answer(200, contentType + "; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  void nothing(int status) throws IOException {
    answer(status, "application/json", new byte[0]);
  }

  void refuse(Refusal refusal) throws IOException {
    var details =
        new ProblemDetails(
            "about:blank",
            HttpStatus.title(refusal.status()),
            refusal.status(),
            refusal.detail(),
            refusal.problems());
    answer(refusal.status(), "application/problem+json", Json.bytes(details));
  }

  /** Begins a body whose length is not known yet. */
  OutputStream stream(String contentType) throws IOException {
    answerHeader("Content-Type", contentType);
    answerHeader("Cache-Control", "no-store");
    http.sendResponseHeaders(200, 0);
    return http.getResponseBody();
  }

  void close() {
    http.close();
  }

  private static String decode(String text) throws Refusal {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Refusal.badRequest("'" + text + "' is badly encoded");
    }
  }
}
