package org.computepods.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What a command said, and how it ended. */
record Said(List<String> command, int exit, String out, String err) {

  Said exits(int expected) {
    assertThat(exit).as("exit code of %s", this).isEqualTo(expected);
    return this;
  }

  Said saying(String... parts) {
    assertThat(err + out).as("what was said by %s", this).contains(parts);
    return this;
  }

  /** As {@link #saying}, but on stderr. */
  Said complaining(String... parts) {
    assertThat(err).as("complaints of %s", this).contains(parts);
    return this;
  }

  JsonNode json() {
    return Json.read(out);
  }

  @Override
  public String toString() {
    return "%s%n  exit %d%n  out: %s%n  err: %s"
        .formatted(
            String.join(
                " ", command.subList(Math.max(0, command.indexOf(Home.MAIN)), command.size())),
            exit,
            out.strip(),
            err.strip());
  }
}
