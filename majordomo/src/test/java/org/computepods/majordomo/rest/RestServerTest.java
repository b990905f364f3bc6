package org.computepods.majordomo.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.computepods.chef.rest.RestClient;
import org.computepods.chef.wire.rest.BuildEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RestServerTest {
  private static final String TOKEN = "0123456789abcdef";
  private static final int MALFORMED = 500;

  private final FakeDesk desk = new FakeDesk();
  private final List<String> said = new CopyOnWriteArrayList<>();
  private RestServer server;

  @BeforeEach
  void start() throws IOException {
    server = RestServer.start(0, TOKEN, desk, said::add);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  // ---- who may ask ----

  @Test
  void rightTokenAndHost_areAnswered() throws IOException {
    assertThat(get("/v1/status", auth())).startsWith("HTTP/1.1 200").contains("\"federation\"");
  }

  @Test
  void noToken_andAnyOther_areRefused() throws IOException {
    assertThat(get("/v1/status")).startsWith("HTTP/1.1 401").contains("application/problem+json");
    assertThat(get("/v1/status", "Authorization: Bearer nope")).startsWith("HTTP/1.1 401");
    assertThat(get("/v1/status", "Authorization: Basic " + TOKEN)).startsWith("HTTP/1.1 401");
    assertThat(get("/v1/status", auth(), auth())).startsWith("HTTP/1.1 401");
    assertThat(get("/v1/status?token=" + TOKEN)).startsWith("HTTP/1.1 401");
  }

  @Test
  void otherHosts_areRefused() throws IOException {
    for (String host : List.of("evil.example", "127.0.0.1", "evil.example:" + server.port(), "")) {
      assertThat(raw("GET /v1/status HTTP/1.1\r\nHost: " + host + "\r\n" + auth() + "\r\n\r\n"))
          .doesNotStartWith("HTTP/1.1 200");
    }
    assertThat(raw("GET /v1/status HTTP/1.1\r\n" + auth() + "\r\n\r\n"))
        .doesNotStartWith("HTTP/1.1 200");
    assertThat(get("/", "Host: evil.example")).doesNotStartWith("HTTP/1.1 200");
  }

  @Test
  void otherOrigins_areRefusedEvenWithTheToken() throws IOException {
    assertThat(get("/v1/status", auth(), "Origin: http://evil.example")).startsWith("HTTP/1.1 403");
    assertThat(get("/v1/status", auth(), "Origin: null")).startsWith("HTTP/1.1 403");
    assertThat(get("/v1/status", auth(), "Origin: http://127.0.0.1:" + server.port()))
        .startsWith("HTTP/1.1 200")
        .doesNotContain("Access-Control-Allow-Origin");
  }

  @Test
  void changes_needJsonAndNeverComeByGet() throws Exception {
    String body = "{\"workspace\":\"/w\"}";
    assertThat(post("/v1/builds", body, "Content-Type: text/plain")).startsWith("HTTP/1.1 415");
    assertThat(post("/v1/builds", body)).startsWith("HTTP/1.1 415");
    assertThat(get("/v1/shutdown", auth())).startsWith("HTTP/1.1 405").contains("Allow: POST");
    assertThat(desk.asked).isEmpty();
    assertThat(desk.shutDown.getCount()).isEqualTo(1);
    assertThat(post("/v1/shutdown", "{}", "Content-Type: application/json"))
        .startsWith("HTTP/1.1 202");
    // The answer goes out first, for nobody could give it afterwards.
    assertThat(desk.shutDown.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void page_isGivenWithoutATokenAndMayRunOnlyItsOwnScript() throws IOException {
    assertThat(get("/"))
        .startsWith("HTTP/1.1 200")
        .contains("<title>ComputePods</title>")
        .contains("script-src 'sha256-")
        .doesNotContain("unsafe-inline");
  }

  // ---- what is asked ----

  @Test
  void build_isCreatedWithWhatWasLeftOutMadeGood() throws IOException {
    var answer =
        post("/v1/builds", "{\"workspace\":\"/w\",\"new\":1}", "Content-Type: application/json");
    assertThat(answer).startsWith("HTTP/1.1 201").contains("{\"build\":\"b-1\"}");
    assertThat(answer).containsIgnoringCase("Location: /v1/builds/b-1");
    assertThat(desk.asked.orElseThrow().targets()).isEmpty();
    assertThat(desk.asked.orElseThrow().env()).isEmpty();
  }

  @Test
  void senselessBodies_areRefusedWithAReason() throws IOException {
    for (String body :
        List.of(
            "",
            "null",
            "[]",
            "{",
            "{}",
            "{\"workspace\":null}",
            "{\"workspace\":\"relative\"}",
            "{\"workspace\":7,\"targets\":{}}",
            "{\"workspace\":\"/w\",\"targets\":[null]}",
            "{\"workspace\":\"/w\",\"jobs\":-1}",
            "{\"workspace\":\"/w\",\"env\":{\"A=B\":\"c\"}}",
            "{\"workspace\":\"/w\",\"env\":{\"A\":null}}",
            "[".repeat(100_000))) {
      assertThat(post("/v1/builds", body, "Content-Type: application/json"))
          .as(body)
          .startsWith("HTTP/1.1 400")
          .contains("\"detail\"");
    }
    assertThat(post("/v1/builds", " ".repeat(2 << 20), "Content-Type: application/json"))
        .startsWith("HTTP/1.1 413");
    assertThat(desk.asked).isEmpty();
  }

  @Test
  void names_areDecodedOnce() throws IOException {
    get("/v1/logs/objects%5Bsrc%2Fa%2Bb.c%5D", auth());
    assertThat(desk.lookedAt).isEqualTo("objects[src/a+b.c]");
    get("/v1/explain?path=a%2520b+c", auth());
    assertThat(desk.lookedAt).isEqualTo("a%20b c");
    assertThat(get("/v1/explain?path=%zz", auth())).startsWith("HTTP/1.1 400");
    assertThat(get("/v1/explain", auth())).startsWith("HTTP/1.1 400");
    assertThat(get("/v1/nothing", auth())).startsWith("HTTP/1.1 404");
  }

  @Test
  void faultOfOurs_isSaidAndTheServerStays() throws IOException {
    assertThat(get("/v1/explain?path=broken", auth())).startsWith("HTTP/1.1 500");
    assertThat(said).singleElement().asString().contains("a fault");
    assertThat(get("/v1/status", auth())).startsWith("HTTP/1.1 200");
  }

  @Test
  void description_namesEveryRoute() throws IOException {
    assertThat(get("/v1/openapi.json", auth()))
        .contains("\"/v1/builds/{id}/events\"")
        .contains("\"/v1/chefs/{pod}/{chef}\"")
        .contains("\"BuildReportRun\"");
  }

  // ---- events ----

  @Test
  void lateFollower_missesNothingAndGoesOnWhereItWas() throws IOException {
    var log = new BuildLog();
    desk.logs.put("b-1", log);
    log.add(event("planned"));
    log.add(event("started"));
    log.add(event("ended"));
    log.add(event("after the end"));
    var client = new RestClient(server.url(), TOKEN, Duration.ofSeconds(10));
    try (var events = client.events("/builds/b-1/events")) {
      assertThat(events.next().orElseThrow()).contains("planned");
      assertThat(events.next().orElseThrow()).contains("started");
      assertThat(events.next().orElseThrow()).contains("ended");
      assertThat(events.next()).isEmpty();
    }
    assertThat(get("/v1/builds/b-1/events", auth(), "Last-Event-ID: 1"))
        .contains("event: ended")
        .doesNotContain("event: started");
  }

  @Test
  void followerInBrief_hearsOfNoSingleTask() throws IOException {
    var log = new BuildLog();
    desk.logs.put("b-1", log);
    var client = new RestClient(server.url(), TOKEN, Duration.ofSeconds(10));
    try (var events = client.events("/builds/b-1/events?brief=true")) {
      for (String kind : List.of("planned", "started", "finished", "restored", "ended")) {
        log.add(event(kind));
      }
      assertThat(events.next().orElseThrow()).contains("planned");
      assertThat(events.next().orElseThrow()).contains("ended");
      assertThat(events.next()).isEmpty();
    }
  }

  @Test
  void follower_hearsEventsAsTheyCome() throws IOException {
    var log = new BuildLog();
    desk.logs.put("b-1", log);
    var client = new RestClient(server.url(), TOKEN, Duration.ofSeconds(10));
    try (var events = client.events("/builds/b-1/events")) {
      for (String kind : List.of("planned", "started", "finished", "ended")) {
        log.add(event(kind));
        assertThat(events.next().orElseThrow()).contains(kind);
      }
    }
  }

  @Test
  void lastAttendedFollower_goes_theBuildIsCancelled() throws Exception {
    var log = new BuildLog();
    desk.logs.put("b-1", log);
    log.add(event("planned"));
    var client = new RestClient(server.url(), TOKEN, Duration.ofSeconds(10));
    try (var stays = client.events("/builds/b-1/events?attended=true")) {
      assertThat(stays.next()).isPresent();
      try (var goes = client.events("/builds/b-1/events?attended=true")) {
        assertThat(goes.next()).isPresent();
      }
      try (var looksOn = client.events("/builds/b-1/events")) {
        assertThat(looksOn.next()).isPresent();
      }
      assertThat(desk.cancelled.poll(5, TimeUnit.SECONDS)).isNull();
    }
    assertThat(desk.cancelled.poll(20, TimeUnit.SECONDS)).isEqualTo("b-1");
  }

  // ---- nonsense ----

  @Test
  void randomNonsense_neverEndsTheServer() throws IOException {
    long seed = 20261122;
    var random = new Random(seed);
    int answered = 0;
    for (int i = 0; i < MALFORMED; i++) {
      String answer = raw(nonsense(random));
      if (!answer.isEmpty()) {
        answered++;
        assertThat(answer).as("seed %d, request %d", seed, i).startsWith("HTTP/1.1 ");
        assertThat(answer).as("seed %d, request %d", seed, i).doesNotStartWith("HTTP/1.1 5");
      }
    }
    assertThat(answered).isGreaterThan(MALFORMED / 2);
    assertThat(said).isEmpty();
    assertThat(desk.asked).isEmpty();
    assertThat(get("/v1/status", auth())).startsWith("HTTP/1.1 200");
  }

  private String nonsense(Random random) {
    var methods = List.of("GET", "POST", "DELETE", "PUT", "HEAD", "TRACE", "get", "\0", "GET GET");
    var paths =
        List.of(
            "/v1/builds", "/v1/graph?format=", "/v1/logs/", "/v1/query?q=", "/", "//", "/%", "*");
    String body = junk(random, random.nextInt(200));
    String host = random.nextInt(4) == 0 ? junk(random, 20) : "127.0.0.1:" + server.port();
    var head = new StringBuilder();
    head.append(methods.get(random.nextInt(methods.size()))).append(' ');
    head.append(paths.get(random.nextInt(paths.size())));
    head.append(random.nextBoolean() ? junk(random, 10).replaceAll("[\\r\\n ]", "") : "");
    head.append(random.nextInt(8) == 0 ? " HTTP/9.9\r\n" : " HTTP/1.1\r\n");
    head.append("Host: ").append(host).append("\r\n");
    head.append(random.nextInt(3) == 0 ? junk(random, 30) : auth()).append("\r\n");
    head.append("Content-Type: application/json\r\n");
    int length = body.getBytes(StandardCharsets.ISO_8859_1).length;
    head.append("Content-Length: ").append(random.nextInt(6) == 0 ? "-5" : length);
    return head.append("\r\nConnection: close\r\n\r\n").append(body).toString();
  }

  private static String junk(Random random, int length) {
    var text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append((char) (random.nextInt(5) == 0 ? random.nextInt(256) : 32 + random.nextInt(95)));
    }
    return text.toString();
  }

  // ---- how it asks ----

  private static BuildEvent event(String kind) {
    return new BuildEvent("b-1", kind, null, null, 0, 0, null, null);
  }

  private static String auth() {
    return "Authorization: Bearer " + TOKEN;
  }

  private String get(String path, String... headers) throws IOException {
    var all = new ArrayList<>(List.of(headers));
    if (all.stream().noneMatch(h -> h.startsWith("Host:"))) {
      all.add("Host: 127.0.0.1:" + server.port());
    }
    return raw(
        "GET "
            + path
            + " HTTP/1.1\r\n"
            + String.join("\r\n", all)
            + "\r\nConnection: close\r\n\r\n");
  }

  private String post(String path, String body, String... headers) throws IOException {
    var all = new ArrayList<>(List.of(headers));
    all.add("Host: 127.0.0.1:" + server.port());
    all.add(auth());
    all.add("Content-Length: " + body.length());
    all.add("Connection: close");
    return raw("POST " + path + " HTTP/1.1\r\n" + String.join("\r\n", all) + "\r\n\r\n" + body);
  }

  private String raw(String request) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(20_000);
      var answer = new StringBuilder();
      try {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        socket.shutdownOutput();
        var in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        for (int c = in.read(); c >= 0; c = in.read()) {
          answer.append((char) c);
        }
      } catch (SocketException reset) {
        // The server had enough of it; what it said counts.
      }
      return answer.toString();
    }
  }
}
