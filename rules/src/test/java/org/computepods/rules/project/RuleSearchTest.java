package org.computepods.rules.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.computepods.rules.project.Workspace.inputs;
import static org.computepods.rules.project.Workspace.secondary;

import org.computepods.rules.Task;
import org.computepods.rules.View;
import org.computepods.rules.project.RulesManager.Making;
import org.computepods.rules.project.RulesManager.NearMiss;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleSearchTest {
  @Test
  void program_besideItsSource_isLinkedOfAnObjectThatCanBeMade() {
    var workspace = Workspace.without().files("hello.c");
    Task link = workspace.made("hello");
    assertThat(link.name()).isEqualTo("c.link[hello]");
    assertThat(link.command()).containsExactly("gcc", "hello.o", "-o", "hello");
    assertThat(inputs(link)).containsExactly("hello.o");
    Task compile = workspace.made("hello.o");
    assertThat(compile.command())
        .containsExactly(
            "gcc", "-MMD", "-MF", "hello.o.d", "-O2", "-c", "hello.c", "-o", "hello.o");
    assertThat(compile.source()).isEqualTo(Task.Source.RULE);
    assertThat(compile.set()).contains("c");
  }

  @Test
  void programBesideItsSource_isLinkedByTheCompilerOfItsLanguage() {
    assertThat(Workspace.without().files("hello.c").made("hello").command()).startsWith("gcc");
    assertThat(Workspace.without().files("hello.cpp").made("hello").command()).startsWith("g++");
    assertThat(Workspace.without().files("hello.cc").made("hello").command()).startsWith("g++");
    var both = Workspace.without().files("hello.cpp", "hello.c");
    assertThat(inputs(both.made("hello"))).containsExactly("hello.o");
    assertThat(inputs(both.made("hello.cpp.o"))).containsExactly("hello.cpp");
  }

  @ParameterizedTest
  @CsvSource({
    "flow.dot, flow.pdf, graphviz.pdf",
    "flow.gv, flow.svg, graphviz.svgOfGv",
    "logo.svg, logo.pdf, svg.pdf",
    "logo.svg, logo.png, svg.png"
  })
  void drawing_isMadeOfWhatLiesBesideIt(String source, String goal, String rule) {
    assertThat(Workspace.without().files(source).made(goal).rule()).isEqualTo(rule);
  }

  @Test
  void paper_besideItsSource_isTypesetWithAllThatItReadsBack() {
    var workspace = Workspace.without().files("doc/paper.tex");
    Task task = workspace.made("doc/paper.pdf");
    assertThat(task.name()).isEqualTo("latex.document[doc/paper.pdf]");
    assertThat(inputs(task)).containsExactly("doc/paper.tex");
    assertThat(secondary(task)).contains("doc/paper.aux", "doc/paper.bbl", "doc/paper.ind");
    assertThat(workspace.made("doc/paper.bbl").rule()).isEqualTo("latex.bibliography");
    assertThat(workspace.made("doc/paper.ind").rule()).isEqualTo("latex.makeindex");
  }

  @Test
  void auxiliary_askedFor_isMadeByTheRuleThatWritesIt() {
    Task task = Workspace.without().files("paper.tex").made("paper.aux");
    assertThat(task.name()).isEqualTo("latex.document[paper.pdf]");
  }

  @Test
  void pdf_besideMarkdownOnly_isMadeByPandoc() {
    assertThat(Workspace.without().files("notes.md").made("notes.pdf").rule())
        .isEqualTo("markdown.pdf");
    assertThat(Workspace.without().files("notes.md", "notes.tex").made("notes.pdf").rule())
        .isEqualTo("latex.document");
  }

  @Test
  void uses_restrictsTheSets() {
    assertThat(Workspace.project("uses: [markdown]").files("n.md", "n.tex").made("n.pdf").rule())
        .isEqualTo("markdown.pdf");
    assertThat(Workspace.project("uses: [c]").files("n.md").howToMake("n.pdf"))
        .isInstanceOf(Making.ByNone.class);
  }

  @Test
  void ownSet_goesBeforeBundledOnes() {
    String own =
        """
        set: mine
        rules:
          page:
            dependencies: ["{dir}{stem}.md"]
            outputs: ["{dir}{stem}.html"]
            command: [page, "{dependencies}", "{outputs}"]
        """;
    Task task =
        Workspace.project("uses: [markdown, m.rules.yaml]")
            .text("m.rules.yaml", own)
            .files("a.md")
            .made("a.html");
    assertThat(task.rule()).isEqualTo("mine.page");
    assertThat(task.set()).isEmpty();
    Task offered = Workspace.without().offered(own).files("a.md").made("a.html");
    assertThat(offered.rule()).isEqualTo("markdown.html");
  }

  @Test
  void artefact_thatNothingMakes_tellsTheNearestRules() {
    var making = Workspace.without().howToMake("report.pdf");
    var nearest = ((Making.ByNone) making).nearest();
    assertThat(nearest).hasSizeBetween(3, 5);
    assertThat(nearest.getFirst())
        .isEqualTo(new NearMiss("latex.document", "report.tex does not exist"));
    assertThat(((Making.ByNone) Workspace.without().howToMake("hello")).nearest())
        .contains(
            new NearMiss("c.link", "hello.o does not exist, nor does hello.c to make it from"));
  }

  @Test
  void textFile_isNoProgramInC() {
    assertThat(Workspace.without().files("foo.md", "foo.c").howToMake("foo.txt"))
        .isInstanceOf(Making.ByNone.class);
  }

  @Test
  void longChainOfRules_isFollowedAndACircleEnds() {
    String rules =
        """
        set: chain
        rules:
          a: {dependencies: ["{stem}.b"], outputs: ["{stem}.a"], sh: "x"}
          b: {dependencies: ["{stem}.c"], outputs: ["{stem}.b"], sh: "x"}
          c: {dependencies: ["{stem}.a"], outputs: ["{stem}.c"], sh: "x"}
          d: {dependencies: ["{stem}.d"], outputs: ["{stem}.c"], sh: "x"}
        """;
    var workspace = Workspace.project("uses: [r.rules.yaml]").text("r.rules.yaml", rules);
    assertThat(workspace.howToMake("x.a")).isInstanceOf(Making.ByNone.class);
    assertThat(workspace.files("x.d").made("x.a").rule()).isEqualTo("chain.a");
    assertThat(workspace.made("x.c").rule()).isEqualTo("chain.d");
  }

  @Test
  void rule_thatWouldMakeAFileOfItself_isNoCandidate() {
    var workspace =
        Workspace.project("uses: [r.rules.yaml]")
            .text(
                "r.rules.yaml",
                "set: s\nrules:\n  f: {dependencies: ['{dir}{stem}'], outputs: ['{dir}{stem}'], sh: x}\n")
            .files("x");
    assertThat(workspace.howToMake("x")).isEqualTo(new Making.ByNone(java.util.List.of()));
  }

  @Test
  void ruleWithSeveralOutputs_makesEachOfThemByOneTask() {
    var workspace =
        Workspace.project("uses: [r.rules.yaml]")
            .text(
                "r.rules.yaml",
                """
                set: yacc
                rules:
                  parser:
                    dependencies: ["{dir}{stem}.y"]
                    outputs: ["{dir}{stem}.tab.c", "{dir}{stem}.tab.h"]
                    command: [bison, -d, "{dependencies}"]
                """)
            .files("g.y");
    assertThat(workspace.made("g.tab.h")).isEqualTo(workspace.made("g.tab.c"));
  }

  @Test
  void views_ofTypes_areWhatReadersSee() {
    var rules = Workspace.without().load().rules();
    assertThat(rules.viewOf(org.computepods.rules.ArtefactPath.of("a/x.pdf")))
        .isInstanceOf(View.Drop.class);
    assertThat(rules.viewOf(org.computepods.rules.ArtefactPath.of("a/x.c")))
        .isEqualTo(View.whole());
    assertThat(rules.isLog(org.computepods.rules.ArtefactPath.of("a/x.log"))).isTrue();
    assertThat(rules.logGlobs()).contains("*.log");
  }

  @Test
  void copies_ofAnything_areMadeOnlyWhereTheNameSaysSo() {
    assertThat(Workspace.without().files("a.png").made("a.png.copy").rule()).isEqualTo("copy.file");
    assertThat(
            Workspace.project(
                    "tasks: {logo: {rule: copy.file, dependencies: [art/l.png], outputs: [site/l.png]}}")
                .task("logo")
                .command())
        .containsExactly("cp", "-p", "--", "art/l.png", "site/l.png");
  }
}
