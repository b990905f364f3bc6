package org.computepods.majordomo.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.computepods.chef.bus.BusException;
import org.computepods.chef.wire.BuildFrom;
import org.computepods.chef.wire.FileChanged;
import org.computepods.chef.wire.FileRef;
import org.computepods.chef.wire.PodRequests.RemoveReply;
import org.computepods.chef.wire.Synced;
import org.computepods.chef.wire.rest.BuildEvent;
import org.computepods.chef.wire.rest.BuildRequest;
import org.computepods.majordomo.core.Command;
import org.computepods.majordomo.core.EngineView;
import org.computepods.majordomo.core.Event;
import org.computepods.majordomo.core.Memory;
import org.computepods.rules.Problem;
import org.computepods.rules.project.RuleSet;

/**
 * One open workspace: its core, what its watcher says, and the core's commands carried out. All its
 * fields belong to the core's thread; what waits does so on virtual threads.
 */
final class Workspace {
  private static final String UNAVAILABLE = "unavailable";
  private static final int EXIT_UNAVAILABLE = 3;
  private static final String NO_CORE =
      "this workspace begins anew after a fault of ComputePods (see the log of the federation)";

  private final Household house;
  private final WorkspaceLock lock;
  private final String pod;
  private final String path;
  private final Errands errands;
  private final Watching watching;
  private final Looks looks;
  private final OutsideFiles outside;
  private final ProjectAtHand project;
  private final WorkspaceJobs jobs;
  private final HomeFiles files;
  private final Parting parting;
  private final CompletableFuture<Void> reached = new CompletableFuture<>();
  private final CompletableFuture<Void> open = new CompletableFuture<>();

  /** Answers builds until the core has to; what is in it is safe for all threads. */
  private volatile Optional<AsLeft> asLeft = Optional.empty();

  /** Those that a build has been told of. */
  private final Set<Synced.Trouble> toldTroubles = ConcurrentHashMap.newKeySet();

  private Optional<Core> core = Optional.empty();

  /** Whether another core is being made after a fault. */
  private boolean renewing;

  private Workspace(Household house, WorkspaceLock lock) {
    this.house = house;
    this.lock = lock;
    this.pod = lock.pod();
    this.path = lock.path();
    this.errands = new Errands(path, house.say(), this::post);
    this.watching = new Watching(house, pod, path, this::feed, this::wantTree);
    this.looks = new Looks(house.messenger(), errands, this::seen);
    this.outside = new OutsideFiles(house.messenger());
    this.project = new ProjectAtHand(house, lock);
    this.jobs = new WorkspaceJobs(house, this, lock);
    this.files = new HomeFiles(house, lock);
    this.parting = new Parting(house, pod, path, watching, this::feed, () -> core, project::goneBy);
  }

  /** Takes the workspace's lock, by way of its pod; the answer knows its real path. */
  static Workspace lock(Household house, String pod, String path)
      throws BusException, InterruptedException {
    return new Workspace(house, WorkspaceLock.take(house.messenger(), pod, path));
  }

  /** Hears the whole tree and reads the project; blocks until {@link #whenOpen} is completed. */
  void open() throws BusException, InterruptedException {
    asLeft = AsLeft.find(house, pod, path, watching, project.reader());
    reached.complete(null);
    List<Memory> remembered = new ArrayList<>(house.store().load(path));
    for (Memory written : files.written(remembered)) {
      house.store().note(path, written);
      remembered.add(written);
    }
    var farAway = RememberedOutside.of(remembered);
    farAway.paths().forEach(this::lookAfter);
    Core made = house.factory().remembering(remembered, pod);
    house
        .core()
        .post(
            () -> {
              core = Optional.of(made);
              feed(new Event.SlotsChanged(house.pods().slots()));
              feed(new Event.FilesChanged(farAway.elsewhere()));
            });
    var read = project.read();
    house.core().ask(() -> project.adopt(read.loaded())).join();
    watch();
    house.core().post(() -> loaded(read));
    house.core().post(() -> open.complete(null));
  }

