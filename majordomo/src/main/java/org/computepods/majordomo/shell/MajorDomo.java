package org.computepods.majordomo.shell;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.computepods.chef.bus.BusException;
import org.computepods.chef.bus.ConnectionState;
import org.computepods.chef.bus.Heartbeats.Word;
import org.computepods.chef.bus.NatsClient;
import org.computepods.chef.bus.Received;
import org.computepods.chef.bus.StartAt;
import org.computepods.chef.bus.Subscription;
import org.computepods.chef.wire.BuildResults;
import org.computepods.chef.wire.FileChanged;
import org.computepods.chef.wire.Progress;
import org.computepods.chef.wire.Whereabouts;
import org.computepods.chef.wire.WhereaboutsAsked;
import org.computepods.majordomo.core.Event;
import org.computepods.majordomo.rest.RestServer;
import org.computepods.majordomo.state.StateStore;

/** Graph, artefact state, scheduling and REST of a federation, in one object. */
public final class MajorDomo implements AutoCloseable {
  private static final Duration IDLE_CHECKS = Duration.ofSeconds(5);
  private static final Duration STREAM_PATIENCE = Duration.ofSeconds(10);

  /** Times that chefs are asked after one has come, while somebody does not answer. */
  private static final int CHEFS_ASKED_MAX = 5;

  private static final Duration BETWEEN_RETURNS = Duration.ofSeconds(2);
  private static final Duration WATCHED_OVER = Duration.ofSeconds(2);
  private static final Duration WATCHERS_ASKED = Duration.ofSeconds(10);

  private final Settings settings;
  private final Messenger messenger;
  private final CoreThread core;
  private final StateStore store;
  private final Pods pods = new Pods();
  private final Chefs chefs;
  private final Holdings holdings = new Holdings();
  private final Dispatch dispatch;
  private final Builds builds = new Builds();
  private final Workspaces workspaces;
  private final WatcherCheck watchers;
  private final Household house;
  private final CompletableFuture<Void> homeReported = new CompletableFuture<>();
  private final AtomicLong lastAsked = new AtomicLong(System.nanoTime());
  private final List<Subscription> subscriptions = new ArrayList<>();
  private final List<BuildResults> arrived = new ArrayList<>();
  private final RestServer rest;
  private final AtomicBoolean left = new AtomicBoolean();

  /** How often NATS came back. */
  private final AtomicLong returns = new AtomicLong();

  private MajorDomo(Settings settings, Core.Factory factory) throws IOException {
    this.settings = settings;
    this.messenger = new Messenger(settings.nats());
    this.core = new CoreThread(settings.say());
    this.store = StateStore.open(settings.home().resolve("majordomo.db"), settings.say());
    this.chefs = new Chefs(messenger, pods, store);
    var homing = new Homing(messenger, holdings);
    this.dispatch = new Dispatch(messenger, core, pods, chefs, homing, settings.say());
    this.house =
        new Household(
            "md-" + UUID.randomUUID().toString().substring(0, 8),
            settings.software(),
            settings.say(),
            factory,
            messenger,
            core,
            store,
            pods,
            chefs,
            holdings,
            homing,
            dispatch,
            builds,
            new Failures());
    this.workspaces = new Workspaces(() -> house, settings.homePod());
    this.watchers = new WatcherCheck(house, workspaces);
    var desk = new MajorDomoDesk(house, workspaces, settings, watchers, lastAsked);
    this.rest = RestServer.start(settings.restPort(), settings.token(), desk, settings.say());
  }

  /** Starts with the core of this product. */
  public static MajorDomo start(Settings settings)
      throws IOException, BusException, InterruptedException {
    return start(settings, Cores.FACTORY);
  }

  /** Starts with this kind of core; returns when builds can be asked for. */
  public static MajorDomo start(Settings settings, Core.Factory factory)
      throws IOException, BusException, InterruptedException {
    var majorDomo = new MajorDomo(settings, factory);
    try {
      majorDomo.listen();
    } catch (BusException | InterruptedException | RuntimeException e) {
      majorDomo.close();
      throw e;
    }
    return majorDomo;
  }

  /** Where REST begins: {@code http://127.0.0.1:PORT/v1}. */
  public String restUrl() {
    return rest.url();
  }

  /**
   * Returns when the pod that holds the workspaces has reported, or after this while at the latest.
   */
  public void awaitHome(Duration patience) throws InterruptedException {
    try {
      homeReported.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException late) {
      settings.say().accept("pod " + settings.homePod() + " has not reported yet");
    }
  }

  private void listen() throws BusException, InterruptedException {
    NatsClient nats = settings.nats();
    messenger.attempt(
        STREAM_PATIENCE,
        () -> {
          nats.streams().ensure();
          return true;
        });
    var names = nats.streams().names();
    var subjects = nats.subjects();
    subscriptions.add(
        nats.consume(
            names.files(), subjects.fileChangedAll(), StartAt.NEW, FileChanged.class, this::file));
    subscriptions.add(
        nats.consume(
            names.results(),
            subjects.buildResults(house.name()),
            StartAt.OLDEST,
            BuildResults.class,
            received -> results(received.message())));
    subscriptions.add(
        nats.subscribe(
            subjects.buildProgressAll(),
            Progress.class,
            progress -> core.post(() -> dispatch.progress(progress))));
    subscriptions.add(
        nats.serve(
            subjects.majorDomoWhere(),
            WhereaboutsAsked.class,
            question -> new Whereabouts(1, settings.home().toString())));
    subscriptions.add(nats.heartbeats().watch(this::pod));
    subscriptions.add(nats.onState(this::connection));
    core.later(WATCHED_OVER, this::watchOver);
    core.later(WATCHERS_ASKED, this::askWatchers);
    if (settings.idle().isPositive()) {
      core.later(IDLE_CHECKS, this::checkIdle);
    }
  }

