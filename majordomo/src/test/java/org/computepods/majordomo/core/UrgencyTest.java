package org.computepods.majordomo.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which of several jobs goes out first, in simulated time. */
class UrgencyTest {
  private static Workday copies(int slots, int tasks) {
    var day =
        new Workday(
            slots,
            """
            project: copies
            tasks:
              c: {foreach: "in/*", outputs: ["out/{stem}"], command: [cp, "{dependencies}", "{outputs}"]}
            """);
    edit(day, tasks, "first");
    return day;
  }

  private static void edit(Workday day, int tasks, String text) {
    for (int n = 0; n < tasks; n++) {
      day.edit("in/" + name(n), text + n);
    }
  }

  private static String name(int n) {
    return "%05d".formatted(n);
  }

  private static String task(int n) {
    return "c[in/" + name(n) + "]";
  }

  @Test
  void longTask_knownFromItsLastRun_isNotLeftForTheEnd() {
    var day = copies(2, 20).takes(task(18), 10_000);
    long unknowing = day.build();
    edit(day, 20, "second");

    long knowing = day.build();

    assertThat(knowing).isEqualTo(15_000);
    assertThat(unknowing).isGreaterThan(18_000);
    assertThat(day.order().subList(0, 6)).contains(task(18));
  }

  @Test
  void taskThatNeverRan_isTakenToBeAsLong_asWhatItReadsIsLarge() {
    var day = copies(2, 20).takes(task(18), 10_000).sized("in/" + name(18), 100_000);
    day.edit("in/" + name(18), "large");

    assertThat(day.build()).isEqualTo(15_000);
  }

  @Test
  void tasksThatTakeTheSame_goOutInTheirOrder_howeverManyTheyAre() {
    var day = copies(2, 10_000);
    for (int n = 0; n < 10_000; n++) {
      day.takes(task(n), 2 + n % 3);
    }
    day.build();
    edit(day, 10_000, "second");

    day.build();

    var inOrder = new ArrayList<String>();
    for (int n = 0; n < 10_000; n++) {
      inOrder.add(task(n));
    }
    assertThat(day.order()).isEqualTo(inOrder);
  }

  @Test
  void longChain_ofBriefTasks_isBegunBeforeOthers() {
    var day =
        new Workday(
            2,
            """
            project: chain
            tasks:
              a: {dependencies: [s], outputs: [ao], command: [cat]}
              b: {dependencies: [s], outputs: [bo], command: [cat]}
              c: {dependencies: [s], outputs: [co], command: [cat]}
              d: {dependencies: [s], outputs: [do], command: [cat]}
              e: {dependencies: [s], outputs: [eo], command: [cat]}
              f: {dependencies: [s], outputs: [fo], command: [cat]}
              z1: {dependencies: [s], outputs: [z1o], command: [cat]}
              z2: {dependencies: [z1o], outputs: [z2o], command: [cat]}
              z3: {dependencies: [z2o], outputs: [z3o], command: [cat]}
              z4: {dependencies: [z3o], outputs: [z4o], command: [cat]}
            """);
    day.edit("s", "1");
    day.build();
    day.edit("s", "2");

    assertThat(day.build()).isLessThanOrEqualTo(6_000);
    assertThat(day.order()).startsWith("a", "b").containsSubsequence(List.of("z1", "e"));
  }

  @Test
  void editOfOneTask_amongMany_runsThatOne() {
    var day = copies(2, 1_000);
    day.build();

    assertThat(day.edit("in/" + name(500), "new").build()).isEqualTo(1_000);
    assertThat(day.order()).containsExactly(task(500));
  }
}
