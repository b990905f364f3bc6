package org.computepods.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.computepods.chef.wire.rest.BuildEvent;
import org.computepods.chef.wire.rest.BuildReport.Run;
import org.computepods.cli.json.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceFileTest {
  @TempDir Path temp;

  private static BuildEvent finished(String task, int pass, long startedMs, long ms) {
    var run = new Run(task, "rule", pass, "moved", "local", 0, ms, null, null, null, startedMs);
    return new BuildEvent("b-1", "finished", task, null, 1, 2, run, null);
  }

  private List<Document> jobs(TraceFile trace) throws IOException {
    trace.write(Map.of(), 100);
    return Document.parse(Files.readString(temp.resolve("trace.json"))).list("traceEvents").stream()
        .filter(event -> event.text("ph").equals("X") && event.number("tid") > 0)
        .toList();
  }

  @Test
  void passes_heardOfAllAtOnce_standWhereTheyWere() throws IOException {
    var trace = new TraceFile(temp.resolve("trace.json"));
    long now = System.currentTimeMillis() + 1;

    trace.on(finished("left", 1, now, 0));
    trace.on(finished("right", 1, now, 0));
    trace.on(finished("left", 2, now, 0));
    trace.on(finished("far", 1, now - 3_600_000, 40));
    trace.on(finished("far", 2, now + 3_600_000, 40));

    var jobs = jobs(trace);
    assertThat(jobs).hasSize(5);
    for (int pass = 1; pass < jobs.size(); pass++) {
      var before = jobs.get(pass - 1);
      if (before.text("name").equals(jobs.get(pass).text("name"))) {
        assertThat(jobs.get(pass).number("ts"))
            .isGreaterThanOrEqualTo(before.number("ts") + before.number("dur"));
      }
    }
  }

  @Test
  void fileThatCannotBe_isRefusedAtOnce() {
    assertThatThrownBy(() -> new TraceFile(temp.resolve("none/trace.json")))
        .hasMessageContaining("there is no folder");
    assertThatThrownBy(() -> new TraceFile(temp)).hasMessageContaining("it is a folder");
  }
}
