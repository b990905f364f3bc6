package org.computepods.majordomo.answers;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.computepods.chef.wire.rest.Whereabouts;
import org.computepods.chef.wire.rest.Whereabouts.Version;
import org.computepods.majordomo.core.EngineView;
import org.computepods.majordomo.core.Trace;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.ArtefactState;

/** Which pods hold which version of an artefact. */
public final class Locator {
  private final EngineView view;
  private final String home;
  private final Function<String, List<String>> holders;

  /**
   * @param home the pod that holds the workspace
   * @param holders pods that are known to hold a content, by digest
   */
  public Locator(EngineView view, String home, Function<String, List<String>> holders) {
    this.view = view;
    this.home = home;
    this.holders = holders;
  }

  /**
   * All versions that are known; of a task, those of its first output.
   *
   * @throws IllegalArgumentException where nobody knows the name
   */
  public Whereabouts where(String name) {
    var path = new Meant(view).artefact(name);
    var maker = view.maker(path).map(task -> task.task().name());
    var runs = new ArrayList<>(maker.map(view::traces).orElse(List.of()));
    runs.addAll(view.formerRuns(path));
    var versions = new ArrayList<Version>();
    Set<ArtefactState> told = new LinkedHashSet<>();
    var now = view.state(path);
    if (now.exists()) {
      told.add(now);
      var by = runs.stream().filter(run -> made(run, path).contains(now)).findFirst();
      var note = by.map(run -> "made by " + run.task()).orElse("");
      versions.add(version(now, "in place", List.of(home), note));
    }
    for (var run : runs) {
      for (var state : made(run, path)) {
        if (told.add(state)) {
          String note = "by " + run.task() + " in " + run.build();
          versions.add(version(state, "built", List.of(run.pod()), note));
        }
      }
    }
    view.saved().reversed().stream()
        .filter(saved -> saved.path().equals(path))
        .filter(saved -> told.add(saved.state()))
        .forEach(
            saved ->
                versions.add(
                    version(
                        saved.state(),
                        "saved",
                        List.of(saved.pod()),
                        "a person's file, kept at " + Instant.ofEpochMilli(saved.atMs()))));
    return new Whereabouts(path.value(), maker.orElse(null), versions);
  }

  /** What the run left there: one state, or none. */
  private static List<ArtefactState> made(Trace run, ArtefactPath path) {
    return run.outputs().stream()
        .filter(output -> output.path().equals(path) && output.state().exists())
        .map(Trace.Output::state)
        .toList();
  }

  /** What tasks make, declared or not, each with the version in place. */
  public List<Whereabouts> all() {
    var all = new ArrayList<Whereabouts>();
    for (var task : view.tasks()) {
      task.task()
          .writes()
          .forEach(
              path -> {
                var state = view.state(path);
                if (state.exists()) {
                  var version = version(state, "in place", List.of(home), "");
                  all.add(new Whereabouts(path.value(), task.task().name(), List.of(version)));
                }
              });
    }
    for (var file : view.undeclared()) {
      var state = view.state(file.path());
      if (state.equals(file.state())) {
        var version = version(state, "in place", List.of(home), Whereabouts.UNDECLARED);
        all.add(new Whereabouts(file.path().value(), file.task(), List.of(version)));
      }
    }
    all.sort(Comparator.comparing(Whereabouts::path));
    return all;
  }

  private Version version(ArtefactState state, String what, List<String> pods, String note) {
    return switch (state) {
      case ArtefactState.Absent() -> new Version(null, false, null, what, List.of(), note);
      case ArtefactState.Link(String target) -> new Version(null, false, target, what, pods, note);
      case ArtefactState.Present(var digest, var executable) -> {
        var all = new LinkedHashSet<>(pods);
        all.addAll(holders.apply(digest.hex()));
        yield new Version(
            digest.hex(),
            executable,
            null,
            what,
            all.stream().filter(pod -> !pod.isEmpty()).toList(),
            note);
      }
    };
  }

  /**
   * The log of a task's last run: its digest and who has it; none where nothing makes it.
   *
   * @throws IllegalArgumentException where nobody knows the name
   */
  public Optional<LogPlace> log(String taskOrPath) {
    var task = view.maker(new Meant(view).artefact(taskOrPath));
    return task.map(
        found ->
            view.traces(found.task().name()).stream()
                .findFirst()
                .map(
                    trace ->
                        new LogPlace(found.task().name(), trace.build(), trace.pod(), trace.log()))
                .orElse(new LogPlace(found.task().name(), "", "", "")));
  }

  /**
   * @param digest "" where nothing was written, or nothing is remembered
   */
  public record LogPlace(String task, String build, String pod, String digest) {}
}
