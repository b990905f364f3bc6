package org.computepods.majordomo.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.computepods.chef.wire.rest.BuildReport;
import org.computepods.chef.wire.rest.Explanation.Sight;
import org.computepods.chef.wire.rest.GraphDocument;
import org.computepods.chef.wire.rest.WhyNot;
import org.computepods.majordomo.answers.Explainer;
import org.computepods.majordomo.answers.GraphTeller;
import org.computepods.majordomo.answers.WhyNotFinder;
import org.computepods.majordomo.graph.Queries;
import org.junit.jupiter.api.Test;

/** What a person is answered who asks how things stand. */
class AnswersTest {
  private static final String CHAIN =
      """
      tasks:
        middle: {dependencies: [source], outputs: [middle], command: [cat]}
        end: {dependencies: [middle], outputs: [end], command: [cat]}
      """;

  private static WhyNot whyNot(World world, String path) {
    return new WhyNotFinder(world.view(), _ -> "").whyNot(path);
  }

  @Test
  void explanation_ofACycle_tellsWhatMovedSinceTheBuildBefore() {
    World world =
        new World(
                """
                tasks:
                  text: {dependencies: [source], secondaryDependencies: [length], outputs: [text], command: [cat]}
                  length: {dependencies: [text], outputs: [length], command: [length]}
                """)
            .write("source", "words");
    world.build();
    world.write("source", "sword").build();

    var story = Objects.requireNonNull(new Explainer(world.view()).explain("text").cycle());

    assertThat(story.table().stream().flatMap(pass -> pass.outputs().stream()))
        .extracting(Sight::path, Sight::moved)
        .containsExactly(tuple("text", true), tuple("length", false));
  }

  @Test
  void whyNot_ofATargetInACircle_showsTheCircle() {
    World world =
        new World(
            """
            tasks:
              a: {dependencies: [b], outputs: [a], command: [cat]}
              b: {dependencies: [a], outputs: [b], command: [cat]}
              behind: {dependencies: [a], outputs: [c], command: [cat]}
            """);
    world.build();

    for (String asked : List.of("a", "c")) {
      WhyNot answer = whyNot(world, asked);
      assertThat(answer.buildable()).isFalse();
      assertThat(answer.fails()).contains("a -> b -> a is a circle", "secondaryDependencies");
    }
  }

  @Test
  void whyNot_behindAnUnsettledCycle_namesTheCycleAndItsVerdict() {
    World world =
        new World(
            """
            tasks:
              turn: {secondaryDependencies: [turn], outputs: [turn], command: [turn, "2"]}
              end: {dependencies: [turn], outputs: [end], command: [cat]}
            """);
    assertThat(world.build().exit()).isEqualTo(4);

    WhyNot answer = whyNot(world, "end");

    assertThat(answer.reason()).contains("waits");
    assertThat(answer.fails())
        .contains("the cycle of turn did not settle: oscillating with period 2");
  }

  @Test
  void explain_ofAnUnsettledCycle_showsWhatItShows() {
    World world =
        new World(
            """
            tasks:
              turn: {secondaryDependencies: [turn], outputs: [turn], command: [turn, "3"]}
            """);
    assertThat(world.build().exit()).isEqualTo(4);

    var cycle = Objects.requireNonNull(new Explainer(world.view()).explain("turn").cycle());

    assertThat(cycle.verdict()).isEqualTo("oscillating");
    assertThat(cycle.period()).isEqualTo(3);
    assertThat(cycle.moving()).containsExactly("turn");
    assertThat(cycle.evidence()).startsWith("turn alternates").contains("0", "1", "2");
  }

  @Test
  void explain_ofAnOutputWithTwoMakers_namesBothAndTheirPlaces() {
    World world =
        new World(
            """
            tasks:
              one: {outputs: [same], command: [const]}
              two: {outputs: [same], command: [const]}
            """);
    assertThat(world.build().exit()).isEqualTo(2);

    var answer = new Explainer(world.view()).explain("same");

    assertThat(answer.reason()).contains("'one'", "'two'", "computepods.yaml:", "both make same");
    assertThat(answer.problems()).singleElement().extracting("line").isEqualTo(3);
  }

