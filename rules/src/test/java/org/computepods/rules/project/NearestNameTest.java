package org.computepods.rules.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {
  @ParameterizedTest
  @CsvSource({"abc, abc, 0", "abc, acb, 1", "abc, ab, 1", "kitten, sitting, 3", "a, xyz, 3"})
  void distance_betweenWords_countsEdits(String from, String to, int edits) {
    assertThat(NearestName.distance(from, to)).isEqualTo(edits);
    assertThat(NearestName.distance(to, from)).isEqualTo(edits);
  }

  @Test
  void hint_whereNothingIsNear_saysNothing() {
    assertThat(NearestName.hint("frobnicate", List.of("command", "outputs"))).isEmpty();
    assertThat(NearestName.hint("dependancies", List.of("outputs", "dependencies")))
        .isEqualTo(" (did you mean 'dependencies'?)");
  }
}
