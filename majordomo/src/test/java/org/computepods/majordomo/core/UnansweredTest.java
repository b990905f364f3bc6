package org.computepods.majordomo.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.computepods.chef.wire.BuildFrom;
import org.computepods.chef.wire.BuildResults;
import org.computepods.chef.wire.BuildResults.Outcome;
import org.computepods.chef.wire.FileRef;
import org.computepods.chef.wire.rest.BuildRequest;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.ArtefactState;
import org.computepods.rules.Digest;
import org.computepods.rules.project.ProjectLoader;
import org.junit.jupiter.api.Test;

/** Answers that do not come, or do not say what was asked: every build ends all the same. */
class UnansweredTest {
  private static final int EXCHANGES_MAX = 400;

  private static final String CHAIN =
      """
      project: chain
      tasks:
        middle: {dependencies: [source], outputs: [middle], command: [cat]}
        end: {dependencies: [middle], outputs: [end], command: [cat]}
      """;

  private final Engine engine = new Engine(List.of(), "local");
  private final Map<String, String> files = new TreeMap<>();
  private final Deque<Command> asked = new ArrayDeque<>();
  private final Map<String, String> ended = new HashMap<>();
  private final List<String> warned = new ArrayList<>();
  private long clock = 1;

  private void hear(Event event) {
    clock += 1_000_000;
    for (Command command : engine.on(event, clock, clock / 1_000_000)) {
      if (command instanceof Command.Tell(var told) && told.report() != null) {
        ended.put(told.build(), told.report().result());
      } else if (command instanceof Command.Tell(var told) && told.kind().equals("warning")) {
        warned.add(String.valueOf(told.message()));
      } else if (!(command instanceof Command.Note) && !(command instanceof Command.Tell)) {
        asked.add(command);
      }
    }
  }

  private void write(String path, String content) {
    files.put(path, content);
    hear(new Event.FilesChanged(List.of(fact(path, content, 1_000_000_000))));
  }

  private static Event.FileFact fact(String path, String content, long ctimeNs) {
    return new Event.FileFact(
        ArtefactPath.of(path), new ArtefactState.Present(Digest.of(content), false), 0, ctimeNs);
  }

  private void build(String id) {
    hear(new Event.BuildAsked(id, World.request(List.of("end"), false, false)));
  }

  private Command.Sync sync() {
    return next(Command.Sync.class);
  }

  private <T extends Command> T next(Class<T> type) {
    Command first = asked.stream().filter(type::isInstance).findFirst().orElseThrow();
    asked.remove(first);
    return type.cast(first);
  }

  private void synced(Command.Sync sync, List<String> moving) {
    hear(new Event.Synced(sync.build(), sync.asked(), moving, List.of()));
  }

  private void loaded() {
    next(Command.LoadProject.class);
    var loaded =
        ProjectLoader.load(path -> Optional.ofNullable(files.get(path.value())), List.of());
    hear(new Event.ProjectLoaded(loaded.rules(), loaded.problems(), loaded.files()));
  }

  private static BuildResults done(BuildFrom job, String content) {
    var outputs = new ArrayList<FileRef>();
    for (String path : job.outputs()) {
      outputs.add(
          new FileRef(
              path, Digest.of(content).hex(), false, null, 1, 1, 5_000_000_000L, List.of()));
    }
    return BuildResults.of(job, Outcome.SUCCEEDED).outputs(outputs).done();
  }

  /** A build has begun, and its first job runs. */
  private BuildFrom begun(String project) {
    write("computepods.yaml", project);
    write("source", "s");
    build("first");
    synced(sync(), List.of());
    loaded();
    return next(Command.Start.class).job();
  }

  @Test
  void builds_thatAskAtOnceForAFileThatMoves_doNotAskForEver() {
    var job = begun(CHAIN);
    hear(new Event.JobEnded(done(job, "made")));
    // An older word about what the job wrote: how it stands must be asked.
    hear(new Event.FilesChanged(List.of(fact("middle", "before", 2_000_000_000))));
    asked.removeIf(Command.Start.class::isInstance);
    build("second");
    build("third");

    int exchanges = 0;
    while (asked.stream().anyMatch(Command.Sync.class::isInstance)) {
      assertThat(++exchanges).as("questions, with %s", asked).isLessThan(EXCHANGES_MAX);
      synced(sync(), List.of("middle"));
    }
  }

  @Test
  void taskThatWaitsForWords_isAskedForByTheNextBuild_whenTheSyncOfTheFirstFails() {
    var job = begun(CHAIN);
    build("second");
    synced(sync(), List.of());
    hear(new Event.JobEnded(BuildResults.of(job, Outcome.INPUTS_GONE).done()));
    var failing = sync();

    hear(new Event.SyncFailed(failing.build(), "nobody answers"));

    var next = sync();
    assertThat(next.build()).isNotEqualTo(failing.build());
    synced(next, List.of());
    assertThat(next(Command.Start.class).job().task()).isEqualTo("middle");
  }

  @Test
  void restingWatch_whoseOwnQuestionFails_saysSo_andHearsTheNextChange() {
    write("computepods.yaml", "tasks: {end: {dependencies: [source], outputs: [end], sh: cat}}");
    write("source", "s");
    hear(
        new Event.BuildAsked(
            "watch",
            new BuildRequest(
                "w", List.of(), false, false, false, 0, false, true, 0, Map.of("PATH", "/bin"))));
    synced(sync(), List.of());
    loaded();
    hear(new Event.JobEnded(done(next(Command.Start.class).job(), "made")));
    assertThat(ended).containsEntry("watch", "succeeded");

    hear(new Event.SyncFailed("watch", "nobody answers"));
    write("source", "another");

    assertThat(ended).containsEntry("watch", "succeeded");
    assertThat(warned).containsExactly("nobody answers; the watch goes on");
    assertThat(next(Command.Start.class).job().task()).isEqualTo("end");
  }

  @Test
  void contentThatCanNeverBeLookedAt_endsTheBuild() {
    write(
        "computepods.yaml",
        """
        project: views
        tasks:
          end:
            dependencies: [{artefact: source, view: {keep: "^x"}}]
            outputs: [end]
            command: [cat]
        """);
    write("source", "s");
    build("first");
    synced(sync(), List.of());
    loaded();

    for (int exchanges = 0; ended.isEmpty(); exchanges++) {
      assertThat(exchanges).as("exchanges, with %s", asked).isLessThan(EXCHANGES_MAX);
      switch (asked.remove()) {
        case Command.Look look ->
            hear(new Event.Seen(look.path(), look.content(), look.view(), Optional.empty()));
        case Command.Sync sync -> synced(sync, List.of());
        default -> {}
      }
    }

    assertThat(ended).containsEntry("first", "failed");
  }
}
