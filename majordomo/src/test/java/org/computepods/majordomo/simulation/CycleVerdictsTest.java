package org.computepods.majordomo.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.computepods.chef.wire.rest.BuildReport;
import org.junit.jupiter.api.Test;

/** How cycles end, one of each kind. */
class CycleVerdictsTest {
  private static final int UNSETTLED = 4;
  private static final Map<String, String> PRIMARY = Map.of("text", "p 1\n", "notes", "p 2\n");

  private static Simulation world(ToyTask... tasks) {
    return new Simulation(1, ToyProject.of(tasks), PRIMARY);
  }

  private static BuildReport.Cycle cycle(BuildReport report) {
    assertThat(report.cycles()).hasSize(1);
    return report.cycles().getFirst();
  }

  /** Two tasks that pass a page number on, up to a most. */
  private static ToyTask[] document(int pages) {
    return new ToyTask[] {
      ToyTask.of("contents", "climb:" + pages, "toc", "text").secondary("pages"),
      ToyTask.of("typeset", "climb:" + pages, "pages", "text", "toc"),
    };
  }

  @Test
  void document_that_needs_seven_passes_settles() {
    var world = world(document(12));
    BuildReport report = world.build(false);
    assertThat(report.exit()).isZero();
    assertThat(cycle(report).verdict()).isEqualTo("settled");
    assertThat(cycle(report).passes()).isEqualTo(7);
    assertThat(world.disk.read("pages")).get().asString().startsWith("n 12\n");
  }

  @Test
  void flip_oscillates_with_period_two() {
    BuildReport report = world(ToyTask.of("flip", "flip", "x").secondary("x")).build(false);
    assertThat(report.exit()).isEqualTo(UNSETTLED);
    assertThat(cycle(report).verdict()).isEqualTo("oscillating");
    assertThat(cycle(report).period()).isEqualTo(2);
    assertThat(cycle(report).passes()).isLessThanOrEqualTo(2 + 2);
    assertThat(cycle(report).moving()).containsExactly("x");
  }

  @Test
  void rotation_through_three_tasks_oscillates_with_period_three() {
    var world =
        world(
            ToyTask.of("turn", "rotate:3", "a").secondary("c"),
            ToyTask.of("carry", "copy", "b", "a"),
            ToyTask.of("hand", "copy", "c", "b"));
    BuildReport report = world.build(false);
    assertThat(report.exit()).isEqualTo(UNSETTLED);
    assertThat(cycle(report).verdict()).isEqualTo("oscillating");
    assertThat(cycle(report).period()).isEqualTo(3);
    assertThat(cycle(report).passes()).isLessThanOrEqualTo(3 + 2);
    assertThat(cycle(report).moving()).containsExactlyInAnyOrder("a", "b", "c");
  }

  @Test
  void counter_diverges() {
    BuildReport report = world(ToyTask.of("count", "grow", "x").secondary("x")).build(false);
    assertThat(report.exit()).isEqualTo(UNSETTLED);
    assertThat(cycle(report).verdict()).isEqualTo("diverging");
    assertThat(cycle(report).passes()).isLessThanOrEqualTo(10);
  }

  @Test
  void writer_of_the_time_is_nondeterministic() {
    BuildReport report = world(ToyTask.of("stamp", "clock", "x").secondary("x")).build(false);
    assertThat(report.exit()).isEqualTo(UNSETTLED);
    assertThat(cycle(report).verdict()).isEqualTo("nondeterministic");
  }

  @Test
  void task_behind_an_unsettled_cycle_waits() {
    var world =
        world(ToyTask.of("flip", "flip", "x").secondary("x"), ToyTask.of("after", "mix", "y", "x"));
    BuildReport report = world.build(true);
    assertThat(report.exit()).isEqualTo(UNSETTLED);
    assertThat(world.disk.read("y")).isEmpty();
  }

  @Test
  void edit_that_moves_nothing_in_a_healthy_cycle_costs_one_pass() {
    var world = world(document(5));
    world.build(false);
    world.edit("text", "p 1\nwords that nobody counts\n");
    BuildReport report = world.build(false);
    assertThat(report.exit()).isZero();
    assertThat(cycle(report).passes()).isEqualTo(1);
    assertThat(cycle(report).verdict()).isEqualTo("settled");
  }

  @Test
  void build_that_does_not_settle_leaves_what_last_settled() {
    var world =
        new Simulation(
            1,
            ToyProject.of(
                ToyTask.of("index", "copy", "index", "pages"),
                ToyTask.of("pages", "flip-if:restless", "pages", "source").secondary("index")),
            Map.of("source", "p 1\n"));
    assertThat(world.build(false).exit()).isZero();
    String index = world.disk.read("index").orElseThrow();
    String pages = world.disk.read("pages").orElseThrow();
    world.edit("source", "p 1\nrestless\n");
    BuildReport report = world.build(false);
    assertThat(report.exit()).isEqualTo(UNSETTLED);
    world.quiet();
    assertThat(world.disk.read("index")).contains(index);
    assertThat(world.disk.read("pages")).contains(pages);
  }

  @Test
  void edge_that_is_removed_clears_the_cycle() {
    ToyTask reads = ToyTask.of("one", "gather:3", "a", "source");
    ToyTask other = ToyTask.of("two", "flip", "b", "a");
    var world =
        new Simulation(
            1, ToyProject.of(reads, other), Map.of("source", "p 1\nuse b\n", "text", ""));
    assertThat(world.build(false).cycles()).hasSize(1);
    world.edit("source", "p 1\n");
    BuildReport report = world.build(false);
    assertThat(report.exit()).isZero();
    assertThat(report.cycles()).isEmpty();
    assertThat(world.build(false).tasks().run()).isZero();
    assertThat(
            Oracle.disagreements(
                world.project, world.disk.texts(), java.util.List.of("a", "b"), java.util.Set.of()))
        .isEmpty();
  }

  @Test
  void circle_of_required_dependencies_is_refused_with_all_its_places() {
    var world =
        world(
            ToyTask.of("one", "mix", "a", "c"),
            ToyTask.of("two", "mix", "b", "a"),
            ToyTask.of("three", "mix", "c", "b"));
    BuildReport report = world.build(false);
    assertThat(report.exit()).isEqualTo(2);
    assertThat(report.tasks().run()).isZero();
    String said = report.problems().toString();
    assertThat(said).contains("one", "two", "three");
    for (String path : new String[] {"a", "b", "c"}) {
      int line = lineOfDependency(world.project, path);
      assertThat(said).contains("file=computepods.yaml, line=" + line + ",");
    }
  }

  private static int lineOfDependency(ToyProject project, String path) {
    var lines = project.yaml().lines().toList();
    return lines.indexOf("      - " + path) + 1;
  }
}
