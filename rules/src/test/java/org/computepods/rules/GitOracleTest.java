package org.computepods.rules;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Ignore files as git itself reads them: random ones, on random trees. */
@Tag("slow")
class GitOracleTest {
  private static final int SEEDS = Integer.getInteger("computepods.seeds", 30);
  private static final long FIRST_SEED = Long.getLong("computepods.seed", 1);

  /** Seeds that once differed: a {@code /} behind a {@code \}. */
  private static final long[] ONCE_OTHERWISE = {135, 177, 267, 507, 541, 622};

  private static final int FILES = 60;
  private static final int LINES = 6;
  private static final List<String> NAMES =
      List.of(
          "a", "b", "ab", "abc", "a.o", "b.o", "#a", "!b", "a b", "[a]", "a*b", "x\\y", "build");
  private static final List<String> PIECES =
      List.of(
          "a",
          "b",
          "c",
          "a.o",
          "*",
          "*",
          "?",
          "*.o",
          "[ab]",
          "[!a]",
          "[^b]",
          "[a-c]",
          "[]a]",
          "[[:alpha:]]",
          "\\a",
          "\\*",
          "\\[a]",
          "build",
          "#a",
          "\\#a",
          "\\!b",
          " ",
          "\\");

  @TempDir Path folder;

  static LongStream seeds() {
    var next = LongStream.range(FIRST_SEED, FIRST_SEED + SEEDS);
    return LongStream.concat(next, LongStream.of(ONCE_OTHERWISE)).distinct();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void tree_byItsIgnoreFiles_hasIgnoredWhatGitIgnores(long seed) throws Exception {
    var random = new Random(seed);
    var paths = tree(random);
    var files = new IgnoreFiles(List.of());
    var texts = new ArrayList<String>();
    for (String in : folders(paths)) {
      if (in.isEmpty() || random.nextInt(4) == 0) {
        String text = text(random);
        Files.writeString(folder.resolve(in).resolve(IgnoreFiles.NAME), text);
        files.put(in, IgnoreFile.of(text));
        texts.add("'" + in + "': " + text);
      }
    }
    git(List.of("init", "-q"), "");

    var byGit = byGit(paths);

    var ours = new TreeSet<String>();
    for (String path : paths) {
      if (ignored(files, path)) {
        ours.add(path);
      }
    }
    assertThat(ours).as("seed %d, %s", seed, texts).isEqualTo(byGit);
  }

  private static boolean ignored(IgnoreFiles files, String path) {
    for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
      if (files.ignores(path.substring(0, slash), true).orElse(false)) {
        return true;
      }
    }
    return files.ignores(path, false).orElse(false);
  }

  private Set<String> tree(Random random) throws IOException {
    var paths = new TreeSet<String>();
    for (int i = 0; i < FILES; i++) {
      var steps = new ArrayList<String>();
      for (int depth = 1 + random.nextInt(4); depth > 0; depth--) {
        steps.add(NAMES.get(random.nextInt(NAMES.size())));
      }
      Path file = folder.resolve(String.join("/", steps));
      try {
        Files.createDirectories(file.getParent());
        Files.createFile(file);
        paths.add(String.join("/", steps));
      } catch (IOException taken) {
        // A folder or a file has its name.
      }
    }
    return paths;
  }

  private static Set<String> folders(Set<String> paths) {
    var folders = new TreeSet<String>();
    folders.add("");
    for (String path : paths) {
      for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
        folders.add(path.substring(0, slash));
      }
    }
    return folders;
  }

  private static String text(Random random) {
    var text = new StringBuilder();
    for (int line = random.nextInt(LINES); line >= 0; line--) {
      text.append(random.nextInt(4) == 0 ? "!" : "").append(random.nextInt(4) == 0 ? "/" : "");
      for (int step = random.nextInt(3); step >= 0; step--) {
        if (random.nextInt(6) == 0) {
          text.append("**"); // As a part of a step, git reads it otherwise than its manual.
        } else {
          for (int piece = random.nextInt(2); piece >= 0; piece--) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
          }
        }
        text.append(step > 0 ? "/" : "");
      }
      // Without its end: in the midst of a pattern it would go on behind a slash, by git's reading.
      text.append(random.nextInt(8) == 0 ? "[a" : "");
      text.append(random.nextInt(4) == 0 ? "/" : "").append(random.nextInt(8) == 0 ? " " : "");
      text.append(random.nextInt(10) == 0 ? "\r\n" : "\n");
    }
    return text.toString();
  }

  private Set<String> byGit(Set<String> paths) throws Exception {
    String said =
        git(
            List.of("check-ignore", "--no-index", "-z", "--stdin"),
            String.join("\0", paths) + "\0");
    var ignored = new TreeSet<>(Arrays.asList(said.split("\0")));
    ignored.remove("");
    return ignored;
  }

  /** What git says; 1 is the exit code of one that has nothing to say. */
  private String git(List<String> words, String in) throws Exception {
    var command = new ArrayList<>(List.of("git", "-c", "core.excludesFile=/dev/null"));
    command.addAll(words);
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
    builder.environment().put("HOME", folder.toString());
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    var process = builder.start();
    try (var to = process.getOutputStream()) {
      to.write(in.getBytes(UTF_8));
    }
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).isIn(0, 1);
    return said;
  }
}
