package org.computepods.majordomo.shell;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.computepods.chef.bus.BusException;
import org.computepods.chef.bus.JobQueue;
import org.computepods.chef.bus.Lease;
import org.computepods.chef.bus.NatsClient;
import org.computepods.chef.bus.Subjects.Lane;
import org.computepods.chef.bus.Subscription;
import org.computepods.chef.wire.BuildFrom;
import org.computepods.chef.wire.BuildResults;
import org.computepods.chef.wire.CanBuildFrom;
import org.computepods.chef.wire.FileChanged;
import org.computepods.chef.wire.FilePack;
import org.computepods.chef.wire.FileRef;
import org.computepods.chef.wire.Heartbeat;
import org.computepods.chef.wire.HowToBuild;
import org.computepods.chef.wire.PodRequests.CancelReply;
import org.computepods.chef.wire.PodRequests.CancelRequest;
import org.computepods.chef.wire.PodRequests.LogReply;
import org.computepods.chef.wire.PodRequests.LogRequest;
import org.computepods.chef.wire.PodRequests.OfferReply;
import org.computepods.chef.wire.PodRequests.OfferRequest;
import org.computepods.chef.wire.PodRequests.OpenReply;
import org.computepods.chef.wire.PodRequests.OpenRequest;
import org.computepods.chef.wire.PodRequests.OutsideReply;
import org.computepods.chef.wire.PodRequests.OutsideRequest;
import org.computepods.chef.wire.PodRequests.ReadReply;
import org.computepods.chef.wire.PodRequests.ReadRequest;
import org.computepods.chef.wire.PodRequests.RemoveReply;
import org.computepods.chef.wire.PodRequests.RemoveRequest;
import org.computepods.chef.wire.PodRequests.RestoreReply;
import org.computepods.chef.wire.PodRequests.RestoreRequest;
import org.computepods.chef.wire.PodRequests.ViewReply;
import org.computepods.chef.wire.PodRequests.ViewRequest;
import org.computepods.chef.wire.PodRequests.WrittenReply;
import org.computepods.chef.wire.PodRequests.WrittenRequest;
import org.computepods.chef.wire.Progress;
import org.computepods.chef.wire.Sync;
import org.computepods.chef.wire.Synced;
import org.computepods.chef.wire.TreePage;
import org.computepods.chef.wire.TreeRequest;
import org.computepods.chef.wire.WatchRequest;
import org.computepods.rules.Digest;
import org.computepods.rules.View;

/**
 * A pod with one workspace in memory: watcher, store and chef. Its only tool writes, into each
 * output, the command and the contents of the inputs; a command that begins with {@code false}
 * fails.
 */
final class FakePod implements AutoCloseable {
  static final String WORKSPACE = "/home/ada/paper";

  private final NatsClient nats;
  private final String name;
  private final String instance = Long.toString(System.nanoTime());
  private volatile List<String> chefs;
  private final List<Subscription> subscriptions = new ArrayList<>();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
  private final JobQueue<BuildFrom> queue;

  /** Contents by digest; shared among pods that can reach one another. */
  final Map<String, byte[]> store;

  final Map<String, byte[]> files = new TreeMap<>();
  final List<BuildFrom> cooked = new CopyOnWriteArrayList<>();
  final Map<String, String> outside = new ConcurrentHashMap<>();

  /** Words of the watcher to leave out, as if they had been lost. */
  final AtomicInteger wordsToLose = new AtomicInteger();

  /** How often the watcher is to say that it cannot tell what changed. */
  final AtomicInteger syncsToRefuse = new AtomicInteger();

  /** Until it opens, the watcher answers nobody. */
  volatile CountDownLatch maySync = new CountDownLatch(0);

  /** Until it opens, nobody is told that a folder is watched. */
  volatile CountDownLatch mayWatch = new CountDownLatch(0);

  /** The text of the rule set that its chef of this name publishes. */
  final Map<String, String> published = new ConcurrentHashMap<>();

