package org.computepods.cli.args;

import java.util.Optional;
import org.computepods.cli.Failure;
import org.computepods.cli.Invocation;
import org.computepods.cli.Invocation.Subject;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that only look. */
final class LookCommands {
  private LookCommands() {}

  private static Invocation look(Subject subject) {
    return new Invocation.Look(subject, Optional.empty());
  }

  private static Invocation look(Subject subject, String name) {
    return new Invocation.Look(subject, Optional.of(name));
  }

  @Command(name = "status", description = "Federation, workspaces, running builds, what is stale.")
  static final class Status implements Grammar.Invoked {
    @Override
    public Invocation invocation() {
      return look(Subject.STATUS);
    }
  }

  @Command(name = "builds", description = "List the builds there were, the newest first.")
  static final class Builds implements Grammar.Invoked {
    @Override
    public Invocation invocation() {
      return look(Subject.BUILDS);
    }
  }

  @Command(name = "tasks", description = "List the tasks of this workspace and how they stand.")
  static final class Tasks implements Grammar.Invoked {
    @Override
    public Invocation invocation() {
      return look(Subject.TASKS);
    }
  }

  @Command(
      name = "compdb",
      description = "Print compile_commands.json, by which clangd and others know how to compile.")
  static final class Compdb implements Grammar.Invoked {
    @Override
    public Invocation invocation() {
      return look(Subject.COMPDB);
    }
  }

  @Command(name = "rules", description = "List the rules and who serves them.")
  static final class Rules implements Grammar.Invoked {
    @Override
    public Invocation invocation() {
      return look(Subject.RULES);
    }
  }

  @Command(name = "pods", description = "List the pods.")
  static final class Pods implements Grammar.Invoked {
    @Override
    public Invocation invocation() {
      return look(Subject.PODS);
    }
  }

  @Command(name = "chefs", description = "List the chefs, or switch one off or on.")
  static final class Chefs implements Grammar.Invoked {
    @Option(names = "--disable", paramLabel = "CHEF", description = "it takes no new jobs")
    @Nullable String disable;

    @Option(names = "--enable", paramLabel = "CHEF", description = "it takes jobs again")
    @Nullable String enable;

    @Option(
        names = "--pod",
        paramLabel = "POD",
        defaultValue = "local",
        description = "on which pod (default: local)")
    String pod = "local";

    @Override
    public Invocation invocation() {
      if (disable != null && enable != null) {
        throw Failure.usage("one chef at a time: --disable or --enable");
      }
      if (disable != null) {
        return new Invocation.SwitchChef(disable, false, pod);
      }
      return enable == null ? look(Subject.CHEFS) : new Invocation.SwitchChef(enable, true, pod);
    }
  }

  @Command(name = "explain", description = "Why it was last built, or is stale, or is not.")
  static final class Explain implements Grammar.Invoked {
    @Parameters(paramLabel = "PATH", description = "an artefact")
    String path = "";

    @Override
    public Invocation invocation() {
      return look(Subject.EXPLAIN, path);
    }
  }

  @Command(name = "why-not", description = "Why nothing builds it, or what it waits for.")
  static final class WhyNot implements Grammar.Invoked {
    @Parameters(paramLabel = "PATH", description = "an artefact")
    String path = "";

    @Override
    public Invocation invocation() {
      return look(Subject.WHY_NOT, path);
    }
  }

  @Command(name = "where", description = "Which pods hold which version of it.")
  static final class Where implements Grammar.Invoked {
    @Parameters(paramLabel = "PATH", description = "an artefact")
    String path = "";

    @Option(
        names = "--get",
        paramLabel = "SHA-256",
        description = "print the content of that version; its first digits will do")
    @Nullable String get;

    @Override
    public Invocation invocation() {
      return get == null ? look(Subject.WHERE, path) : new Invocation.Get(path, get);
    }
  }

  @Command(name = "log", description = "The tool's own output when it last ran.")
  static final class Log implements Grammar.Invoked {
    @Parameters(
        paramLabel = "PATH|TASK",
        description = "a task, or what it makes, or a file that the project declares as a log")
    String name = "";

    @Option(
        names = {"-f", "--follow"},
        description = "go on with what is added, until the task ends; a file's until Ctrl-C")
    boolean follow;

    @Override
    public Invocation invocation() {
      return follow ? new Invocation.Follow(name) : look(Subject.LOG, name);
    }
  }

  @Command(
      name = "query",
      description = {"Ask the graph.", "deps(x), rdeps(x), somepath(x,y), cycles(), outputs(t)"})
  static final class Query implements Grammar.Invoked {
    @Parameters(paramLabel = "EXPR", description = "e.g. \"deps(paper.pdf)\"")
    String expression = "";

    @Override
    public Invocation invocation() {
      return look(Subject.QUERY, expression);
    }
  }

  @Command(name = "graph", description = "What depends on what; cycles are boxed.")
  static final class Graph implements Grammar.Invoked {
    @Parameters(paramLabel = "TARGET", arity = "0..1", description = "only what this needs")
    @Nullable String target;

    @Option(
        names = "--format",
        paramLabel = "dot|json|svg",
        defaultValue = "dot",
        description = "how to draw it (default: dot)")
    Invocation.Graph.Format format = Invocation.Graph.Format.dot;

    @Option(names = "--stale", description = "only what is stale")
    boolean stale;

    @Option(names = "--plan", description = "the best build tree as it stands now, in order")
    boolean plan;

    @Override
    public Invocation invocation() {
      return new Invocation.Graph(Optional.ofNullable(target), format, stale, plan);
    }
  }
}
