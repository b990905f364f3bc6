package org.computepods.cli.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LiveDisplayTest {
  private final AtomicLong nowMs = new AtomicLong();

  private LiveDisplay display(FakeTerminal screen) {
    return new LiveDisplay(screen.terminal(), false, nowMs::get);
  }

  @Test
  void running_oneLineEachAndABar_redrawnInPlace() {
    FakeTerminal screen = FakeTerminal.screen(60);
    try (LiveDisplay display = display(screen)) {
      display.on(Events.planned(4));
      assertThat(screen.out()).isEmpty();
      display.on(Events.started("typeset", 0, 4));
      nowMs.set(1500);
      display.on(Events.started("figure", 0, 4));
      assertThat(screen.out())
          .isEqualTo(
              """
                typeset  0 ms
              [╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌] 0/4
              \033[2A\r\033[J  typeset  1.5 s
                figure  0 ms
              [╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌] 0/4
              """);
      nowMs.set(3000);
      display.on(Events.finished(Events.good("typeset", 1, ""), 1, 4));
      assertThat(screen.out())
          .endsWith(
              """
              \033[3A\r\033[J[1/4] typeset  412 ms  paper.tex changed
                figure  1.5 s
              [━━━━━━╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌] 1/4, about 9.0 s left
              """);
    }
    assertThat(screen.out()).endsWith("\033[2A\r\033[J");
  }

  @Test
  void cycle_goesRoundAgain_theBarSaysThePass() {
    FakeTerminal screen = FakeTerminal.screen(60);
    try (LiveDisplay display = display(screen)) {
      display.on(Events.started("left", 0, 2));
      display.on(Events.finished(Events.good("left", 2, ""), 1, 2));
      display.on(Events.started("right", 1, 2));
      assertThat(screen.out()).endsWith("] 1/2, pass 2\n");
    }
  }

  @Test
  void failure_staysWithItsOutput_aboveWhatIsDrawn() {
    FakeTerminal screen = FakeTerminal.screen(60);
    try (LiveDisplay display = display(screen)) {
      display.on(Events.started("objects[x.c]", 0, 1));
      display.on(Events.finished(Events.bad("objects[x.c]", "x.c:1: no\n"), 1, 1));
    }
    assertThat(screen.out())
        .endsWith(
            """
            \033[2A\r\033[J[1/1] objects[x.c]  FAILED (exit 2)  35 ms  x.c changed
              gcc failed
            x.c:1: no
            """);
  }

  @Test
  void narrowScreen_noLineIsWider() {
    FakeTerminal screen = FakeTerminal.screen(30);
    try (LiveDisplay display = display(screen)) {
      display.on(Events.started("a/very/long/path/to/some/artefact.o", 3, 1000));
      display.on(Events.started("漢字漢字漢字漢字漢字漢字漢字", 3, 1000));
    }
    assertThat(screen.out().lines().filter(line -> !line.contains("\033")))
        .allSatisfy(line -> assertThat(Text.columns(line)).isLessThan(30));
  }

  @Test
  void manyRunning_areCut() {
    FakeTerminal screen = FakeTerminal.screen(80);
    try (LiveDisplay display = display(screen)) {
      for (int i = 1; i <= 20; i++) {
        display.on(Events.started("task" + i, 0, 20));
      }
      assertThat(screen.out())
          .contains("task12  ")
          .contains("  and 8 more\n")
          .doesNotContain("task13");
    }
  }

  @Test
  void nothingRuns_nothingIsDrawn_noWidthAsked() {
    FakeTerminal screen = FakeTerminal.screen(-1);
    try (LiveDisplay display = display(screen)) {
      display.on(Events.planned(1000));
      display.tick();
    }
    assertThat(screen.out()).isEmpty();
  }
}
