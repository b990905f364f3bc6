package org.computepods.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
  @ParameterizedTest
  @CsvSource({
    "src/**/*.c, src/x.c, true",
    "src/**/*.c, src/a/b/x.c, true",
    "src/**/*.c, lib/src/x.c, false",
    "src/*.c, src/a/x.c, false",
    "*.c, x.c, true",
    "*.c, a/b/x.c, true",
    "/*.c, x.c, true",
    "/*.c, a/x.c, false",
    "**/*.c, x.c, true",
    "**/x.c, a/x.c, true",
    "a/**, a/b/c, true",
    "a/**, a, false",
    "a/**/b, a/b, true",
    "a/**/b, a/x/y/b, true",
    "a/**/b/**/c, a/b/x/b/c, true",
    "a/**/b/**/c, a/x/c, false",
    "**, a/b, true",
    "a/***/b, a/x/y/b, true",
    "a**b, axxb, true",
    "a/x**y, a/x/y, false",
    "?.c, x.c, true",
    "?.c, xy.c, false",
    "a?b, a/b, false",
    "[a-c].txt, b.txt, true",
    "[a-c].txt, d.txt, false",
    "[!a-c].txt, d.txt, true",
    "[^a-c].txt, a.txt, false",
    "[]a].txt, ].txt, true",
    "[[:digit:]].txt, 7.txt, true",
    "[[:digit:]x].txt, y.txt, false",
    "[a\\-z].txt, -.txt, true",
    "[a\\-z].txt, m.txt, false",
    "a\\*b, a*b, true",
    "a\\*b, axb, false",
    "a*\\/b, ax/b, true",
    "a?\\/b, ax\\/b, false",
    "a*\\\\/b, ax\\/b, true",
    "**\\/b, b, false",
    "**\\/b, x/y/b, true",
    "docs/, docs, false",
    "*.tar.gz, a.tar.gz, true",
    "*a*b*c, xaybzc, true",
    "*a*b*c, xaybzcd, false",
    "src, src, true",
    "src, a/src, true",
    "a/b, x/a/b, false",
  })
  void glob_onAPath_matchesAsGitignoreDoes(String glob, String path, boolean matches) {
    assertThat(Glob.of(glob).matches(path)).isEqualTo(matches);
  }

  @Test
  void globForFolders_onAFolder_matchesIt() {
    assertThat(Glob.of("build/").matches("a/build", true)).isTrue();
    assertThat(Glob.of("build/").matches("a/build", false)).isFalse();
    assertThat(Glob.of("a\\\\/").matches("a\\", true)).isTrue();
  }

  @Test
  void glob_withManyStars_stillEndsSoon() {
    String path = "a".repeat(5_000);
    assertThat(Glob.of("*a".repeat(50) + "b").matches(path)).isFalse();
    assertThat(Glob.of("**/a/".repeat(50) + "b").matches("a/".repeat(2_000) + "c")).isFalse();
  }

  @Test
  void glob_withoutEndOfClass_isRefused() {
    assertThatThrownBy(() -> Glob.of("[a-")).hasMessageContaining("without its ']'");
    assertThatThrownBy(() -> Glob.of("")).hasMessageContaining("empty step");
    assertThatThrownBy(() -> Glob.of("a//b")).hasMessageContaining("empty step");
  }

  @Test
  void quotedText_asGlob_matchesOnlyItself() {
    String odd = "a[1]*?\\b.c";
    assertThat(Glob.isPattern(odd)).isTrue();
    assertThat(Glob.isPattern(Glob.quote(odd))).isFalse();
    assertThat(Glob.unquote(Glob.quote(odd))).isEqualTo(odd);
    assertThat(Glob.of(Glob.quote(odd)).matches(odd)).isTrue();
    assertThat(Glob.of(Glob.quote("a*b")).matches("axb")).isFalse();
  }

  @Test
  void randomGlob_onRandomPath_agreesWithARegularExpression() {
    long seed = 20261122;
    var random = new Random(seed);
    for (int trial = 0; trial < 20_000; trial++) {
      String glob = "x/" + steps(random, "ab*?", true);
      String path = "x/" + steps(random, "ab", false);
      boolean expected = Pattern.matches(regex(glob), path);
      assertThat(Glob.of(glob).matches(path))
          .as("seed %d trial %d: %s on %s", seed, trial, glob, path)
          .isEqualTo(expected);
    }
  }

  private static String steps(Random random, String letters, boolean any) {
    var text = new StringBuilder();
    int count = 1 + random.nextInt(5);
    for (int step = 0; step < count; step++) {
      text.append(step == 0 ? "" : "/");
      if (any && random.nextInt(3) == 0) {
        text.append("**");
        continue;
      }
      for (int i = 1 + random.nextInt(3); i > 0; i--) {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }
    }
    return text.toString();
  }

  /** The meaning of a glob, told in another way. */
  private static String regex(String glob) {
    var regex = new StringBuilder();
    String[] steps = glob.split("/");
    for (int i = 0; i < steps.length; i++) {
      boolean last = i == steps.length - 1;
      if (steps[i].matches("[*]{2,}")) {
        regex.append(last ? ".+" : "(?:[^/]+/)*");
      } else {
        regex
            .append(steps[i].replaceAll("\\*+", "*").replace("*", "[^/]*").replace("?", "[^/]"))
            .append(last ? "" : "/");
      }
    }
    return regex.toString();
  }
}
