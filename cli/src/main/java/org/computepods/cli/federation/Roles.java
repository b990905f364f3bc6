package org.computepods.cli.federation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.computepods.chef.bus.BusException;
import org.computepods.chef.bus.NatsClient;
import org.computepods.chef.home.FederationFile;
import org.computepods.chef.home.Home;
import org.computepods.chef.home.Invitation;
import org.computepods.chef.home.PrivateFiles;
import org.computepods.chef.pod.ChefPod;
import org.computepods.chef.pod.PodSettings;
import org.computepods.chef.recipe.ChefExit;
import org.computepods.chef.store.Hashing;
import org.computepods.chef.wire.Sync;
import org.computepods.chef.wire.Synced;
import org.computepods.chef.wire.WatchRequest;
import org.computepods.cli.Failure;
import org.computepods.cli.Invocation;
import org.computepods.cli.json.Document;
import org.computepods.fswatcher.FsWatcher;
import org.computepods.fswatcher.tree.KeptTree;
import org.computepods.majordomo.shell.MajorDomo;
import org.computepods.majordomo.shell.Settings;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.project.Attention;
import org.computepods.rules.project.ProjectLoader;

/** One role in the foreground, until the process is signalled. */
public final class Roles {
  private static final long STOP_S = 12;

  /** An input is some 200 bytes in a job. */
  private static final long MESSAGES_SHOULD_HAVE = 8 << 20;

  private static final Duration REFUSES_WITHIN = Duration.ofSeconds(1);

