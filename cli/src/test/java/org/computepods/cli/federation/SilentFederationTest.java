package org.computepods.cli.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.computepods.cli.ExitCode;
import org.computepods.cli.Failure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of questions to a federation that accepts them and says nothing. */
@Timeout(60)
class SilentFederationTest {
  private static final Duration SHORT = Duration.ofMillis(20);
  private static final Duration LONG = Duration.ofSeconds(50);
  private static final Patience NONE = new Patience(SHORT, SHORT, SHORT, SHORT);

  @TempDir Path home;
  private final CountDownLatch end = new CountDownLatch(1);
  private final CountDownLatch told = new CountDownLatch(1);
  private final CountDownLatch probed = new CountDownLatch(1);
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private ExecutorService threads;
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    threads = Executors.newVirtualThreadPerTaskExecutor();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.start();
    runsAs(ProcessHandle.current().pid());
  }

  private void runsAs(long pid) throws IOException {
    Files.writeString(
        home.resolve("federation.json"),
        """
        {"name":"silent","restUrl":"http://127.0.0.1:%d/v1","token":"t","natsUrl":"",
         "pids":{"majordomo":%d}}
        """
            .formatted(server.getAddress().getPort(), pid));
  }

  @AfterEach
  void stop() {
    end.countDown();
    server.stop(0);
    threads.close();
  }

  /** It answers there when the latch is open. */
  private void answers(String path, CountDownLatch latch) {
    server.createContext(
        path,
        exchange -> {
          try {
            latch.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          answer(exchange);
        });
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = {'{', '}'};
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private Federation federation(Patience patience) {
    return new Federation(
        home,
        Map.of(),
        complaint -> {
          complaints.add(complaint);
          told.countDown();
        },
        patience);
  }

  private static String process() {
    return "the federation (process " + ProcessHandle.current().pid() + ")";
  }

  @Test
  void question_thatNobodyAnswers_endsWithTheProcessToBlame() {
    answers("/", end);
    assertThatThrownBy(() -> federation(NONE).first(client -> client.get("/status")))
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> {
              assertThat(failure.exitCode()).isEqualTo(ExitCode.NO_FEDERATION);
              assertThat(failure.text()).startsWith(process() + " does not answer");
            });
    assertThat(federation(NONE).isUp()).isFalse();
  }

  @Test
  void question_thatTakesLong_isWaitedForWhereOthersAreAnswered() throws IOException {
    server.createContext(
        "/v1/openapi.json",
        exchange -> {
          answer(exchange);
          probed.countDown();
        });
    answers("/v1/status", probed);
    Patience patience = new Patience(SHORT, LONG, LONG, LONG);
    assertThat(federation(patience).first(client -> client.get("/status")).isOk()).isTrue();
    assertThat(complaints).isEmpty();
  }

  @Test
  void build_thatNobodyAnswers_saysSoOnceAndWaits() throws IOException {
    answers("/v1/openapi.json", end);
    answers("/v1/builds", told);
    assertThat(federation(NONE).firstOrStart(client -> client.post("/builds", "{}")).isOk())
        .isTrue();
    assertThat(complaints)
        .singleElement()
        .asString()
        .startsWith("cpCtrl: waiting for " + process() + ", which does not answer");
  }

  @Test
  void portOfADeadFederation_whereAStrangerIsSilent_isNoFederation() throws Exception {
    answers("/", end);
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    runsAs(dead.pid());
    assertThatThrownBy(() -> federation(NONE).first(client -> client.get("/status")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("stranger");
    assertThat(federation(NONE).isUp()).isFalse();
  }
}
