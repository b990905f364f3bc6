package org.computepods.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;

/** A build that has ended, and what can be said about it. */
record Build(Said said, Report report) {

  static Build of(Said said) {
    return new Build(said, Json.read(said.out(), Report.class));
  }

  Build succeeds() {
    return ends(0, "succeeded");
  }

  Build ends(int exit, String result) {
    said.exits(exit);
    assertThat(report.result()).as("result of %s", said).isEqualTo(result);
    return this;
  }

  /** These tasks ran, each of them once, and no other. */
  Build ranOnly(String... tasks) {
    assertThat(tasksRun()).as("tasks run by %s", said).containsExactlyInAnyOrder(tasks);
    assertThat(report.tasks().run()).as("tasks.run of %s", said).isEqualTo(tasks.length);
    return this;
  }

  Build ranOnly(List<String> tasks) {
    return ranOnly(tasks.toArray(String[]::new));
  }

  Build ranNothing() {
    return ranOnly();
  }

  Build ran(String... tasks) {
    assertThat(tasksRun()).as("tasks run by %s", said).contains(tasks);
    return this;
  }

  Build didNotRun(String... tasks) {
    assertThat(tasksRun()).as("tasks run by %s", said).doesNotContain(tasks);
    return this;
  }

  Build saying(String... parts) {
    said.saying(parts);
    return this;
  }

  List<String> tasksRun() {
    return report.runs().stream().map(Report.Run::task).toList();
  }

  /** The cycle with this member, which must be one of the wanted ones. */
  Report.Cycle cycleWith(String member) {
    return report.cycles().stream()
        .filter(cycle -> cycle.members().contains(member))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no cycle with " + member + " in " + said));
  }

  /** A problem at this place, whose message has all of these parts. */
  Build hasProblem(String file, int line, String... parts) {
    assertThat(report.problems())
        .as("problems of %s", said)
        .anySatisfy(
            problem -> {
              assertThat(problem.file()).endsWith(file);
              assertThat(problem.line()).isEqualTo(line);
              Arrays.stream(parts).forEach(part -> assertThat(problem.message()).contains(part));
            });
    return this;
  }
}
