package org.computepods.rules.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.computepods.rules.project.Workspace.inputs;
import static org.computepods.rules.project.Workspace.outputs;
import static org.computepods.rules.project.Workspace.secondary;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.Task;
import org.computepods.rules.View;
import org.junit.jupiter.api.Test;

class BindTest {
  @Test
  void foreach_overFilesInFolders_givesEachItsNames() {
    Task task =
        Workspace.project(
                """
                tasks:
                  page:
                    foreach: "text/**/*.txt"
                    outputs: ["out/{dir}{stem}.html"]
                    command: [render, "{dependencies}", "{outputs}", "{dir}", "{stem}"]
                """)
            .files("text/a/b.c.txt", "other/x.txt")
            .task("page[text/a/b.c.txt]");
    assertThat(inputs(task)).containsExactly("text/a/b.c.txt");
    assertThat(task.command())
        .containsExactly("render", "text/a/b.c.txt", "out/text/a/b.c.html", "text/a/", "b.c");
    assertThat(task.timeout()).isEqualTo(Duration.ofHours(1));
    assertThat(task.passesMax()).isEqualTo(10);
    assertThat(task.rule()).isEqualTo("command");
  }

  @Test
  void fileThatBeginsWithADash_isNoOptionOfItsTool() {
    var workspace =
        Workspace.project(
                """
                tasks:
                  copy: {foreach: "*.txt", outputs: ["{stem}.out"], command: [cp, "{dependencies[0]}", "{outputs}"], env: {IN: "{dependencies[0]}"}}
                  shell: {foreach: "*.txt", outputs: ["{stem}.sh"], sh: 'cat {dependencies} > "{outputs[0]}"'}
                """)
            .files("-x.txt", "y.txt");
    Task dashed = workspace.task("copy[-x.txt]");
    assertThat(dashed.command()).containsExactly("cp", "./-x.txt", "./-x.out");
    assertThat(inputs(dashed)).containsExactly("-x.txt");
    assertThat(outputs(dashed)).containsExactly("-x.out");
    assertThat(workspace.task("copy[y.txt]").command()).containsExactly("cp", "y.txt", "y.out");
    assertThat(workspace.task("shell[-x.txt]").command())
        .containsExactly("sh", "-c", "cat ./-x.txt > \"./-x.sh\"");
  }

  @Test
  void output_whereGitOrWeKeepOurBooks_isRefusedWithItsPlace() {
    var problems =
        Workspace.project(
                """
                tasks:
                  hook: {outputs: [.git/hooks/x], command: [touch]}
                  ours: {outputs: [sub/.computepods/y, fine], command: [touch]}
                  fine: {outputs: [.github/z, .gitignore, a.git], command: [touch]}
                """)
            .problems();
    assertThat(problems)
        .hasSize(2)
        .anyMatch(
            p -> p.contains("computepods.yaml:2:20") && p.contains("'.git/hooks/x' lies in .git"))
        .anyMatch(p -> p.contains("computepods.yaml:3:20") && p.contains("lies in .computepods"));
  }

  @Test
  void output_thatIsTheProjectFile_isRefusedWithItsPlace() {
    var problems =
        Workspace.project(
                """
                include: [gen.tasks.yaml]
                tasks:
                  self: {outputs: [computepods.yaml], command: [touch]}
                  gen: {outputs: [gen.tasks.yaml, sub/computepods.yaml], command: [touch]}
                """)
            .problems();
    assertThat(problems)
        .singleElement()
        .asString()
        .contains("computepods.yaml:3:20", "'computepods.yaml' is the project itself");
  }

