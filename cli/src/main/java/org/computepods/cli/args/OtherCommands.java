package org.computepods.cli.args;

import java.util.ArrayList;
import java.util.List;
import org.computepods.cli.Failure;
import org.computepods.cli.Invocation;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The commands about the tool itself. */
final class OtherCommands {
  private OtherCommands() {}

  @Command(
      name = "completion",
      description = {
        "Print a script that completes commands and options.",
        "bash: source <(cpCtrl completion)",
        "zsh:  autoload -U bashcompinit && bashcompinit && source <(cpCtrl completion zsh)"
      })
  static final class Completion {
    /** The shells we know. */
    enum Shell {
      bash,
      zsh
    }

    @Parameters(
        paramLabel = "bash|zsh",
        arity = "0..1",
        defaultValue = "bash",
        description = "for which shell (default: bash)")
    Shell shell = Shell.bash;

    /** One script serves both; zsh first loads what lets it read bash's. */
    String script(CommandLine root) {
      String load =
          "autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n";
      return (shell == Shell.zsh ? load : "") + Grammar.completion(root);
    }
  }

  @Command(name = "help", description = "Say what there is to say about a command.")
  static final class Help {
    @Parameters(
        paramLabel = "COMMAND",
        arity = "0..*",
        description = "which (default: all of them)")
    List<String> names = new ArrayList<>();

    /** The help of the command that is named, that of the whole tool where none is. */
    String of(CommandLine root) {
      CommandLine command = root;
      for (String name : names) {
        CommandLine found = command.getSubcommands().get(name);
        if (found == null) {
          String near = NearMiss.of(name, List.copyOf(command.getSubcommands().keySet()));
          throw Failure.usage(
              "unknown command " + name + (near.isEmpty() ? "" : " (did you mean " + near + "?)"));
        }
        command = found;
      }
      return command.getUsageMessage();
    }
  }

  @Command(name = "schema", description = "Print the JSON Schema of project or rule files.")
  static final class Schema implements Grammar.Invoked {
    @Parameters(paramLabel = "project|rules", description = "of which files")
    Invocation.Schema.Kind kind = Invocation.Schema.Kind.project;

    @Override
    public Invocation invocation() {
      return new Invocation.Schema(kind);
    }
  }
}
