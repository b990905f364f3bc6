package org.computepods.rules.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import org.computepods.rules.Place;
import org.computepods.rules.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlTextTest {
  @Test
  void nodes_read_knowTheirPlaces() {
    var root = (Node.Mapping) YamlText.read("a: 1\nb:\n  - x\n  - {c: y}\n", "f").root().get();
    assertThat(root.get("a").get().place()).isEqualTo(new Place("f", 1, 4));
    var list = (Node.Sequence) root.get("b").get();
    assertThat(list.items())
        .extracting(Node::place)
        .containsExactly(new Place("f", 3, 5), new Place("f", 4, 5));
    var key = ((Node.Mapping) list.items().get(1)).entries().getFirst().key();
    assertThat(key.place()).isEqualTo(new Place("f", 4, 6));
  }

  @ParameterizedTest
  @CsvSource({"0777", "1_000", "yes", "on", "1e3", "2026-11-22", "true", "0x1F", "1.10"})
  void plainValue_read_isKeptAsWritten(String text) {
    var root = (Node.Mapping) YamlText.read("a: " + text, "f").root().get();
    assertThat(root.get("a").get()).isEqualTo(new Node.Scalar(new Place("f", 1, 4), text, false));
  }

  @Test
  void value_leftOut_isBlankAndAnEmptyTextIsNot() {
    var root = (Node.Mapping) YamlText.read("a:\nb: ~\nc: ''\nd: null", "f").root().get();
    assertThat(root.entries())
        .extracting(entry -> ((Node.Scalar) entry.value()).blank())
        .containsExactly(true, true, false, true);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'a: [1, 2'|1",
        "'a: 1\n b: 2'|2",
        "'a: \"x'|1",
        "'a: b: c'|1",
        "'\ta: 1'|1",
        "'a: @x'|1",
        "'}'|1",
        "'a: 1\n---\nb: 2'|2",
        "'a: *nobody'|1",
        "'[a]: 1'|1",
        "'x: 1\ny: 2\nx: 3'|3",
      })
  void badText_read_isAProblemOnItsLine(String text, int line) {
    var problems = YamlText.read(text, "f").problems();
    assertThat(problems).hasSize(1);
    assertThat(problems.getFirst().place().line()).isEqualTo(line);
    assertThat(problems.getFirst().place().column()).isPositive();
    assertThat(problems.getFirst().message()).doesNotContain("null").doesNotContain("\n");
  }

  @Test
  void keyThatComesTwice_read_isToldAtItsSecondPlace() {
    assertThat(YamlText.read("x: 1\nx: 2", "f").problems())
        .containsExactly(new Problem(new Place("f", 2, 1), "the key 'x' comes twice"));
  }

  @Test
  void anchors_ofEveryKind_canBeNamedAgain() {
    var root =
        (Node.Mapping)
            YamlText.read("a: &s text\nb: &l [x]\nc: &m {k: v}\nd: [*s, *l, *m]", "f").root().get();
    var list = (Node.Sequence) root.get("d").get();
    assertThat(list.items())
        .containsExactly(root.get("a").get(), root.get("b").get(), root.get("c").get());
  }

  @Test
  void billionLaughs_read_areAProblem() {
    var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      String former = "*a" + (i - 1);
      bomb.append("a%d: &a%d [%s]%n".formatted(i, i, (former + ",").repeat(9) + former));
    }
    assertThat(YamlText.read(bomb.toString(), "f").problems())
        .singleElement()
        .extracting(Problem::message)
        .asString()
        .contains("aliases repeat");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{a: ", "- "})
  void endlessNesting_read_isAProblem(String opening) {
    assertThat(YamlText.read(opening.repeat(20_000), "f").problems()).hasSize(1);
  }

  @Test
  void emptyText_read_hasNoRootAndNoProblem() {
    assertThat(YamlText.read("# nothing\n", "f"))
        .isEqualTo(new YamlText.Read(java.util.Optional.empty(), java.util.List.of()));
  }
}
