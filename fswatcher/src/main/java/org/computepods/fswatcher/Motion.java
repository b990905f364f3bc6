package org.computepods.fswatcher;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.computepods.fswatcher.events.EventSource;
import org.computepods.fswatcher.settle.Pace;
import org.computepods.fswatcher.settle.Phase;
import org.computepods.fswatcher.settle.Settling;
import org.computepods.fswatcher.tree.Known;
import org.computepods.fswatcher.tree.Looking;
import org.computepods.fswatcher.tree.Sight;
import org.computepods.fswatcher.tree.WatchFilter;
import org.jspecify.annotations.Nullable;

/**
 * The paths in motion: when each is looked at, and who waits for which look. Belongs to the
 * workspace's thread; looks are taken elsewhere, and come back by its inbox.
 */
final class Motion {
  private static final Sight NOTHING = new Sight.Nothing();

  /** While that many paths are in motion they are looked at several at a time. */
  private static final int MANY = 8;

  /** How much later than it could be a path is looked at then. */
  private static final long TOGETHER_NS = TimeUnit.MILLISECONDS.toNanos(5);

  /** How often a version-control tool's lock is looked for while there is one. */
  private static final long HELD_NS = TimeUnit.MILLISECONDS.toNanos(10);

  /** Looks that one thread takes in a row. */
  private static final int ROW_MAX = 16;

  private final WatchFilter filter;
  private final EventSource source;
  private final Executor lookers;
  private final Looking looking;
  private final KnownTree tree;
  private final Comparison comparison;
  private final HardLinks hardLinks;
  private final Consumer<Work> inbox;
  private final Settling settling;
  private final Pace pace;

  private final VersionControl versionControl;
  private final long settleNs;
  private final long answerNs;
  private boolean held;
  private long heldUntil = Long.MIN_VALUE;

  private final Map<String, Long> looks = new HashMap<>();
  private long lookCount;
  private final List<Barrier> waiting = new ArrayList<>();

  Motion(
      VersionControl versionControl,
      WatchFilter filter,
      WatchSettings settings,
      EventSource source,
      Executor lookers,
      Looking looking,
      KnownTree tree,
      Comparison comparison,
      HardLinks hardLinks,
      Consumer<Work> inbox) {
    this.versionControl = versionControl;
    this.settleNs = settings.settle().toNanos();
    this.answerNs = settings.answerWait().toNanos();
    this.filter = filter;
    this.source = source;
    this.lookers = lookers;
    this.looking = looking;
    this.tree = tree;
    this.comparison = comparison;
    this.hardLinks = hardLinks;
    this.inbox = inbox;
    this.settling = new Settling(settings.settle().toNanos());
    this.pace = new Pace(settings.logEvery().toNanos());
  }

  /** Something may have happened to a file. */
  void heard(String path) {
    if (!filter.isLog(path)) {
      settling.on(path, Settling.Input.HEARD, System.nanoTime());
    } else if (pace.heard(path, System.nanoTime())) {
      follow(path);
    }
  }

  /** What lies below a folder in motion may be gone: a look that began before brings what was. */
  void heardBelow(String folder) {
    settling.inMotionBelow(folder).forEach(this::heard);
  }

  private void follow(String log) {
    if (settling.phase(log) == Phase.SETTLED) {
      demand(log);
    } else {
      settling.on(log, Settling.Input.HEARD, System.nanoTime());
    }
  }

  /** A file is to be looked at now. */
  void demand(String path) {
    if (settling.on(path, Settling.Input.DEMANDED, System.nanoTime()) == Settling.Act.LOOK) {
      look(path);
    }
  }

  /** What happened since a look under way began may never be told: it counts as stale. */
  void doubt() {
    List.copyOf(looks.keySet()).forEach(this::heard);
  }

  /** Looks at what has been quiet for long enough. */
  void timers(long now) {
    if (!waits(now)) {
      lookAtDue(now);
    }
    pace.due(now).forEach(this::follow);
    if (hardLinks.searchAt() <= now) {
      searchNames();
    }
  }

  private void lookAtDue(long now) {
    var due = new ArrayList<>(settling.due(now));
    for (int from = 0; from < due.size(); from += ROW_MAX) {
      look(due.subList(from, Math.min(due.size(), from + ROW_MAX)));
    }
  }

  /**
   * Whether what is quiet waits for a version-control tool to be done, and then as long as anything
   * settles: many a command takes its lock several times.
   */
  private boolean waits(long now) {
    if (now < heldUntil) {
      return true;
    }
    if (settling.next().orElse(Long.MAX_VALUE) > now) {
      return false;
    }
    boolean before = held;
    held = versionControl.atWork(now);
    if (held || before) {
      heldUntil = now + (held ? HELD_NS : settleNs);
    }
    return held || before;
  }

  /** A file is to be looked at, and soon, but for a version-control tool that is at work. */
  void compare(String path) {
    if (!filter.isLog(path) && versionControl.atWork(System.nanoTime())) {
      heard(path);
    } else {
      demand(path);
    }
  }

  /** When {@link #timers} are to be asked next. */
  long next() {
    long late = settling.size() < MANY ? 0 : TOGETHER_NS;
    long next = settling.next().orElse(Long.MAX_VALUE - late) + late;
    long others = Math.min(pace.next().orElse(Long.MAX_VALUE), hardLinks.searchAt());
    return Math.min(Math.max(next, heldUntil), others);
  }

  /** How many paths have not settled. */
  int size() {
    return settling.size();
  }

  private void look(String path) {
    look(List.of(path));
  }

