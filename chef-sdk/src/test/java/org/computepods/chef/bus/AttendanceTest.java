package org.computepods.chef.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.computepods.chef.bus.Heartbeats.Word;
import org.computepods.chef.json.Json;
import org.computepods.chef.wire.Heartbeat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AttendanceTest {
  private final List<String> gone = new ArrayList<>();
  private final Attendance attendance =
      new Attendance(
          word -> {
            if (word instanceof Word.Gone(String pod)) {
              gone.add(pod);
            }
          },
          Duration.ofMillis(3_500),
          Duration.ofMillis(500),
          0);

  private static long ms(long ms) {
    return ms * 1_000_000;
  }

  private void beat(String pod, long atMs) {
    var heartbeat =
        new Heartbeat(1, pod, "life-1", List.of("chef"), List.of(), Map.of(), 2, 0, "", "", "");
    attendance.heard("heartbeat." + pod, Json.bytes(heartbeat), ms(atMs));
  }

  private void judgeUntil(long fromMs, long toMs) {
    for (long at = fromMs; at <= toMs; at += 500) {
      attendance.judge(ms(at));
    }
  }

  @BeforeEach
  void oneIsThere() {
    beat("one", 0);
  }

  @Test
  void silence_longEnough_isTheEnd() {
    judgeUntil(500, 3_500);
    assertThat(gone).isEmpty();

    judgeUntil(4_000, 4_000);
    assertThat(gone).containsExactly("one");
  }

  @Test
  void ownPause_isNoSilenceOfOthers() {
    judgeUntil(500, 1_000);

    attendance.judge(ms(20_000));
    judgeUntil(20_500, 22_000);
    assertThat(gone).isEmpty();

    judgeUntil(22_500, 24_000);
    assertThat(gone).containsExactly("one");
  }

  @Test
  void ownPause_afterWhichAWordIsHeard_givesNoMoreThanTheUsualTime() {
    beat("one", 19_990);
    attendance.judge(ms(20_000));

    judgeUntil(20_500, 23_500);
    assertThat(gone).isEmpty();
    judgeUntil(24_000, 24_000);
    assertThat(gone).containsExactly("one");
  }
}