  @Test
  void foreach_ofSeveralPatterns_isForWhatTheLastThatMatchesChooses() {
    var workspace =
        Workspace.project(
                """
                tasks:
                  object:
                    foreach: ["**/*.c", "!src/main*.c", src/main2.c, "!tests/", "!src/old/", "!more/b.c"]
                    outputs: ["{dir}{stem}.o"]
                    sh: "cc {dependencies}"
                """)
            .files("src/x.c", "src/main.c", "src/main2.c", "more/a.c", "more/b.c", "old/a.c")
            .files("tests/a.c", "src/tests/deep/a.c", "src/old/a.c");
    assertThat(workspace.taskNames())
        .containsExactly(
            "object[more/a.c]", "object[old/a.c]", "object[src/main2.c]", "object[src/x.c]");
  }

  @Test
  void dependencies_takenOutAgain_areOnlyThoseNamedBefore() {
    Task task =
        Workspace.project(
                """
                tasks:
                  objects: {foreach: "*.c", outputs: ["{stem}.o"], sh: "cc {dependencies}"}
                  all:
                    dependencies: ["@objects", "gen/*.o", "extra/*.o", "!{stem}.o", "!extra/old*", "extra/old2.o", "!gen/"]
                    outputs: [all.a]
                    sh: "ar {dependencies}"
                """)
            .files("a.c", "all.c", "gen/y.o", "extra/x.o", "extra/old1.o", "extra/old2.o")
            .task("all");
    assertThat(inputs(task)).containsExactly("a.o", "extra/x.o", "extra/old2.o");
  }

  @Test
  void patterns_thatTakeOutOfNothing_areProblemsAtTheirPlaces() {
    assertThat(
            Workspace.project(
                    """
                    tasks:
                      one: {foreach: ["!*.c"], outputs: ["{stem}.o"], sh: "cc {dependencies}"}
                      two: {dependencies: ["!*.c", "a.c"], outputs: [b], sh: "cc"}
                      six: {foreach: [], outputs: ["{stem}.o"], sh: "cc {dependencies}"}
                    """)
                .problems())
        .containsExactly(
            "computepods.yaml:2:19: '!*.c' takes out of what stands before it in the list, and nothing"
                + " does",
            "computepods.yaml:3:24: '!*.c' takes out of what stands before it in the list, and nothing"
                + " does",
            "computepods.yaml:4:18: 'foreach' names no pattern");
  }

  @Test
  void foreach_withoutMatch_isAFamilyWithoutTasks() {
    var binding =
        Workspace.project(
                "tasks: {page: {foreach: '*.txt', outputs: ['{stem}.html'], sh: 'cat {dependencies}'}}")
            .bind();
    assertThat(binding.tasks()).isEmpty();
    assertThat(binding.targets()).containsEntry("page", List.of());
  }

  @Test
  void patterns_thatMatchNothing_areDoubtedAtTheirPlaces() {
    var binding =
        Workspace.project(
                """
                targets: {all: {outputs: ["*.pdf"]}}
                tasks:
                  page: {foreach: '*.txt', outputs: ['{stem}.html'], sh: 'cat {dependencies}'}
                  sum:  {dependencies: ["*.csv"], secondaryDependencies: ["*.opt"], outputs: [sum], sh: x}
                  some: {dependencies: ["*.md"], outputs: [some], sh: x}
                """)
            .files("a.md")
            .bind();
    assertThat(binding.problems()).isEmpty();
    assertThat(binding.doubts())
        .extracting(doubt -> doubt.place().line() + " " + doubt.message())
        .containsExactly(
            "1 '*.pdf' matches no file, and nothing that a task makes",
            "3 '*.txt' matches no file, and nothing that a task makes",
            "4 '*.csv' matches no file, and nothing that a task makes");
  }

  @Test
  void target_withDoubledBraces_meansSingleOnes() {
    var binding =
        Workspace.project(
                """
                targets: {odd: {outputs: ["{{x}}.txt", "a{b.txt", "*{{y}}"]}}
                tasks:
                  odd1: {outputs: ["{{x}}.txt"], sh: x}
                  odd2: {outputs: ["1{{y}}"], sh: x}
                """)
            .bind();
    assertThat(binding.targets().get("odd"))
        .extracting(ArtefactPath::value)
        .containsExactly("{x}.txt", "a{b.txt", "1{y}");
  }

