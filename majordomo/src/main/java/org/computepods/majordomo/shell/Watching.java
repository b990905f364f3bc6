package org.computepods.majordomo.shell;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.computepods.chef.bus.BusException;
import org.computepods.chef.wire.FileChanged;
import org.computepods.chef.wire.FilePack;
import org.computepods.chef.wire.Sync;
import org.computepods.chef.wire.Synced;
import org.computepods.chef.wire.TreePage;
import org.computepods.chef.wire.TreeRequest;
import org.computepods.chef.wire.WatchRequest;
import org.computepods.majordomo.core.Event;
import org.computepods.majordomo.core.Event.FileFact;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.project.Attention;

/**
 * How a workspace hears of its files: asks its watcher to watch, fetches what files there are, and
 * catches up with what has changed. What waits does so on the caller's thread.
 */
final class Watching {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** A first look at a tree hashes every file of it: 100 GB at 200 MB a second. */
  private static final Duration FIRST_LOOK = Duration.ofMinutes(9);

  /** Words that were announced come at once, or are lost. */
  private static final Duration WORDS_COME = Duration.ofSeconds(3);

  private static final int ATTEMPTS = 4;

  private final Household house;
  private final String pod;
  private final String path;
  private final FileFeed feed;
  private final List<FileChanged> arrived = new ArrayList<>();
  private volatile List<Synced.Trouble> troubles = List.of();
  private volatile boolean gone;

  /** One fetches the tree at a time; who comes meanwhile most often finds it known. */
  private final ReentrantLock fetching = new ReentrantLock();

  /**
   * The watching of a workspace on this pod.
   *
   * @param tell the core, called on its thread
   * @param wantsTree called on the core's thread when {@link #fetchMissing} should be, on another
   */
  Watching(Household house, String pod, String path, Consumer<Event> tell, Runnable wantsTree) {
    this.house = house;
    this.pod = pod;
    this.path = path;
    this.feed = new FileFeed(tell, wantsTree);
  }

  /** Words of the watcher, in order; called by the thread that hears them. */
  void hear(FileChanged word) {
    boolean first;
    synchronized (arrived) {
      first = arrived.isEmpty();
      arrived.add(word);
    }
    if (first) {
      house.core().post(this::takeArrived);
    }
  }

  private void takeArrived() {
    List<FileChanged> words;
    synchronized (arrived) {
      words = List.copyOf(arrived);
      arrived.clear();
    }
    feed.on(words);
  }

  /** Has the workspace watched in this way; returns when the whole tree has been handed on. */
  void watch(Attention attention) throws BusException, InterruptedException {
    var synced = begin(attention);
    fetchUnless(() -> feed.knows(synced.epoch()));
  }

  /** Has the workspace watched in this way, and hands nothing on. */
  Synced begin(Attention attention) throws BusException, InterruptedException {
    var request =
        new WatchRequest(
            1, path, List.of(), attention.ignore(), attention.gitignore(), attention.logs());
    var subject = house.messenger().subjects().fileWatch(pod);
    var synced = answered(asked(subject, request, FIRST_LOOK));
    troubles = synced.troubles();
    return synced;
  }

  /** How far the watcher tells now, if it answers at once; hands nothing on. */
  Synced syncAtOnce(List<ArtefactPath> confirm, Duration patience)
      throws BusException, InterruptedException {
    var messenger = house.messenger();
    return messenger
        .nats()
        .request(messenger.subjects().fileSync(pod), question(confirm), Synced.class, patience);
  }

  private Sync question(List<ArtefactPath> confirm) {
    return new Sync(1, path, confirm.stream().map(ArtefactPath::value).toList());
  }

  /** Up to where all has been handed on; asked on the core's thread. */
  Optional<Synced.Point> point() {
    return feed.point();
  }

  /** What the watcher last said of itself, or what is to be said of one that has gone. */
  List<Synced.Trouble> troubles() {
    return gone ? List.of(isGone()) : troubles;
  }

  /** Whether somebody listens where the watcher would; @return whether that is news. */
  boolean watcherIs(boolean there) {
    boolean was = !gone;
    gone = !there;
    return was != there;
  }

  private Synced.Trouble isGone() {
    return new Synced.Trouble(
        "no watcher runs on pod " + pod + ", so that no change is heard",
        "there: cpCtrl fswatcher --workspace " + path + " --pod " + pod + " --nats URL");
  }

  /** Who is not there has a name, and can be called. */
  private BusException named(BusException e) {
    if (e.reason() != BusException.Reason.NOBODY) {
      return e;
    }
    var trouble = isGone();
    return new BusException(e.reason(), trouble.what() + " (" + trouble.cure() + ")", e);
  }

  private Synced asked(String subject, Object question, Duration patience)
      throws BusException, InterruptedException {
    try {
      return house.messenger().ask(subject, question, Synced.class, patience);
    } catch (BusException e) {
      throw named(e);
    }
  }