  @Test
  void name_thatNobodyKnows_isRefusedWithTheNearest() {
    World world = new World(CHAIN).write("source", "s");
    world.build();
    world.build("midle");

    for (ThrowingCallable asked :
        List.<ThrowingCallable>of(
            () -> new Explainer(world.view()).explain("midle"),
            () -> new GraphTeller(world.view()).tell(List.of("midle"), false, false),
            () -> new Queries(world.view()).answer("rdeps(midle)"))) {
      assertThatThrownBy(asked)
          .hasMessageContaining("nobody knows 'midle'")
          .hasMessageContaining("'middle'");
    }
  }

  @Test
  void whyNot_afterAFailure_saysItsCause_andWhatWaitsForItToo() {
    World world = new World(CHAIN.replaceFirst("cat", "fail")).write("source", "s");
    assertThat(world.build().exit()).isEqualTo(1);

    assertThat(whyNot(world, "middle").fails()).contains("failed with exit code 1");
    assertThat(whyNot(world, "end").fails()).contains("task middle, which it needs, failed");
  }

  @Test
  void whyNot_ofAFreshTaskBehindAStaleOne_isNotFresh() {
    World world = new World(CHAIN).write("source", "s").write("other", "o");
    world.build();
    world.write("source", "t");
    world.build("other");

    assertThat(whyNot(world, "end").reason()).contains("stale", "middle may change");
    assertThat(new Explainer(world.view()).explain("end"))
        .satisfies(
            e -> {
              assertThat(e.state()).isEqualTo("stale");
              assertThat(e.chain()).extracting(link -> link.path()).contains("source", "middle");
            });
  }

  @Test
  void graph_ofWhatIsStale_showsWhatADryRunLists() {
    World world = new World(CHAIN).write("source", "s");
    world.build();
    world.write("source", "t");

    List<String> would = World.ran(world.build(World.request(List.of(), false, true)));

    GraphDocument graph = new GraphTeller(world.view()).tell(List.of(), true, false);
    assertThat(would).containsExactly("middle", "end");
    assertThat(graph.tasks()).extracting(GraphDocument.TaskNode::task).containsAll(would);
    assertThat(new GraphTeller(world.view()).tell(List.of(), true, true).plan())
        .containsExactlyElementsOf(would);
  }

  @Test
  void dryRun_afterARestart_looksThroughViewsBeforeItTells() {
    String project =
        """
        tasks:
          end:
            dependencies: [{artefact: source, view: {drop: '^#'}}]
            outputs: [end]
            command: [const]
        """;
    World world = new World(project).write("source", "s\n# comment\n");
    world.build();
    world.restart();

    assertThat(World.ran(world.build(World.request(List.of(), false, true)))).isEmpty();
    world.write("source", "s\n# another\n");
    assertThat(World.ran(world.build(World.request(List.of(), false, true)))).isEmpty();
    world.write("source", "t\n");
    assertThat(World.ran(world.build(World.request(List.of(), false, true))))
        .containsExactly("end");
  }

  @Test
  void problems_ofAProject_areToldTogether() {
    World world =
        new World(
            """
            tasks:
              one: {outputs: [same], command: [const]}
              two: {outputs: [same], command: [const]}
              a: {dependencies: [b], outputs: [a], command: [cat]}
              b: {dependencies: [a], outputs: [b], command: [cat]}
              c: {dependencies: [d], outputs: [c], command: [cat]}
              d: {dependencies: [c], outputs: [d], command: [cat]}
            """);

    BuildReport report = world.build();

    assertThat(report.exit()).isEqualTo(2);
    assertThat(report.problems())
        .extracting(BuildReport.Problem::message)
        .anyMatch(m -> m.contains("same"))
        .anyMatch(m -> m.contains("'a' requires b"))
        .anyMatch(m -> m.contains("'c' requires d"));
  }

  @Test
  void folder_namedAsADependency_isCalledAFolder() {
    World world =
        new World("tasks: {end: {dependencies: [src], outputs: [end], command: [cat]}}")
            .write("src/one", "1");

    BuildReport report = world.build();

    assertThat(report.exit()).isEqualTo(5);
    assertThat(report.problems().toString())
        .contains("src is a folder, and 'end' needs a file", "'src/**'");
    assertThat(world.build("src").problems().toString()).contains("src is a folder; name");
  }

  @Test
  void patternThatMatchesNothing_isSaid() {
    World world =
        new World("tasks: {end: {dependencies: ['*.csv'], outputs: [end], command: [const]}}");

    BuildReport report = world.build();

    assertThat(report.exit()).isZero();
    assertThat(report.warnings().toString())
        .contains("computepods.yaml:1:", "'*.csv' matches no file");
  }
}
