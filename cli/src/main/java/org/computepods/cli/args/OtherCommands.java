package org.computepods.cli.args;

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
