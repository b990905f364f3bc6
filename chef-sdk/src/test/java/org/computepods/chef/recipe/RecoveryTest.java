package org.computepods.chef.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.computepods.chef.recipe.Journal.Entry;
import org.computepods.chef.recipe.Journal.How;
import org.computepods.rules.Digest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecoveryTest {
  @TempDir Path folder;
  private Workshop at;

  @BeforeEach
  void open() throws IOException {
    at = new Workshop(folder);
  }

  @AfterEach
  void close() {
    at.close();
  }

  @Test
  void workspace_whosePodWasKilledInMidJob_isAsBefore() throws Exception {
    // Given outputs of an earlier run, and a pod in a process of its own that runs the job again
    at.write("out", "good");
    at.write("with space\nand line", "aux");
    new ProcessBuilder("mkfifo", at.path("begun").toString()).start().waitFor();
    var pod =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                PodOfOneJob.class.getName(),
                folder.toString())
            .inheritIO()
            .start();
    Files.readString(at.path("begun"));
    assertThat(at.read("out")).isEqualTo("half\n");

    // When the pod is killed with kill -9 and the workspace opened again
    pod.destroyForcibly().waitFor();
    List<String> changed = Recovery.recover(at.workspace, at.store);

    // Then
    assertThat(changed).containsExactlyInAnyOrder("out", "with space\nand line", "new/one");
    assertThat(at.read("out")).isEqualTo("good");
    assertThat(at.read("with space\nand line")).isEqualTo("aux");
    assertThat(at.files()).containsExactly("begun", "out", "with space\nand line");
    assertThat(at.store.has(Digest.of("half\n"))).as("what was half made").isTrue();
    assertThat(Recovery.recover(at.workspace, at.store)).isEmpty();
  }

  /** A pod that is in the middle of a job for ever. */
  static final class PodOfOneJob {
    private PodOfOneJob() {}

    public static void main(String[] args) throws Exception {
      try (var at = new Workshop(Path.of(args[0]))) {
        var results =
            at.job(
                    "echo half > out; echo x >> 'with space\nand line'; echo y > new/one; "
                        + "echo go > begun; exec sleep 1000")
                .output("out")
                .output("new/one")
                .auxiliary("with space\nand line")
                .readsBack("with space\nand line")
                .ours("out", Digest.of("good"))
                .ours("with space\nand line", Digest.of("aux"))
                .timeoutS(3600)
                .run();
        System.out.println(results);
      }
    }
  }

  @Test
  void job_cutOffAfterAnyStep_isUndoneOrNeverBegan() throws Exception {
    // Each stage is what the disk holds if the pod dies right after it.
    List<Entry> entries =
        List.of(
            new Entry(How.MOVED, "moved"),
            new Entry(How.COPIED, "copied"),
            new Entry(How.NEW, "fresh"));
    for (int stage = 0; stage <= 5; stage++) {
      at.write("moved", "old moved");
      at.write("copied", "old copied");
      Ground ground = Ground.at(at.workspace);
      var done = new ArrayList<String>();
      if (stage == 0) {
        Files.createDirectories(ground.tmp());
        Files.writeString(ground.tmp().resolve("j.journal"), "for j\nMOVED mov");
        done.add("half a journal");
      } else {
        Aside aside = Aside.plan(ground, at.journals, "j", entries);
        done.add("journal");
        if (stage >= 2) {
          Files.move(at.path("moved"), aside.at(0));
          done.add("moved");
        }
        if (stage >= 3) {
          Files.copy(at.path("copied"), aside.at(1));
          done.add("copied");
        }
        if (stage >= 4) {
          at.write("moved", "half");
          at.write("copied", "half");
          at.write("fresh", "half");
          done.add("tool at work");
        }
        if (stage >= 5) {
          aside.bringBack(0, Files::delete);
          done.add("first brought back");
        }
      }

      Recovery.recover(at.workspace, at.store);

      assertThat(at.files()).as("after %s", done).containsExactly("copied", "moved");
      assertThat(at.read("moved")).as("after %s", done).isEqualTo("old moved");
      assertThat(at.read("copied")).as("after %s", done).isEqualTo("old copied");
    }
  }

  @Test
  void workspace_neverUsed_needsNothing() throws IOException {
    assertThat(Recovery.recover(at.workspace, at.store)).isEmpty();
    assertThat(at.files()).isEmpty();
  }
}
