package org.computepods.chef.process;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BoundedLogTest {
  @Test
  void log_withinItsLimit_isKeptWhole() {
    Random random = new Random(7);
    for (int trial = 0; trial < 200; trial++) {
      var log = new BoundedLog(100);
      String printed = print(log, random.nextInt(101), random);

      assertThat(new String(log.content(), US_ASCII)).isEqualTo(printed);
      assertThat(followed(log, 1 + random.nextInt(20))).isEqualTo(printed);
    }
  }

  @Test
  void log_overItsLimit_keepsHeadAndTail() {
    Random random = new Random(8);
    for (int trial = 0; trial < 200; trial++) {
      var log = new BoundedLog(100);
      String printed = print(log, 101 + random.nextInt(1000), random);

      String kept = new String(log.content(), US_ASCII);
      assertThat(kept)
          .startsWith(printed.substring(0, 50))
          .endsWith(printed.substring(printed.length() - 50));
      assertThat(kept).contains((printed.length() - 100) + " bytes left out");
      assertThat(log.tail(10)).isEqualTo(printed.substring(printed.length() - 10));
      assertThat(followed(log, 7))
          .isEqualTo(printed.substring(0, 50) + printed.substring(printed.length() - 50));
    }
  }

  @Test
  void excerpt_ofALongLog_isItsFirstAndItsLastLines() {
    var log = new BoundedLog();
    byte[] lines = "first error\n12345\n12345\n12345\n12345\nlast word\n".getBytes(US_ASCII);
    log.append(lines, 0, lines.length);

    assertThat(log.excerpt(lines.length, "")).isEqualTo(new String(lines, US_ASCII));
    assertThat(log.excerpt(40, "cpCtrl log t"))
        .isEqualTo("first error\n12345\n... 1 KiB left out: cpCtrl log t ...\n12345\nlast word\n");
  }

  @Test
  void excerpt_ofOneLongLine_saysThatMuchIsLeftOut() {
    var log = new BoundedLog();
    byte[] line = "x".repeat(5000).getBytes(US_ASCII);
    log.append(line, 0, line.length);

    assertThat(log.excerpt(40, "cpCtrl log t"))
        .startsWith("x".repeat(20) + "\n... 5 KiB left out: cpCtrl log t ...\n")
        .endsWith("x".repeat(20));
  }

  private static String print(BoundedLog log, int length, Random random) {
    var all = new StringBuilder();
    while (all.length() < length) {
      int n = Math.min(length - all.length(), 1 + random.nextInt(130));
      var part = new StringBuilder();
      for (int i = 0; i < n; i++) {
        part.append((char) ('a' + (all.length() + i) % 26));
      }
      byte[] bytes = ("#" + part).getBytes(US_ASCII);
      log.append(bytes, 1, n);
      all.append(part);
    }
    return all.toString();
  }

  private static String followed(BoundedLog log, int step) {
    var all = new StringBuilder();
    long at = 0;
    while (at < log.total()) {
      BoundedLog.Slice slice = log.slice(at, step);
      all.append(slice.text());
      at = slice.next();
    }
    return all.toString();
  }
}
