package org.computepods.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code log -f}: what a tool says, and what is written to a log, while it comes. */
class FollowTest {
  @RegisterExtension final Kitchen kitchen = new Kitchen();

  @Test
  void task_followedWhileItRuns_saysAllToItsEnd() throws Exception {
    Path started = kitchen.outside("started");
    Path goOn = kitchen.outside("go-on");
    var work =
        kitchen.of(
            Map.of(
                "computepods.yaml",
                """
                project: slow
                tasks:
                  slow:
                    outputs: [b]
                    sh: "echo first; : > %s; until [ -e %s ]; do sleep 0.05; done; echo last; : > b"
                """
                    .formatted(started, goOn)));
    try (var build = work.startBuild()) {
      FileWaits.until(started, "the tool runs", () -> Files.exists(started));
      try (var log = work.home().start(work.folder(), "log", "-f", "slow")) {
        log.says("first");
        Files.createFile(goOn);

        Said said = log.ends().exits(0);

        assertThat(said.out()).isEqualTo("first\nlast\n");
      }
      Build.of(build.ends()).succeeds();
    }
    work.cpCtrl("log", "-f", "slow").exits(0).saying("first", "last", "does not run");
  }

  @Test
  void logFile_followed_goesOnWhereItWasCutAndEndsByInterruption() {
    var work =
        kitchen.of(
            Map.of(
                "computepods.yaml",
                """
                project: logs
                logs: ["*.progress"]
                tasks:
                  copy: {dependencies: [a], outputs: [b], command: [cp, a, b]}
                """,
                "a",
                "1\n"));
    work.build().succeeds();
    work.write("x.progress", "one\n");
    try (var log = work.home().start(work.folder(), "log", "-f", "x.progress")) {
      log.says("one");
      work.append("x.progress", "two\n");
      log.says("two");
      work.write("x.progress", "cut\n");
      log.says("begins anew").says("cut");

      log.interrupt().ends().exits(130);
    }
    work.build().succeeds().ranNothing();
  }
}