  /** Results that came together are taken in together. */
  private void results(BuildResults results) {
    boolean first;
    synchronized (arrived) {
      first = arrived.isEmpty();
      arrived.add(results);
    }
    if (first) {
      core.post(this::takeArrived);
    }
  }

  private void takeArrived() {
    List<BuildResults> all;
    synchronized (arrived) {
      all = List.copyOf(arrived);
      arrived.clear();
    }
    for (var results : all) {
      try {
        dispatch.results(results);
      } catch (RuntimeException fault) { // The others' are waited for too.
        settings.say().accept("a fault of ours: " + Faults.describe(fault));
      }
    }
  }

  private void file(Received<FileChanged> word) {
    String subject = word.subject();
    workspaces.hear(subject.substring(subject.lastIndexOf('.') + 1), word.message());
  }

  private void pod(Word word) {
    hear(word);
    if (pods.alive(settings.homePod())) {
      homeReported.complete(null);
    }
  }

  private void hear(Word word) {
    switch (pods.hear(word)) {
      case NOTHING -> {}
      case SLOTS -> core.post(this::slotsChanged);
      case CHEFS -> {
        core.post(
            () -> {
              slotsChanged();
              dispatch.podsChanged(
                  job -> workspaces.known(job.workspace()).map(Workspace::sets).orElse(List.of()));
            });
        hearChefs();
      }
    }
  }

  private void slotsChanged() {
    for (var workspace : workspaces.all()) {
      workspace.feed(new Event.SlotsChanged(pods.slots()));
    }
  }

  /**
   * Rules travel with chefs: where they bring others than before, projects are read again. Who does
   * not answer at first is asked again.
   *
   * @param heard completed when all is over
   */
  private void askChefs(CompletableFuture<Void> heard) {
    try {
      messenger.attempt(STREAM_PATIENCE, this::makeQueues);
      int asked = 0;
      do {
        boolean news = messenger.attempt(STREAM_PATIENCE, chefs::ask);
        if (news) {
          workspaces.all().forEach(workspace -> workspace.post(new Event.ChefsChanged()));
        }
      } while (chefs.isSomebodySilent() && ++asked < CHEFS_ASKED_MAX);
    } catch (BusException e) {
      settings.say().accept("chefs cannot be asked: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      heard.complete(null);
    }
  }

  /** Each pod pulls the jobs that are placed on it from a queue of its own, which must be there. */
  private boolean makeQueues() throws BusException {
    for (var pod : pods.cooking()) {
      settings.nats().streams().ensurePod(pod.name());
    }
    return true;
  }

  private void connection(ConnectionState state) {
    switch (state) {
      case DISCONNECTED ->
          builds
              .running()
              .forEach(build -> build.waits("NATS is away; everything goes on when it is back"));
      case RECONNECTED -> Thread.ofVirtual().name("reconnected").start(this::reconnected);
      case CONNECTED, CLOSED -> {}
    }
  }

  /** Until all is as it should be, or NATS goes away once more: then its next return sees to it. */
  private void reconnected() {
    long mine = returns.incrementAndGet();
    boolean said = false;
    try {
      while (mine == returns.get() && !isBack()) {
        if (!said) {
          settings.say().accept("NATS is back, but not as it should be; it is tried again");
          said = true;
        }
        Thread.sleep(BETWEEN_RETURNS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What was on its way when NATS went is asked for once more. */
  private boolean isBack() throws InterruptedException {
    try {
      messenger.attempt(
          STREAM_PATIENCE,
          () -> {
            settings.nats().streams().ensure();
            return makeQueues();
          });
    } catch (BusException | RuntimeException e) {
      return settings.nats().state() == ConnectionState.CLOSED;
    }
    builds.running().forEach(build -> build.waits("NATS is back"));
    workspaces.all().forEach(Workspace::resume);
    core.post(dispatch::reconnected);
    return true;
  }

  /** What is waited for is asked for again where it was lost, and long waits are told. */
  private void watchOver() {
    core.later(WATCHED_OVER, this::watchOver);
    dispatch.look();
    workspaces.all().forEach(Workspace::tellWaits);
    if (chefs.isSomebodyForgotten()) {
      hearChefs();
    }
  }

  private void askWatchers() {
    core.later(WATCHERS_ASKED, this::askWatchers);
    Errand look = watchers::look;
    look.start("look after watchers", settings.say(), settings.say());
  }

  private void hearChefs() {
    var heard = chefs.expectNews();
    Thread.ofVirtual().name("ask chefs").start(() -> askChefs(heard));
  }

  private void checkIdle() {
    boolean idle = System.nanoTime() - lastAsked.get() > settings.idle().toNanos();
    if (idle && builds.running().isEmpty()) {
      settings.shutdown().run();
    }
    core.later(IDLE_CHECKS, this::checkIdle);
  }

  /**
   * Notes what stands, so that the next life may begin with it. To be called before the pods end
   * that a process of several parts is made of: that would be news, which make doubtful what stood.
   */
  public void leave() {
    if (!left.getAndSet(true)) {
      chefs.note();
      workspaces.all().forEach(Workspace::leave);
    }
  }

  @Override
  public void close() {
    leave();
    messenger.close();
    rest.close();
    subscriptions.reversed().forEach(Subscription::close);
    core.close();
    store.close();
  }
}
