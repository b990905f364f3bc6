package org.computepods.majordomo.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Random projects, built from nothing and after edits, against a plain evaluator. */
class OracleTest {
  private static final int SEEDS = 300;

  /** What once went wrong, and why. */
  private static final long[] ONCE_WRONG = {
    7, // a member ran beside its neighbour in the cycle
    10, // the tool's path on another pod counted as a state of the cycle
    15, // with few slots a member began the next pass before another had its turn in this one
    69, // a discovered edge went away, and who had been in the cycle was not run
    358, // a dropped result's discovered edge did not join: the same run again beside its
    // dependency
    388, // files that a run elsewhere missed were never sent along: taken for an oscillation
  };

  @Test
  void random_projects_build_as_the_oracle_says() {
    Seeds.run("oracle", SEEDS, Judgement::oracle);
  }

  @Test
  void random_projects_with_parts_build_as_the_oracle_says() {
    Seeds.run("oracleOfParts", SEEDS, Judgement::oracleOfParts);
  }

  @Test
  void seeds_that_were_once_wrong_stay_right() {
    Seeds.run("oracle", LongStream.of(ONCE_WRONG), Judgement::oracle);
  }

  @Test
  void oracle_evaluates_a_chain_in_order() {
    ToyProject project =
        ToyProject.of(
            ToyTask.of("last", "select:p", "c", "b"), ToyTask.of("first", "select:p", "b", "a"));
    Oracle.Answer answer = Oracle.cold(project, Map.of("a", "p 1\nx\n"), List.of("c"));
    assertThat(answer.files()).containsEntry("c", "p 1\n");
    assertThat(answer.runs()).isEqualTo(2);
    assertThat(answer.exit()).isZero();
  }

  @Test
  void oracle_skips_what_depends_on_a_failure() {
    ToyProject project =
        ToyProject.of(
            ToyTask.of("bad", "fail-if:bad", "b", "a"), ToyTask.of("after", "mix", "c", "b"));
    Oracle.Answer answer = Oracle.cold(project, Map.of("a", "bad\n"), List.of("c"));
    assertThat(answer.fates())
        .containsEntry("bad", Oracle.Fate.FAILED)
        .containsEntry("after", Oracle.Fate.SKIPPED);
    assertThat(answer.exit()).isEqualTo(1);
  }

  @Test
  void oracle_names_the_period_of_a_flip() {
    ToyProject project = ToyProject.of(ToyTask.of("flip", "flip", "x").secondary("x"));
    Oracle.Ending ending = Oracle.cold(project, Map.of(), List.of("x")).cycles().getFirst();
    assertThat(ending.verdict()).isEqualTo("oscillating");
    assertThat(ending.period()).isEqualTo(2);
  }
}
