package org.computepods.chef.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.computepods.chef.bus.Subjects.Lane;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateNatsServerTest {
  record Numbered(int number) {}

  private static ProcessHandle handle(PrivateNatsServer server) {
    return ProcessHandle.of(server.pid()).orElseThrow();
  }

  @Test
  void server_killed_comesBackWithAllItStoredAndClientsReconnect(@TempDir Path folder)
      throws Exception {
    try (var bus = new TestBus(folder)) {
      var majordomo = bus.client(Role.MAJORDOMO, "majordomo");
      var chef = bus.client(Role.CHEF, "chef");
      var streams = majordomo.streams();
      var subjects = majordomo.subjects();
      streams.ensureKind("k");
      var read = new LinkedBlockingQueue<Integer>();
      var states = new LinkedBlockingQueue<ConnectionState>();
      majordomo.onState(states::add);
      try (var reader =
              majordomo.consume(
                  streams.names().files(),
                  subjects.fileChangedAll(),
                  StartAt.OLDEST,
                  Numbered.class,
                  r -> read.add(r.message().number()));
          var queue =
              chef.jobs(
                  Numbered.class,
                  1,
                  lease -> {
                    read.add(lease.job().number());
                    lease.done();
                  });
          var flood = majordomo.flood(10)) {
        queue.take(streams.names().kindConsumer(Lane.BATCH, "k"), 0, false);
        for (int round = 0; round < 3; round++) {
          long killed = bus.server.pid();
          assertThat(handle(bus.server).destroyForcibly()).isTrue();
          assertThat(states.poll(3, TimeUnit.SECONDS)).isEqualTo(ConnectionState.DISCONNECTED);
          assertThat(states.poll(5, TimeUnit.SECONDS)).isEqualTo(ConnectionState.RECONNECTED);
          assertThat(bus.server.pid()).isNotEqualTo(killed);

          flood.send(subjects.fileChanged("p"), new Numbered(10 + round));
          flood.await();
          assertThat(read.poll(10, TimeUnit.SECONDS)).isEqualTo(10 + round);
          majordomo.publishDurable(
              subjects.buildFrom(Lane.BATCH, "k"), new Numbered(20 + round), "j" + round);
          assertThat(read.poll(10, TimeUnit.SECONDS)).isEqualTo(20 + round);
        }
      }
    }
  }

  @Test
  void server_closed_leavesNoProcess(@TempDir Path folder) throws Exception {
    ProcessHandle process;
    try (var bus = new TestBus(folder)) {
      process = handle(bus.server);
      assertThat(process.isAlive()).isTrue();
    }
    process.onExit().get(5, TimeUnit.SECONDS);
    assertThat(process.isAlive()).isFalse();
  }

  @Test
  void parent_killed_takesTheServerWithIt(@TempDir Path folder) throws Exception {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process parent =
        new ProcessBuilder(
                java,
                "-cp",
                System.getProperty("java.class.path"),
                ParentOfServer.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long pid = Long.parseLong(String.valueOf(parent.inputReader().readLine()));
    ProcessHandle server = ProcessHandle.of(pid).orElseThrow();

    parent.destroyForcibly();

    server.onExit().get(5, TimeUnit.SECONDS);
    assertThat(server.isAlive()).isFalse();
  }

  @Test
  void server_startedAgain_keepsPortUsersAndStore(@TempDir Path folder) throws Exception {
    int port;
    Credential.Password credential;
    try (var bus = new TestBus(folder)) {
      port = bus.server.port();
      credential = bus.server.credential(Role.CHEF);
      var chef = bus.client(Role.CHEF, "chef");
      chef.publishDurable(chef.subjects().buildResults("m"), new Numbered(7), "seven");
    }
    try (var bus = new TestBus(folder)) {
      assertThat(bus.server.port()).isEqualTo(port);
      assertThat(bus.server.credential(Role.CHEF)).isEqualTo(credential);
      var read = new LinkedBlockingQueue<Integer>();
      var majordomo = bus.client(Role.MAJORDOMO, "majordomo");
      try (var reader =
          majordomo.consume(
              majordomo.streams().names().results(),
              majordomo.subjects().buildResultsAll(),
              StartAt.OLDEST,
              Numbered.class,
              r -> read.add(r.message().number()))) {
        assertThat(read.poll(10, TimeUnit.SECONDS)).isEqualTo(7);
      }
    }
  }

  @Test
  void files_withSecrets_areTheOwnersOnly(@TempDir Path folder) throws Exception {
    try (var bus = new TestBus(folder)) {
      for (String secret : new String[] {"nats-server.conf", "credentials.json"}) {
        assertThat(
                PosixFilePermissions.toString(
                    Files.getPosixFilePermissions(folder.resolve("nats").resolve(secret))))
            .isEqualTo("rw-------");
      }
      assertThat(bus.server.credential(Role.CHEF).toString())
          .doesNotContain(bus.server.credential(Role.CHEF).password());
      bus.client(Role.WATCHER, "w").roundTrip(Duration.ofSeconds(5));
    }
  }

  /** Starts a server, tells its process id, and waits to be killed. */
  static final class ParentOfServer {
    private ParentOfServer() {}

    public static void main(String[] folder) throws Exception {
      var bus = new TestBus(Path.of(folder[0]));
      System.out.println(bus.server.pid());
      Thread.currentThread().join();
    }
  }
}