  private final Home home;
  private final Path cwd;
  private final Map<String, String> env;
  private final Consumer<String> say;
  private final Parts parts;
  private final CountDownLatch ending = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);

  /**
   * @param cwd the folder from which files are named
   * @param say hears what people should know
   */
  public Roles(Path home, Path cwd, Map<String, String> env, Consumer<String> say) {
    this.home = new Home(home);
    this.cwd = cwd;
    this.env = env;
    this.say = say;
    this.parts = new Parts(say);
  }

  /** A pod that was invited, or that holds the workspaces of its machine. */
  public void pod(Invocation.Pod pod) {
    Entrance entrance = Entrance.of(pod.joining(), cwd);
    run(
        () -> {
          PrivateFiles.folder(home.create().pods());
          ChefPod started = parts.own(ChefPod.start(settings(pod, entrance), new Hashing()));
          if (pod.workspaces()) {
            join("pod", pod.name(), started.nats());
          }
          say.accept("pod " + pod.name() + " cooks for " + entrance.federation());
        });
  }

  private PodSettings settings(Invocation.Pod pod, Entrance entrance) {
    return new PodSettings(
        pod.name(),
        home,
        pod.workspaces() ? List.of("chef", "fswatcher") : List.of("chef"),
        pod.chefs().isEmpty() ? Optional.empty() : Optional.of(Set.copyOf(pod.chefs())),
        Set.of(),
        pod.slots().orElse(Runtime.getRuntime().availableProcessors()),
        entrance.settings(pod.name()),
        "127.0.0.1",
        pod.workspaces(),
        env,
        say);
  }

  /** From now on commands of this home find the federation that the role works for. */
  private void join(String role, String pod, NatsClient nats) {
    Joined joined = Joined.here(role, pod, nats.settings().url());
    parts.own(Membership.of(home.folder(), nats, joined, say));
  }

  /**
   * The line that lets a role join the federation of this home. Where its NATS system is not of our
   * making, it holds no secret: what that asks for comes by {@code --creds}.
   *
   * @param role as our NATS server calls it
   */
  public Invitation invite(String role) {
    Running running =
        Running.read(home.folder())
            .filter(Running::listens)
            .orElseThrow(
                () ->
                    Failure.noFederation(
                        "no federation runs in " + home.folder() + " (cpCtrl up starts one)"));
    if (!running.pids().containsKey("nats")) {
      return new Invitation(1, running.name(), running.natsUrl(), "", "");
    }
    try {
      String kept = Files.readString(home.nats().resolve("credentials.json"));
      String password = Document.parse(kept).textsByKey("passwords").getOrDefault(role, "");
      return new Invitation(1, running.name(), running.natsUrl(), role, password);
    } catch (IOException e) {
      throw Failure.noFederation("the invitation cannot be made: " + e.getMessage());
    }
  }

  /** A MajorDomo; {@code federation.json} in its home says where it answers. */
  public void majorDomo(Invocation.RunMajorDomo role) {
    Entrance entrance = Entrance.of(role.joining(), cwd);
    run(
        () -> {
          own(home.create().folder().resolve(Daemon.LOCK));
          NatsClient client = parts.own(NatsClient.connect(entrance.settings("majordomo")));
          String token = Settings.newToken();
          MajorDomo majorDomo =
              parts.own(
                  MajorDomo.start(
                      new Settings(
                          home.folder(),
                          client,
                          Home.LOCAL_POD,
                          0,
                          token,
                          Software.own().id(),
                          Duration.ZERO,
                          ending::countDown,
                          say)));
          new FederationFile(
                  entrance.federation(),
                  majorDomo.restUrl(),
                  token,
                  entrance.url(),
                  Map.of("majordomo", ProcessHandle.current().pid()),
                  Instant.now().toString(),
                  "")
              .write(home);
          parts.own(() -> FederationFile.remove(home));
          if (client.messageMax() < MESSAGES_SHOULD_HAVE) {
            say.accept(
                "NATS takes messages of "
                    + client.messageMax()
                    + " bytes at most, too few for a job with thousands of inputs: `max_payload:"
                    + " 64MB` in its configuration mends that");
          }
          say.accept("the MajorDomo answers at " + majorDomo.restUrl());
        });
  }

  /** A home has one MajorDomo, embedded or not. */
  private void own(Path lockFile) throws IOException {
    FileChannel channel =
        parts.own(FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE));
    FileLock lock = channel.tryLock();
    if (lock == null) {
      throw new IOException("a federation runs in " + home.folder() + " already");
    }
  }

  /** A watcher for the pod that holds the workspaces of this machine. */
  public void fsWatcher(Invocation.RunFsWatcher role) {
    Entrance entrance = Entrance.of(role.joining(), cwd);
    run(
        () -> {
          home.create();
          var wanted = role.workspaces().stream().map(this::read).toList();
          NatsClient client =
              parts.own(NatsClient.connect(entrance.settings("fswatcher").patient()));
          refuseSecond(client, role.pod());
          FsWatcher watcher = parts.own(new FsWatcher(role.pod(), client, home.folder()));
          join("fswatcher", role.pod(), client);
          say.accept("watching for pod " + role.pod());
          for (var each : wanted) {
            watch(watcher, each);
          }
        });
  }

  /** Two watchers of one pod would both be asked, and either be heard. */
  private static void refuseSecond(NatsClient client, String pod)
      throws BusException, InterruptedException {
    try {
      client.request(
          client.subjects().fileSync(pod),
          new Sync(1, "/", List.of()),
          Synced.class,
          REFUSES_WITHIN);
    } catch (BusException e) {
      if (e.reason() == BusException.Reason.NOBODY) {
        return;
      }
    }
    throw new BusException(
        BusException.Reason.REFUSED,
        "pod " + pod + " has a watcher already; another pod's is named by --pod NAME");
  }

  /** A workspace; what its project says of it, and what was kept of it, once they are read. */
  private record Wanted(
      Path folder, CompletableFuture<Attention> attention, CompletableFuture<KeptTree> kept) {}

  /** Begins to; the bus takes as long to answer. */
  private Wanted read(String folder) {
    Path named = cwd.resolve(folder);
    return new Wanted(
        named,
        CompletableFuture.supplyAsync(() -> attention(named)),
        CompletableFuture.supplyAsync(() -> kept(named)));
  }

  /** What is kept of it counts only for the very same software, which a launcher can tell. */
  private Attention attention(Path root) {
    return Software.appFolder().isPresent()
        ? new KeptAttention(home.watch(), root, Software.own().id()).of(path -> text(root, path))
        : ProjectLoader.load(path -> text(root, path), List.of()).rules().attention();
  }

  private KeptTree kept(Path root) {
    try {
      return FsWatcher.prepare(home.folder(), root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void watch(FsWatcher watcher, Wanted wanted) throws IOException, InterruptedException {
    Path root = wanted.folder().toRealPath();
    Attention attention = wanted.attention().join();
    Synced synced =
        watcher
            .workspaces()
            .watch(
                new WatchRequest(
                    1,
                    root.toString(),
                    List.of(),
                    attention.ignore(),
                    attention.gitignore(),
                    attention.logs()),
                wanted.kept().join())
            .join();
    if (synced.error() != null) {
      throw new IOException(synced.error());
    }
    watcher.status().stream()
        .filter(status -> status.workspace().equals(root.toString()))
        .forEach(status -> say.accept("watching " + root + ": " + status.files() + " files"));
  }

  private static Optional<String> text(Path root, ArtefactPath path) {
    try {
      return Optional.of(Files.readString(root.resolve(path.value())));
    } catch (IOException absent) {
      return Optional.empty();
    }
  }

  /** What it takes to start a role. */
  private interface Start {
    void run() throws IOException, BusException, InterruptedException;
  }

  private void run(Start start) {
    Runtime.getRuntime().addShutdownHook(new Thread(this::signalled, "signalled"));
    try (parts) {
      start.run();
      ending.await();
    } catch (IOException | BusException e) {
      throw Failure.noFederation(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      ended.countDown();
    }
  }

  private void signalled() {
    try {
      ChefExit.tell(say);
      ending.countDown();
      if (!ended.await(STOP_S, TimeUnit.SECONDS)) {
        say.accept("could not end in " + STOP_S + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
