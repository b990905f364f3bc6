package org.computepods.fswatcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.computepods.rules.Digest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that people edit, copy and switch branches with, at work in a watched workspace. */
@Tag("slow")
class RealToolsTest {
  private static final int CHECKED_OUT = 5_000;
  private static final int COPIED = 300;
  private static final int SAVES = 5;
  private static final long PATIENCE_S = 120;

  @TempDir Path folder;
  private Bench bench;

  @BeforeEach
  void open() throws IOException {
    bench = Bench.of(folder);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "backupcopy=no",
        "backupcopy=no backup",
        "backupcopy=no nowritebackup",
        "backupcopy=yes",
        "backupcopy=yes backup",
        "backupcopy=auto backup fsync",
        "backupcopy=auto noswapfile"
      })
  void vim_saving_isHeardOfAsTheFileStands(String options) throws Exception {
    bench.write("paper.tex", "old\n");
    bench.write("chapters/one.tex", "old\n");
    Files.createSymbolicLink(bench.root.resolve("linked.tex"), Path.of("chapters/one.tex"));
    bench.watch();
    for (int i = 0; i < SAVES; i++) {
      String text = "save " + i;
      var heard =
          List.of("paper.tex", "chapters/one.tex").stream()
              .map(
                  file -> bench.listener.next(c -> c.path().equals(file) && isOf(text, c.sha256())))
              .toList();

      vim(options, text, "paper.tex");
      vim(options, text, "linked.tex");

      heard.forEach(h -> h.join());
      bench.sync();
      assertThat(bench.announced()).isEqualTo(bench.truth());
    }
    assertThat(bench.announced().keySet())
        .as("of backups, swap files and probes nothing is said")
        .containsExactlyInAnyOrder("paper.tex", "chapters/one.tex", "linked.tex");
  }

  private static boolean isOf(String line, @Nullable String sha256) {
    return Digest.of(line + "\n").hex().equals(sha256);
  }

  private void vim(String options, String text, String file) throws Exception {
    run(
        bench.root,
        List.of("vim", "-u", "NONE", "-i", "NONE", "-N", "-es"),
        List.of("-c", "set " + options, "-c", "call setline(1, '" + text + "')", "-c", "wq", file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-a", "-a --inplace", "-a --delay-updates", "-a --append-verify"})
  void rsync_overATree_leavesItKnownAsItIs(String options) throws Exception {
    Path from = Files.createDirectories(folder.resolve("from"));
    for (int i = 0; i < COPIED; i++) {
      Deeds.write(from, "d" + i % 7 + "/f" + i, "first " + i);
    }
    Files.createSymbolicLink(from.resolve("link"), Path.of("d0/f0"));
    bench.watch();
    rsync(options, from);
    for (int i = 0; i < COPIED; i += 3) {
      Deeds.write(from, "d" + i % 7 + "/f" + i, "first " + i + " and more");
      Files.delete(from.resolve("d" + (i + 1) % 7 + "/f" + (i + 1)));
      Deeds.write(from, "e" + i % 5 + "/g" + i, "new");
    }

    rsync(options, from);
    bench.sync();

    assertThat(bench.announced()).isEqualTo(bench.truth()).hasSize(COPIED + 1);
    String last = "in/e0/g0";
    var heard = bench.listener.next(c -> c.path().equals(last) && c.kind().equals("modified"));
    Deeds.write(from, "e0/g0", "new, and once more");
    rsync(options, from);
    heard.join();
    bench.sync();
    assertThat(bench.announced()).isEqualTo(bench.truth());
  }

  private void rsync(String options, Path from) throws Exception {
    run(
        bench.root,
        List.of("rsync", "--delete"),
        List.of((options + " " + from + "/ in/").split(" ")));
  }

  @Test
  void git_switchingBranchesOf5000Files_leavesItKnownAsItIs() throws Exception {
    git("init", "-q", "-b", "one");
    for (int i = 0; i < CHECKED_OUT; i++) {
      bench.write("d" + i / 100 + "/f" + i, "one " + i);
    }
    commit("one");
    git("checkout", "-q", "-b", "two");
    for (int i = 0; i < CHECKED_OUT; i++) {
      bench.write("d" + i / 100 + "/f" + i, "two " + i);
    }
    Files.move(bench.root.resolve("d0"), bench.root.resolve("moved"));
    Deeds.delete(bench.root, "d1");
    bench.write("d1", "a file where a folder was");
    commit("two");
    bench.watch();

    git("checkout", "-q", "one");
    bench.sync();
    assertThat(bench.announced()).isEqualTo(bench.truth()).hasSize(CHECKED_OUT);
    var heard = bench.listener.next(c -> c.path().equals("moved/f99"));
    git("checkout", "-q", "two");
    heard.join();
    bench.sync();
    assertThat(bench.announced()).isEqualTo(bench.truth()).hasSize(CHECKED_OUT - 100 + 1);
  }

  private void commit(String message) throws Exception {
    git("add", "-A");
    git("commit", "-q", "-m", message);
  }

  private void git(String... words) throws Exception {
    run(
        bench.root,
        List.of("git", "-c", "user.name=n", "-c", "user.email=n@example.org", "-c", "gc.auto=0"),
        List.of(words));
  }

  private void run(Path where, List<String> program, List<String> words) throws Exception {
    var command = new ArrayList<>(program);
    command.addAll(words);
    Path said = folder.resolve("said");
    var builder =
        new ProcessBuilder(command)
            .directory(where.toFile())
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(said.toFile());
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
    var process = builder.start();
    try {
      assertThat(process.waitFor(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(Files.readString(said)).isZero();
    } finally {
      process.destroyForcibly();
    }
  }
}
