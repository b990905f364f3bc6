package org.computepods.cli.show;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlainDisplayTest {
  private final FakeTerminal pipe = FakeTerminal.pipe();

  @Test
  void finishedTasks_areOneLineEach() {
    try (var display = new PlainDisplay(pipe.terminal(), false, false)) {
      display.on(Events.planned(12));
      display.on(Events.started("typeset", 0, 12));
      display.on(Events.finished(Events.good("typeset", 1, "This is TeX\n"), 1, 12));
      display.on(Events.finished(Events.good("typeset", 2, ""), 10, 12));
    }
    assertThat(pipe.out())
        .isEqualTo(
            """
            [ 1/12] typeset  412 ms  paper.tex changed
            [10/12] typeset, pass 2  412 ms  paper.tex changed
            """);
    assertThat(pipe.err()).isEmpty();
  }

  @Test
  void failure_comesWithTheToolsOutput_onStderr_evenIfQuiet() {
    try (var display = new PlainDisplay(pipe.terminal(), true, false)) {
      display.on(Events.finished(Events.good("other", 1, "fine"), 1, 3));
      display.on(Events.finished(Events.bad("objects[x.c]", "x.c:1:2: error: no"), 2, 3));
    }
    assertThat(pipe.out()).isEmpty();
    assertThat(pipe.err())
        .isEqualTo(
            """
            [2/3] objects[x.c]  FAILED (exit 2)  35 ms  x.c changed
              gcc failed
            x.c:1:2: error: no
            """);
  }

  @Test
  void runThatMissedWhatCanBeHad_isNoFailure() {
    try (var display = new PlainDisplay(pipe.terminal(), false, false)) {
      display.on(Events.finished(Events.early("paper", "it misses a.pdf"), 0, 2));
    }
    assertThat(pipe.out()).isEqualTo("[0/2] paper  35 ms  it misses a.pdf: it runs again\n");
    assertThat(pipe.err()).isEmpty();
  }

  @Test
  void verbose_printsTheOutputOfSuccessesToo() {
    try (var display = new PlainDisplay(pipe.terminal(), false, true)) {
      display.on(Events.finished(Events.good("typeset", 1, "This is TeX\n"), 1, 3));
    }
    assertThat(pipe.out()).endsWith("This is TeX\n");
  }

  @Test
  void hostileNames_cannotMoveTheCursor() {
    try (var display = new PlainDisplay(pipe.terminal(), false, false)) {
      display.on(Events.finished(Events.good("a\033[2Jb\nc", 1, ""), 1, 3));
    }
    assertThat(pipe.out()).startsWith("[1/3] a?[2Jb?c  ");
  }

  @Test
  void warnings_goToStderr() {
    try (var display = new PlainDisplay(pipe.terminal(), false, false)) {
      display.on(Events.said("warning", "paper.pdf was yours; it is saved"));
      display.on(Events.said("waiting", "for chef latex"));
    }
    assertThat(pipe.err()).isEqualTo("warning: paper.pdf was yours; it is saved\n");
    assertThat(pipe.out()).isEqualTo("waiting: for chef latex\n");
  }
}
