package org.computepods.cli.federation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.computepods.chef.bus.BusException;
import org.computepods.chef.bus.NatsClient;
import org.computepods.chef.bus.PrivateNatsServer;
import org.computepods.chef.bus.Role;
import org.computepods.chef.home.FederationFile;
import org.computepods.chef.home.Home;
import org.computepods.chef.home.PrivateFiles;
import org.computepods.chef.pod.ChefPod;
import org.computepods.chef.pod.PodSettings;
import org.computepods.chef.store.Hashing;
import org.computepods.fswatcher.FsWatcher;
import org.computepods.majordomo.shell.MajorDomo;
import org.computepods.majordomo.shell.Settings;

/**
 * A whole federation in this process, and its NATS server as a child. The parts know each other
 * over NATS only, as if they were far apart.
 */
final class EmbeddedFederation implements AutoCloseable {
  /** Subjects begin with it; each home has a NATS system of its own. */
  static final String NAME = "local";

  /** So long after the last question or build it ends; {@code COMPUTEPODS_IDLE_S} says else. */
  private static final Duration IDLE = Duration.ofHours(3);

  /** Within which our own pod tells the MajorDomo that it lives. */
  private static final Duration POD_REPORTS = Duration.ofSeconds(5);

  private final Home home;
  private final Consumer<String> say;
  private final Parts parts;

  private EmbeddedFederation(Home home, Consumer<String> say) {
    this.home = home;
    this.say = say;
    this.parts = new Parts(say);
  }

  /**
   * Starts all parts; returns when builds can be asked for and {@code federation.json} says where.
   *
   * @param end called when the federation was asked to end, or had nothing to do for long
   * @param say hears what goes into the log
   */
  static EmbeddedFederation start(
      Home home, Map<String, String> env, Runnable end, Consumer<String> say)
      throws IOException, BusException, InterruptedException {
    EmbeddedFederation federation = new EmbeddedFederation(home, say);
    try {
      federation.compose(env, end);
      return federation;
    } catch (IOException | BusException | InterruptedException | RuntimeException e) {
      federation.close();
      throw e;
    }
  }

  private void compose(Map<String, String> env, Runnable end)
      throws IOException, BusException, InterruptedException {
    PrivateFiles.folder(home.pods());
    String software = Software.of(home.folder()).id(); // Before jars of chefs are read.
    PrivateNatsServer nats =
        parts.own(
            PrivateNatsServer.start(
                PrivateNatsServer.Settings.loopback(natsBinary(env), home.nats(), NAME)));
    NatsClient watching =
        parts.own(NatsClient.connect(nats.clientSettings(Role.WATCHER, "fswatcher").patient()));
    parts.own(new FsWatcher(Home.LOCAL_POD, watching, home.folder()));
    NatsClient governing =
        parts.own(NatsClient.connect(nats.clientSettings(Role.MAJORDOMO, "majordomo")));
    String token = Settings.newToken();
    MajorDomo majorDomo =
        parts.own(
            MajorDomo.start(
                new Settings(
                    home.folder(),
                    governing,
                    Home.LOCAL_POD,
                    0,
                    token,
                    software,
                    idle(env),
                    end,
                    say)));
    parts.own(ChefPod.start(pod(nats, env), new Hashing()));
    parts.own(majorDomo::leave);
    majorDomo.awaitHome(POD_REPORTS);
    String started = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    LongFunction<FederationFile> file =
        pid ->
            new FederationFile(
                NAME, majorDomo.restUrl(), token, nats.url(), pids(pid), started, software);
    nats.whenReplaced(() -> tellAgain(file.apply(nats.pid())));
    file.apply(nats.pid()).write(home);
    parts.own(this::forget);
  }

  private static Map<String, Long> pids(long nats) {
    Map<String, Long> pids = new LinkedHashMap<>();
    pids.put("majordomo", ProcessHandle.current().pid());
    pids.put("nats", nats);
    return pids;
  }

  /** The NATS server is another process now. */
  private synchronized void tellAgain(FederationFile file) {
    try {
      if (isOurs()) {
        file.write(home);
      }
    } catch (IOException e) {
      say.accept(home.federationFile() + " cannot be written: " + e.getMessage());
    }
  }

  private PodSettings pod(PrivateNatsServer nats, Map<String, String> env) {
    PodSettings usual =
        PodSettings.local(home, nats.clientSettings(Role.CHEF, Home.LOCAL_POD), env, say);
    return new PodSettings(
        usual.name(),
        usual.home(),
        List.of("majordomo", "fswatcher", "chef"),
        usual.chefs(),
        usual.disabled(),
        usual.slots(),
        usual.bus(),
        usual.sftpHost(),
        usual.ownsWorkspaces(),
        usual.environment(),
        usual.notices());
  }

  private synchronized void forget() throws IOException {
    if (isOurs()) {
      FederationFile.remove(home);
    }
  }

  /** Another federation may have come to the same place, where our home was taken away. */
  private boolean isOurs() throws IOException {
    Long own = ProcessHandle.current().pid();
    return Running.read(home.folder())
        .filter(running -> own.equals(running.pids().get("majordomo")))
        .isPresent();
  }

  /** The program that the launcher found, else the one in PATH. */
  static Path natsBinary(Map<String, String> env) throws IOException {
    String given = System.getProperty("computepods.nats", "");
    if (!given.isEmpty() && Files.isExecutable(Path.of(given))) {
      return Path.of(given);
    }
    return PrivateNatsServer.findBinary(env)
        .orElseThrow(
            () ->
                new IOException(
                    "nats-server is not in PATH, nor in the usual places (sudo apt-get install"
                        + " nats-server, or brew install nats-server)"));
  }

  private static Duration idle(Map<String, String> env) {
    String seconds = env.getOrDefault("COMPUTEPODS_IDLE_S", "");
    return seconds.matches("[0-9]{1,9}") ? Duration.ofSeconds(Long.parseLong(seconds)) : IDLE;
  }

  @Override
  public void close() {
    parts.close();
  }
}
