package org.computepods.majordomo.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.Dependency;
import org.computepods.rules.Task;

/**
 * Files that are taken as given, as whatever somebody put there is, though a rule would make them,
 * and of something that is newer: what another tool once made, most likely, and will not make
 * again.
 */
final class GivenFiles {
  private static final int SHOWN_MAX = 3;

  /**
   * A figure and its source that are checked out together come in any order, and within less; who
   * edits a source after another tool's run comes later.
   */
  private static final long APART_NS = 1_000_000_000;

  /** Files looked at for one warning; it names but a few. */
  private static final int LOOKED_AT_MAX = 10_000;

  /** Rules on the way from the file to what is there; programs take two. */
  private static final int STEPS_MAX = 5;

  private final ArtefactManager artefacts;
  private final DependencyManager graph;

  GivenFiles(ArtefactManager artefacts, DependencyManager graph) {
    this.artefacts = artefacts;
    this.graph = graph;
  }

  /** One warning about all of these that are stale. */
  Optional<String> warning(Collection<Artefact> given) {
    var stale = new ArrayList<Artefact>();
    Optional<ArtefactPath> source = Optional.empty();
    for (Artefact each : given.stream().limit(LOOKED_AT_MAX).toList()) {
      Optional<ArtefactPath> newer = newer(each, each.path, STEPS_MAX);
      if (newer.isPresent()) {
        stale.add(each);
        source = source.or(() -> newer);
      }
    }
    return source.map(
        newer ->
            stale.size() == 1
                ? "%s is older than %s, and was not made here, so it is taken as it is; delete it to have it made"
                    .formatted(stale.getFirst(), newer)
                : "%s are older than what rules would make them of (%s of %s), and were not made here, so they are taken as they are; delete them to have them made"
                    .formatted(some(stale), stale.getFirst(), newer));
  }

  private static String some(List<Artefact> stale) {
    int shown = Math.min(SHOWN_MAX, stale.size());
    List<String> names = stale.subList(0, shown).stream().map(Artefact::toString).toList();
    return stale.size() > shown
        ? String.join(", ", names) + " and " + (stale.size() - shown) + " more"
        : String.join(", ", names.subList(0, shown - 1)) + " and " + names.getLast();
  }

  private static boolean isNewer(Artefact read, Artefact left) {
    return left.ctimeNs > 0 && read.ctimeNs - left.ctimeNs > APART_NS;
  }

  /** What a rule would make this of, that has changed since the file was left there. */
  private Optional<ArtefactPath> newer(Artefact left, ArtefactPath made, int steps) {
    Optional<Task> task = steps == 0 ? Optional.empty() : graph.wouldMake(made);
    for (Dependency each : task.map(Task::dependencies).orElse(List.of())) {
      Optional<Artefact> read = artefacts.known(each.path()).filter(a -> a.state.exists());
      Optional<ArtefactPath> newer =
          read.isPresent()
              ? read.filter(r -> isNewer(r, left)).map(r -> r.path)
              : newer(left, each.path(), steps - 1);
      if (newer.isPresent()) {
        return newer;
      }
    }
    return Optional.empty();
  }
}
