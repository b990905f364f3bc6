package org.computepods.cli.show;

import org.computepods.chef.wire.rest.BuildEvent;
import org.computepods.chef.wire.rest.BuildReport.Run;

/** Events as a MajorDomo sends them. */
final class Events {
  private Events() {}

  static BuildEvent planned(int total) {
    return new BuildEvent("b-1", "planned", null, null, 0, total, null, null);
  }

  static BuildEvent started(String task, int done, int total) {
    return new BuildEvent("b-1", "started", task, null, done, total, null, null);
  }

  static BuildEvent finished(Run run, int done, int total) {
    return new BuildEvent("b-1", "finished", run.task(), null, done, total, run, null);
  }

  static BuildEvent said(String kind, String message) {
    return new BuildEvent("b-1", kind, null, message, 0, 3, null, null);
  }

  static Run good(String task, int pass, String log) {
    return new Run(
        task, "latex.pdflatex", pass, "paper.tex changed", "local", 0, 412, log, null, null, 0);
  }

  static Run early(String task, String again) {
    return new Run(task, "rule", 1, "never built", "local", 1, 35, "no a.pdf", null, again, 0);
  }

  static Run bad(String task, String log) {
    return new Run(task, "c.compile", 1, "x.c changed", "local", 2, 35, log, "gcc failed", null, 0);
  }
}
