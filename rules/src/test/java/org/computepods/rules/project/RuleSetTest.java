package org.computepods.rules.project;

import static org.assertj.core.api.Assertions.assertThat;

import org.computepods.rules.Digest;
import org.computepods.rules.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleSetTest {
  @Test
  void setOfTheContract_parsed_knowsItsRulesAndTypes() {
    var parsed = RuleSet.parse(SchemasTest.CONTRACT_RULES, "c.rules.yaml");
    assertThat(parsed.problems()).isEmpty();
    RuleSet set = parsed.set().orElseThrow();
    assertThat(set.name()).isEqualTo("c");
    assertThat(set.required()).containsExactly("gcc");
    assertThat(set.digest()).isEqualTo(Digest.of(set.text()));
    assertThat(set.types()).extracting(ArtefactType::log).containsExactly(false, true, false);
    assertThat(set.rule("compile").orElseThrow().help()).isEqualTo("Compile one C file");
    assertThat(set.rule("compile").orElseThrow().fullName()).isEqualTo("c.compile");
  }

  @Test
  void bundledSets_areThereInTheirOrder() {
    assertThat(RuleSet.bundled())
        .extracting(RuleSet::name)
        .containsExactly("c", "cxx", "latex", "markdown", "graphviz", "svg", "copy");
    assertThat(RuleSet.bundled().getFirst().rules())
        .extracting(Rule::name)
        .containsExactly("compile", "archive", "shared", "link");
    assertThat(RuleSet.bundled().get(2).rules())
        .extracting(Rule::name)
        .contains(
            "document",
            "pdflatex",
            "xelatex",
            "lualatex",
            "bibtex",
            "biber",
            "makeindex",
            "glossaries",
            "bib2gls");
    assertThat(RuleSet.bundled().stream().flatMap(set -> set.rules().stream()))
        .noneMatch(rule -> rule.help().isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "rules: {}|1:1: a rule set needs its name: 'set'",
        "set: a.b|1:6: 'a.b' is no name for a rule set: it has no dots",
        "{set: a, rules: {x: {sh: y}}}|1:18: the rule 'x' has no outputs",
        "{set: a, rules: {x: {outputs: [y]}}}|1:18: the rule 'x' has no 'command' and no 'sh'",
        "{set: a, rules: {x: {outputs: [y], sh: z, dependencies: ['{stem}.c']}}}|1:58: {stem} cannot be known: no output of the rule has it",
        "{set: a, rules: {x: {outputs: [y], sh: z, dependencies: ['*.c']}}}|1:58: '*.c' is a pattern; a rule names its dependencies one by one",
        "{set: a, rules: {x: {outputs: [y], sh: z, dependencies: [b, '!c']}}}|1:61: a rule names its dependencies one by one, so '!' has nothing to take out",
        "{set: a, rules: {x: {outputs: [y], sh: z, dependencies: ['@b']}}}|1:58: a rule knows no tasks; '@b' names one",
        "{set: a, rules: {x: {outputs: [y], sh: z, variables: {stem: q}}}}|1:55: 'stem' has a meaning already",
        "{set: a, rules: {x: {outputs: [y], command: ['{flag}'], variables: {flags: q}}}}|1:46: unknown name {flag} (did you mean 'flags'?); a brace that is no name is written twice",
        "{set: a, rules: {x: {outputs: [y], command: ['-x{flags}'], variables: {flags: [q]}}}}|1:46: {flags} is a list, and cannot stand inside a word; write it as a word of its own, or name one of it as {flags[0]}",
        "{set: a, types: {t: {log: maybe, globs: [x]}}}|1:27: 'log' must be true or false, not 'maybe'",
        "{set: a, types: {t: {globs: [x], view: {}}}}|1:40: a view has one of 'keep', 'drop' and 'cut' with a pattern, or a 'program' and its words",
        "{set: a, rules: {x: {outputs: [y], sh: z, when: {artefact: q}}}}|1:49: a condition needs its 'contains'",
      })
  void mistake_inARuleSet_isToldWithItsPlace(String yaml, String problem) {
    assertThat(RuleSet.parse(yaml, "a.rules.yaml").problems())
        .extracting(Problem::toString)
        .containsExactly("a.rules.yaml:" + problem);
  }
}
