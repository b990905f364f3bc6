package org.computepods.cli.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "{\"a\":[1,-2,3.5,true,false,null,\"x\"],\"b\":{\"c\":{}}}",
        "\"quote \\\" backslash \\\\ newline \\n ü 漢 \"",
        "{\"control\":\"\\u001b[31m\"}",
        "9007199254740993"
      })
  void parse_andWrite_isTheSame(String json) {
    assertThat(Document.parse(json)).hasToString(json);
  }

  @Test
  void parse_escapesAndBlanks_areUnderstood() {
    Document document = Document.parse(" { \"a\" : \"\\u00fc\\/\\t\" , \"n\" : [ ] } ");
    assertThat(document.text("a")).isEqualTo("ü/\t");
    assertThat(document.list("n")).isEmpty();
  }

  @Test
  void whatIsNotThere_readsAsEmpty() {
    Document document = Document.parse("{\"x\":null}");
    assertThat(document.text("a")).isEmpty();
    assertThat(document.number("a")).isZero();
    assertThat(document.at("a").at("b").flag("c")).isFalse();
    assertThat(document.has("x")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[1,", "{\"a\"}", "\"open", "{} x", "nul", "-", "\"\\u12\""})
  void parse_brokenText_isRefused(String text) {
    assertThatThrownBy(() -> Document.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void parse_tooDeep_isRefused() {
    assertThatThrownBy(() -> Document.parse("[".repeat(100_000)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
