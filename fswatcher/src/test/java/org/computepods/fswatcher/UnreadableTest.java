package org.computepods.fswatcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.computepods.chef.wire.Synced;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What may not be read, or has no name that can be told: said once, left out, and taken up later.
 */
class UnreadableTest {
  @TempDir Path folder;
  private final Logger logger = Logger.getLogger("org.computepods.fswatcher");
  private final Said said = new Said();
  private Unprivileged unprivileged;
  private Bench bench;

  /** What the log has. */
  private static final class Said extends Handler {
    private final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    public void publish(LogRecord record) {
      lines.add(new SimpleFormatter().formatMessage(record));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    List<String> of(String path) {
      return lines.stream().filter(line -> line.contains(path)).toList();
    }
  }

  @BeforeEach
  void open() throws IOException {
    unprivileged = new Unprivileged();
    logger.addHandler(said);
    bench = Bench.of(folder);
  }

  @AfterEach
  void close() throws IOException {
    bench.close();
    logger.removeHandler(said);
    try (var all = Files.newDirectoryStream(bench.root)) {
      for (Path path : all) {
        permit(path, "rwxr-xr-x"); // or it could not be removed
      }
    }
    unprivileged.close();
  }

  @Test
  void fileAndFolder_closedAndOpenedAgain_areLeftOutAndTakenUp() throws IOException {
    bench.write("secret", "S");
    bench.write("closed/deep/in", "I");
    bench.write("open", "O");
    bench.watch();

    permit(bench.root.resolve("secret"), "---------");
    permit(bench.root.resolve("closed"), "---------");
    for (int i = 0; i < 3; i++) {
      bench.write("open", "O" + i);
      assertThat(whatIsWrong(bench.sync())).contains("may not be read", "closed", "secret");
      assertThat(bench.announced()).containsOnlyKeys("open");
    }
    assertThat(said.of("/secret")).hasSize(1);
    assertThat(said.of("/closed")).hasSize(1);

    permit(bench.root.resolve("secret"), "rw-r--r--");
    permit(bench.root.resolve("closed"), "rwxr-xr-x");
    Synced after = bench.sync();
    bench.write("closed/deep/more", "M");
    bench.sync();

    assertThat(after.troubles()).isEmpty();
    assertThat(bench.announced()).isEqualTo(bench.truth()).hasSize(4);
  }

  @Test
  void fileAndFolder_closedFromTheBeginning_areTakenUpWhenTheyOpen() throws IOException {
    bench.write("secret", "S");
    bench.write("closed/in", "I");
    permit(bench.root.resolve("secret"), "---------");
    permit(bench.root.resolve("closed"), "---------");
    bench.watch();
    assertThat(bench.announced()).isEmpty();
    assertThat(whatIsWrong(bench.sync())).contains("closed", "secret");
    var heard =
        List.of("secret", "closed/in").stream()
            .map(path -> bench.listener.next(c -> c.path().equals(path)))
            .toList();

    permit(bench.root.resolve("secret"), "rw-r--r--");
    permit(bench.root.resolve("closed"), "rwxr-xr-x");

    heard.forEach(h -> h.join());
    assertThat(bench.sync().troubles()).isEmpty();
    assertThat(bench.announced()).isEqualTo(bench.truth()).hasSize(2);
  }

  @Test
  void folder_madeClosedWhileWatched_isTakenUpWhenItOpens() throws IOException {
    bench.watch();
    Path closed =
        Files.createDirectory(
            bench.root.resolve("closed"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("-wx------")));
    Files.writeString(closed.resolve("in"), "I");
    bench.sync();

    permit(closed, "rwxr-xr-x");
    bench.sync();

    assertThat(bench.announced()).isEqualTo(bench.truth()).containsOnlyKeys("closed/in");
  }

  @Test
  void names_thatAreNoText_areLeftOutSaidOnceAndTakenUpWhenRenamed() throws Exception {
    shell("mkdir d \"$(printf 'e\\377')\"; echo x >\"$(printf 'e\\377')/in\"");
    shell("echo x >\"$(printf 'd/\\303')\"; echo x >d/fine");
    assertThat(whatIsWrong(bench.watch())).contains("e\\xff", "d/\\xc3");
    shell("echo y >\"$(printf 'd/\\200new')\"");
    for (int i = 0; i < 3; i++) {
      bench.write("open", "O" + i);
      assertThat(whatIsWrong(bench.sync())).contains("e\\xff", "d/\\x80new");
      assertThat(bench.announced()).containsOnlyKeys("open", "d/fine");
    }
    assertThat(said.of("e\\xff")).hasSize(1);
    assertThat(said.of("d/\\x80new")).hasSize(1);

    shell("mv \"$(printf 'e\\377')\" e; mv \"$(printf 'd/\\303')\" d/c");
    shell("rm \"$(printf 'd/\\200new')\"");
    Synced after = bench.sync();

    assertThat(after.troubles()).isEmpty();
    assertThat(bench.announced())
        .isEqualTo(bench.truth())
        .containsOnlyKeys("open", "d/fine", "d/c", "e/in");
  }

  private void shell(String script) throws Exception {
    var process =
        new ProcessBuilder("sh", "-ec", script).directory(bench.root.toFile()).inheritIO().start();
    assertThat(process.waitFor()).isZero();
  }

  private static String whatIsWrong(Synced synced) {
    assertThat(synced.error()).isNull();
    return synced.troubles().toString();
  }

  private static void permit(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }
}
