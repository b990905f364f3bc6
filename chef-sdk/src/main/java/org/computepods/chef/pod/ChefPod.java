package org.computepods.chef.pod;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.computepods.chef.bus.BusException;
import org.computepods.chef.bus.ConnectionState;
import org.computepods.chef.bus.Heartbeats;
import org.computepods.chef.bus.Heartbeats.Word;
import org.computepods.chef.bus.JobQueue;
import org.computepods.chef.bus.NatsClient;
import org.computepods.chef.bus.StreamNames;
import org.computepods.chef.bus.Subjects.Lane;
import org.computepods.chef.cooks.ChefFolder;
import org.computepods.chef.cooks.HiredChef;
import org.computepods.chef.home.PrivateFiles;
import org.computepods.chef.process.Tools;
import org.computepods.chef.recipe.Desk;
import org.computepods.chef.recipe.Journals;
import org.computepods.chef.recipe.Kitchen;
import org.computepods.chef.recipe.Touched;
import org.computepods.chef.store.ContentStore;
import org.computepods.chef.store.Hashing;
import org.computepods.chef.wire.BuildFrom;
import org.computepods.chef.wire.CanBuildFrom;
import org.computepods.chef.wire.Heartbeat;
import org.computepods.chef.wire.HowToBuild;
import org.computepods.chef.wire.PodRequests.DrainReply;
import org.computepods.chef.wire.PodRequests.DrainRequest;
import org.computepods.chef.wire.PodRequests.OpenRequest;
import org.computepods.rules.project.RuleSet;

/** A running pod. Closing it kills its tools, gives its jobs back and leaves nothing behind. */
public final class ChefPod implements AutoCloseable {
  /** Killing a tool's tree takes less. */
  private static final Duration ENDING_MAX = Duration.ofSeconds(5);

  /** While nobody else is there, builds have the processors to themselves; looked at so often. */
  private static final Duration SERVING_AFTER = Duration.ofSeconds(10);

  private static final Duration STARTING_MAX = Duration.ofSeconds(5);

  private final PodSettings settings;
  private final String instance = UUID.randomUUID().toString();
  private final Deque<AutoCloseable> parts;
  private final NatsClient nats;
  private final StreamNames names;
  private final ContentStore store;
  private final ChefRoster roster;
  private final DisabledChefs disabled;
  private final FileExchange files;
  private final JobRunner jobs;
  private final JobQueue<BuildFrom> queue;
  private final Heartbeats heartbeats;

  /** Questions for kinds, by kind: who takes them may change. */
  private final Map<String, HowToBuild> kinds = new ConcurrentHashMap<>();

  private volatile boolean drained;
  private boolean closed;

  /** Starts the pod, with a cache of digests that the watcher of the same process may share. */
  public static ChefPod start(PodSettings settings, Hashing hashing)
      throws IOException, BusException {
    return start(settings, hashing, List.of());
  }

  /** As above, for these chefs and not for those in jars of its home. */
  public static ChefPod start(PodSettings settings, Hashing hashing, List<HiredChef> chefs)
      throws IOException, BusException {
    var pod = new Starting();
    try {
      return new ChefPod(settings, hashing, chefs, pod);
    } catch (IOException | BusException | RuntimeException e) {
      pod.close();
      throw e;
    }
  }

