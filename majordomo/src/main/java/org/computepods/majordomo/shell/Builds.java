package org.computepods.majordomo.shell;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.computepods.chef.wire.rest.BuildEvent;
import org.computepods.chef.wire.rest.BuildRequest;

/** The builds of this life: those under way, and the last that ended. Safe for all threads. */
final class Builds {
  /** Ended builds whose events are kept for who comes late. */
  private static final int ENDED_KEPT = 50;

  private final Map<String, Build> builds = new LinkedHashMap<>();
  private long made;

  /** A new build, with a name that no build of any life has had. */
  synchronized Build begin(BuildRequest request, long nowMs) {
    String id = "b-" + Long.toString(nowMs, 36) + "-" + String.format(Locale.ROOT, "%02d", ++made);
    var build = new Build(id, request, nowMs);
    builds.put(id, build);
    var ended = builds.values().stream().filter(Build::ended).map(Build::id).toList();
    for (int i = 0; i < ended.size() - ENDED_KEPT; i++) {
      builds.remove(ended.get(i));
    }
    return build;
  }

  synchronized Optional<Build> build(String id) {
    return Optional.ofNullable(builds.get(id));
  }

  void tell(BuildEvent event) {
    build(event.build()).ifPresent(build -> build.tell(event));
  }

  synchronized List<Build> running() {
    return builds.values().stream().filter(build -> !build.ended()).toList();
  }

  /** The newest first. */
  synchronized List<Build> all() {
    var all = new ArrayList<>(builds.values());
    return all.reversed();
  }
}