  /** Counted down by whoever reads files. */
  volatile CountDownLatch filesRead = new CountDownLatch(0);

  /** Jobs to take off the queue and forget, as if their results had been lost. */
  final AtomicInteger jobsToLose = new AtomicInteger();

  /** Jobs that are taken and never done. */
  volatile boolean stuck;

  private final Map<String, String> lookedAfter = new HashMap<>();
  private long epoch;
  private long seq;
  private long ctime = 1_000_000_000;

  FakePod(NatsClient nats, String name, Map<String, byte[]> store, String... chefs)
      throws BusException {
    this.nats = nats;
    this.name = name;
    this.store = store;
    this.chefs = List.of(chefs);
    var subjects = nats.subjects();
    serve(subjects.workspaceOpen(name), OpenRequest.class, q -> open(q));
    serve(subjects.fileWatch(name), WatchRequest.class, q -> watchedLate());
    serve(
        subjects.fileSync(name),
        Sync.class,
        q -> {
          maySync.await();
          boolean refused = syncsToRefuse.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
          return refused ? Synced.refused("not now") : synced();
        });
    serve(subjects.fileTree(name), TreeRequest.class, q -> tree());
    serve(subjects.artefactRead(name), ReadRequest.class, this::read);
    serve(subjects.artefactView(name), ViewRequest.class, this::view);
    serve(subjects.artefactOffer(name), OfferRequest.class, this::offer);
    serve(subjects.artefactRestore(name), RestoreRequest.class, this::restore);
    serve(subjects.artefactRemove(name), RemoveRequest.class, this::remove);
    serve(
        subjects.artefactWritten(name),
        WrittenRequest.class,
        q -> new WrittenReply(1, List.of(), List.of(), null));
    serve(subjects.artefactOutside(name), OutsideRequest.class, this::outside);
    serve(subjects.jobCancel(name), CancelRequest.class, q -> new CancelReply(1, false));
    serve(
        subjects.logTail(name),
        LogRequest.class,
        q -> new LogReply(1, "a line\n", 7, true, q.job() == null ? null : "no such job"));
    queue = nats.jobs(BuildFrom.class, 2, this::cook);
    for (Lane lane : Lane.values()) {
      queue.take(nats.streams().names().podConsumer(lane, name), rank(lane), true);
    }
    subscriptions.add(nats.volunteer(subjects.buildHowTo(), HowToBuild.class, this::canBuild));
    var beats = clock.scheduleAtFixedRate(this::beat, 0, 200, TimeUnit.MILLISECONDS);
    subscriptions.add(() -> beats.cancel(false));
  }

  private static int rank(Lane lane) {
    return lane == Lane.INTERACTIVE ? 0 : 1;
  }

  private <Q> void serve(String subject, Class<Q> type, NatsClient.Answerer<Q> answerer) {
    subscriptions.add(nats.serve(subject, type, answerer));
  }

  private void beat() {
    try {
      nats.heartbeats()
          .beat(
              new Heartbeat(
                  1,
                  name,
                  instance,
                  List.of("fswatcher", "chef"),
                  chefs,
                  Map.of("cat", "/bin/cat"),
                  2,
                  0,
                  "",
                  "",
                  ""));
    } catch (BusException e) {
      // The next one may be heard.
    }
  }

  /** A person writes a file. */
  synchronized void write(String path, String text) throws BusException, InterruptedException {
    put(path, text.getBytes(StandardCharsets.UTF_8));
    say(path, "modified");
  }

  synchronized String text(String path) {
    return new String(files.getOrDefault(path, new byte[0]), StandardCharsets.UTF_8);
  }

  private void put(String path, byte[] content) {
    files.put(path, content);
    store.put(Digest.of(content).hex(), content);
    ctime += 1_000_000_000;
  }

