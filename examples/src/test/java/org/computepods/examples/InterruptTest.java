package org.computepods.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Builds that are cut short: nothing is left over, and the next one is right. */
class InterruptTest {

  /** Stands in the command line of the sleep of this test, and of no other process. */
  private final String seconds = "100." + ThreadLocalRandom.current().nextInt(100_000, 999_999);

  @RegisterExtension final Kitchen kitchen = new Kitchen();

  private Workspace sleepy(Path started, Path goOn) {
    return kitchen.of(
        Map.of(
            "computepods.yaml",
            """
            project: sleepy
            tasks:
              slow:
                dependencies: [input.txt]
                outputs: [slow.txt]
                sh: "echo half > {outputs}; : > %s; [ -e %s ] || sleep %s; cat {dependencies} > {outputs}"
            """
                .formatted(started, goOn, seconds),
            "input.txt",
            "whole\n"));
  }

  private List<ProcessHandle> sleepers() {
    return ProcessHandle.allProcesses()
        .filter(p -> p.info().commandLine().orElse("").contains("sleep " + seconds))
        .toList();
  }

  private void noSleeperIsLeft() throws Exception {
    for (ProcessHandle sleeper : sleepers()) sleeper.onExit().get(2, TimeUnit.SECONDS);
    assertThat(sleepers()).isEmpty();
  }

  @Test
  void build_interrupted_killsItsToolsAndPutsThingsBack() throws Exception {
    Path started = kitchen.outside("started");
    Path goOn = kitchen.outside("go-on");
    var sleepy = sleepy(started, goOn);
    try (var build = sleepy.startBuild("slow.txt")) {
      FileWaits.until(
          started, "the tool runs", () -> Files.exists(started) && !sleepers().isEmpty());

      build.interrupt().ends().exits(130);
    }

    noSleeperIsLeft();
    assertThat(sleepy.has("slow.txt")).as("a half-made output").isFalse();
    Files.createFile(goOn);
    sleepy.build("slow.txt").succeeds();
    assertThat(sleepy.read("slow.txt")).isEqualTo("whole\n");
  }

  @Test
  void build_whoseTerminalIsClosed_ends() throws Exception {
    assumeFalse(isHangUpIgnored(), "under nohup a closed terminal is nothing to end for");
    Path started = kitchen.outside("started");
    var sleepy = sleepy(started, kitchen.outside("go-on"));
    try (var build = sleepy.startBuild("slow.txt")) {
      FileWaits.until(
          started, "the tool runs", () -> Files.exists(started) && !sleepers().isEmpty());

      build.signal("HUP");
      build.ends().exits(130);
    }
    noSleeperIsLeft();
  }

  /** Whether this process, and so each that it starts, was told to ignore SIGHUP. */
  private static boolean isHangUpIgnored() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return false;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("SigIgn:"))
        .map(line -> Long.parseUnsignedLong(line.substring("SigIgn:".length()).strip(), 16))
        .anyMatch(ignored -> (ignored & 1) != 0);
  }

  @Test
  void build_thatAnotherTerminalCancels_ends() throws Exception {
    Path started = kitchen.outside("started");
    var sleepy = sleepy(started, kitchen.outside("go-on"));
    try (var build = sleepy.startBuild("slow.txt")) {
      FileWaits.until(
          started, "the tool runs", () -> Files.exists(started) && !sleepers().isEmpty());

      sleepy.cpCtrl("cancel").exits(0).saying("cancelled b-");
      Build.of(build.ends()).ends(130, "cancelled");
    }
    noSleeperIsLeft();
    sleepy.cpCtrl("cancel").exits(0).saying("no build is under way here");
    sleepy.cpCtrl("cancel", "b-none").exits(2).complaining("b-none");
  }

  @Test
  void viewByAProgram_buildInterrupted_isKilledAndNotBegunAgain() throws Exception {
    Path started = kitchen.outside("started");
    var sleepy =
        kitchen.of(
            Map.of(
                "computepods.yaml",
                """
                tasks:
                  seen:
                    dependencies:
                      - artefact: input.txt
                        view: {program: [sh, -c, "echo x >> %s; exec sleep %s"]}
                    outputs: [seen.txt]
                    sh: "cat input.txt > seen.txt"
                """
                    .formatted(started, seconds),
                "input.txt",
                "whole\n"));
    try (var build = sleepy.startBuild("seen.txt")) {
      FileWaits.until(
          started, "the program looks", () -> Files.exists(started) && !sleepers().isEmpty());

      build.interrupt().ends().exits(130);
    }

    noSleeperIsLeft();
    assertThat(Files.readString(started)).isEqualTo("x\n");
  }

  @Test
  void client_killed_itsBuildEndsAndNoToolIsLeft() throws Exception {
    Path started = kitchen.outside("started");
    var sleepy = sleepy(started, kitchen.outside("go-on"));
    List<ProcessHandle> tools;
    try (var build = sleepy.startBuild("slow.txt")) {
      FileWaits.until(
          started, "the tool runs", () -> Files.exists(started) && !sleepers().isEmpty());
      tools = sleepers();

      build.signal("KILL");
    }

    for (ProcessHandle tool : tools) tool.onExit().get(20, TimeUnit.SECONDS);
    sleepy.cpCtrl("builds").exits(0).saying("cancelled");
    assertThat(sleepy.has("slow.txt")).as("a half-made output").isFalse();
  }

  @Test
  void federation_killedInMidBuild_nextBuildIsRight() throws Exception {
    Path started = kitchen.outside("started");
    Path goOn = kitchen.outside("go-on");
    var sleepy = sleepy(started, goOn);
    try (var build = sleepy.startBuild("slow.txt")) {
      FileWaits.until(
          started, "the tool runs", () -> Files.exists(started) && !sleepers().isEmpty());

      for (ProcessHandle process : sleepy.home().processes()) {
        process.destroyForcibly();
        process.onExit().get(5, TimeUnit.SECONDS);
      }
      build.ends().exits(3);
    }

    Files.createFile(goOn);
    sleepy.build("slow.txt").succeeds();
    assertThat(sleepy.read("slow.txt")).isEqualTo("whole\n");
    noSleeperIsLeft();
    sleepy.build("slow.txt").succeeds().ranNothing();
  }
}
