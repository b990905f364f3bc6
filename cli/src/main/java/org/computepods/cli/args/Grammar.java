package org.computepods.cli.args;

import java.util.List;
import java.util.Optional;
import org.computepods.cli.ExitCode;
import org.computepods.cli.Failure;
import org.computepods.cli.Globals;
import org.computepods.cli.Invocation;
import org.computepods.cli.Request;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The whole grammar of the command line. */
public final class Grammar {
  /** The widest help that still reads well. */
  private static final int MAX_WIDTH = 100;

  private final CommandLine root;
  private final RootCommand options = new RootCommand();

  /**
   * @param version what {@code --version} says
   * @param colours whether help may be coloured
   * @param width columns of the terminal
   */
  public Grammar(String version, boolean colours, int width) {
    root = new CommandLine(options);
    root.addSubcommand(new WorkCommands.Init());
    root.addSubcommand(new WorkCommands.Build());
    root.addSubcommand(new WorkCommands.Watch());
    root.addSubcommand(new LookCommands.Status());
    root.addSubcommand(new LookCommands.Explain());
    root.addSubcommand(new LookCommands.WhyNot());
    root.addSubcommand(new LookCommands.Graph());
    root.addSubcommand(new LookCommands.Query());
    root.addSubcommand(new LookCommands.Log());
    root.addSubcommand(new LookCommands.Where());
    root.addSubcommand(new LookCommands.Builds());
    root.addSubcommand(new LookCommands.Tasks());
    root.addSubcommand(new LookCommands.Rules());
    root.addSubcommand(new LookCommands.Compdb());
    root.addSubcommand(new LookCommands.Chefs());
    root.addSubcommand(new LookCommands.Pods());
    root.addSubcommand(new WorkCommands.Cancel());
    root.addSubcommand(new WorkCommands.Clean());
    root.addSubcommand(new WorkCommands.Verify());
    root.addSubcommand(new FederationCommands.Doctor());
    root.addSubcommand(new FederationCommands.Up());
    root.addSubcommand(new FederationCommands.Down());
    root.addSubcommand(
        new CommandLine(new FederationCommands.Pod())
            .addSubcommand(new FederationCommands.PodInvite()));
    root.addSubcommand(new FederationCommands.MajorDomo());
    root.addSubcommand(
        new CommandLine(new FederationCommands.FsWatcher())
            .addSubcommand(new FederationCommands.WatcherInvite()));
    root.addSubcommand(
        new CommandLine(new FederationCommands.Install())
            .addSubcommand(new FederationCommands.InstallFsWatcher())
            .addSubcommand(new FederationCommands.InstallMajorDomo())
            .addSubcommand(new FederationCommands.InstallPod()));
    root.addSubcommand(new OtherCommands.Completion());
    root.addSubcommand(new OtherCommands.Schema());
    root.addSubcommand(new OtherCommands.Help());
    root.getCommandSpec().version(version);
    root.setExpandAtFiles(false);
    root.setCaseInsensitiveEnumValuesAllowed(true);
    root.setUsageHelpWidth(Math.clamp(width, 60, MAX_WIDTH));
    root.setColorScheme(CommandLine.Help.defaultColorScheme(colours ? Ansi.ON : Ansi.OFF));
  }

  /**
   * What the arguments ask for.
   *
   * @throws Failure if they make no sense, with what was perhaps meant
   */
  public Request read(String... args) {
    ParseResult parsed;
    try {
      parsed = root.parseArgs(args);
    } catch (ParameterException wrong) {
      throw usage(wrong);
    }
    CommandLine said = last(parsed).commandSpec().commandLine();
    if (last(parsed).isVersionHelpRequested() || parsed.isVersionHelpRequested()) {
      return say(String.join("\n", root.getCommandSpec().version()));
    }
    if (last(parsed).isUsageHelpRequested()) {
      return say(said.getUsageMessage());
    }
    if (options.quiet && options.verbose) {
      throw Failure.usage("-q and -v say the opposite of each other");
    }
    return switch (said.getCommand()) {
      case RootCommand none ->
          throw Failure.usage("no command\n\n" + root.getUsageMessage().strip());
      case OtherCommands.Help help -> say(help.of(root));
      case OtherCommands.Completion completion -> say(completion.script(root));
      case Invoked invoked -> new Request(globals(), invoked.invocation());
      default -> throw new IllegalStateException("no command: " + said.getCommandName());
    };
  }

  private Request say(String text) {
    return new Request(globals(), new Invocation.Say(text.stripTrailing()));
  }

  private Globals globals() {
    return new Globals(
        Optional.ofNullable(options.dir),
        Optional.ofNullable(options.home),
        options.json,
        options.quiet,
        options.verbose);
  }

