package org.computepods.fswatcher;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.computepods.chef.wire.Synced;
import org.computepods.chef.wire.TreePage;
import org.computepods.fswatcher.events.EventSource;
import org.computepods.fswatcher.tree.KeptTree;
import org.computepods.fswatcher.tree.Looking;
import org.computepods.fswatcher.tree.Survey;
import org.computepods.fswatcher.tree.WatchFilter;

/**
 * The watch of one workspace: one thread that owns all its state, takes notices and questions, and
 * answers when what happened before a question has been announced.
 */
final class WorkspaceWatch implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("org.computepods.fswatcher");
  private static final String ENDED = "the watch has ended";

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
  private final HardLinks hardLinks;
  private final Comparison comparison;
  private final Motion motion;
  private final Cookies cookies;
  private final Questions questions;
  private final News news;
  private final Answers answers;
  private final Thread thread;

  private final LinkedBlockingQueue<Work> inbox = new LinkedBlockingQueue<>();

  /** Ends what somebody waits for. */
  private final Set<Runnable> owed = ConcurrentHashMap.newKeySet();

  private final AtomicBoolean noticed = new AtomicBoolean();

  /** Whether the thread ends, or has ended; a fault may end it before anybody wants that. */
  private volatile boolean closed;

  private final AtomicBoolean left = new AtomicBoolean();

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
    Optional<Synced.Point> left =
        kept.how().equals(filter.digest()) ? kept.left() : Optional.empty();
    var survey = new Survey(root, filter, clock);
    if (kept.how().equals(filter.digest())) {
      survey.trustKnown();
    }
    this.hardLinks = new HardLinks(tree);
    this.comparison = new Comparison(root, settings, source, lookers, survey, tree, hardLinks);
    var looking = new Looking(root, clock);
    this.answers = new Answers(root.toString(), tree, announcements, comparison, left);
    this.keeping =
        new Keeping(file, tree, announcements, filter.digest(), left, answers::placeForTheNext);
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
            hardLinks,
            inbox::add);
    this.cookies = new Cookies(root);
    this.questions = new Questions(settings, source, cookies, comparison, motion, this::compareAll);
    this.news = new News(source, filter, tree, comparison, motion, cookies, questions);
    this.thread =
        Thread.ofPlatform().daemon().name("watch " + root.getFileName()).unstarted(this::run);
  }

  /** Begins; done when every file there was is known. */
  CompletableFuture<Synced> start() {
    var first = Barrier.first();
    var answer =
        owe(
            first.answer,
            Answers.failed(ENDED),
            () -> {
              try {
                cookies.prepare();
                source.start(this::wake);
                // The first, for without it each sync would cost a comparison.
                var _ = source.watch(Cookies.FOLDER);
              } catch (IOException e) {
                first.answer.complete(Answers.failed(e.getMessage()));
                return;
              }
              announcements.begin(InstantSource.system().millis());
              comparison.first(motion::demand);
              motion.await(first);
            });
    thread.start();
    return answer;
  }

  /** Done when every change made up to now has been announced, and these paths looked at. */
  CompletableFuture<Synced> sync(List<String> confirm) {
    var watched = confirm.stream().filter(this::isWatched).toList();
    var barrier = Barrier.of(source.cookieRounds(), watched);
    return owe(barrier.answer, Answers.failed(ENDED), () -> questions.ask(barrier));
  }

  /**
   * Has the thread do this, for somebody who waits for the answer: where the watch ends first, or
   * has ended, this is the answer.
   */
  private <T> CompletableFuture<T> owe(CompletableFuture<T> answer, T atTheEnd, Work work) {
    Runnable end = () -> answer.complete(atTheEnd);
    owed.add(end);
    var _ = answer.whenComplete((_, _) -> owed.remove(end));
    inbox.add(work);
    if (closed) {
      end.run(); // The thread may have ended without taking it.
    }
    return answer;
  }

  private boolean isWatched(String path) {
    return filter.countsAnywhere(path) && !filter.isLog(path);
  }

  /** The files there are, behind the place where the last page ended. */
  CompletableFuture<TreePage> page(String after) {
    var page = new CompletableFuture<TreePage>();
    return owe(
        page,
        TreePage.refused(ENDED),
        () -> {
          tree.tell();
          try {
            page.complete(pages.after(after));
          } catch (IllegalArgumentException e) {
            page.complete(TreePage.refused(String.valueOf(e.getMessage())));
          }
        });
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
        for (var barrier : motion.ready()) {
          answers.answer(barrier);
        }
        motion.overdue(System.nanoTime()).forEach(Barrier::giveUp);
      }
    } catch (InterruptedException ending) {
      // closed while announcements could not be sent
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError fault) {
      LOG.log(Level.ERROR, root + " is watched no more, until somebody asks again", fault);
    } finally {
      closed = true;
      owed.forEach(Runnable::run);
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
    next = Math.min(next, motion.overdueAt());
    return Math.max(0, Math.min(next, questions.deadline()) - now);
  }

  private void timers(long now) throws InterruptedException {
    motion.timers(now);
    if (questions.deadline() <= now) {
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
    var lost = news.take();
    if (lost.isPresent()) {
      compareAll(lost.get());
    }
  }

  /** Events were lost: everything is compared, and only differences are read and announced. */
  private void compareAll(String why) throws InterruptedException {
    LOG.log(Level.INFO, "{0}: {1}; the tree is compared", root, why);
    losses++;
    motion.doubt();
    comparison.all(motion::compare);
    // Who asked before is answered by the comparison: it began later, and their cookies may be
    // among what was lost, or have come back before it.
    motion.awaitMore();
    questions.proceedWithoutCookies();
  }

  /** How the watch stands, when its thread has come to say so; never where it ends first. */
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
                    hardLinks.size(),
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
    if (left.getAndSet(true)) {
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
