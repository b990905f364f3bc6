package org.computepods.majordomo.core;

import java.util.AbstractList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.computepods.chef.wire.FileRef;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.ArtefactState;
import org.computepods.rules.Digest;
import org.computepods.rules.View;

/**
 * The state of every artefact of one workspace, and what each looks like through the views of its
 * readers.
 */
final class ArtefactManager {
  /**
   * How much later than a file of ours the word of its deletion must be to be the later for sure.
   * The kernel stamps files with a clock that lags by up to one tick (4 ms at 250 Hz); the word
   * "deleted" carries the precise clock.
   */
  private static final long CLOCK_LAG_NS = 10_000_000;

  /**
   * Files that the watcher is yet to be heard of as we know them: it says nothing of what a file
   * was between two of its looks, so one that is put back to what it knows goes unsaid.
   */
  private final Set<Artefact> unheard = new LinkedHashSet<>();

  /**
   * Those of them of which the last word of the watcher was another one than ours, and may be the
   * older. A set of its own, for it is asked for at each word, when thousands may be unheard.
   */
  private final Set<Artefact> disputed = new LinkedHashSet<>();

  /** What the watcher was asked about and has not answered, by when, in ticks of the engine. */
  private final TreeMap<Long, List<Artefact>> asked = new TreeMap<>();

  /**
   * What files that no task declares were before changes that were told while jobs were under way,
   * by when that was.
   */
  private final Map<Artefact, TreeMap<Long, ArtefactState>> beforeChanges = new HashMap<>();

  /** When the builds of now began, in ticks of the engine. */
  private long buildsBegan;

  private record Looked(Digest content, String view) {}

  private final Table<ArtefactPath, Artefact> artefacts = new Table<>(artefact -> artefact.path);
  private final Map<Looked, Digest> sights = new HashMap<>();

  /** What is seen of whole programs, by their content. */
  private final Map<Digest, Digest> programs = new HashMap<>();

  /** Programs, and the scripts they are given, with the views in which they look. */
  private final Map<Artefact, Set<String>> lookers = new HashMap<>();

  Artefact of(ArtefactPath path) {
    return artefacts.of(path, Artefact::new);
  }

  /**
   * The same observations, by the names that we hold already; of those declared they are so. Each
   * is put together when it is asked for, as in the list that is given: there may be a million.
   */
  List<Trace.Observed> shared(List<Trace.Observed> observed) {
    return new AbstractList<>() {
      @Override
      public Trace.Observed get(int i) {
        Trace.Observed each = observed.get(i);
        return each.declared()
            ? each
            : new Trace.Observed(of(each.path()).path, each.view(), each.sight(), false);
      }

      @Override
      public int size() {
        return observed.size();
      }
    };
  }

  /** The same name, as we hold it already if we do. */
  ArtefactPath shared(ArtefactPath path) {
    Artefact known = artefacts.get(path);
    return known == null ? path : known.path;
  }

  Optional<Artefact> known(ArtefactPath path) {
    return Optional.ofNullable(artefacts.get(path));
  }

  Collection<Artefact> all() {
    return artefacts;
  }

  /**
   * Takes in what a watcher says. Its words come in their order, and late; where our own run has
   * spoken since its last one, the later ctime wins, and what may be either is to be confirmed.
   *
   * @return whether it is news
   */
  boolean tell(Artefact artefact, Event.FileFact fact, long tick) {
    if (unheard.contains(artefact)) {
      boolean same = artefact.state.equals(fact.state());
      long lag = fact.state().exists() ? 0 : CLOCK_LAG_NS;
      boolean later = fact.ctimeNs() > artefact.ctimeNs + lag;
      if (same ? fact.ctimeNs() < artefact.ctimeNs : !later) {
        if (same) {
          disputed.remove(artefact);
        } else {
          disputed.add(artefact);
        }
        return false;
      }
    }
    return confirm(artefact, fact, tick);
  }

  /**
   * Takes in what certainly stands there.
   *
   * @return whether it is news
   */
  boolean confirm(Artefact artefact, Event.FileFact fact, long tick) {
    disputed.remove(artefact);
    unheard.remove(artefact);
    artefact.magnitude = (byte) fact.magnitude();
    if (artefact.state.equals(fact.state())) {
      artefact.ctimeNs = Math.max(artefact.ctimeNs, fact.ctimeNs());
      return false;
    }
    artefact.become(fact.state(), tick);
    artefact.ctimeNs = fact.ctimeNs();
    return true;
  }

