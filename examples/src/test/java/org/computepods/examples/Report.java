package org.computepods.examples;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** What {@code build --json} prints, with the names that are promised. */
record Report(
    String build,
    String result,
    Tasks tasks,
    List<Run> runs,
    List<Cycle> cycles,
    List<Problem> problems,
    List<String> warnings) {

  record Tasks(int run, int restored, int upToDate, int failed, int skipped) {}

  record Run(
      String task,
      String rule,
      int pass,
      String reason,
      String chef,
      @JsonProperty("exit") int exit,
      long ms) {}

  record Cycle(
      List<String> members,
      int passes,
      String verdict,
      int period,
      List<String> moving,
      String evidence) {}

  record Problem(String file, int line, int column, String message) {}
}
