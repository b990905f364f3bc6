package org.computepods.fswatcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Workspaces in which what git ignores is left out. */
class GitIgnoreTest {
  private static final int SEEDS = Integer.getInteger("computepods.seeds", 3);
  private static final long FIRST_SEED = Long.getLong("computepods.seed", 1);
  private static final int ROUNDS = 40;
  private static final int OPERATIONS = 15;

  @TempDir Path folder;
  private Bench bench;

  @BeforeEach
  void open() throws IOException {
    bench = Bench.of(folder).heedingGit();
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void ignoredFolders_costNoWatchAndSayNothing() throws Exception {
    bench.write(".gitignore", "/build/\n*.o\n");
    bench.write("build/deep/a", "A");
    bench.write("src/x.o", "O");
    bench.write("src/x.c", "C");
    bench.write("src/.gitignore", "gen/\n!keep.o\n");
    bench.write("src/gen/y/z", "Z");
    bench.write("src/keep.o", "K");
    bench.watch();

    bench.write("build/more/b", "B");
    bench.write("src/gen/n", "N");
    bench.write("src/y.o", "O");
    bench.write("other/build/c", "not the one at the top");
    bench.sync();

    assertThat(bench.announced())
        .containsOnlyKeys(".gitignore", "src/.gitignore", "src/x.c", "src/keep.o", "other/build/c");
    // The workspace, the cookies, src, other and other/build.
    assertThat(bench.workspaces.status().getFirst().watches()).isEqualTo(5);
  }

  @Test
  void ignoreFile_editedWhileWatched_takesOutAndTakesIn() throws Exception {
    bench.write("d/a.o", "O");
    bench.write("d/b.c", "C");
    bench.write("out/deep/x", "X");
    bench.watch();

    bench.write(".gitignore", "*.o\nout/\n");
    bench.sync();
    assertThat(bench.announced()).containsOnlyKeys(".gitignore", "d/b.c");
    assertThat(bench.workspaces.status().getFirst().watches()).isEqualTo(3);

    bench.write("out/deep/y", "Y");
    bench.write(".gitignore", "*.c\n");
    bench.sync();
    assertThat(bench.announced())
        .containsOnlyKeys(".gitignore", "d/a.o", "out/deep/x", "out/deep/y");

    var heard = bench.listener.next(c -> c.path().equals("d/b.c"));
    Files.delete(bench.root.resolve(".gitignore"));
    heard.join();
    bench.write("out/deep/z", "Z");
    bench.sync();
    assertThat(bench.announced()).isEqualTo(bench.truth()).hasSize(5);
  }

  @Test
  void projectsOwnList_outranksGits() throws Exception {
    bench.ignoring("!/paper.pdf", "!/out/", "*.bak");
    bench.write(".gitignore", "*.pdf\nout/\n!x.bak\n");
    bench.write("paper.pdf", "P");
    bench.write("other.pdf", "P");
    bench.write("out/x", "X");
    bench.write("x.bak", "B");

    bench.watch();

    assertThat(bench.announced()).containsOnlyKeys(".gitignore", "paper.pdf", "out/x");
  }

  @Test
  void ignoreFile_changedWhileNobodyWatched_isHeeded() throws Exception {
    bench.write("a.o", "O");
    bench.write("b.c", "C");
    bench.write("out/x", "X");
    bench.watch();
    bench.close();
    bench.write(".gitignore", "*.o\nout/\n");

    bench = bench.again().heedingGit();
    bench.watch();

    assertThat(bench.announced()).containsOnlyKeys(".gitignore", "b.c");
  }

  @Test
  void filesAboveTheWorkspace_countAsFarAsTheRepositoryGoes() throws Exception {
    Files.createDirectories(folder.resolve(".git/info"));
    Files.writeString(folder.resolve(".git/info/exclude"), "*.x\n");
    Files.writeString(folder.resolve(".gitignore"), "/workspace/out\n*.o\n");
    bench.write("out/a", "A");
    bench.write("a.o", "O");
    bench.write("a.x", "X");
    bench.write("a.c", "C");

    bench.watch();

    assertThat(bench.announced()).containsOnlyKeys("a.c");
  }

  static LongStream seeds() {
    return LongStream.range(FIRST_SEED, FIRST_SEED + SEEDS);
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("seeds")
  void randomTree_withRandomIgnoreFiles_isToldAsGitListsIt(long seed) throws Exception {
    System.out.println("GitIgnoreTest seed " + seed);
    var random = new Random(seed);
    var operations =
        new RandomOperations(
            bench.root, Files.createDirectories(folder.resolve("outside")), random);
    git("init", "-q");
    bench.watch();
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < OPERATIONS; i++) {
        operations.one();
      }
      ignoreFile(random);

      bench.sync();

      assertThat(bench.announced().keySet()).as("round %d", round).isEqualTo(listed());
    }
  }

  /** Writes one somewhere, or removes it. */
  private void ignoreFile(Random random) throws IOException {
    Path in = bench.root;
    for (int depth = random.nextInt(3); depth > 0; depth--) {
      Path next = in.resolve("n" + random.nextInt(6));
      in = Files.isDirectory(next, java.nio.file.LinkOption.NOFOLLOW_LINKS) ? next : in;
    }
    var text = new StringBuilder();
    for (int line = random.nextInt(4); line > 0; line--) {
      text.append(random.nextInt(3) == 0 ? "!" : "")
          .append(random.nextInt(3) == 0 ? "/" : "")
          .append(List.of("n", "n", "d", "e", "f1", "*").get(random.nextInt(6)))
          .append(List.of("*", "[0-3]", "?", "2", "1/n2", "*/n1").get(random.nextInt(6)))
          .append(random.nextInt(3) == 0 ? "/\n" : "\n");
    }
    Path file = in.resolve(".gitignore");
    if (text.isEmpty()) {
      Files.deleteIfExists(file);
    } else {
      Files.writeString(file, text);
    }
  }

  /** What git would add, if it were told to add all. */
  private Set<String> listed() throws Exception {
    String said = git("ls-files", "--others", "--exclude-standard", "-z");
    var paths = new TreeSet<>(Arrays.asList(said.split("\0")));
    paths.remove("");
    return paths;
  }

  private String git(String... words) throws Exception {
    var command = new java.util.ArrayList<>(List.of("git", "-c", "core.excludesFile=/dev/null"));
    command.addAll(List.of(words));
    var builder = new ProcessBuilder(command).directory(bench.root.toFile());
    builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
    builder.environment().put("HOME", folder.toString());
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    var process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).isZero();
    return said;
  }
}