  private ChefPod(PodSettings settings, Hashing hashing, List<HiredChef> given, Starting starting)
      throws IOException, BusException {
    this.settings = settings;
    String name = settings.name();
    this.parts = starting.parts;
    Path own = PrivateFiles.folder(settings.store().resolveSibling("pod-" + name));
    this.store = new ContentStore(settings.store(), settings.notices());
    starting.own(
        new StoreKeeper(
            store,
            settings.store(),
            settings.storeLimit(),
            InstantSource.system(),
            settings.notices()));
    Tools tools = starting.own(Tools.open(PrivateFiles.folder(own.resolve("tmp"))));
    this.nats = starting.own(NatsClient.connect(settings.bus()));
    this.names = nats.streams().names();
    this.heartbeats = nats.heartbeats();
    var peers = new PeerBook();
    this.files = starting.own(new FileExchange(settings, store, peers, this::sayAlive));
    starting.own(
        heartbeats.watch(
            word -> {
              peers.hear(word);
              if (word instanceof Word.Alive(var heartbeat) && !heartbeat.pod().equals(name)) {
                files.begin();
              }
            }));
    List<HiredChef> chefs = hire(own, given, starting);
    Path userHome =
        Path.of(settings.environment().getOrDefault("HOME", System.getProperty("user.home", "/")));
    var workspaces = starting.own(new Workspaces(name, settings.ownsWorkspaces(), userHome, store));
    var kitchen =
        new Kitchen(
            name,
            name,
            store,
            hashing,
            PrivateFiles.folder(own.resolve("scratch")),
            files,
            settings.environment(),
            tools,
            starting.own(new Journals()),
            new Touched(),
            chefs,
            workspaces::epoch);
    var shelf = new ToolShelf(settings.environment().getOrDefault("PATH", "/usr/bin:/bin"));
    this.roster = new ChefRoster(settings, sets(chefs), shelf, hashing);
    this.disabled = new DisabledChefs(own.resolve("disabled"));
    disabled.load().forEach(chef -> roster.turn(chef, false));
    this.jobs = new JobRunner(nats, kitchen, settings.notices());
    this.queue = nats.jobs(BuildFrom.class, settings.slots(), jobs);
    starting.own(this::endJobs);
    starting.own(new PodServices(nats, name, new Desk(kitchen), new Offering(store), jobs));
    starting.own(nats.serve(nats.subjects().podDrain(name), DrainRequest.class, this::drain));
    starting.own(nats.volunteer(nats.subjects().buildHowTo(), HowToBuild.class, this::howTo));
    takePlaced();
    starting.own(
        nats.serve(
            nats.subjects().workspaceOpen(name),
            OpenRequest.class,
            request -> {
              takePlaced(); // Whoever opens a workspace has made the consumer for its jobs.
              return workspaces.open(request);
            }));
    starting.own(nats.onState(this::connection));
    starting.own(beat());
    sayTypes();
    flush();
  }

  /** The chefs in jars of its home, and those that it was given. */
  private List<HiredChef> hire(Path own, List<HiredChef> given, Starting starting)
      throws IOException {
    if (!given.isEmpty()) {
      return given; // A chef's own process is for that one.
    }
    ChefFolder folder =
        starting.own(ChefFolder.open(settings.home().chefs(), own.resolve("chefs")));
    folder.problems().forEach(problem -> settings.notices().accept("chefs: " + problem));
    return folder.chefs();
  }

  private static List<RuleSet> sets(List<HiredChef> chefs) {
    return Stream.concat(RuleSet.bundled().stream(), chefs.stream().map(HiredChef::set)).toList();
  }

  /** A pod that was started answers. */
  private void flush() throws BusException {
    try {
      nats.flush(STARTING_MAX);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BusException(BusException.Reason.DISCONNECTED, "interrupted while starting", e);
    }
  }

  /** The pod's name. */
  public String name() {
    return settings.name();
  }

  /** The pod's connection, which is its own to close. */
  public NatsClient nats() {
    return nats;
  }

  /** The pod's contents. */
  public ContentStore store() {
    return store;
  }

  /** Where others reach its SFTP server; empty where it does not serve yet. */
  public String sftpAddress() {
    return files.address();
  }

  private void takePlaced() {
    for (Lane lane : Lane.values()) {
      queue.take(names.podConsumer(lane, settings.name()), rank(lane, true), true);
    }
  }

  /** Interactive work before batch work; what is placed here before what others could take. */
  private static int rank(Lane lane, boolean placed) {
    return (lane == Lane.INTERACTIVE ? 0 : 2) + (placed ? 0 : 1);
  }