  @Test
  void foreach_overOutputsOfOthers_followsTheChain() {
    var workspace =
        Workspace.project(
                """
                tasks:
                  third:  {foreach: "*.b", outputs: ["{stem}.c"], sh: "cat {dependencies} > {outputs}"}
                  second: {foreach: "*.a", outputs: ["{stem}.b"], sh: "cat {dependencies} > {outputs}"}
                  first:  {outputs: [x.a], sh: "echo > {outputs}"}
                """)
            .files("y.b");
    assertThat(workspace.taskNames())
        .containsExactly("third[x.b]", "third[y.b]", "second[x.a]", "first");
  }

  @Test
  void foreach_whoseOutputsMatchItself_isNotForItsOwnOutputs() {
    var workspace =
        Workspace.project(
            "tasks: {up: {foreach: '*.txt', outputs: ['{stem}.up.txt'], sh: 'x {dependencies}'}}");
    assertThat(workspace.files("a.txt").taskNames()).containsExactly("up[a.txt]");
    assertThat(workspace.files("a.up.txt").taskNames()).containsExactly("up[a.txt]");
  }

  @Test
  void foreachTasks_thatFeedEachOtherForEver_areAProblem() {
    assertThat(
            Workspace.project(
                    """
                    tasks:
                      a: {foreach: "*.a", outputs: ["{stem}x.b"], sh: "x {dependencies}"}
                      b: {foreach: "*.b", outputs: ["{stem}x.a"], sh: "x {dependencies}"}
                    """)
                .files("f.a")
                .bindProblems())
        .singleElement()
        .asString()
        .contains("computepods.yaml:2:3")
        .contains("circle without end");
  }

  @Test
  void glob_inDependencies_matchesFilesAndOutputsOfOthersButNotItsOwn() {
    Task all =
        Workspace.project(
                """
                tasks:
                  all: {dependencies: [first.txt, "*.txt"], outputs: [all.txt], sh: "cat {dependencies} > {outputs}"}
                  made: {outputs: [sub/made.txt], sh: "x > {outputs}"}
                """)
            .files("a.txt", "all.txt", "first.txt")
            .task("all");
    assertThat(inputs(all)).containsExactly("first.txt", "a.txt", "sub/made.txt");
  }

  @Test
  void globWithNames_inAFamily_isAboutEachFolder() {
    Task task =
        Workspace.project(
                """
                tasks:
                  o:
                    foreach: "**/main.c"
                    dependencies: ["{dir}*.h", "/top.h"]
                    outputs: ["{dir}{stem}.x"]
                    sh: "x {dependencies}"
                """)
            .files("a[1]/main.c", "a[1]/x.h", "a1/y.h", "top.h")
            .task("o[a[1]/main.c]");
    assertThat(inputs(task)).containsExactly("a[1]/main.c", "a[1]/x.h");
  }

  @Test
  void taskByARule_withOwnOutputsAndDependencies_takesCommandAndDepfile() {
    Task link =
        Workspace.project(
                """
                tasks:
                  engine:
                    rule: c.link
                    dependencies: [a.o, b.o]
                    outputs: [bin/engine]
                    with: {libraries: [-lm], ldflags: []}
                """)
            .task("engine");
    assertThat(link.command()).containsExactly("gcc", "a.o", "b.o", "-o", "bin/engine", "-lm");
    assertThat(link.set()).contains("c");
    assertThat(link.rule()).isEqualTo("c.link");
    assertThat(link.source()).isEqualTo(Task.Source.PROJECT);
  }

  @Test
  void taskByARule_withOutputsOnly_takesTheRulesDependencies() {
    Task task = Workspace.project("tasks: {o: {rule: c.compile, outputs: [src/x.o]}}").task("o");
    assertThat(inputs(task)).containsExactly("src/x.c");
    assertThat(task.depfile().orElseThrow().path().value()).isEqualTo("src/x.o.d");
  }