  /** Nothing is decided for it any more, and nothing watched if its folder is gone. */
  void close() {
    try {
      watch();
    } catch (BusException gone) {
      // As it should be.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    house
        .core()
        .post(
            () -> {
              core = Optional.empty();
              house.dispatch().cancelAll(path);
            });
  }

  /**
   * Answers a build without the core, if that can be.
   *
   * @return whether it did; if not, it never will again
   */
  boolean answers(Build build, BuildRequest request) throws InterruptedException {
    var left = asLeft;
    boolean answered = left.isPresent() && left.get().answers(build, request);
    if (!answered) {
      asLeft = Optional.empty();
    }
    return answered;
  }

  /** Whether builds need not wait for the core just now. */
  boolean isAsLeft() {
    return asLeft.isPresent();
  }

  /** Writes down what stands, so that the next life may begin with it. */
  void leave() {
    if (asLeft.isEmpty()) { // Else the words that this life began with are as true as they were.
      parting.leave();
    }
  }

  /** Completed when builds may be asked for, by {@link #answers} or of the core. */
  CompletableFuture<Void> whenReached() {
    return reached;
  }

  CompletableFuture<Void> whenOpen() {
    return open;
  }

  String path() {
    return path;
  }

  String pod() {
    return pod;
  }

  long epoch() {
    return lock.epoch();
  }

  /** What it waits for; "" for nothing. */
  String message() {
    return errands.message();
  }

  /** Whether it has waited long for somebody. */
  boolean isWaiting() {
    return errands.isWaiting();
  }

  /** Tells its builds what they wait for, if they have waited for long. */
  void tellWaits() {
    errands
        .toTell()
        .ifPresent(
            waits ->
                house.builds().running().stream()
                    .filter(build -> build.request().workspace().equals(path))
                    .forEach(build -> build.waits(waits)));
  }

  /** What the watcher last said of itself. */
  List<Synced.Trouble> troubles() {
    return watching.troubles();
  }

  /**
   * Whether the watcher is there. Where it has gone, those who build hear of it; where it is back,
   * it hears what to watch, and says what was missed.
   */
  void watcherIs(boolean there) {
    if (!watching.watcherIs(there)) {
      return;
    }
    if (there) {
      resume();
      return;
    }
    house.builds().running().stream()
        .filter(build -> build.request().workspace().equals(path))
        .forEach(build -> watching.troubles().forEach(trouble -> warn(build.id(), trouble)));
  }

  List<RuleSet> sets() {
    return project.sets();
  }

  /** What is wrong in the project's files. */
  List<Problem> problems() {
    return project.problems();
  }

  /** What may be asked of the core; empty before it is there. */
  Optional<EngineView> view() {
    return core.map(Core::view);
  }

  /** Words of the watcher, in order; called by the thread that hears them. */
  void hear(FileChanged word) {
    watching.hear(word);
  }

  /** Tells the core from any thread. */
  void post(Event event) {
    house.core().post(() -> feed(event));
  }

  /** Tells the core, and carries out what it wants; on the core's thread. */
  void feed(Event event) {
    if (core.isEmpty()) {
      if (event instanceof Event.BuildAsked(String build, _)) {
        house.builds().build(build).ifPresent(b -> b.end(UNAVAILABLE, EXIT_UNAVAILABLE, NO_CORE));
        beginAnew();
      }
      return;
    }
    try {
      core.get().on(event, System.nanoTime(), System.currentTimeMillis()).forEach(this::carryOut);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError fault) {
      broke(fault);
    }
  }

  /**
   * A core that broke an invariant, or of whose commands not all were carried out, is not believed
   * any more: its builds end, and the next begins with another core.
   */
  void broke(Throwable fault) {
    house.say().accept("a fault of ours, in " + path + ": " + Faults.describe(fault));
    core = Optional.empty();
    watching.forget();
    house.dispatch().cancelAll(path);
    for (var build : house.builds().running()) {
      if (build.request().workspace().equals(path)) {
        build.end(
            UNAVAILABLE,
            EXIT_UNAVAILABLE,
            "a fault of ComputePods: " + fault + " (see the log of the federation)");
      }
    }
    beginAnew();
  }

  /** Begins with another core, unless that is under way; on the core's thread. */
  private void beginAnew() {
    if (open.isDone() && !renewing) {
      renewing = true;
      errands.attend("another core", this::renew, why -> renewed(Optional.empty()));
    }
  }

  private void renewed(Optional<Core> made) {
    house
        .core()
        .post(
            () -> {
              renewing = false;
              core = made;
              feed(new Event.SlotsChanged(house.pods().slots()));
            });
  }

  /** Makes a core of what was noted; each build makes sure that it is told of all files. */
  private void renew() throws BusException, InterruptedException {
    renewed(Optional.of(house.factory().remembering(house.store().load(path), pod)));
    watching.fetchMissing();
  }

  private void carryOut(Command command) {
    switch (command) {
      case Command.Sync sync ->
          errands.owe(
              "the watcher of pod " + pod,
              () -> sync(sync),
              why -> new Event.SyncFailed(sync.build(), "cannot hear what changed: " + why));
      case Command.LoadProject() -> readProject();
      case Command.Look look -> looks.look(pod, path, look);
      case Command.GiveUpLook(Command.Look look) -> looks.giveUp(pod, look);
      case Command.Start(BuildFrom job, int waitS) -> jobs.start(job, waitS);
      case Command.Cancel(String job) -> house.dispatch().cancel(job);
      case Command.Compare compare ->
          errands.owe(
              "pod " + pod + " to compare versions of " + compare.path(),
              () -> files.compare(compare),
              why -> new Event.Compared(compare.question(), List.of(), List.of(), "", false));
      case Command.Restore restore ->
          errands.owe(
              "pod " + pod + " to put outputs back in place",
              () -> files.restore(restore),
              why -> HomeFiles.notRestored(restore, why));
      case Command.Remove(var vanished) ->
          errands.owe(
              "pod " + pod + " to remove what nothing makes any more",
              () -> new Event.Removed(files.remove(vanished).removed()),
              why -> new Event.Removed(List.of()));
      case Command.Tell(var event) -> tell(event);
      case Command.Note(Memory memory) -> house.store().note(path, memory);
    }
  }

  private void tell(BuildEvent event) {
    house.builds().tell(event);
    if (event.kind().equals("ended")) {
      parting.afterBuild(errands);
    }
  }

  // ---- watching ----

  /** Before there is a core, nobody could take it in; later the whole tree is fetched anyway. */
  private void wantTree() {
    if (core.isPresent()) {
      errands.run("hear what files there are", watching::fetchMissing);
    }
  }

  /** Has it watched as its project wants; returns when the whole tree has been handed on. */
  private void watch() throws BusException, InterruptedException {
    watching.watch(house.core().ask(project::attention).join());
  }

  /** Every change made before now has been handed on when this returns. */
  Watching.CaughtUp catchUp() throws BusException, InterruptedException {
    return watching.catchUp(List.of(), this::watch);
  }

  private Event sync(Command.Sync sync) throws BusException, InterruptedException {
    var pods = outside.pods();
    var outsideDone = new CompletableFuture<Void>();
    if (pods.isEmpty()) {
      outsideDone.complete(null);
    } else {
      Errand hearing =
          () -> {
            pods.forEach(each -> syncOutside(each, sync.toolPath()));
            outsideDone.complete(null);
          };
      hearing.start("sync outside " + path, house.say(), why -> outsideDone.complete(null));
    }
    lock.hold();
    var caughtUp = watching.catchUp(sync.confirm(), this::watch);
    outsideDone.join();
    tellTroubles(sync.build());
    return new Event.Synced(sync.build(), sync.asked(), caughtUp.moving(), caughtUp.stand());
  }

  /** What keeps the watch from being as good as it could be is said to a build, once. */
  private void tellTroubles(String build) {
    for (Synced.Trouble trouble : watching.troubles()) {
      if (!build.isEmpty() && toldTroubles.add(trouble)) {
        warn(build, trouble);
      }
    }
  }

  private void warn(String build, Synced.Trouble trouble) {
    String text = trouble.what() + " (" + trouble.cure() + ")";
    var event = new BuildEvent(build, "warning", null, text, 0, 0, null, null);
    house.core().post(() -> house.builds().tell(event));
  }

  private void syncOutside(String of, Optional<String> toolPath) {
    if (!of.equals(pod) && !house.pods().alive(of)) {
      return;
    }
    try {
      var facts = outside.changes(of, pod, toolPath);
      if (!facts.isEmpty()) {
        post(new Event.FilesChanged(facts));
      }
    } catch (BusException e) {
      house.say().accept("pod " + of + " does not say how files outside stand: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void seen(Event event) {
    if (event instanceof Event.SeenThrough seen) {
      house.core().post(() -> seen.lookers().forEach(looker -> lookAfter(looker.path())));
    }
    post(event);
  }

  /** Has a file outside the workspace looked after by its pod; other names are no matter. */
  void lookAfter(String name) {
    if (name.startsWith("/")) {
      outside.add(pod, name);
    } else {
      int colon = name.indexOf(":/");
      if (colon > 0 && name.indexOf('/') == colon + 1) {
        outside.add(name.substring(0, colon), name.substring(colon + 1));
      }
    }
  }

  // ---- the project ----

  /** Reads the project again; where it ignores other files than before, the watch begins anew. */
  void readProject() {
    errands.attend(
        "pod " + pod + " to read the project",
        this::loadProject,
        why -> house.core().post(() -> loaded(project.unread(why))));
  }

  private void loadProject() throws BusException, InterruptedException {
    var read = project.read();
    if (house.core().ask(() -> project.adopt(read.loaded())).join()) {
      try {
        watch();
      } catch (BusException e) {
        // The project counts as it was read; each sync tells that nothing can be heard.
        house.say().accept(path + ": cannot be watched as its project wants: " + e.getMessage());
      }
    }
    house.core().post(() -> loaded(read));
  }

  /** Reads overtake one another: what was read by other rules than are on offer now is too old. */
  private void loaded(Farewell.Read read) {
    if (!project.isUpToDate(read)) {
      readProject();
      return;
    }
    var loaded = read.loaded();
    project.goBy(read);
    feed(new Event.ProjectLoaded(loaded.rules(), loaded.problems(), loaded.files()));
  }

  // ---- errands ----

  /** Removes files that still are as told. */
  RemoveReply remove(List<FileRef> wanted) throws InterruptedException {
    var reply = files.remove(wanted);
    post(new Event.Removed(reply.removed()));
    return reply;
  }

  /** NATS is back, or the watcher: hears what was missed. */
  void resume() {
    errands.run("catch up", this::catchUp);
  }

  /** Something of ours that nobody waits for. */
  Errands errands() {
    return errands;
  }
}
