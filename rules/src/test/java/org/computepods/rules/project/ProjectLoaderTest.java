package org.computepods.rules.project;

import static org.assertj.core.api.Assertions.assertThat;

import org.computepods.rules.ArtefactPath;
import org.computepods.rules.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProjectLoaderTest {
  @Test
  void noProjectFile_loaded_usesEveryBundledSet() {
    var loaded = Workspace.without().load();
    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.rules().project()).isEqualTo(Project.NONE);
    assertThat(loaded.rules().sets())
        .extracting(RuleSet::name)
        .containsExactly("c", "cxx", "latex", "markdown", "graphviz", "svg", "copy");
    assertThat(loaded.read()).containsExactly(ProjectLoader.PROJECT_FILE);
  }

  @Test
  void emptyProjectFile_loaded_isAProject() {
    assertThat(Workspace.project("# nothing yet\n").problems()).isEmpty();
    assertThat(Workspace.project("project: x\ntargets:\ntasks:\n").problems()).isEmpty();
  }

  @Test
  void uses_namingBundledSets_keepsTheirOrderAndNoOthers() {
    assertThat(Workspace.project("uses: [latex, c]").load().rules().sets())
        .extracting(RuleSet::name)
        .containsExactly("c", "latex");
  }

  @Test
  void uses_namingAnOwnSet_putsItFirst() {
    var loaded =
        Workspace.project("uses: [c, rules/plot.rules.yaml]")
            .text("rules/plot.rules.yaml", PLOT)
            .load();
    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.rules().sets()).extracting(RuleSet::name).containsExactly("plot", "c");
    assertThat(loaded.read()).contains(ArtefactPath.of("rules/plot.rules.yaml"));
  }

  @Test
  void ownSet_thatIsAbsent_isAProblemAndIsLookedFor() {
    var workspace = Workspace.project("uses: [rules/plot.rules.yaml]");
    assertThat(workspace.problems())
        .containsExactly("computepods.yaml:1:8: rules/plot.rules.yaml does not exist");
    assertThat(workspace.load().read()).contains(ArtefactPath.of("rules/plot.rules.yaml"));
  }

  @Test
  void ownSet_withMistakes_tellsThemInItsOwnFile() {
    assertThat(
            Workspace.project("uses: [a.rules.yaml]")
                .text("a.rules.yaml", "set: a\nrules:\n  x:\n    output: [y]\n    sh: z\n")
                .problems())
        .containsExactly("a.rules.yaml:4:5: unknown key 'output' (did you mean 'outputs'?)");
  }

  @Test
  void setsOfChefs_areUsedByNameOrWhereNothingIsNamed() {
    assertThat(Workspace.without().offered(PLOT).load().rules().sets())
        .extracting(RuleSet::name)
        .containsExactly("c", "cxx", "latex", "markdown", "graphviz", "svg", "copy", "plot");
    assertThat(Workspace.project("uses: [plot]").offered(PLOT).load().rules().sets())
        .extracting(RuleSet::name)
        .containsExactly("plot");
    assertThat(Workspace.project("uses: [c]").offered(PLOT).load().rules().sets())
        .extracting(RuleSet::name)
        .containsExactly("c");
  }

  @Test
  void setOfAChef_withABundledName_isIgnored() {
    var sets =
        Workspace.without().offered(PLOT.replace("set: plot", "set: c")).load().rules().sets();
    assertThat(sets.getFirst()).isEqualTo(RuleSet.bundled().getFirst());
    assertThat(sets).hasSize(7);
  }

  @Test
  void include_thatIsThere_addsItsTasks() {
    var workspace =
        Workspace.project("include: [more.tasks.yaml]")
            .text("more.tasks.yaml", "tasks:\n  a: {outputs: [a.txt], sh: \"echo > {outputs}\"}\n");
    assertThat(workspace.task("a").source()).isEqualTo(Task.Source.INCLUDED);
    assertThat(workspace.task("a").origin().toString()).isEqualTo("more.tasks.yaml:2:3");
  }

  @Test
  void include_thatIsAbsent_isAProblemUnlessATaskWritesIt() {
    assertThat(Workspace.project("include: [more.tasks.yaml]").problems())
        .containsExactly(
            "computepods.yaml:1:11: more.tasks.yaml does not exist, and no task of the project"
                + " writes it");
    assertThat(
            Workspace.project(
                    """
                    include: [more.tasks.yaml]
                    default: later
                    targets:
                      all: {outputs: ["@later"]}
                    tasks:
                      generate: {outputs: [more.tasks.yaml], sh: "./gen > {outputs}"}
                      use: {dependencies: ["@later"], outputs: [x], sh: "cat {dependencies} > {outputs}"}
                    """)
                .problems())
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "g: {outputs: [more.tasks.yaml], sh: x, nonsense: y}",
        "g: {outputs: [more.tasks.yaml]}",
        "'g g': {outputs: [more.tasks.yaml], sh: x}"
      })
  void include_thatIsAbsent_whereTheTaskThatMayWriteItIsNotUnderstood_isNoFurtherProblem(
      String task) {
    assertThat(Workspace.project("include: [more.tasks.yaml]\ntasks:\n  " + task).problems())
        .singleElement()
        .asString()
        .startsWith("computepods.yaml:3:");
  }

  @Test
  void include_withATaskThatIsThereAlready_namesBothPlaces() {
    assertThat(
            Workspace.project("include: [m.yaml]\ntasks:\n  a: {outputs: [a], sh: x}\n")
                .text("m.yaml", "tasks:\n  a: {outputs: [b], sh: x}\n")
                .problems())
        .containsExactly("m.yaml:2:3: there is a task 'a' already, at computepods.yaml:3:3");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "proyect: x|1:1: unknown key 'proyect' (did you mean 'project'?)",
        "- a|1:1: a project must be a mapping, not a list",
        "uses: [latx]|1:8: unknown rule set 'latx' (did you mean 'latex'?)",
        "uses: c|1:7: 'uses' must be a list, not 'c'; write [c]",
        "uses: [../x.rules.yaml]|1:8: '../x.rules.yaml' leads out of its workspace",
        "uses: [/etc/x.rules.yaml]|1:8: '/etc/x.rules.yaml' leads out of the workspace",
        "ignore: [\"[a\"]|1:10: the pattern '[a' has a '[' without its ']'",
        "tasks: {a: x}|1:12: the task 'a' must be a mapping, not 'x'",
        "tasks: {a: {sh: x}}|1:9: the task 'a' has no outputs",
        "tasks: {a: {outputs: [x]}}|1:9: the task 'a' needs a 'command', an 'sh' or a 'rule'",
        "tasks: {a: {outputs: x, sh: y}}|1:22: 'outputs' must be a list, not 'x'; write [x]",
        "tasks: {a: {outputs: [x], command: y}}|1:36: 'command' must be a list of words, not 'y'; for the shell, write 'sh'",
        "tasks: {a: {outputs: [x], command: [y], sh: y}}|1:41: there is a 'command' already; it is either this or 'sh'",
        "tasks: {a: {outputs: [../x], sh: y}}|1:23: '../x' leads out of its workspace",
        "tasks: {a: {outputs: [/x], sh: y}}|1:23: '/x' leads out of the workspace",
        "tasks: {a: {outputs: [x], dependencies: [../../y], sh: y}}|BIND 1:42: '../../y' leads out of its workspace",
        "tasks: {a: {outputs: ['*.o'], sh: y}}|1:23: '*.o' is a pattern; outputs are named one by one",
        "tasks: {a: {outputs: ['{stem}.o'], sh: y}}|1:23: {stem} is not known yet, here in '{stem}.o'",
        "tasks: {a: {outputs: [x], sh: y, timeout_s: -1}}|1:45: 'timeout_s' must be a whole number of seconds from 1 to 604800, not '-1'",
        "tasks: {a: {outputs: [x], sh: y, passes_max: 0}}|1:46: 'passes_max' must be a whole number from 1 to 1000, not '0'",
        "tasks: {a: {outputs: [x], sh: y, missing: '('}}|1:43: '(' is no regular expression: Unclosed group",
        "tasks: {a: {outputs: [x], sh: y, depfile: {path: d}}}|1:43: a depfile needs its 'format'",
        "tasks: {a: {outputs: [x], sh: y, depfile: {path: d, format: mak}}}|1:61: 'format' is make, fls or list, not 'mak' (did you mean 'make'?)",
        "tasks: {a: {outputs: [x], sh: y, dependencies: [\"@b\"]}}|1:49: there is no task 'b'",
        "tasks: {a: {outputs: [x], sh: y, dependencies: [\"@a\"]}}|1:49: the task 'a' depends on itself",
        "tasks: {a: {outputs: [x], sh: y, dependencies: [{artefact: b, view: {program: sed}}]}}|1:79: 'program' must be a list, not 'sed'; write [sed]",
        "tasks: {a: {outputs: [x], sh: y, dependencies: [{artefact: b, view: {program: []}}]}}|1:79: 'program' has no words",
        "tasks: {a: {outputs: [x], sh: y, dependencies: [{artefact: b, view: {keap: x}}]}}|1:70: unknown key 'keap' (did you mean 'keep'?)",
        "tasks: {a: {outputs: [x], sh: y, with: {a: b}}}|1:34: 'with' sets the variables of a 'rule'",
        "tasks: {a: {outputs: [x], rule: compile}}|1:33: unknown rule 'compile' (did you mean 'c.compile'?)",
        "tasks: {a: {outputs: [x], rule: d.compile}}|1:33: unknown rule 'd.compile' (did you mean 'c.compile'?)",
        "tasks: {a: {outputs: [x], rule: c.program}}|1:33: unknown rule 'c.program'; there are c.archive, c.compile, c.link, c.shared",
        "tasks: {a: {outputs: [x], command: [c], variables: {}}}|1:41: unknown key 'variables'; there are help, foreach, rule, with, dependencies, secondaryDependencies, outputs, auxiliaries, command, sh, env, depfile, timeout_s, passes_max, requires, when, seed, missing",
        "tasks: {a: {outputs: [x], rule: fortran.f}}|1:33: unknown rule 'fortran.f'; the project uses no rule set 'fortran'",
        "tasks: {a: {outputs: [x], rule: c.compile, sh: x}}|1:44: a task goes either by a 'rule' or by its own 'sh'",
        "tasks: {a: {outputs: [x], rule: c.compile, with: {cflag: x}}}|1:51: c.compile has no variable 'cflag' (did you mean 'cflags'?)",
        "tasks: {a: {rule: c.compile}}|1:9: the task 'a' needs its 'outputs', or a file as its first dependency",
        "tasks: {a: {outputs: [x], sh: \"{outptus}\"}}|1:31: unknown name {outptus} (did you mean 'outputs'?); a brace that is no name is written twice",
        "tasks: {a: {outputs: [x], command: [\"-o{outputs}\"]}}|1:37: {outputs} is a list, and cannot stand inside a word; write it as a word of its own, or name one of it as {outputs[0]}",
        "tasks: {a: {outputs: [x], sh: \"./{outputs}\"}}|1:31: {outputs} is a list, and cannot stand inside a word; write it as a word of its own, or name one of it as {outputs[0]}",
        "tasks: {a: {outputs: [x], env: {A-B: x}, sh: y}}|1:38: 'A-B' is no name for the environment",
        "tasks: {\"a b\": {outputs: [x], sh: y}}|1:9: 'a b' is no name for a task: it has no blanks, brackets or @, and no - in front",
        "tasks: {a: {outputs: [x, dir/], sh: y}}|1:26: 'dir/' names a folder, and outputs are files",
        "tasks: {a: {foreach: 'src/', outputs: ['{stem}'], sh: y}}|1:22: 'src/' matches folders only, and artefacts are files",
        "targets: {a: {help: x}}|1:11: the target 'a' has no outputs",
        "targets: {a: {outputs: [\"@b\"]}}|1:25: there is no task 'b'",
        "{targets: {paper: {outputs: [x]}}, default: papre}|1:45: there is no target and no task 'papre' (did you mean 'paper'?)",
        "tasks: {a: {outputs: [x], command: [\"{dependencies[3]}\"]}}|BIND 1:37: {dependencies[3]} is not there: 'dependencies' has 0 of them, counted from 0",
      })
  void mistake_inAProject_isToldWithItsPlace(String yaml, String problem) {
    var workspace = Workspace.project(yaml);
    if (problem.startsWith("BIND ")) {
      assertThat(workspace.bindProblems())
          .contains("computepods.yaml:" + problem.substring("BIND ".length()));
    } else {
      assertThat(workspace.problems()).containsExactly("computepods.yaml:" + problem);
    }
  }

  @Test
  void mistakes_ofManyKinds_areToldAtOnce() {
    assertThat(
            Workspace.project(
                    """
                    uses: [latx]
                    tasks:
                      a:
                        comand: [x]
                        timeout_s: soon
                      b:
                        rule: nothing.here
                    """)
                .problems())
        .hasSize(4);
  }

  @Test
  void projectOfTheContract_loaded_meansWhatItSays() {
    var workspace =
        Workspace.project(SchemasTest.CONTRACT_PROJECT)
            .text("rules/plot.rules.yaml", PLOT)
            .text("generated.tasks.yaml", "tasks: {}")
            .files("plot.py", "data.csv", "src/x.c", "src/a/y.c");
    assertThat(workspace.problems()).isEmpty();
    assertThat(workspace.taskNames())
        .containsExactly("figure", "objects[src/a/y.c]", "objects[src/x.c]", "engine");
    Task figure = workspace.task("figure");
    assertThat(figure.command()).containsExactly("python3", "plot.py");
    assertThat(figure.env()).containsEntry("TZ", "UTC");
    assertThat(figure.timeout()).hasSeconds(600);
    assertThat(figure.requires()).containsEntry("tool", "python3");
    assertThat(figure.set()).isEmpty();
    assertThat(workspace.task("objects[src/a/y.c]").command())
        .containsSubsequence("-O2", "-Wall", "-c", "src/a/y.c", "-o", "src/a/y.o");
    assertThat(Workspace.inputs(workspace.task("engine"))).containsExactly("src/a/y.o", "src/x.o");
    assertThat(workspace.load().rules().isLog(ArtefactPath.of("a/x.progress"))).isTrue();
    assertThat(workspace.load().rules().ignores()).contains("*.bak", "scratch/", ".git/");
    assertThat(workspace.load().rules().attention().gitignore()).isFalse();
  }

  @Test
  void project_thatHeedsGit_takesBackWhatItsTasksWrite() {
    var workspace =
        Workspace.project(
                """
                gitignore: true
                ignore: ["*.bak"]
                uses: [c, copy]
                tasks:
                  plot: {outputs: [paper.pdf, out/figs/a.svg], command: [plot]}
                  all: {foreach: "src/*.x", outputs: ["gen/{stem}.y"], command: [y]}
                """)
            .files("src/a.x");

    var attention = workspace.load().rules().attention();

    assertThat(workspace.problems()).isEmpty();
    assertThat(attention.gitignore()).isTrue();
    assertThat(attention.ignore())
        .contains("!/paper.pdf", "!/out/", "!/out/figs/", "!/out/figs/a.svg", "!/gen/", "!/gen/*.y")
        .contains("!**/*.o")
        .doesNotContain("!**/*", "!/*")
        .containsSubsequence("!/gen/*.y", ".git/", "*.bak");
  }

  static final String PLOT =
      """
      set: plot
      required: [gnuplot]
      rules:
        plot:
          dependencies: ["{dir}{stem}.gp"]
          outputs: ["{dir}{stem}.svg"]
          command: [gnuplot, "{dependencies[0]}"]
      """;
}