  private List<CanBuildFrom> howTo(HowToBuild question) {
    List<CanBuildFrom> answers = roster.answers(question);
    String kind = question.kind();
    if (kind == null) {
      sayTypes();
    } else {
      kinds.put(kind, question);
      pull(question, !answers.isEmpty());
    }
    return answers;
  }

  private void pull(HowToBuild question, boolean take) {
    for (Lane lane : Lane.values()) {
      String consumer = names.kindConsumer(lane, String.valueOf(question.kind()));
      if (take) {
        queue.take(consumer, rank(lane, false), false);
      } else {
        queue.leave(consumer);
      }
    }
  }

  private DrainReply drain(DrainRequest request) throws IOException {
    String chef = request.chef();
    if (chef == null) {
      drained = !request.enabled();
      queue.slots(drained ? 0 : settings.slots());
    } else if (!roster.turn(chef, request.enabled())) {
      return new DrainReply(1, roster.names(), "pod " + name() + " has no chef '" + chef + "'");
    }
    disabled.keep(roster.off());
    kinds.values().forEach(question -> pull(question, roster.takes(question)));
    sayAlive();
    sayTypes();
    return new DrainReply(1, chefs(), null);
  }

  private List<String> chefs() {
    return drained ? List.of() : roster.names();
  }

  private void connection(ConnectionState state) {
    if (state == ConnectionState.RECONNECTED) {
      sayAlive();
      sayTypes();
    }
  }

  private void sayTypes() {
    for (var types : roster.types()) {
      try {
        nats.publish(nats.subjects().artefactTypes(types.chef()), types);
      } catch (BusException away) {
        return; // Said again on reconnect.
      }
    }
  }

  private AutoCloseable beat() {
    ScheduledExecutorService clock =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("heartbeat " + name()).factory());
    long every = Heartbeats.INTERVAL.toMillis();
    ScheduledFuture<?> beats =
        clock.scheduleAtFixedRate(this::sayAlive, 0, every, TimeUnit.MILLISECONDS);
    long after = SERVING_AFTER.toMillis();
    ScheduledFuture<?> serving =
        clock.scheduleAtFixedRate(this::serveWhenIdle, after, after, TimeUnit.MILLISECONDS);
    return () -> {
      beats.cancel(false);
      serving.cancel(false);
      clock.shutdown();
      if (clock.awaitTermination(1, TimeUnit.SECONDS)) {
        heartbeats.goodbye(heartbeat());
      }
    };
  }

  private void serveWhenIdle() {
    if (queue.busy() == 0) {
      files.begin();
    }
  }

  private void sayAlive() {
    try {
      heartbeats.beat(heartbeat());
    } catch (BusException | RuntimeException away) {
      // The next one will be heard.
    }
  }

  private Heartbeat heartbeat() {
    String publicKey = files.publicKey();
    return new Heartbeat(
        1,
        name(),
        instance,
        settings.roles(),
        chefs(),
        roster.tools(),
        settings.slots(),
        queue.busy(),
        sftpAddress(),
        publicKey,
        publicKey);
  }

  private void endJobs() throws InterruptedException {
    queue.slots(0);
    jobs.end();
    queue.awaitIdle(ENDING_MAX);
    jobs.close();
    queue.close();
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      Starting.close(parts);
    }
  }

  /** The parts that were started, to be ended in the opposite order, whatever happens. */
  private static final class Starting {
    final Deque<AutoCloseable> parts = new ArrayDeque<>();

    <T extends AutoCloseable> T own(T part) {
      parts.push(part);
      return part;
    }

    void close() {
      close(parts);
    }

    static void close(Deque<AutoCloseable> parts) {
      while (!parts.isEmpty()) {
        try {
          parts.pop().close();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        } catch (Exception e) {
          // The others are ended all the same.
        }
      }
    }
  }
}
