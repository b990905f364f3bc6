package org.computepods.cli.workspace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.computepods.cli.workspace.Source.Language;

/** The text of a first project file, with a comment wherever a newcomer would ask. */
public final class NewProject {
  private static final int MAX_SCRIPTS = 5;
  private static final int MAX_PROGRAMS = 10;
  private static final String OBJECTS = "objects";

  /** Words that mean themselves wherever they are written. */
  private static final String PLAIN = "[A-Za-z_./][A-Za-z0-9_./-]*";

  private final String name;
  private final Found found;
  private final StringBuilder tasks = new StringBuilder();
  private final StringBuilder hints = new StringBuilder();
  private final List<String> wanted = new ArrayList<>();

  /**
   * @param folder the name of the project's folder
   */
  public NewProject(String folder, Found found) {
    String word = folder.replaceAll("[^A-Za-z0-9_.-]", "-");
    this.name = word.matches("[A-Za-z0-9].*") ? word : "project";
    this.found = found;
  }

  /** The whole file. */
  public String text() {
    program();
    documents();
    scripts();
    if (wanted.isEmpty()) {
      greeting();
    }
    return """
    # What `cpCtrl build` makes here. Paths are relative to this file.
    project: %s

    # Bundled rule sets by name, your own ones by path. Without this line: every bundled set.
    # uses: [c, cxx, latex, markdown, graphviz, svg, copy, rules/mine.rules.yaml]

    # Not watched, beside the usual (.git, editors' swap files, ...).
    # ignore: ["*.bak", "scratch/"]
    # gitignore: true

    # What `cpCtrl build` without a name builds.
    default: all
    targets:
      all:
        help: Everything
        outputs: [%s]
    """
            .formatted(quoted(name), String.join(", ", quoted(wanted)))
        + (tasks.isEmpty() ? "" : "\ntasks:\n" + tasks)
        + (hints.isEmpty() ? "" : (tasks.isEmpty() ? "\n# tasks:\n" : "") + hints);
  }

  private void program() {
    List<Source> sources = found.sources();
    List<Source> mains = sources.stream().filter(Source::main).toList();
    if (sources.size() == 1 && mains.size() == 1) {
      wanted.add(mains.getFirst().program());
    } else if (!sources.isEmpty()) {
      objects();
      if (mains.size() == 1) {
        programOfAll();
      } else if (isTellable(mains)) {
        tasks.append(
            "  # A program out of each file with a main(), with all others but the other programs'.\n");
        mains.forEach(main -> programOf(main, mains));
      } else {
        sources.forEach(source -> wanted.add(source.object()));
        hints.append(
            """
            # Which of them make a program is yours to say, for each program:
            #   program:
            #     dependencies: [%s, src/other.o]
            #     rule: %s
            #     outputs: [bin/program]
            """
                .formatted(quoted(sources.getFirst().object()), linker()));
      }
    }
  }

  private void objects() {
    tasks.append(
        "  # One task for each source file; the headers it includes are found while it runs.\n");
    for (Language language : languages()) {
      List<String> globs =
          found.sources().stream()
              .filter(language::isOf)
              .map(source -> quoted("**/*" + source.ending()))
              .distinct()
              .toList();
      tasks.append(
          """
            %s:
              foreach: %s
              rule: %s.compile
              with: {%s: [-O2, -Wall]}
          """
              .formatted(
                  objectsOf(language),
                  globs.size() == 1 ? globs.getFirst() : globs,
                  language.set(),
                  language.flags()));
    }
  }

  private List<Language> languages() {
    return Arrays.stream(Language.values())
        .filter(language -> found.sources().stream().anyMatch(language::isOf))
        .toList();
  }

  private String objectsOf(Language language) {
    return languages().size() == 1 ? OBJECTS : language.set() + "-" + OBJECTS;
  }

  /** All objects, as dependencies of a program. */
  private String allObjects() {
    return languages().stream()
        .map(language -> "\"@" + objectsOf(language) + "\"")
        .collect(Collectors.joining(", "));
  }

  private String linker() {
    return languages().getLast().set() + ".link";
  }

  private void programOfAll() {
    String program = "bin/" + name;
    wanted.add(program);
    tasks.append(
        """
          # One program out of all of them.
          program:
            dependencies: [%s]
            rule: %s
            outputs: [%s]
        """
            .formatted(allObjects(), linker(), quoted(program)));
  }

  private static boolean isTellable(List<Source> mains) {
    return !mains.isEmpty()
        && mains.size() <= MAX_PROGRAMS
        && mains.stream().allMatch(main -> main.path().matches(PLAIN))
        && mains.stream().noneMatch(main -> main.stem().endsWith(OBJECTS))
        && mains.stream().map(Source::stem).distinct().count() == mains.size();
  }

  private void programOf(Source main, List<Source> mains) {
    String program = "bin/" + main.stem();
    wanted.add(program);
    String others =
        mains.stream()
            .filter(other -> !other.equals(main))
            .map(other -> ", " + quoted("!" + other.object()))
            .collect(Collectors.joining());
    tasks.append(
        """
          %s:
            dependencies: [%s%s]
            rule: %s
            outputs: [%s]
        """
            .formatted(quoted(main.stem()), allObjects(), others, linker(), quoted(program)));
  }

  /** The bundled rules know how; nothing but the wish need be said. */
  private void documents() {
    found.tex().forEach(document -> wanted.add(withoutEnding(document) + ".pdf"));
    found.markdown().forEach(document -> wanted.add(withoutEnding(document) + ".html"));
    found.graphs().forEach(graph -> wanted.add(withoutEnding(graph) + ".svg"));
  }

  private void scripts() {
    for (String script : found.python().stream().limit(MAX_SCRIPTS).toList()) {
      hints.append(
          """
          # What does it read, what does it write? Say so, and remove the marks:
          #   %s:
          #     dependencies: [%s, data.csv]
          #     outputs: [result.csv]
          #     command: [python3, %s]
          """
              .formatted(taskName(script), quoted(script), quoted(script)));
    }
  }

  private void greeting() {
    wanted.add("hello.txt");
    tasks.append(
        """
          # Nothing was found here that a bundled rule could build; so here is a task of its own command.
          hello:
            # dependencies: [names.txt]     # what it reads; it runs again when one of them changes
            outputs: [hello.txt]
            sh: "echo Hello > {outputs}"    # or, without a shell: command: [program, argument]
        """);
  }

  private static String taskName(String script) {
    return withoutEnding(script).replaceAll("[^A-Za-z0-9_]", "-");
  }

  private static String withoutEnding(String path) {
    return path.substring(0, path.lastIndexOf('.'));
  }

  private static List<String> quoted(List<String> words) {
    return words.stream().map(NewProject::quoted).toList();
  }

  private static String quoted(String word) {
    boolean plain = word.matches(PLAIN);
    return plain ? word : "\"" + word.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