  /**
   * Takes in what one of our own runs wrote.
   *
   * @return whether the state is another one than before
   */
  boolean wrote(Artefact artefact, ArtefactState state, long ctimeNs, long tick) {
    boolean changed = !artefact.state.equals(state);
    if (!isWrittenNow(artefact)) {
      artefact.writtenFirst();
    }
    artefact.become(state, tick);
    artefact.ctimeNs = ctimeNs;
    artefact.written(tick);
    disputed.remove(artefact);
    unheard.add(artefact);
    return changed;
  }

  /**
   * A file changed while jobs were under way, and one of them may turn out to have written it.
   *
   * @param newest when the last of these jobs was made
   */
  void changedUnderRuns(Artefact artefact, ArtefactState was, long newest, long tick) {
    var changes = beforeChanges.computeIfAbsent(artefact, _ -> new TreeMap<>());
    if (changes.isEmpty() || changes.lastKey() <= newest) {
      changes.put(tick, was);
    }
  }

  /** No job is under way. */
  void runsAreOver() {
    beforeChanges.clear();
  }

  /** The state as it was known at that tick; of changes before the jobs of now the last counts. */
  ArtefactState stateAt(Artefact artefact, long tick) {
    var changes = beforeChanges.get(artefact);
    var next = changes == null ? null : changes.higherEntry(tick);
    return next == null ? artefact.stateAt(tick) : next.getValue();
  }

  /** Builds begin where there were none; what stands now is what stood before them. */
  void buildsBegin(long tick) {
    buildsBegan = tick;
  }

  /** Whether a run or restore of the builds of now wrote it. */
  boolean isWrittenNow(Artefact artefact) {
    return artefact.wroteAt() > buildsBegan;
  }

  /** Something was done about a file, and what came of it may never be told. */
  void doubt(Artefact artefact) {
    unheard.add(artefact);
  }

  /** What the watcher is to be asked about now. */
  List<ArtefactPath> toConfirm(Predicate<Artefact> now, long tick) {
    List<Artefact> about = unheard.stream().filter(now).toList();
    if (!about.isEmpty()) {
      asked.put(tick, about);
    }
    return about.stream().map(artefact -> artefact.path).toList();
  }

  /**
   * All that was asked about then has been answered, as far as it is watched and holds still.
   * Several builds ask at once, and each answer counts: who believed only the answer to the last
   * question would ask for ever, where others ask as well.
   */
  void confirmed(long then) {
    for (Artefact artefact : asked.getOrDefault(then, List.of())) {
      if (artefact.wroteAt() <= then) {
        unheard.remove(artefact);
        disputed.remove(artefact);
      }
    }
    asked.headMap(then, true).clear();
  }

  /** Whether the watcher and our own runs say different things of a file. */
  boolean isDisputed(Predicate<Artefact> now) {
    return !disputed.isEmpty() && disputed.stream().anyMatch(now);
  }

  /** Whether the watcher has spoken of every file as we know it. */
  boolean areAllHeard() {
    return unheard.isEmpty();
  }

  /** Whether the watcher has ever named each file that there is: of others it would not tell. */
  boolean areAllWatched() {
    return artefacts.stream()
        .noneMatch(a -> a.state.exists() && a.namedAt == 0 && !a.path.outside());
  }

  /** The files outside the workspace, as they were last seen. */
  List<FileRef> outside() {
    return artefacts.stream()
        .filter(artefact -> artefact.path.outside())
        .map(artefact -> FileRefs.ref(artefact.path, artefact.state))
        .toList();
  }

  /** What a reader with this view sees; empty if that content was not yet looked at. */
  Optional<Digest> sight(ArtefactState state, View view) {
    return switch (state) {
      case ArtefactState.Absent() -> Optional.of(view.ofAbsent());
      case ArtefactState.Link link -> Optional.of(link.sight());
      case ArtefactState.Present present ->
          switch (view) {
            case View.Whole() -> Optional.of(whole(present));
            case View.Presence() -> Optional.of(View.FOUND);
            default -> Optional.ofNullable(sights.get(new Looked(present.digest(), view.key())));
          };
    };
  }

  /** Very many traces hold what was seen of a compiler: all hold the same. */
  private Digest whole(ArtefactState.Present present) {
    return present.executable()
        ? programs.computeIfAbsent(present.digest(), _ -> present.sight())
        : present.sight();
  }

  /** This file has a part in what the view lets see. */
  void looksThrough(Artefact looker, String view) {
    lookers.computeIfAbsent(looker, _ -> new HashSet<>()).add(view);
  }

  /** The views in which this file looks; what they let see is to be looked at anew. */
  Set<String> forgetSightsThrough(Artefact looker) {
    Set<String> views = lookers.getOrDefault(looker, Set.of());
    if (!views.isEmpty()) {
      sights.keySet().removeIf(looked -> views.contains(looked.view()));
    }
    return views;
  }

  void seen(Digest content, String view, Digest sight) {
    sights.put(new Looked(content, view), sight);
  }
}
