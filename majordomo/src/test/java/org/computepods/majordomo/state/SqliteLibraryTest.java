package org.computepods.majordomo.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.computepods.majordomo.core.Memory;
import org.computepods.rules.ArtefactPath;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteLibraryTest {
  private static final long LIMIT_S = 60;

  @TempDir Path folder;
  private Path home;
  private Path temporary;

  /** A process that writes into its database, and is killed. */
  static final class Killed {
    public static void main(String[] words) throws IOException {
      var store = StateStore.open(Path.of(words[0]), System.err::println);
      store.note("w", new Memory.Disowned(ArtefactPath.of("a.txt")));
      store.flush();
      Runtime.getRuntime().halt(store.builds(1).isEmpty() ? 9 : 1);
    }
  }

  @BeforeEach
  void folders() throws IOException {
    home = Files.createDirectory(folder.resolve("home"));
    temporary = Files.createDirectory(folder.resolve("tmp"));
  }

  @Test
  void killedProcesses_leaveNothingInTheTemporaryFolder() throws Exception {
    for (int life = 1; life <= 2; life++) {
      var both = List.of(start("a.db"), start("b.db"));
      for (Process each : both) ended(each);
    }
    assertThat(files(temporary)).isEmpty();
    assertThat(libraries()).hasSize(1);
  }

  @Test
  void halfThatAKilledProcessLeft_isNeverLoaded() throws Exception {
    Path half = Files.createDirectory(home.resolve("sqlite")).resolve("part");
    Files.writeString(half, "half a librar");
    ended(start("a.db"));
    assertThat(files(temporary)).isEmpty();
    assertThat(libraries()).hasSize(1);
    assertThat(half).doesNotExist();
  }

  private Process start(String database) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Djava.io.tmpdir=" + temporary);
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Killed.class.getName());
    command.add(home.resolve(database).toString());
    return new ProcessBuilder(command).inheritIO().start();
  }

  private static void ended(Process process) throws InterruptedException {
    boolean ended = process.waitFor(LIMIT_S, TimeUnit.SECONDS);
    if (!ended) process.destroyForcibly().waitFor();
    assertThat(process.exitValue()).isEqualTo(9);
  }

  private List<Path> libraries() throws IOException {
    return files(home.resolve("sqlite")).stream()
        .filter(file -> file.toString().contains("sqlitejdbc"))
        .toList();
  }

  private static List<Path> files(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.toList();
    }
  }
}