  private static ParseResult last(ParseResult parsed) {
    ParseResult last = parsed;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    return last;
  }

  private static Failure usage(ParameterException wrong) {
    CommandSpec spec = wrong.getCommandLine().getCommandSpec();
    String message = inWords(String.valueOf(wrong.getMessage()));
    String typed = "";
    List<String> unmatched = unmatched(wrong);
    if (!unmatched.isEmpty()) {
      typed = unmatched.getFirst();
      boolean option = typed.startsWith("-");
      message =
          option
              ? "unknown option " + typed
              : spec.parent() == null && !spec.subcommands().isEmpty()
                  ? "unknown command " + typed
                  : "one argument too many: " + typed;
    }
    String near = NearMiss.of(typed, candidates(spec, typed));
    return new Failure(
        ExitCode.USAGE,
        message
            + (near.isEmpty() ? dashed(spec, typed) : " (did you mean " + near + "?)")
            + "\nTry: "
            + spec.qualifiedName()
            + " --help");
  }

  /** What nothing was done with; an option that does not exist leaves a name missing, too. */
  private static List<String> unmatched(ParameterException wrong) {
    return switch (wrong) {
      case UnmatchedArgumentException unmatched -> unmatched.getUnmatched();
      case CommandLine.MissingParameterException missing ->
          missing.getCommandLine().getUnmatchedArguments();
      default -> List.of();
    };
  }

  /** Without Java's names of types. */
  private static String inWords(String message) {
    return message
        .replaceFirst("('-?[0-9]+') is not an int$", "$1 is out of range")
        .replaceFirst(" is not an int$", " is not a whole number");
  }

  /** What begins with a dash may be meant for a name. */
  private static String dashed(CommandSpec spec, String typed) {
    return spec.positionalParameters().isEmpty() || !typed.startsWith("-")
        ? ""
        : "; for a file of that name, write: %s -- %s".formatted(spec.qualifiedName(), typed);
  }

  private static List<String> candidates(CommandSpec spec, String typed) {
    if (typed.startsWith("-")) {
      return spec.options().stream()
          .map(OptionSpec::names)
          .flatMap(names -> java.util.Arrays.stream(names))
          .toList();
    }
    return List.copyOf(spec.subcommands().keySet());
  }

  /** A script for the shell to complete with. */
  static String completion(CommandLine root) {
    return AutoComplete.bash("cpCtrl", root);
  }

  /** What each command is able to say about itself. */
  interface Invoked {
    Invocation invocation();
  }

  /** The name, the global options, and what they mean. */
  @Command(
      name = "cpCtrl",
      mixinStandardHelpOptions = false,
      synopsisSubcommandLabel = "COMMAND",
      description = {"Brings artefacts up to date that depend on each other, in circles too.", ""},
      commandListHeading = "%nCommands:%n",
      optionListHeading = "%nOptions, before or after the command:%n",
      footer = {
        "",
        "The workspace is the nearest parent folder with a computepods.yaml, else the folder itself.",
        "Exit codes: 0 up to date, 1 a task failed, 2 bad usage or project file, 3 no federation,",
        "4 a cycle did not settle, 5 nothing can build it, 130 interrupted.",
        "Start with:  cpCtrl init  and  cpCtrl build"
      })
  static final class RootCommand {
    @CommandLine.Option(
        names = "-C",
        paramLabel = "DIR",
        scope = CommandLine.ScopeType.INHERIT,
        description = "work in DIR instead of the current folder")
    @org.jspecify.annotations.Nullable
    String dir;

    @CommandLine.Option(
        names = "--home",
        paramLabel = "DIR",
        scope = CommandLine.ScopeType.INHERIT,
        description = "the federation's home (default: $COMPUTEPODS_HOME or ~/.computepods)")
    @org.jspecify.annotations.Nullable
    String home;

    @CommandLine.Option(
        names = "--json",
        scope = CommandLine.ScopeType.INHERIT,
        description = "one JSON document on stdout")
    boolean json;

    @CommandLine.Option(
        names = {"-q", "--quiet"},
        scope = CommandLine.ScopeType.INHERIT,
        description = "only what went wrong")
    boolean quiet;

    @CommandLine.Option(
        names = {"-v", "--verbose"},
        scope = CommandLine.ScopeType.INHERIT,
        description = "tools' output of successes too")
    boolean verbose;

    @CommandLine.Option(
        names = {"-h", "--help"},
        usageHelp = true,
        scope = CommandLine.ScopeType.INHERIT,
        description = "say what there is to say")
    boolean help;

    @CommandLine.Option(
        names = {"-V", "--version"},
        versionHelp = true,
        description = "say which version this is")
    boolean version;
  }
}
