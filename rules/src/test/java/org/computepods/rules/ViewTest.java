package org.computepods.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ViewTest {
  static List<View> views() {
    return List.of(
        View.whole(),
        new View.Keep("^a b$"),
        new View.Drop("x  y"),
        new View.Contains("\\bz"),
        new View.Program(List.of("sed")),
        new View.Program(List.of("sh", "-c", "one two\\_three\\\nfour", "", " ", "\\")));
  }

  @ParameterizedTest
  @MethodSource("views")
  void view_readFromItsKey_isTheSame(View view) {
    assertThat(View.parse(view.key())).isEqualTo(view);
  }
}
