package org.computepods.cli.workspace;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The text of a first project file, with a comment wherever a newcomer would ask. */
public final class NewProject {
  private static final int MAX_SCRIPTS = 5;
  private static final int MAX_PROGRAMS = 10;

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
    # uses: [c, latex, markdown, copy, rules/mine.rules.yaml]

    # Not watched, beside the usual (.git, editors' swap files, ...).
    # ignore: ["*.bak", "scratch/"]

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
    if (found.c().isEmpty()) {
      return;
    }
    if (found.c().size() == 1 && found.cMains().size() == 1) {
      wanted.add(withoutEnding(found.c().get(0)));
      return;
    }
    tasks.append(
        """
          # One task for each C file; the headers it includes are found while it runs.
          objects:
            foreach: "**/*.c"
            rule: c.compile
            with: {cflags: [-O2, -Wall]}
        """);
    if (found.cMains().size() == 1) {
      String program = "bin/" + name;
      wanted.add(program);
      tasks.append(
          """
            # One program out of all of them.
            program:
              dependencies: ["@objects"]
              rule: c.link
              outputs: [%s]
          """
              .formatted(quoted(program)));
    } else if (isTellable(found.cMains())) {
      tasks.append(
          "  # A program out of each file with a main(), with all others but the other programs'.\n");
      found.cMains().forEach(this::programOf);
    } else {
      found.c().forEach(source -> wanted.add(withoutEnding(source) + ".o"));
      hints.append(
          """
          # Which of them make a program is yours to say, for each program:
          #   program:
          #     dependencies: [src/main.o, src/other.o]
          #     rule: c.link
          #     outputs: [bin/program]
          """);
    }
  }

  private static boolean isTellable(List<String> mains) {
    return !mains.isEmpty()
        && mains.size() <= MAX_PROGRAMS
        && mains.stream().allMatch(main -> main.matches(PLAIN) && !stem(main).equals("objects"))
        && mains.stream().map(NewProject::stem).distinct().count() == mains.size();
  }

  private void programOf(String main) {
    String program = "bin/" + stem(main);
    wanted.add(program);
    String others =
        found.cMains().stream()
            .filter(other -> !other.equals(main))
            .map(other -> ", " + quoted("!" + withoutEnding(other) + ".o"))
            .collect(Collectors.joining());
    tasks.append(
        """
          %s:
            dependencies: ["@objects"%s]
            rule: c.link
            outputs: [%s]
        """
            .formatted(quoted(stem(main)), others, quoted(program)));
  }

  private static String stem(String file) {
    String plain = withoutEnding(file);
    return plain.substring(plain.lastIndexOf('/') + 1);
  }

  /** The bundled rules know how; nothing but the wish need be said. */
  private void documents() {
    found.tex().forEach(document -> wanted.add(withoutEnding(document) + ".pdf"));
    found.markdown().forEach(document -> wanted.add(withoutEnding(document) + ".html"));
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