  @Test
  void taskByARule_withADependencyOnly_takesTheRulesOutputs() {
    Task task =
        Workspace.project("tasks: {o: {rule: c.compile, dependencies: [src/x.c, src/x.h]}}")
            .task("o");
    assertThat(outputs(task)).containsExactly("src/x.o");
    assertThat(inputs(task)).containsExactly("src/x.c", "src/x.h");
  }

  @Test
  void taskByARule_takesItsViewsSecondaryDependenciesConditionsAndSeeds() {
    var workspace =
        Workspace.project(
            """
            tasks:
              document: {rule: latex.pdflatex, dependencies: [paper.tex, fig.pdf], outputs: [paper.pdf]}
              bibliography: {rule: latex.bibtex, dependencies: [paper.aux, paper.bib], outputs: [paper.bbl]}
            """);
    Task document = workspace.task("document");
    assertThat(inputs(document)).containsExactly("paper.tex", "fig.pdf");
    assertThat(secondary(document)).contains("paper.aux", "paper.bbl", "paper.toc");
    assertThat(document.seeds()).containsKey(ArtefactPath.of("paper.aux"));
    assertThat(document.auxiliaries()).contains(ArtefactPath.of("paper.aux"));
    assertThat(document.missing()).isPresent();
    Task bibliography = workspace.task("bibliography");
    View view = bibliography.dependencies().getFirst().view();
    assertThat(view.of(bytes("\\citation{k}\n\\newlabel{a}{1}\n\\bibdata{b}\n")))
        .isEqualTo(view.of(bytes("\\citation{k}\n\\bibdata{b}\n")))
        .isNotEqualTo(view.of(bytes("\\citation{l}\n\\bibdata{b}\n")));
    assertThat(bibliography.when()).hasSize(1);
    assertThat(bibliography.when().getFirst().artefact().value()).isEqualTo("paper.aux");
  }

  @Test
  void taskByAnOwnSet_mayRunWhereverItsToolsAre() {
    Task task =
        Workspace.project(
                "{uses: [p.rules.yaml], tasks: {p: {rule: plot.plot, outputs: [a/x.svg]}}}")
            .text("p.rules.yaml", ProjectLoaderTest.PLOT)
            .task("p");
    assertThat(task.set()).isEmpty();
    assertThat(task.requires()).containsEntry("tool", "gnuplot");
    assertThat(inputs(task)).containsExactly("a/x.gp");
  }

  @Test
  void dependency_withAView_isSeenThroughIt() {
    Task task =
        Workspace.project(
                """
                tasks:
                  a:
                    dependencies: [{artefact: x.csv, view: {drop: "^#"}}, y.csv]
                    outputs: [a]
                    sh: "x {dependencies}"
                """)
            .task("a");
    assertThat(task.dependencies().getFirst().view()).isEqualTo(new View.Drop("^#"));
    assertThat(task.dependencies().getLast().view()).isEqualTo(View.whole());
  }

  @Test
  void targets_bound_standForPathsTasksFamiliesAndGlobs() {
    var binding =
        Workspace.project(
                """
                default: site
                targets:
                  site: {outputs: [index.html, "@page", "*.css"]}
                tasks:
                  page: {foreach: "*.txt", outputs: ["{stem}.html"], sh: "x {dependencies}"}
                  index: {outputs: [index.html, site.css], sh: "x"}
                """)
            .files("a.txt", "b.txt")
            .bind();
    assertThat(binding.targets().get("site"))
        .extracting(ArtefactPath::value)
        .containsExactly("index.html", "a.html", "b.html", "site.css");
    assertThat(binding.targets().get("page"))
        .extracting(ArtefactPath::value)
        .containsExactly("a.html", "b.html");
    assertThat(binding.targets()).containsOnlyKeys("site", "page", "index");
    assertThat(binding.defaultTarget()).hasValue("site");
  }

