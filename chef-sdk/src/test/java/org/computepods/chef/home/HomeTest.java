package org.computepods.chef.home;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A chef finds the federation where cpCtrl began it. */
class HomeTest {
  @Test
  void home_ofAUserWhoNamesNone_isBelowTheHomeOfItsEnvironment() {
    assertThat(Home.ofUser(Map.of("HOME", "/home/ada")))
        .isEqualTo(new Home(Path.of("/home/ada/.computepods")));
  }

  @Test
  void home_thatIsNamed_isThat() {
    assertThat(Home.ofUser(Map.of("HOME", "/home/ada", "COMPUTEPODS_HOME", "/srv/cp")))
        .isEqualTo(new Home(Path.of("/srv/cp")));
  }
}
