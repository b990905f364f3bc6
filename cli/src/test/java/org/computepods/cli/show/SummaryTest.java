package org.computepods.cli.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.computepods.chef.wire.rest.BuildReport;
import org.computepods.chef.wire.rest.BuildReport.Cycle;
import org.computepods.chef.wire.rest.BuildReport.Problem;
import org.computepods.chef.wire.rest.BuildReport.Tasks;
import org.junit.jupiter.api.Test;

class SummaryTest {
  private static final Paint PLAIN = new Paint(false);

  private static BuildReport report(String result, Tasks tasks, Cycle... cycles) {
    return new BuildReport(
        "b-1",
        "/w",
        result,
        tasks,
        List.of(),
        List.of(cycles),
        List.of(
            new Problem("computepods.yaml", 4, 3, "unknown key 'ouputs' (did you mean outputs?)"),
            new Problem("", 0, 0, "something else")),
        List.of(),
        1234,
        0);
  }

  @Test
  void line_countsWhatThereWas() {
    assertThat(new Summary(report("failed", new Tasks(3, 1, 12, 1, 2))).line(PLAIN))
        .isEqualTo("failed: 1 failed, 3 run, 1 restored, 2 skipped, 12 up to date, 1.2 s");
    assertThat(new Summary(report("succeeded", new Tasks(0, 0, 0, 0, 0))).line(PLAIN))
        .isEqualTo("succeeded: nothing to do, 1.2 s");
    assertThat(new Summary(report("cancelled", new Tasks(0, 0, 0, 0, 0))).line(PLAIN))
        .isEqualTo("cancelled: nothing was finished, 1.2 s");
  }

  @Test
  void cycles_thatMovedOrDidNotSettle_areTold() {
    Summary summary =
        new Summary(
            report(
                "unsettled",
                new Tasks(0, 0, 0, 0, 0),
                new Cycle(List.of("a", "b"), 3, "settled", 0, List.of(), ""),
                new Cycle(List.of("quiet"), 0, "settled", 0, List.of(), ""),
                new Cycle(
                    List.of("c"),
                    1,
                    "oscillating",
                    2,
                    List.of("x.aux"),
                    "x.aux alternates, line 1:\n- a\n+ b")));
    assertThat(summary.cycles(PLAIN))
        .containsExactly(
            "cycle of a, b: settled after 3 passes",
            "cycle of c: oscillating after 1 pass, period 2; what moves: x.aux",
            "  x.aux alternates, line 1:",
            "  - a",
            "  + b");
  }

  @Test
  void problems_standAtTheirPlace() {
    assertThat(new Summary(report("invalid", new Tasks(0, 0, 0, 0, 0))).problems())
        .containsExactly(
            "computepods.yaml:4:3: unknown key 'ouputs' (did you mean outputs?)", "something else");
  }
}
