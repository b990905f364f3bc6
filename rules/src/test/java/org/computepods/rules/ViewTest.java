package org.computepods.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ViewTest {
  static List<View> views() {
    return List.of(
        View.whole(),
        View.presence(),
        new View.Keep("^a b$"),
        new View.Drop("x  y"),
        new View.Cut("^x\\ny"),
        new View.Contains("\\bz"),
        new View.Program(List.of("sed")),
        new View.Program(List.of("sh", "-c", "one two\\_three\\\nfour", "", " ", "\\")));
  }

  @ParameterizedTest
  @MethodSource("views")
  void view_readFromItsKey_isTheSame(View view) {
    assertThat(View.parse(view.key())).isEqualTo(view);
  }

  @Test
  void cut_ofSeveralLines_isNotSeen() {
    var view = new View.Cut("^begin\\n(?s:.*?)^end\\n");

    assertThat(of(view, "one\nbegin\n2\nend\nbegin\nend\nthree\n"))
        .isEqualTo(Digest.of("one\nthree\n"));
    assertThat(of(view, "begin\n2\n")).as("no end").isEqualTo(Digest.of("begin\n2\n"));
  }

  private static Digest of(View view, String text) {
    return view.of(text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
