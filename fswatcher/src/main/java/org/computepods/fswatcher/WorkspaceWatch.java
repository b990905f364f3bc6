package org.computepods.fswatcher;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.computepods.chef.wire.Synced;
import org.computepods.fswatcher.events.EventSource;
import org.computepods.fswatcher.events.Notice;
import org.computepods.fswatcher.settle.Pace;
import org.computepods.fswatcher.settle.Phase;
import org.computepods.fswatcher.settle.Settling;
import org.computepods.fswatcher.tree.FolderListing;
import org.computepods.fswatcher.tree.Looking;
import org.computepods.fswatcher.tree.Sight;
import org.computepods.fswatcher.tree.StatCache;
import org.computepods.fswatcher.tree.WatchFilter;
import org.jspecify.annotations.Nullable;

/**
 * The watch of one workspace: one thread that owns all its state, takes notices, decides when to
 * look, and announces. Only looks are taken elsewhere, by a bounded pool.
 */
final class WorkspaceWatch implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("org.computepods.fswatcher");

  private static final Sight NOTHING = new Sight.Nothing();

  /** One thing for the workspace's thread to do. */
  private interface Work {
    void run() throws InterruptedException;
  }

  private final Path root;
  private final WatchFilter filter;
  private final WatchSettings settings;
  private final EventSource source;
  private final Executor lookers;
  private final Looking looking;
  private final StatCache cache;
  private final EpochAnnouncements announcements;
  private final KnownTree tree;
  private final Settling settling;
  private final Pace pace;
  private final Cookies cookies;
  private final Thread thread;

  private final LinkedBlockingQueue<Work> inbox = new LinkedBlockingQueue<>();
  private final AtomicBoolean noticed = new AtomicBoolean();
  private volatile boolean closed;

  private final Map<String, Long> looks = new HashMap<>();
  private long lookCount;
  private final Map<String, Barrier> waitingForCookie = new HashMap<>();
  private final List<Barrier> waitingForLooks = new ArrayList<>();
  private final TreeSet<String> polled = new TreeSet<>();
  private final TreeMap<String, String> unreadable = new TreeMap<>();
  private final ArrayDeque<String> slowScan = new ArrayDeque<>();
  private @Nullable String lost;
  private int losses;
  private boolean rootGone;
  private long nextScan;
  private long nextPoll;
  private long nextSave;

  /** A watch that {@link #start} begins. */
  WorkspaceWatch(
      Path root,
      WatchFilter filter,
      WatchSettings settings,
      EventSource source,
      Executor lookers,
      Looking looking,
      Announcer announcer,
      StatCache cache) {
    this.root = root;
    this.filter = filter;
    this.settings = settings;
    this.source = source;
    this.lookers = lookers;
    this.looking = looking;
    this.cache = cache;
    var kept = cache.load();
    this.announcements = new EpochAnnouncements(root.toString(), announcer, kept.epoch());
    this.tree = new KnownTree(root, filter, announcements, kept.files());
    this.settling = new Settling(settings.settle().toNanos());
    this.pace = new Pace(settings.logEvery().toNanos());
    this.cookies = new Cookies(root);
    this.thread =
        Thread.ofPlatform().daemon().name("watch " + root.getFileName()).unstarted(this::run);
  }

  /** Begins; done when every file there was has been announced. */
  CompletableFuture<Synced> start() {
    var first = new Barrier(true, 0);
    inbox.add(
        () -> {
          try {
            cookies.prepare();
            source.start(this::wake);
          } catch (IOException e) {
            first.answer.complete(failed(e.getMessage()));
            return;
          }
          beginEpoch();
          scan("", this::demand);
          tree.forgetKept();
          await(first);
        });
    thread.start();
    return first.answer;
  }

  /** Done when every change made up to now has been announced. */
  CompletableFuture<Synced> sync() {
    return ask(false);
  }

  /** Done when the whole tree, as it is now or later, has been announced in a new epoch. */
  CompletableFuture<Synced> announceAnew() {
    return ask(true);
  }

  private CompletableFuture<Synced> ask(boolean anew) {
    var barrier = new Barrier(anew, source.cookieRounds());
    inbox.add(() -> dropCookie(barrier));
    if (closed) {
      barrier.answer.complete(failed("the watch has ended"));
    }
    return barrier.answer;
  }

  private void wake() {
    if (noticed.compareAndSet(false, true)) {
      inbox.add(this::takeNotices);
    }
  }

  private void run() {
    long now = System.nanoTime();
    nextScan = now + settings.scanEvery().toNanos();
    nextPoll = now;
    nextSave = now + settings.saveEvery().toNanos();
    try {
      while (!closed) {
        var work =
            slowScan.isEmpty() ? inbox.poll(untilNext(), TimeUnit.NANOSECONDS) : inbox.poll();
        if (work == null && !slowScan.isEmpty()) {
          slowScan.addAll(compare(slowScan.remove(), this::heard));
        }
        for (; work != null; work = inbox.poll()) {
          work.run();
        }
        timers(System.nanoTime());
        answerBarriers();
      }
    } catch (InterruptedException ending) {
      // closed while announcements could not be sent
    } finally {
      closed = true;
      waitingForCookie.values().forEach(b -> b.answer.complete(failed("the watch has ended")));
      waitingForLooks.forEach(b -> b.answer.complete(failed("the watch has ended")));
    }
  }

  // Time -------------------------------------------------------------------------------------

  private long untilNext() {
    long now = System.nanoTime();
    long next = Math.min(sooner(settling.next(), pace.next()), nextScan);
    if (!polled.isEmpty() || rootGone) {
      next = Math.min(next, nextPoll);
    }
    if (tree.changed()) {
      next = Math.min(next, nextSave);
    }
    for (var barrier : waitingForCookie.values()) {
      next = Math.min(next, barrier.deadlineNs);
    }
    return Math.max(0, next - now);
  }

  private static long sooner(OptionalLong a, OptionalLong b) {
    return Math.min(a.orElse(Long.MAX_VALUE), b.orElse(Long.MAX_VALUE));
  }

  private void timers(long now) throws InterruptedException {
    settling.due(now).forEach(this::look);
    pace.due(now).forEach(this::follow);
    if (waitingForCookie.values().stream().anyMatch(b -> b.deadlineNs <= now)) {
      compareAll("a cookie did not come back");
    }
    if ((!polled.isEmpty() || rootGone) && nextPoll <= now) {
      pollUnwatched(this::heard);
      nextPoll = System.nanoTime() + settings.pollEvery().toNanos();
    }
    if (nextScan <= now) {
      nextScan = now + settings.scanEvery().toNanos();
      if (slowScan.isEmpty()) {
        slowScan.add("");
      }
    }
    if (nextSave <= now) {
      nextSave = now + settings.saveEvery().toNanos();
      var keep = tree.toKeep();
      if (keep != null) {
        var kept = new StatCache.Kept(announcements.epoch(), keep);
        Thread.ofVirtual().name("save stats").start(() -> save(kept));
      }
    }
  }

  private void save(StatCache.Kept kept) {
    try {
      cache.save(kept);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "digests are not kept for the next start: {0}", e.getMessage());
    }
  }

  // Notices ----------------------------------------------------------------------------------

  private void takeNotices() throws InterruptedException {
    noticed.set(false); // before taking: what comes later wakes again
    var notices = new ArrayList<Notice>();
    source.take(notices::add);
    for (var notice : notices) {
      switch (notice) {
        case Notice.Touched(String path) -> touched(path);
        case Notice.FolderCame(String folder) -> folderCame(folder);
        case Notice.FolderWent(String folder) -> folderWent(folder);
        case Notice.Lost(String why) -> lost = why;
      }
    }
    if (lost != null) {
      compareAll(lost);
    }
  }

  private void touched(String path) throws InterruptedException {
    if (cookies.isCookie(path)) {
      var barrier = waitingForCookie.remove(path);
      if (barrier != null) {
        cookies.remove(path);
        if (--barrier.rounds > 0) {
          dropCookie(barrier);
        } else {
          proceed(barrier);
        }
      }
    } else if (filter.countsAnywhere(path)) {
      heard(path);
    }
  }

  private void heard(String path) {
    if (!filter.isLog(path)) {
      settling.on(path, Settling.Input.HEARD, System.nanoTime());
    } else if (pace.heard(path, System.nanoTime())) {
      follow(path);
    }
  }

  private void follow(String log) {
    if (settling.phase(log) == Phase.SETTLED) {
      demand(log);
    } else {
      settling.on(log, Settling.Input.HEARD, System.nanoTime());
    }
  }

  private void folderCame(String folder) throws InterruptedException {
    if (!filter.skipsFolderAnywhere(folder)) {
      if (tree.known(folder) != null) {
        heard(folder);
      }
      scan(folder, this::heard);
    }
  }

  private void folderWent(String folder) throws InterruptedException {
    if (cookies.lieIn(folder)) {
      dropCookiesAgain();
    }
    tree.below(folder).forEach(this::heard);
    // A look that began before may still bring what was there.
    settling.inMotionBelow(folder).forEach(this::heard);
    forgetFolder(polled, folder);
    forgetFolder(unreadable.navigableKeySet(), folder);
  }

  private static void forgetFolder(NavigableSet<String> folders, String folder) {
    folders.remove(folder);
    folders.subSet(folder + "/", folder + "0").clear();
  }

  /** The folder of the cookies went, and with it the watch that they were waited for with. */
  private void dropCookiesAgain() throws InterruptedException {
    var waiting = List.copyOf(waitingForCookie.entrySet());
    waitingForCookie.clear();
    for (var entry : waiting) {
      cookies.remove(entry.getKey());
      dropCookie(entry.getValue());
    }
  }

  // Comparing --------------------------------------------------------------------------------

  private void beginEpoch() {
    announcements.begin(InstantSource.system().millis());
    tree.forgetAnnounced();
  }

  /** Events were lost: everything is compared and announced anew; only differences are read. */
  private void compareAll(String why) throws InterruptedException {
    LOG.log(Level.INFO, "{0}: {1}; the tree is compared", root, why);
    lost = null;
    losses++;
    beginEpoch();
    slowScan.clear();
    polled.clear();
    doubtLooks();
    scan("", this::demand);
    announceSettled();
    // Their cookies may be among what was lost; the comparison began after they asked.
    var waiting = List.copyOf(waitingForCookie.entrySet());
    waitingForCookie.clear();
    for (var entry : waiting) {
      cookies.remove(entry.getKey());
      await(entry.getValue());
    }
  }

  /** What happened since a look under way began may be what was never told: it counts as stale. */
  private void doubtLooks() {
    List.copyOf(looks.keySet()).forEach(this::heard);
  }

  /** Announces what is settled; who waits already waits for the rest of the epoch too. */
  private void announceSettled() throws InterruptedException {
    for (String path : tree.paths()) {
      if (settling.phase(path) == Phase.SETTLED) {
        tree.announceOnce(path);
      }
    }
    waitingForLooks.forEach(this::requireAll);
  }

  private void scan(String top, Consumer<String> differs) throws InterruptedException {
    var folders = new ArrayDeque<String>();
    folders.add(top);
    while (!folders.isEmpty() && !closed) {
      folders.addAll(compare(folders.remove(), differs));
    }
  }

  /** Watches a folder, then compares it: whatever comes later makes an event. */
  private List<String> compare(String folder, Consumer<String> differs)
      throws InterruptedException {
    var watched = source.watch(folder);
    if (watched == EventSource.Watched.LIMIT) {
      if (polled.isEmpty()) {
        LOG.log(
            Level.WARNING,
            "fs.inotify.max_user_watches is reached: from {0} on, folders are read every {1} ms",
            folder,
            settings.pollEvery().toMillis());
      }
      polled.add(folder);
    } else {
      polled.remove(folder);
    }
    var compared =
        watched == EventSource.Watched.GONE
            ? tree.gone(folder, differs)
            : tree.compare(folder, differs);
    if (folder.isEmpty()) {
      rootGone = compared.listing() instanceof FolderListing.Gone;
    }
    if (compared.listing() instanceof FolderListing.Unreadable(String why)) {
      sayUnreadable(folder, why);
    } else {
      unreadable.remove(folder);
    }
    return compared.folders();
  }

  private void pollUnwatched(Consumer<String> differs) throws InterruptedException {
    for (String folder : List.copyOf(polled)) {
      var unknown = new ArrayDeque<>(compare(folder, differs));
      unknown.removeAll(polled);
      while (!unknown.isEmpty()) {
        unknown.addAll(compare(unknown.remove(), differs));
      }
    }
    if (rootGone && Files.isDirectory(root)) {
      compareAll("the workspace has come back");
    }
  }

  private void sayUnreadable(String path, String why) {
    if (unreadable.put(path, why) == null) {
      LOG.log(Level.WARNING, "{0}/{1} is left out: {2}", root, path, why);
    }
  }

  // Looking ----------------------------------------------------------------------------------

  private void demand(String path) {
    if (settling.on(path, Settling.Input.DEMANDED, System.nanoTime()) == Settling.Act.LOOK) {
      look(path);
    }
  }

  private void look(String path) {
    long number = ++lookCount;
    looks.put(path, number);
    var before = tree.known(path);
    boolean log = filter.isLog(path);
    // Where its folder is watched, no link can have taken the place of a folder above unheard.
    boolean trusted = source.watching(path.substring(0, Math.max(0, path.lastIndexOf('/'))));
    lookers.execute(
        () -> {
          var sight = trusted || looking.reaches(path) ? looking.at(path, before, log) : NOTHING;
          inbox.add(() -> looked(path, number, sight));
        });
  }

  private void looked(String path, long number, Sight sight) throws InterruptedException {
    looks.remove(path);
    boolean moved = sight instanceof Sight.Moving;
    var act =
        settling.on(path, moved ? Settling.Input.MOVED : Settling.Input.SEEN, System.nanoTime());
    if (act == Settling.Act.SAY || act == Settling.Act.SAY_AND_WAIT) {
      if (sight instanceof Sight.Unreadable(String why)) {
        sayUnreadable(path, why);
      } else if (!unreadable.isEmpty()) {
        unreadable.remove(path);
      }
      tree.seen(path, sight);
    } else {
      tree.announceOnce(path);
    }
    for (var barrier : waitingForLooks) {
      var need = barrier.needs.get(path);
      if (need == null) {
        continue;
      }
      if (number < need.look()) {
        require(barrier, path, need.tries());
      } else if (!moved || need.tries() <= 1) {
        barrier.needs.remove(path);
        if (settling.phase(path) != Phase.SETTLED) {
          barrier.moving.add(path);
        }
      } else {
        require(barrier, path, need.tries() - 1);
      }
    }
  }

  // Barriers ---------------------------------------------------------------------------------

  private void dropCookie(Barrier barrier) throws InterruptedException {
    if (rootGone) {
      pollUnwatched(this::demand);
    }
    try {
      // Watching it is one cheap call where it is watched already, and the cure where it is not.
      String cookie = cookies.drop(source::watch);
      barrier.deadlineNs = System.nanoTime() + settings.cookieWait().toNanos();
      waitingForCookie.put(cookie, barrier);
    } catch (IOException e) {
      doubtLooks();
      scan("", this::demand); // No cookie can be written there: comparing proves as much.
      proceed(barrier);
    }
  }

  private void proceed(Barrier barrier) throws InterruptedException {
    if (!polled.isEmpty()) {
      doubtLooks();
      pollUnwatched(this::demand);
    }
    if (barrier.anew) {
      beginEpoch();
      announceSettled();
    }
    await(barrier);
  }

  private void await(Barrier barrier) {
    pace.unsaid(System.nanoTime()).forEach(this::follow);
    requireAll(barrier);
    waitingForLooks.add(barrier);
  }

  private void requireAll(Barrier barrier) {
    for (String path : settling.inMotion()) {
      require(barrier, path, Barrier.TRIES);
    }
  }

  /** Sees to a look that begins now or later, or has begun and heard of nothing since. */
  private void require(Barrier barrier, String path, int tries) {
    demand(path);
    long number = looks.getOrDefault(path, 0L);
    boolean stale = settling.phase(path) == Phase.LOOKING_STALE;
    barrier.needs.put(path, new Barrier.Need(stale ? number + 1 : number, tries));
  }

  private void answerBarriers() throws InterruptedException {
    for (var barriers = waitingForLooks.iterator(); barriers.hasNext(); ) {
      var barrier = barriers.next();
      if (barrier.needs.isEmpty()) {
        barriers.remove();
        var synced =
            new Synced(
                1,
                announcements.epoch(),
                announcements.seq(),
                List.copyOf(barrier.moving),
                rootGone ? "there is no folder " + root : null);
        var _ =
            announcements
                .stored()
                .whenComplete(
                    (_, e) ->
                        barrier.answer.complete(e == null ? synced : failed("not stored: " + e)));
      }
    }
  }

  private static Synced failed(@Nullable String why) {
    return new Synced(1, 0, 0, List.of(), String.valueOf(why));
  }

  // Outside ----------------------------------------------------------------------------------

  /** How the watch stands, when its thread has come to say so. */
  CompletableFuture<WorkspaceStatus> status() {
    var status = new CompletableFuture<WorkspaceStatus>();
    inbox.add(
        () ->
            status.complete(
                new WorkspaceStatus(
                    root.toString(),
                    source.name(),
                    tree.size(),
                    source.watches(),
                    polled.size(),
                    List.copyOf(unreadable.keySet()),
                    losses,
                    settling.size(),
                    announcements.epoch(),
                    announcements.seq())));
    return status;
  }

  /** Whether the watch runs. */
  boolean alive() {
    return !closed;
  }

  /** Ends the watch, and keeps what it knows for the next one. */
  @Override
  public void close() {
    if (closed && !thread.isAlive()) {
      return;
    }
    closed = true;
    thread.interrupt();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    source.close();
    cookies.clear();
    var keep = tree.toKeep();
    if (keep != null) {
      save(new StatCache.Kept(announcements.epoch(), keep));
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
