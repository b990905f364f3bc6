package org.computepods.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.computepods.cli.commands.CriticalPath.Span;
import org.junit.jupiter.api.Test;

class CriticalPathTest {

  private static Span span(String task, int pass, int startMs, int endMs) {
    return new Span(
        task, pass, startMs * 1000L, endMs * 1000L, endMs - startMs, startMs * 2 + 1, endMs * 2);
  }

  @Test
  void runs_path_isTheLongestChainAndNotTheLongestRun() {
    var a = span("a", 1, 0, 40);
    var b = span("b", 1, 40, 80);
    var alone = span("alone", 1, 0, 70);

    assertThat(CriticalPath.of(List.of(a, alone, b), Map.of("b", Set.of("a"))))
        .containsExactly(a, b);
  }

  @Test
  void cycle_path_followsThePasses() {
    var first = span("left", 1, 0, 10);
    var between = span("right", 1, 10, 30);
    var second = span("left", 2, 30, 50);
    var needs = Map.of("left", Set.of("right"), "right", Set.of("left"));

    assertThat(CriticalPath.of(List.of(first, between, second), needs))
        .containsExactly(first, between, second);
  }

  @Test
  void runThatWasOverLater_path_doesNotWaitForIt() {
    var early = span("reader", 1, 0, 50);
    var late = span("writer", 1, 20, 60);

    assertThat(CriticalPath.of(List.of(early, late), Map.of("reader", Set.of("writer"))))
        .containsExactly(early);
  }

  @Test
  void nothing_path_isEmpty() {
    assertThat(CriticalPath.of(List.of(), Map.of())).isEmpty();
  }
}
