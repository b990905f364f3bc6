package org.computepods.rules.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.computepods.rules.Place;
import org.computepods.rules.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {
  private final Problems problems = new Problems();
  private final Scope scope =
      new Scope(problems)
          .bind("stem", "x")
          .bind("odd", "it's \"$HOME\"")
          .bind("outputs", List.of("a b.o"))
          .bind("dependencies", List.of("a.c", "b c.c"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{stem}.o|x.o",
        "{{stem}}|{stem}",
        "{{{stem}}}|{x}",
        "{ print }|{ print }",
        "a{b|a{b",
        "}a{|}a{",
        "{Stem}|{Stem}",
        "${HOME}|${HOME}",
        "{dependencies[1]}|b c.c",
        "{2,3}|{2,3}",
        "awk '{{print}}'|awk '{print}'",
      })
  void template_asOneWord_expandsOnlyNames(String template, String expected) {
    assertThat(scope.word(Template.of(template, Place.of("f")))).isEqualTo(expected);
    assertThat(problems.all()).isEmpty();
  }

  @Test
  void list_asAWholeWord_becomesSeveralWords() {
    assertThat(scope.words(List.of(at("cc"), at("{dependencies}"), at("-o"), at("{outputs[0]}"))))
        .containsExactly("cc", "a.c", "b c.c", "-o", "a b.o");
  }

  @Test
  void listInsideAWord_expanded_isAProblem() {
    var _ = scope.words(at("-I{dependencies}"));
    assertThat(problems.all())
        .extracting(Problem::message)
        .singleElement()
        .asString()
        .contains("{dependencies} is a list")
        .contains("{dependencies[0]}");
  }

  @Test
  void indexBeyondTheEnd_expanded_isAProblem() {
    var _ = scope.words(at("{dependencies[2]}"));
    assertThat(problems.all())
        .extracting(Problem::message)
        .containsExactly(
            "{dependencies[2]} is not there: 'dependencies' has 2 of them, counted from 0");
  }

  @Test
  void unknownName_expanded_isAProblemWithItsNearest() {
    var _ = scope.words(at("{output}"));
    assertThat(problems.all())
        .extracting(Problem::message)
        .containsExactly("there is no name 'output' here (did you mean 'outputs'?)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "cat {dependencies} > {outputs}|cat a.c 'b c.c' > 'a b.o'",
        "cat {dependencies}; ls|cat a.c 'b c.c'; ls",
        "echo {odd}|echo 'it'\\''s \"$HOME\"'",
        "echo \"{odd}\"|echo \"it's \\\"\\$HOME\\\"\"",
        "echo '{odd}'|echo 'it'\\''s \"$HOME\"'",
        "./{stem} 4|./x 4",
        "echo \"a # b\" {dependencies}|echo \"a # b\" a.c 'b c.c'",
        "awk '{{ print $1 }}' {dependencies[0]}|awk '{ print $1 }' a.c",
      })
  void shellText_expanded_quotesNamesForWhereTheyStand(String template, String expected) {
    assertThat(ShellText.expand(at(template), scope, problems)).isEqualTo(expected);
    assertThat(problems.all()).isEmpty();
  }

  @Test
  void shellText_afterAnApostropheInAComment_stillQuotes() {
    assertThat(ShellText.expand(at("# don't\ncat {dependencies}"), scope, problems))
        .isEqualTo("# don't\ncat a.c 'b c.c'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {"-I{dependencies}|1", "'{dependencies}'|1", "{outputs}{stem}|2"})
  void shellText_withNamesInsideWords_namesThem(String template, int inside) {
    assertThat(ShellText.insideWords(at(template))).hasSize(inside);
  }

  private static Template at(String text) {
    return Template.of(text, Place.of("f"));
  }
}
