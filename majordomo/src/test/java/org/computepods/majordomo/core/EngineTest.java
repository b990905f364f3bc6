package org.computepods.majordomo.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.computepods.chef.wire.rest.BuildReport;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.ArtefactState;
import org.computepods.rules.Digest;
import org.computepods.rules.project.ProjectLoader;
import org.junit.jupiter.api.Test;

/** What a person sees of the core, told in small worlds: builds, edits, restores, cutoffs. */
class EngineTest {
  private static final String CHAIN =
      """
      project: chain
      tasks:
        middle: {dependencies: [source], outputs: [middle], command: [cat]}
        end: {dependencies: [middle, other], outputs: [end], command: [cat]}
      """;

  private static World chain() {
    return new World(CHAIN).write("source", "s").write("other", "o");
  }

  private static Event.FileFact file(String path) {
    var state = new ArtefactState.Present(Digest.of(path.getBytes(StandardCharsets.UTF_8)), false);
    return new Event.FileFact(ArtefactPath.of(path), state, 1, 1);
  }

  @Test
  void build_fromNothing_runsEverythingInOrder() {
    World world = chain();

    BuildReport report = world.build();

    assertThat(report.result()).isEqualTo("succeeded");
    assertThat(World.ran(report)).containsExactly("middle", "end");
    assertThat(world.files).containsEntry("end", "s+o");
  }

  @Test
  void build_askedWhileTheProjectIsRead_waitsForTheTree() {
    var loaded =
        ProjectLoader.load(
            path ->
                Optional.of(
                    """
                    tasks:
                      copy: {foreach: "in/*", outputs: ["out/{stem}"], command: [cat]}
                    """),
            List.of());
    var read = new Event.ProjectLoaded(loaded.rules(), loaded.problems(), loaded.files());
    var engine = new Engine(List.of(), "pod");
    engine.on(new Event.SlotsChanged(1), 0, 0);
    engine.on(read, 0, 0);
    engine.on(new Event.BuildAsked("b", World.request(List.of(), false, false)), 1, 1);

    List<Command> early = engine.on(read, 2, 2);
    engine.on(new Event.TreeKnown(List.of(file("in/a"))), 3, 3);
    List<Command> late = engine.on(new Event.Synced("b", 1, List.of(), List.of()), 4, 4);

    assertThat(early).noneMatch(Command.Tell.class::isInstance);
    assertThat(late).anyMatch(Command.Start.class::isInstance);
  }

  @Test
  void build_again_runsNothing() {
    World world = chain();
    world.build();

    BuildReport again = world.build();

    assertThat(again.tasks()).isEqualTo(new BuildReport.Tasks(0, 0, 2, 0, 0));
  }

  @Test
  void edit_ofOneSource_runsOnlyWhatReadsIt() {
    World world = chain();
    world.build();

    world.write("other", "p");

    assertThat(World.ran(world.build())).containsExactly("end");
    assertThat(world.files).containsEntry("end", "s+p");
  }

  @Test
  void restart_withNothingChanged_runsNothing() {
    World world = chain();
    world.build();

    assertThat(world.restart().build().tasks().run()).isZero();
  }

  @Test
  void output_asBefore_cutsOff() {
    World world =
        new World(
                """
                tasks:
                  middle: {dependencies: [source], outputs: [middle], command: [const]}
                  end: {dependencies: [middle], outputs: [end], command: [cat]}
                """)
            .write("source", "s");
    world.build();

    world.write("source", "t");

    assertThat(World.ran(world.build())).containsExactly("middle");
  }

  @Test
  void edit_andItsUndo_restoreInsteadOfRunning() {
    World world = chain();
    world.build();
    world.write("source", "t");
    world.build();

    world.write("source", "s");
    BuildReport undone = world.build();

    assertThat(undone.tasks().run()).isZero();
    assertThat(undone.tasks().restored()).isEqualTo(2);
    assertThat(world.files).containsEntry("end", "s+o");
  }

  @Test
  void output_deleted_isBroughtBack() {
    World world = chain();
    world.build();

    world.delete("middle");
    BuildReport report = world.build();

    assertThat(world.files).containsEntry("middle", "s");
    assertThat(report.tasks().run()).isZero();
  }

  @Test
  void dryRun_saysWhatWouldRunAndWhy_andRunsNothing() {
    World world = chain();
    world.build();
    world.write("source", "t");

    BuildReport report = world.build(World.request(List.of(), false, true));

    assertThat(report.tasks().run()).isZero();
    assertThat(report.runs())
        .extracting(BuildReport.Run::task, BuildReport.Run::reason, BuildReport.Run::exit)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("middle", "source changed", null),
            org.assertj.core.groups.Tuple.tuple("end", "middle may change", null));
    assertThat(world.files).containsEntry("end", "s+o");
  }
}
