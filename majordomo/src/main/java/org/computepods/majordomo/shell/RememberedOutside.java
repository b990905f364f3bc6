package org.computepods.majordomo.shell;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.computepods.majordomo.core.Event.FileFact;
import org.computepods.majordomo.core.Memory;
import org.computepods.majordomo.core.Trace;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.ArtefactState;
import org.computepods.rules.Digest;

/**
 * The files outside the workspace that remembered runs read.
 *
 * @param paths all of them
 * @param elsewhere those of other pods, as the latest run saw them: such a pod may be away just
 *     now, which is no reason to run anything again. What was seen stands for the state, for
 *     outside the workspace nothing but sights is compared
 */
record RememberedOutside(Set<String> paths, List<FileFact> elsewhere) {
  static RememberedOutside of(List<Memory> remembered) {
    Set<String> paths = new LinkedHashSet<>();
    Map<ArtefactPath, Trace> latest = new HashMap<>();
    Map<ArtefactPath, Digest> sights = new HashMap<>();
    for (var memory : remembered) {
      if (memory instanceof Memory.TraceKept(var trace)) {
        for (var observed : trace.observed()) {
          if (observed.path().outside()) {
            paths.add(observed.path().value());
            var other = latest.get(observed.path());
            boolean later = other == null || other.endedMs() <= trace.endedMs();
            if (later && observed.view().isEmpty()) {
              latest.put(observed.path(), trace);
              sights.put(observed.path(), observed.sight());
            }
          }
        }
      }
    }
    var elsewhere = new ArrayList<FileFact>();
    sights.forEach(
        (path, sight) -> {
          if (!path.value().startsWith("/") && !sight.equals(Digest.ABSENT)) {
            elsewhere.add(new FileFact(path, new ArtefactState.Present(sight, false), 0, 0));
          }
        });
    return new RememberedOutside(paths, elsewhere);
  }
}