  @Test
  void default_thatIsAPath_isATargetOfItsOwn() {
    var binding = Workspace.project("default: paper.pdf").bind();
    assertThat(binding.defaultTarget()).hasValue("paper.pdf");
    assertThat(binding.targets().get("paper.pdf")).containsExactly(ArtefactPath.of("paper.pdf"));
  }

  @Test
  void noDefault_bound_leavesItOpen() {
    assertThat(Workspace.project("tasks: {a: {outputs: [a], sh: x}}").bind().defaultTarget())
        .isEmpty();
  }

  @Test
  void outputInTheFolderThatAnotherTaskMakesAsAFile_isAMistake() {
    assertThat(
            Workspace.project(
                    "tasks: {one: {outputs: [a, a.b/c], sh: x}, two: {outputs: [a/b/c, a/b/d], sh: x}}")
                .bindProblems())
        .singleElement()
        .asString()
        .endsWith(
            "1:44: 'a/b/c' cannot be made: the task 'one' (computepods.yaml:1:9) makes a,"
                + " which is a file and no folder");
  }

  @Test
  void twoMembersOfAFamily_withOneOutput_areBothNamed() {
    assertThat(
            Workspace.project(
                    "tasks: {p: {foreach: '*/x.txt', outputs: ['{stem}.o'], sh: 'x {dependencies}'}}")
                .files("a/x.txt", "b/x.txt")
                .bindProblems())
        .singleElement()
        .asString()
        .contains("'p[a/x.txt]'", "'p[b/x.txt]'", "both make x.o");
  }

  @Test
  void variables_withNamesInThem_areExpandedForEachTask() {
    Task task =
        Workspace.project(
                """
                tasks:
                  o:
                    foreach: "*/x.c"
                    rule: c.compile
                    with: {cflags: ["-I{dir}include", "-DNAME={stem}"]}
                """)
            .files("a/x.c")
            .task("o[a/x.c]");
    assertThat(task.command()).contains("-Ia/include", "-DNAME=x");
  }

  @Test
  void matters_isTrueForWhatAGlobOfTheProjectMatches() {
    var rules =
        Workspace.project(
                """
                tasks:
                  o: {foreach: "src/**/*.c", dependencies: ["{dir}*.h"], outputs: ["{dir}{stem}.o"], sh: "x {dependencies}"}
                  a: {dependencies: [plain.txt, "data/*.csv"], outputs: [a], sh: "x {dependencies}"}
                """)
            .load()
            .rules();
    assertThat(
            List.of("src/x.c", "src/a/x.c", "src/a/x.h", "data/x.csv").stream()
                .map(ArtefactPath::of))
        .allMatch(rules::matters);
    assertThat(
            List.of("plain.txt", "x.c", "data/a/x.csv", "src/x.o").stream().map(ArtefactPath::of))
        .noneMatch(rules::matters);
  }

  @Test
  void tenThousandTasks_bound_areAllThere() {
    var yaml = new StringBuilder("tasks:\n");
    for (int i = 0; i < 10_000; i++) {
      yaml.append(
          "  t%d: {dependencies: [in/%d.txt], outputs: [out/%d.txt], command: [cp, \"{dependencies}\", \"{outputs}\"]}%n"
              .formatted(i, i, i));
    }
    var files = new ArrayList<ArtefactPath>();
    for (int i = 0; i < 10_000; i++) {
      files.add(ArtefactPath.of("in/" + i + ".txt"));
    }
    var loaded = Workspace.project(yaml.toString()).load();
    assertThat(loaded.problems()).isEmpty();
    var binding = loaded.rules().bind(files);
    assertThat(binding.tasks()).hasSize(10_000);
    assertThat(binding.tasks().get(4_711).command())
        .containsExactly("cp", "in/4711.txt", "out/4711.txt");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
