package org.computepods.fswatcher.settle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.computepods.fswatcher.settle.Settling.Act;
import org.computepods.fswatcher.settle.Settling.Input;
import org.computepods.fswatcher.settle.Settling.Row;
import org.junit.jupiter.api.Test;

class SettlingTest {
  private final Settling settling = new Settling(20);

  @Test
  void path_quietForTheSettleTime_isLookedAtOnce() {
    assertThat(settling.on("a", Input.HEARD, 100)).isEqualTo(Act.WAIT);

    assertThat(settling.due(119)).isEmpty();
    assertThat(settling.due(120)).containsExactly("a");
    assertThat(settling.due(1000)).isEmpty();
    assertThat(settling.on("a", Input.SEEN, 1000)).isEqualTo(Act.SAY);
    assertThat(settling.inMotion()).isEmpty();
  }

  @Test
  void path_heardOfAgainAndAgain_isLookedAtOnlyWhenItIsQuiet() {
    for (int now = 0; now <= 1000; now += 10) {
      settling.on("a", Input.HEARD, now);
      assertThat(settling.due(now)).isEmpty();
    }

    assertThat(settling.due(1019)).isEmpty();
    assertThat(settling.due(1020)).containsExactly("a");
  }

  @Test
  void path_thatOthersWaitFor_isLookedAtWithoutSettling() {
    settling.on("a", Input.HEARD, 0);

    assertThat(settling.on("a", Input.DEMANDED, 1)).isEqualTo(Act.LOOK);
    assertThat(settling.due(1000)).isEmpty();
  }

  @Test
  void path_thatMovedUnderTheLook_settlesAgain() {
    settling.on("a", Input.DEMANDED, 0);

    assertThat(settling.on("a", Input.MOVED, 5)).isEqualTo(Act.WAIT);
    assertThat(settling.due(25)).containsExactly("a");
  }

  @Test
  void path_heardOfDuringTheLook_isLookedAtAgain() {
    settling.on("a", Input.DEMANDED, 0);
    settling.on("a", Input.HEARD, 1);

    assertThat(settling.on("a", Input.SEEN, 5)).isEqualTo(Act.SAY_AND_WAIT);
    assertThat(settling.due(25)).containsExactly("a");
  }

  @Test
  void path_settledAndHeardOfAgainWithAnOldTimerLeft_waitsFromTheLaterEvent() {
    settling.on("a", Input.HEARD, 0);
    settling.on("a", Input.DEMANDED, 1);
    settling.on("a", Input.SEEN, 2);
    settling.on("a", Input.HEARD, 15);

    assertThat(settling.due(20)).isEmpty();
    assertThat(settling.due(35)).containsExactly("a");
  }

  @Test
  void look_thatNobodyBegan_isABrokenInvariant() {
    assertThatThrownBy(() -> settling.on("a", Input.SEEN, 0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("'a': SEEN while SETTLED");
  }

  @Test
  void table_underRandomInputs_hasNoRowThatIsNeverTaken() {
    long seed = 20261122;
    System.out.println("SettlingTest seed " + seed);
    var random = new Random(seed);
    Set<Row> taken = new HashSet<>();
    var inputs = List.of(Input.values());
    long now = 0;
    for (int step = 0; step < 10_000; step++) {
      now += random.nextInt(12);
      String path = "p" + random.nextInt(5);
      for (String due : settling.due(now)) {
        taken.add(row(Phase.SETTLING, Input.QUIET));
        assertThat(settling.phase(due)).isEqualTo(Phase.LOOKING);
      }
      var phase = settling.phase(path);
      var input = inputs.get(random.nextInt(inputs.size()));
      if (input != Input.QUIET && Settling.TABLE.stream().anyMatch(r -> fits(r, phase, input))) {
        taken.add(row(phase, input));
        settling.on(path, input, now);
      }
    }

    assertThat(taken).containsExactlyInAnyOrderElementsOf(Settling.TABLE);
  }

  @Test
  void diagram_showsEveryTransition() {
    assertThat(Settling.diagram().lines().count()).isEqualTo(Settling.TABLE.size() + 2);
  }

  private static Row row(Phase from, Input input) {
    return Settling.TABLE.stream().filter(r -> fits(r, from, input)).findFirst().orElseThrow();
  }

  private static boolean fits(Row row, Phase from, Input input) {
    return row.from() == from && row.input() == input;
  }
}
