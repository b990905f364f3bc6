package org.computepods.fswatcher;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.computepods.chef.wire.Synced;
import org.computepods.chef.wire.TreePage;
import org.computepods.fswatcher.events.EventSource;
import org.computepods.fswatcher.events.Notice;
import org.computepods.fswatcher.tree.KeptTree;
import org.computepods.fswatcher.tree.Looking;
import org.computepods.fswatcher.tree.Survey;
import org.computepods.fswatcher.tree.WatchFilter;
import org.jspecify.annotations.Nullable;

/**
 * The watch of one workspace: one thread that owns all its state, takes notices and questions, and
 * answers when what happened before a question has been announced.
 */
final class WorkspaceWatch implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("org.computepods.fswatcher");
  private static final String REPLACED = "the workspace was removed, or another took its place";

  /** Reading unwatched folders takes one part of the time in so many and one. */
  private static final int POLL_REST = 20;

  private final Path root;
  private final WatchFilter filter;
  private final WatchSettings settings;
  private final EventSource source;
  private final EpochAnnouncements announcements;
  private final KnownTree tree;
  private final TreePages pages;
  private final Keeping keeping;
  private final Comparison comparison;
  private final Motion motion;
  private final Cookies cookies;
  private final Optional<Synced.Point> left;
  private final Thread thread;

  private final LinkedBlockingQueue<Work> inbox = new LinkedBlockingQueue<>();
  private final AtomicBoolean noticed = new AtomicBoolean();
  private volatile boolean closed;

  private final Map<String, Barrier> waitingForCookie = new HashMap<>();
  private @Nullable String lost;
  private int losses;
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
      Announcer announcer,
      KeptTree file) {
    this.root = root;
    this.filter = filter;
    this.settings = settings;
    this.source = source;
    var kept = file.load();
    var clock = InstantSource.system();
    this.announcements = new EpochAnnouncements(root.toString(), announcer, kept.epoch());
    this.tree = new KnownTree(announcements, kept);
    this.pages = new TreePages(tree, announcements, settings.messageMax());
    this.left = kept.how().equals(filter.digest()) ? kept.left() : Optional.empty();
    this.keeping =
        new Keeping(file, tree, announcements, filter.digest(), left, this::placeForTheNext);
    var survey = new Survey(root, filter, clock);
    if (kept.how().equals(filter.digest())) {
      survey.trustKnown();
    }
    this.comparison = new Comparison(root, settings, source, lookers, survey, tree);
    var looking = new Looking(root, clock);
    this.motion =
        new Motion(
            new VersionControl(root, settings.lockWait()),
            filter,
            settings,
            source,
            lookers,
            looking,
            tree,
            comparison,
            inbox::add);
    this.cookies = new Cookies(root);
    this.thread =
        Thread.ofPlatform().daemon().name("watch " + root.getFileName()).unstarted(this::run);
  }

  /** Begins; done when every file there was is known. */
  CompletableFuture<Synced> start() {
    var first = new Barrier(0, List.of());
    inbox.add(
        () -> {
          try {
            cookies.prepare();
            source.start(this::wake);
            // The first, for without it each sync would cost a comparison.
            var _ = source.watch(Cookies.FOLDER);
          } catch (IOException e) {
            first.answer.complete(failed(e.getMessage()));
            return;
          }
          announcements.begin(InstantSource.system().millis());
          comparison.first(motion::demand);
          motion.await(first);
        });
    thread.start();
    return first.answer;
  }

  /** Done when every change made up to now has been announced, and these paths looked at. */
  CompletableFuture<Synced> sync(List<String> confirm) {
    var watched = confirm.stream().filter(this::isWatched).toList();
    var barrier = new Barrier(source.cookieRounds(), watched);
    inbox.add(() -> dropCookie(barrier));
    if (closed) {
      barrier.answer.complete(failed("the watch has ended"));
    }
    return barrier.answer;
  }

  private boolean isWatched(String path) {
    return filter.countsAnywhere(path) && !filter.isLog(path);
  }

  /** The files there are, behind the place where the last page ended. */
  CompletableFuture<TreePage> page(String after) {
    var page = new CompletableFuture<TreePage>();
    inbox.add(
        () -> {
          tree.tell();
          try {
            page.complete(pages.after(after));
          } catch (IllegalArgumentException e) {
            page.complete(TreePage.refused(String.valueOf(e.getMessage())));
          }
        });
    if (closed) {
      page.complete(TreePage.refused("the watch has ended"));
    }
    return page;
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
            comparison.comparesSlowly()
                ? inbox.poll()
                : inbox.poll(untilNext(), TimeUnit.NANOSECONDS);
        if (work == null && comparison.comparesSlowly()) {
          comparison.slowly(motion::heard);
        }
        for (; work != null; work = inbox.poll()) {
          work.run();
        }
        timers(System.nanoTime());
        answer();
      }
    } catch (InterruptedException ending) {
      // closed while announcements could not be sent
    } finally {
      closed = true;
      waitingForCookie.values().forEach(b -> b.answer.complete(failed("the watch has ended")));
      motion.waiting().forEach(b -> b.answer.complete(failed("the watch has ended")));
    }
  }

  // Time -------------------------------------------------------------------------------------

  private long untilNext() {
    long now = System.nanoTime();
    long next = Math.min(motion.next(), nextScan);
    if (comparison.polls()) {
      next = Math.min(next, nextPoll);
    }
    if (keeping.due()) {
      next = Math.min(next, nextSave);
    }
    for (var barrier : waitingForCookie.values()) {
      next = Math.min(next, barrier.deadlineNs);
    }
    return Math.max(0, next - now);
  }

  private void timers(long now) throws InterruptedException {
    motion.timers(now);
    if (waitingForCookie.values().stream().anyMatch(b -> b.deadlineNs <= now)) {
      compareAll("a cookie did not come back");
    }
    if (comparison.polls() && nextPoll <= now) {
      if (comparison.poll(motion::heard)) {
        compareAll("the workspace has come back");
      }
      // Where reading takes long, it is not all that is done.
      long took = System.nanoTime() - now;
      nextPoll = System.nanoTime() + Math.max(settings.pollEvery().toNanos(), POLL_REST * took);
    }
    if (nextScan <= now) {
      nextScan = now + settings.scanEvery().toNanos();
      comparison.beginSlowly();
    }
    if (nextSave <= now) {
      boolean more = keeping.portion();
      // Where one folder holds most of the tree, each change has all of it written.
      long took = System.nanoTime() - now;
      long rest = Math.max(settings.saveEvery().toNanos(), POLL_REST * took);
      nextSave = more ? now : System.nanoTime() + rest;
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
      motion.heard(path);
    }
  }

  private void folderCame(String folder) {
    if (!filter.skipsFolderAnywhere(folder)) {
      if (tree.known(folder) != null) {
        motion.heard(folder);
      }
      comparison.below(folder, motion::heard);
    }
  }

  private void folderWent(String folder) throws InterruptedException {
    if (cookies.lieIn(folder)) {
      if (comparison.rootReplaced()) {
        lost = REPLACED;
      }
      dropCookiesAgain();
    }
    tree.below(folder).forEach(motion::heard);
    motion.heardBelow(folder);
    comparison.forget(folder);
  }

  /** The folder of the cookies went, and with it the watch that they were waited for with. */
  private void dropCookiesAgain() throws InterruptedException {
    for (var entry : takeWaiting().entrySet()) {
      cookies.remove(entry.getKey());
      dropCookie(entry.getValue());
    }
  }

  private Map<String, Barrier> takeWaiting() {
    var waiting = Map.copyOf(waitingForCookie);
    waitingForCookie.clear();
    return waiting;
  }

  /** Events were lost: everything is compared, and only differences are read and announced. */
  private void compareAll(String why) throws InterruptedException {
    LOG.log(Level.INFO, "{0}: {1}; the tree is compared", root, why);
    lost = null;
    losses++;
    motion.doubt();
    comparison.all(motion::compare);
    // Who asked before is answered by the comparison: it began later, and their cookies may be
    // among what was lost, or have come back before it.
    motion.awaitMore();
    takeWaiting()
        .forEach(
            (cookie, barrier) -> {
              cookies.remove(cookie);
              motion.await(barrier);
            });
  }

  // Questions --------------------------------------------------------------------------------

  private void dropCookie(Barrier barrier) throws InterruptedException {
    if (comparison.rootGone() && comparison.poll(motion::demand)) {
      compareAll("the workspace has come back");
    } else if (comparison.rootReplaced()) {
      compareAll(REPLACED);
    }
    try {
      // Watching it is one cheap call where it is watched already, and the cure where it is not.
      String cookie = cookies.drop(source::watch);
      barrier.deadlineNs = System.nanoTime() + settings.cookieWait().toNanos();
      waitingForCookie.put(cookie, barrier);
    } catch (IOException e) {
      motion.doubt();
      comparison.all(motion::demand); // No cookie can be written there: this proves as much.
      motion.await(barrier);
    }
  }

  private void proceed(Barrier barrier) throws InterruptedException {
    if (comparison.polls()) {
      motion.doubt();
      if (comparison.poll(motion::demand)) {
        compareAll("the workspace has come back");
      }
    }
    motion.await(barrier);
  }

  private void answer() throws InterruptedException {
    for (var barrier : motion.ready()) {
      tree.tell();
      var synced =
          new Synced(
              1,
              announcements.epoch(),
              announcements.seq(),
              List.copyOf(barrier.moving),
              barrier.confirm.stream()
                  .filter(path -> !barrier.moving.contains(path))
                  .map(tree::standing)
                  .toList(),
              isAsLeft() ? left.orElse(null) : null,
              comparison.troubles(),
              comparison.rootGone() ? "there is no folder " + root : null);
      var _ =
          announcements
              .stored()
              .whenComplete(
                  (_, e) ->
                      barrier.answer.complete(e == null ? synced : failed("not stored: " + e)));
    }
  }

  private boolean isAsLeft() {
    return announcements.seq() == 0 && tree.wasFoundAsKept() && !comparison.rootGone();
  }

  /** One that began as the last had ended leaves the same words to the next. */
  private Optional<Synced.Point> placeForTheNext() {
    if (!tree.tells()) {
      return Optional.empty();
    }
    return isAsLeft() && left.isPresent() ? left : Optional.of(announcements.point());
  }

  private static Synced failed(@Nullable String why) {
    return Synced.refused(String.valueOf(why));
  }

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
                    comparison.polled(),
                    comparison.unreadable(),
                    losses,
                    motion.size(),
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
    keeping.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
