package org.computepods.majordomo.core;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import org.computepods.chef.wire.BuildFrom;
import org.computepods.chef.wire.BuildResults;
import org.computepods.chef.wire.FileRef;
import org.computepods.chef.wire.Magnitude;
import org.computepods.chef.wire.rest.BuildRequest;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.ArtefactState;
import org.computepods.rules.Digest;
import org.computepods.rules.project.ProjectLoader;

/**
 * A core whose jobs take simulated time on one pod with so many slots, while all else takes none:
 * shows in which order it gives jobs out, and how long all of them take.
 */
final class Workday {
  private static final String POD = "local";

  private final Engine engine = new Engine(List.of(), POD);
  private final Map<ArtefactPath, ArtefactState> files = new HashMap<>();
  private final Map<String, Integer> durations = new HashMap<>();
  private final Map<ArtefactPath, Long> sizes = new HashMap<>();
  private final int slots;
  private String project = "";

  /** What is to be told at once, in order. */
  private final ArrayDeque<Event> now = new ArrayDeque<>();

  private final ArrayDeque<BuildFrom> queue = new ArrayDeque<>();
  private final PriorityQueue<Run> running =
      new PriorityQueue<>(Comparator.comparingLong(Run::endsMs).thenComparing(Run::task));

  private final List<String> order = new ArrayList<>();
  private long clockMs = 1;
  private int builds;
  private boolean ended;

  private record Run(BuildFrom job, long endsMs) {
    String task() {
      return job.task();
    }
  }

  Workday(int slots, String project) {
    this.slots = slots;
    edit("computepods.yaml", project);
    now.add(new Event.SlotsChanged(slots));
  }

  /** A file is so large from its next edit on. */
  Workday sized(String path, long bytes) {
    sizes.put(ArtefactPath.of(path), bytes);
    return this;
  }

  /** A file gets this text. */
  Workday edit(String path, String text) {
    tell(ArtefactPath.of(path), new ArtefactState.Present(Digest.of(text), false));
    if (path.equals("computepods.yaml")) {
      project = text;
    }
    return this;
  }

  private void tell(ArtefactPath path, ArtefactState state) {
    files.put(path, state);
    now.add(new Event.FilesChanged(List.of(fact(path))));
  }

  private Event.FileFact fact(ArtefactPath path) {
    return new Event.FileFact(
        path,
        files.getOrDefault(path, ArtefactState.absent()),
        Magnitude.of(sizes.getOrDefault(path, 0L)),
        0,
        clockMs * 1_000_000);
  }

  /** Runs of this task take so long from now on; of others, 1 s. */
  Workday takes(String task, int ms) {
    durations.put(task, ms);
    return this;
  }

  /** Builds everything; the answer is how long it took, in milliseconds. */
  long build() {
    long began = ++clockMs;
    order.clear();
    ended = false;
    now.add(
        new Event.BuildAsked(
            "b-" + ++builds,
            new BuildRequest(
                "w", List.of(), false, false, false, 0, false, false, 0, Map.of("PATH", "/bin"))));
    while (!ended) {
      while (!now.isEmpty()) {
        engine.on(now.remove(), clockMs * 1_000_000, clockMs).forEach(this::obey);
      }
      while (running.size() < slots && !queue.isEmpty()) {
        BuildFrom job = queue.remove();
        order.add(job.task());
        running.add(new Run(job, clockMs + durations.getOrDefault(job.task(), 1_000)));
      }
      if (!ended && now.isEmpty()) {
        finish(running.remove());
      }
    }
    return clockMs - began;
  }

  /** The tasks of the last build in the order in which they began. */
  List<String> order() {
    return List.copyOf(order);
  }

  private void finish(Run run) {
    clockMs = Math.max(clockMs, run.endsMs());
    var outputs = new ArrayList<FileRef>();
    for (String output : run.job().outputs()) {
      ArtefactPath path = ArtefactPath.of(output);
      files.put(path, new ArtefactState.Present(Digest.of(output + run.job().request()), false));
      outputs.add(FileRefs.ref(path, files.getOrDefault(path, ArtefactState.absent())));
    }
    now.add(
        new Event.JobEnded(
            BuildResults.of(run.job(), BuildResults.Outcome.SUCCEEDED)
                .by(POD, POD)
                .exit(0)
                .outputs(outputs)
                .times(0, durations.getOrDefault(run.task(), 1_000))
                .done()));
  }

  private void obey(Command command) {
    switch (command) {
      case Command.Sync(String build, long asked, var confirm, _) ->
          now.add(
              new Event.Synced(build, asked, List.of(), confirm.stream().map(this::fact).toList()));
      case Command.LoadProject() -> {
        var loaded =
            ProjectLoader.load(
                path ->
                    path.value().equals("computepods.yaml")
                        ? Optional.of(project)
                        : Optional.empty(),
                List.of());
        now.add(new Event.ProjectLoaded(loaded.rules(), loaded.problems(), loaded.files()));
      }
      case Command.Start(BuildFrom job, _) -> queue.add(job);
      case Command.Tell(var event) -> ended |= event.report() != null;
      case Command.Note _ -> {}
      default -> throw new AssertionError("not in these days: " + command);
    }
  }
}