  private void look(List<String> paths) {
    var row = paths.stream().map(this::begin).toList();
    lookers.execute(
        () -> {
          var sights = row.stream().map(this::take).toList();
          inbox.accept(
              () -> {
                for (int n = 0; n < row.size(); n++) {
                  looked(row.get(n), sights.get(n));
                }
              });
        });
  }

  private record Look(
      String path, long number, @Nullable Known before, boolean log, boolean trusted) {}

  private Look begin(String path) {
    long number = ++lookCount;
    looks.put(path, number);
    // Where its folder is watched, no link can have taken the place of a folder above unheard.
    boolean trusted = source.watching(path.substring(0, Math.max(0, path.lastIndexOf('/'))));
    return new Look(path, number, tree.known(path), filter.isLog(path), trusted);
  }

  /**
   * @param atNs not before it
   */
  private record Taken(Sight sight, long atNs) {}

  private Taken take(Look look) {
    long atNs = looking.nowNs();
    try {
      boolean there = look.trusted() || looking.reaches(look.path());
      return new Taken(there ? looking.at(look.path(), look.before(), look.log()) : NOTHING, atNs);
    } catch (RuntimeException fault) {
      return new Taken(new Sight.Unreadable("a fault of ours: " + fault), atNs);
    } catch (StackOverflowError | OutOfMemoryError full) {
      return new Taken(new Sight.Moving(), atNs); // It is looked at again, and who waits hears so.
    }
  }

  private void looked(Look look, Taken taken) throws InterruptedException {
    String path = look.path();
    // What was heard of may have been ignored since.
    Sight sight =
        filter.ignoreFiles().isEmpty() || filter.countsAnywhere(path) ? taken.sight() : NOTHING;
    looks.remove(path);
    boolean moved = sight instanceof Sight.Moving;
    var act =
        settling.on(path, moved ? Settling.Input.MOVED : Settling.Input.SEEN, System.nanoTime());
    if (act == Settling.Act.SAY || act == Settling.Act.SAY_AND_WAIT) {
      if (sight instanceof Sight.Unreadable(String why)) {
        comparison.unreadable(path, why);
      } else {
        comparison.readable(path);
      }
      tree.seen(path, sight, taken.atNs());
      hardLinks.seen(path, sight).forEach(other -> lookToo(path, other));
      if (filter.isIgnoreFile(path)) {
        heed(path);
      }
    }
    for (var barrier : waiting) {
      tell(barrier, path, look.number(), moved);
    }
  }

  /** What counts may be something else now, and who waits, waits for that too. */
  private void heed(String ignoreFile) {
    comparison.one(
        ignoreFile.substring(0, Math.max(0, ignoreFile.lastIndexOf('/'))), this::lookAnew);
    awaitMore();
  }

  /**
   * Another name of a file that has changed, and so has changed: who waits for one, does for both.
   */
  private void lookToo(String path, String other) {
    lookAnew(other);
    for (var barrier : waiting) {
      barrier.named.add(path);
      boolean first = barrier.needs.containsKey(path) && barrier.named.add(other);
      if (first || barrier.needs.containsKey(other)) {
        require(barrier, other, Barrier.TRIES);
      }
    }
  }

  /** Looks at files that seem to have got other names, and so may have been changed by them. */
  private void searchNames() {
    for (String name : hardLinks.search()) {
      lookAnew(name);
      waiting.forEach(barrier -> require(barrier, name, Barrier.TRIES));
    }
  }

  /** A look under way may have begun before the change, which was told of another name. */
  private void lookAnew(String path) {
    if (looks.containsKey(path)) {
      settling.on(path, Settling.Input.HEARD, System.nanoTime());
    }
    demand(path);
  }

  // Who waits --------------------------------------------------------------------------------

  /** Has somebody wait until all that is in motion now has been looked at. */
  void await(Barrier barrier) {
    pace.unsaid(System.nanoTime()).forEach(this::follow);
    barrier.confirm.forEach(this::demand);
    requireAll(barrier);
    waiting.add(barrier);
  }

  /** Whoever waits, waits for what is in motion now too. */
  void awaitMore() {
    waiting.forEach(this::requireAll);
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

  private void tell(Barrier barrier, String path, long number, boolean moved) {
    var need = barrier.needs.get(path);
    if (need == null) {
      return;
    }
    if (number < need.look()) {
      require(barrier, path, need.tries());
    } else if (moved && need.tries() > 1) {
      require(barrier, path, need.tries() - 1);
    } else {
      barrier.needs.remove(path);
      if (settling.phase(path) != Phase.SETTLED) {
        barrier.moving.add(path);
      }
    }
  }

  /** Those who need not wait any more. */
  List<Barrier> ready() {
    if (waiting.isEmpty()) {
      return List.of();
    }
    var ready = waiting.stream().filter(barrier -> barrier.needs.isEmpty()).toList();
    if (!ready.isEmpty()) {
      searchNames();
      ready = ready.stream().filter(barrier -> barrier.needs.isEmpty()).toList();
    }
    waiting.removeAll(ready);
    return ready;
  }

  /**
   * Those who have waited for too long, and wait no more: a look does not come back, or takes its
   * time.
   */
  List<Barrier> overdue(long now) {
    if (waiting.isEmpty()) {
      return List.of();
    }
    var overdue = waiting.stream().filter(barrier -> barrier.isOverdue(now, answerNs)).toList();
    waiting.removeAll(overdue);
    return overdue;
  }

  /** When the first of them will have waited for too long. */
  long overdueAt() {
    long first = Long.MAX_VALUE;
    for (var barrier : waiting) {
      first = Math.min(first, barrier.overdueAt(answerNs));
    }
    return first;
  }

  /** All who wait. */
  List<Barrier> waiting() {
    return List.copyOf(waiting);
  }
}
