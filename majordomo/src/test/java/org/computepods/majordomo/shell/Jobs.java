package org.computepods.majordomo.shell;

import java.util.List;
import java.util.Map;
import org.computepods.chef.wire.BuildFrom;
import org.computepods.chef.wire.BuildResults;
import org.computepods.chef.wire.FileRef;
import org.computepods.rules.Digest;
import org.jspecify.annotations.Nullable;

/** Jobs and their results, for tests. */
final class Jobs {
  private Jobs() {}

  static BuildFrom job(String id, @Nullable String set, Map<String, String> requires) {
    return new BuildFrom(
        1,
        id,
        1,
        "",
        "b-1",
        "request",
        "task",
        set,
        "kind0123",
        requires,
        "/w",
        "local",
        1,
        List.of("cp", "in", "out"),
        Map.of(),
        List.of(file("in", "input")),
        List.of(),
        List.of("out"),
        List.of(),
        List.of(),
        Map.of(),
        Map.of(),
        null,
        null,
        60,
        false);
  }

  static BuildResults done(BuildFrom job, String pod) {
    return new BuildResults(
        1,
        job.job(),
        job.attempt(),
        pod,
        "command",
        BuildResults.Outcome.SUCCEEDED,
        0,
        List.of(file("out", "output of " + job.job())),
        List.of(file("/usr/bin/cp", "cp")),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        null,
        "",
        "",
        1,
        1,
        null);
  }

  static FileRef file(String path, String content) {
    return new FileRef(
        path, Digest.of(content).hex(), false, null, content.length(), 1, 1, List.of());
  }
}
