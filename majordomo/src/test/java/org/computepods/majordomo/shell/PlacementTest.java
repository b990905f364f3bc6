package org.computepods.majordomo.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.computepods.chef.wire.Heartbeat;
import org.computepods.majordomo.shell.Pods.Pod;
import org.junit.jupiter.api.Test;

class PlacementTest {
  private static final Map<String, List<String>> NEEDS = Map.of("c", List.of("gcc", "ar"));

  @Test
  void homePodThatServesTheSet_takesTheJobInPlace() {
    assertThat(place("c", Map.of(), pod("local", true, "c"), pod("big", true, "c")))
        .isEqualTo(new Placement.At("local"));
  }

  @Test
  void otherPods_takeItWhereTheHomePodCannot() {
    assertThat(place("c", Map.of(), pod("local", true, "latex"), pod("big", true, "c")))
        .isEqualTo(new Placement.Any(List.of("big")));
  }

  @Test
  void requiredTool_isLookedFor() {
    assertThat(place(null, Map.of("tool", "sox"), pod("local", true, "command")))
        .isEqualTo(new Placement.Nobody("no chef can run this command: pod local has no sox"));
  }

  @Test
  void podThatIsAway_isNamed() {
    var placed = place("c", Map.of(), pod("local", true, "latex"), pod("big", false, "c"));
    assertThat(placed).isInstanceOf(Placement.Away.class);
    assertThat(((Placement.Away) placed).reason()).contains("big").contains("away");
  }

  @Test
  void podThatIsAway_isNamedBesideTheChefThatWasSwitchedOffHere() {
    var here = pod("local", true, "latex");
    var off = new Pod(here.heartbeat(), true, 0, Set.of("c"));

    var placed = (Placement.Away) place("c", Map.of(), off, pod("big", false, "c"));

    assertThat(placed.pods()).containsExactly("big");
    assertThat(placed.reason())
        .isEqualTo(
            "pod big could run it, and is away; pod local has the chef c switched off"
                + " (cpCtrl chefs --enable c --pod local)");
  }

  @Test
  void chefThatWasSwitchedOff_isNamedWhereNobodyElseServesTheSet() {
    var here = pod("local", true, "latex");
    var placed = place("c", Map.of(), new Pod(here.heartbeat(), true, 0, Set.of("c")));

    assertThat(((Placement.Nobody) placed).reason())
        .endsWith("pod local has the chef c switched off (cpCtrl chefs --enable c --pod local)");
  }

  @Test
  void nobody_namesTheOneToolThatIsMissing() {
    assertThat(place("c", Map.of(), pod("local", true, "latex")))
        .isEqualTo(
            new Placement.Nobody(
                "no chef serves the rule set 'c': pod local does not serve c: it has no gcc, no"
                    + " ar"));
  }

  @Test
  void noChefHeardOfYet_isWaitedForAndSaysWhatIsNeeded() {
    var placed = (Placement.Away) place("c", Map.of());
    assertThat(placed.reason()).contains("needs gcc, ar").contains("no chef at all");
  }

  private static Placement place(
      @org.jspecify.annotations.Nullable String set, Map<String, String> requires, Pod... pods) {
    return Placement.of(Jobs.job("j", set, requires), "local", List.of(pods), NEEDS);
  }

  private static Pod pod(String name, boolean alive, String... chefs) {
    var heartbeat =
        new Heartbeat(
            1,
            name,
            "i",
            List.of("chef"),
            List.of(chefs),
            Map.of("python3", "/usr/bin/python3"),
            2,
            0,
            "",
            "",
            "");
    return new Pod(heartbeat, alive, 0);
  }
}