  private static Synced answered(Synced synced) throws BusException {
    if (synced.error() != null) {
      throw new BusException(BusException.Reason.REFUSED, synced.error());
    }
    return synced;
  }

  /**
   * What a watcher says beside what it announces.
   *
   * @param moving paths that keep changing
   * @param stand how files stand that were to be confirmed
   */
  record CaughtUp(List<String> moving, List<FileFact> stand) {}

  /** A way to have a workspace watched again, where its watcher has forgotten it. */
  @FunctionalInterface
  interface Again {
    void watch() throws BusException, InterruptedException;
  }

  /**
   * Every change made before now has been handed on when this returns.
   *
   * @param confirm files that the answer says the state of
   */
  CaughtUp catchUp(List<ArtefactPath> confirm, Again again)
      throws BusException, InterruptedException {
    var question = question(confirm);
    var messenger = house.messenger();
    BusException last = null;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      var reply = asked(messenger.subjects().fileSync(pod), question, PATIENCE);
      if (reply.error() != null) {
        last = new BusException(BusException.Reason.REFUSED, reply.error());
        again.watch();
        continue;
      }
      troubles = reply.troubles();
      fetchUnless(() -> feed.knows(reply.epoch()));
      if (inTime(handedOn(reply.epoch(), reply.seq()))) {
        return new CaughtUp(reply.moving(), FileFacts.of(reply.stand()));
      }
      last =
          new BusException(
              BusException.Reason.TIMEOUT, "what the watcher said of " + path + " did not arrive");
      fetch();
    }
    throw last == null ? new BusException(BusException.Reason.TIMEOUT, "no sync") : last;
  }

  /** Is completed when everything up to there has been handed on. */
  private CompletableFuture<Void> handedOn(long epoch, long seq) {
    var done = new CompletableFuture<Void>();
    house.core().post(() -> feed.reached(epoch, seq, () -> done.complete(null)));
    return done;
  }

  private static boolean inTime(CompletableFuture<Void> reached) throws InterruptedException {
    try {
      reached.get(WORDS_COME.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a waiter cannot fail", e);
    }
  }

  /** The core that was told is no more: the next one wants the whole tree. On the core's thread. */
  void forget() {
    feed.forget();
  }

  // The tree ---------------------------------------------------------------------------------

  /** Hands on the whole tree, however much of it is known. */
  void fetch() throws BusException, InterruptedException {
    fetchUnless(() -> false);
  }

  /** Hands on the whole tree, unless it is known. */
  void fetchMissing() throws BusException, InterruptedException {
    fetchUnless(feed::whole);
  }

  private void fetchUnless(Supplier<Boolean> known) throws BusException, InterruptedException {
    if (house.core().ask(known).join()) {
      return;
    }
    fetching.lockInterruptibly();
    try {
      if (house.core().ask(known).join()) {
        return;
      }
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        if (fetchedPages()) {
          return;
        }
      }
      throw new BusException(
          BusException.Reason.TIMEOUT, "the files of " + path + " do not hold still");
    } finally {
      fetching.unlock();
    }
  }

  /** While a page is taken in, the next is fetched. */
  private boolean fetchedPages() throws BusException, InterruptedException {
    house.core().ask(this::treeAsked).join();
    var taken = CompletableFuture.completedFuture(true);
    String after = "";
    TreePage page;
    do {
      page = page(after);
      var read = read(page, after.isEmpty());
      if (!taken.join()) {
        return false;
      }
      taken = house.core().ask(() -> feed.on(read));
      after = page.next();
    } while (!after.isEmpty());
    return taken.join() && inTime(handedOn(page.epoch(), page.seq()));
  }

  private boolean treeAsked() {
    feed.treeAsked();
    return true;
  }

  private TreePage page(String after) throws BusException, InterruptedException {
    var messenger = house.messenger();
    var page =
        messenger.ask(
            messenger.subjects().fileTree(pod),
            new TreeRequest(1, path, after),
            TreePage.class,
            PATIENCE);
    if (page.error() != null) {
      throw new BusException(BusException.Reason.REFUSED, page.error());
    }
    return page;
  }

  private static FileFeed.Page read(TreePage page, boolean first) throws BusException {
    var facts = new ArrayList<FileFact>();
    try {
      FilePack.read(
          page.files(),
          (file, state, magnitude, inode, ctimeNs) ->
              FileFacts.of(file, state, magnitude, inode, ctimeNs).ifPresent(facts::add));
    } catch (IllegalArgumentException damaged) {
      throw new BusException(
          BusException.Reason.MALFORMED, String.valueOf(damaged.getMessage()), damaged);
    }
    return new FileFeed.Page(page.epoch(), page.seq(), facts, first, page.next().isEmpty());
  }
}