  private void say(String path, String kind) throws BusException, InterruptedException {
    if (epoch == 0) {
      return;
    }
    seq++;
    if (wordsToLose.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      return;
    }
    byte[] content = files.get(path);
    String digest = content == null ? null : Digest.of(content).hex();
    var word =
        new FileChanged(
            1, WORKSPACE, path, kind, digest, null, 1, ctime, ctime, 1, false, epoch, seq);
    nats.publishDurable(nats.subjects().fileChanged(name), word, "");
  }

  private OpenReply open(OpenRequest question) {
    boolean known = question.workspace().equals(WORKSPACE);
    return new OpenReply(1, WORKSPACE, 1, known ? null : "no such folder");
  }

  private Synced watchedLate() throws InterruptedException {
    mayWatch.await();
    return watch();
  }

  private synchronized Synced watch() {
    epoch = Math.max(1, epoch);
    return synced();
  }

  private synchronized TreePage tree() {
    var pack = new FilePack.Writer();
    pack.folder("", files.size());
    files.forEach(
        (path, content) ->
            pack.file(
                path.getBytes(StandardCharsets.UTF_8), Digest.of(content), false, 0, 1, ctime));
    return new TreePage(1, epoch, seq, pack.pack(), "", null);
  }

  private synchronized Synced synced() {
    return new Synced(1, epoch, seq, List.of(), List.of(), null, null);
  }

  private synchronized ReadReply read(ReadRequest question) {
    var texts = new ArrayList<@org.jspecify.annotations.Nullable String>();
    for (String path : question.paths()) {
      texts.add(files.containsKey(path) ? text(path) : null);
    }
    filesRead.countDown();
    return new ReadReply(1, texts, null);
  }

  private ViewReply view(ViewRequest question) {
    var sights = new ArrayList<@org.jspecify.annotations.Nullable String>();
    for (var item : question.items()) {
      byte[] content = store.get(item.sha256());
      sights.add(content == null ? null : View.parse(item.view()).of(content).hex());
    }
    return new ViewReply(1, sights, null);
  }

  private OfferReply offer(OfferRequest question) {
    var missing =
        question.files().stream()
            .filter(file -> !store.containsKey(String.valueOf(file.sha256())))
            .map(FileRef::path)
            .toList();
    return new OfferReply(1, missing, null);
  }

  private synchronized RestoreReply restore(RestoreRequest question)
      throws BusException, InterruptedException {
    var missing =
        question.outputs().stream()
            .filter(file -> file.sha256() != null && !store.containsKey(file.sha256()))
            .map(file -> String.valueOf(file.sha256()))
            .toList();
    if (!missing.isEmpty()) {
      return new RestoreReply(1, List.of(), missing, List.of(), null);
    }
    var placed = new ArrayList<FileRef>();
    for (var file : question.outputs()) {
      byte[] content = file.sha256() == null ? null : store.get(file.sha256());
      if (content != null) {
        put(file.path(), content);
        say(file.path(), "modified");
      } else if (files.remove(file.path()) != null) {
        say(file.path(), "deleted");
      }
      placed.add(ref(file.path()));
    }
    return new RestoreReply(1, placed, List.of(), List.of(), null);
  }

  private synchronized RemoveReply remove(RemoveRequest question)
      throws BusException, InterruptedException {
    var removed = new ArrayList<String>();
    for (var file : question.files()) {
      byte[] content = files.get(file.path());
      if (content != null && Digest.of(content).hex().equals(file.sha256())) {
        files.remove(file.path());
        removed.add(file.path());
        ctime += 1_000_000_000;
        say(file.path(), "deleted");
      }
    }
    return new RemoveReply(1, removed, List.of(), null);
  }

  private synchronized OutsideReply outside(OutsideRequest question) {
    question.add().forEach(path -> lookedAfter.put(path, ""));
    var states = new ArrayList<FileRef>();
    for (String path : List.copyOf(lookedAfter.keySet())) {
      String content = outside.getOrDefault(path, "cat");
      if (!content.equals(lookedAfter.put(path, content))) {
        ctime += 1_000_000_000;
        var state = Jobs.file(path, content);
        states.add(new FileRef(path, state.sha256(), false, null, 1, 1, ctime, List.of()));
      }
    }
    return new OutsideReply(1, instance, question.since() + 1, states, null);
  }

