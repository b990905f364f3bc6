package org.computepods.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The project that the AOT caches are trained with: one that is refused trains nothing. */
class PracticeTest {

  private static final Path PROJECT =
      Path.of("").toAbsolutePath().resolveSibling("scripts/lib/practice.yaml");

  @RegisterExtension final Kitchen kitchen = new Kitchen();

  @Test
  void practice_built_doesAllThatItIsToTrain() throws IOException {
    var practice = kitchen.empty();
    practice.write("computepods.yaml", Files.readString(PROJECT));
    for (int n : new int[] {1, 4, 9}) practice.write("in/" + n + ".txt", n + "\n");

    var build = practice.build().succeeds();

    assertThat(build.cycleWith("round").verdict()).isEqualTo("settled");
    assertThat(practice.read("round.txt")).isEqualTo("1\n4\n9\n");
    practice.write("in/4.txt", "40\n");
    practice.build().succeeds().ran("noted[in/9.txt]");
    assertThat(practice.read("round.txt")).isEqualTo("1\n40\n9\n");
  }
}
