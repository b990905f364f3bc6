package org.computepods.cli.federation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.computepods.chef.bus.BusException;
import org.computepods.chef.bus.BusSettings;
import org.computepods.chef.bus.Credential;
import org.computepods.chef.bus.NatsClient;
import org.computepods.chef.home.FederationFile;
import org.computepods.chef.home.Home;
import org.computepods.chef.home.Invitation;
import org.computepods.chef.home.PrivateFiles;
import org.computepods.chef.pod.ChefPod;
import org.computepods.chef.pod.PodSettings;
import org.computepods.chef.store.Hashing;
import org.computepods.cli.Failure;
import org.computepods.cli.Invocation;
import org.computepods.cli.json.Document;
import org.computepods.fswatcher.FsWatcher;
import org.computepods.majordomo.shell.MajorDomo;
import org.computepods.majordomo.shell.Settings;

/** One role in the foreground, until the process is signalled. */
public final class Roles {
  private static final long STOP_S = 12;

  private final Home home;
  private final Map<String, String> env;
  private final Consumer<String> say;
  private final Parts parts;
  private final CountDownLatch ending = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);

  /**
   * @param say hears what people should know
   */
  public Roles(Path home, Map<String, String> env, Consumer<String> say) {
    this.home = new Home(home);
    this.env = env;
    this.say = say;
    this.parts = new Parts(say);
  }

  /** A pod that was invited, or that holds the workspaces of its machine. */
  public void pod(Invocation.Pod pod, Path cwd) {
    Invitation invitation = invitation(pod, cwd);
    String url = pod.nats().orElse(invitation.natsUrl());
    Credential credential = new Credential.Password(invitation.user(), invitation.password());
    run(
        () -> {
          PrivateFiles.folder(home.create().pods());
          parts.own(
              ChefPod.start(
                  new PodSettings(
                      pod.name(),
                      home,
                      pod.workspaces() ? List.of("chef", "fswatcher") : List.of("chef"),
                      pod.chefs().isEmpty()
                          ? Optional.empty()
                          : Optional.of(Set.copyOf(pod.chefs())),
                      Set.of(),
                      pod.slots().orElse(Runtime.getRuntime().availableProcessors()),
                      BusSettings.of(url, credential, pod.name(), invitation.federation()),
                      "127.0.0.1",
                      pod.workspaces(),
                      env,
                      say),
                  new Hashing()));
          say.accept("pod " + pod.name() + " cooks for " + invitation.federation());
        });
  }

  private static Invitation invitation(Invocation.Pod pod, Path cwd) {
    try {
      String line =
          pod.invitation().isPresent()
              ? pod.invitation().get()
              : Files.readString(
                  cwd.resolve(
                      pod.invitationFile()
                          .orElseThrow(
                              () ->
                                  Failure.usage(
                                      "a pod needs an invitation: --invite-file FILE or --invite"
                                          + " LINE, as `cpCtrl pod invite` prints it"))));
      return Invitation.parse(line);
    } catch (IOException e) {
      throw Failure.usage("the invitation cannot be read: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw Failure.usage(String.valueOf(e.getMessage()));
    }
  }

  /** The line that lets a pod join the federation of this home. */
  public Invitation invite() {
    Running running =
        new Federation(home.folder(), env, say)
            .running()
            .orElseThrow(
                () ->
                    Failure.noFederation(
                        "no federation runs in " + home.folder() + " (cpCtrl up starts one)"));
    try {
      String kept = Files.readString(home.nats().resolve("credentials.json"));
      String password = Document.parse(kept).textsByKey("passwords").getOrDefault("chef", "");
      return new Invitation(1, running.name(), running.natsUrl(), "chef", password);
    } catch (IOException e) {
      throw Failure.noFederation(
          "this federation has no NATS server of its own: " + e.getMessage());
    }
  }

  /** A MajorDomo; {@code federation.json} in its home says where it answers. */
  public void majorDomo(Invocation.RunMajorDomo role) {
    run(
        () -> {
          home.create();
          NatsClient client = connect(role.nats(), "majordomo");
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
                          Duration.ZERO,
                          ending::countDown,
                          say)));
          new FederationFile(
                  EmbeddedFederation.NAME,
                  majorDomo.restUrl(),
                  token,
                  role.nats(),
                  Map.of("majordomo", ProcessHandle.current().pid()),
                  Instant.now().toString(),
                  "")
              .write(home);
          parts.own(() -> FederationFile.remove(home));
          say.accept("the MajorDomo answers at " + majorDomo.restUrl());
        });
  }

  /** A watcher for the pod that holds the workspaces of this machine. */
  public void fsWatcher(Invocation.RunFsWatcher role) {
    run(
        () -> {
          home.create();
          NatsClient client = connect(role.nats(), "fswatcher");
          parts.own(new FsWatcher(role.pod(), client, home.folder()));
          say.accept("watching for pod " + role.pod());
        });
  }

  private NatsClient connect(String url, String name) throws BusException {
    return parts.own(
        NatsClient.connect(
            BusSettings.of(url, new Credential.None(), name, EmbeddedFederation.NAME)));
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
    ending.countDown();
    try {
      if (!ended.await(STOP_S, TimeUnit.SECONDS)) {
        say.accept("could not end in " + STOP_S + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