  private synchronized FileRef ref(String path) {
    byte[] content = files.get(path);
    return content == null
        ? new FileRef(path, null, false, null, 0, 0, 0, List.of())
        : new FileRef(
            path, Digest.of(content).hex(), false, null, content.length, 1, ctime, List.of());
  }

  private List<CanBuildFrom> canBuild(HowToBuild question) {
    String kind = question.kind();
    if (kind == null) {
      return published.entrySet().stream()
          .map(set -> publication(set.getKey(), set.getValue()))
          .toList();
    }
    String chef = question.set() == null ? "command" : question.set();
    if (!chefs.contains(chef)) {
      return List.of();
    }
    for (Lane lane : Lane.values()) {
      queue.take(nats.streams().names().kindConsumer(lane, kind), 2 + rank(lane), false);
    }
    return List.of(
        new CanBuildFrom(1, name, chef, kind, question.set(), null, List.of(), Map.of()));
  }

  private CanBuildFrom publication(String set, String text) {
    return new CanBuildFrom(1, name, set, null, set, text, List.of(), Map.of());
  }

  /** From its next heartbeat on it has one more chef. */
  void publish(String set, String text) {
    published.put(set, text);
    chefs = Stream.concat(chefs.stream(), Stream.of(set)).toList();
  }

  private void cook(Lease<BuildFrom> lease) throws BusException, InterruptedException {
    var job = lease.job();
    if (jobsToLose.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      lease.done();
      return;
    }
    cooked.add(job);
    nats.publish(
        nats.subjects().buildProgress(job.build()),
        new Progress(1, job.build(), job.job(), name, "started", null));
    if (stuck) {
      new CountDownLatch(1).await(); // until it is interrupted
    }
    var results = job.command().getFirst().equals("false") ? failed(job) : succeeded(job);
    nats.publishDurable(
        nats.subjects().buildResults(job.majordomo()), results, job.job() + "/" + name);
    lease.done();
  }

  private BuildResults succeeded(BuildFrom job) throws BusException, InterruptedException {
    var text = new StringBuilder(String.join(" ", job.command()));
    Map<String, byte[]> inputs = new HashMap<>(store);
    for (var input : job.inputs()) {
      byte[] content = inputs.getOrDefault(String.valueOf(input.sha256()), new byte[0]);
      text.append('|').append(new String(content, StandardCharsets.UTF_8));
    }
    byte[] content = text.toString().getBytes(StandardCharsets.UTF_8);
    var outputs = new ArrayList<FileRef>();
    for (String path : job.outputs()) {
      if (job.home().equals(name)) {
        synchronized (this) {
          put(path, content);
          say(path, "modified");
        }
        outputs.add(ref(path));
      } else {
        store.put(Digest.of(content).hex(), content);
        outputs.add(Jobs.file(path, text.toString()));
      }
    }
    var done = Jobs.done(job, name);
    var tool = Jobs.file("/bin/cat", outside.getOrDefault("/bin/cat", "cat"));
    return new BuildResults(
        1,
        job.job(),
        job.attempt(),
        name,
        done.chef(),
        done.outcome(),
        0,
        outputs,
        List.of(tool),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Digest.of("log").hex(),
        "a line\n",
        "",
        1,
        1,
        null);
  }

  private BuildResults failed(BuildFrom job) {
    return new BuildResults(
        1,
        job.job(),
        job.attempt(),
        name,
        "command",
        BuildResults.Outcome.FAILED,
        1,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        null,
        "it went wrong\n",
        "exit 1",
        1,
        1,
        null);
  }

  @Override
  public void close() {
    clock.shutdownNow();
    subscriptions.forEach(Subscription::close);
    queue.close();
    nats.close();
  }
}
