package org.computepods.cli.args;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.computepods.cli.Failure;
import org.computepods.cli.Invocation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The commands about processes. */
final class FederationCommands {
  private FederationCommands() {}

  @Command(name = "doctor", description = "Check everything that can be wrong, and say the cure.")
  static final class Doctor implements Grammar.Invoked {
    @Override
    public Invocation invocation() {
      return new Invocation.Doctor();
    }
  }

  @Command(name = "up", description = "Start the embedded federation.")
  static final class Up implements Grammar.Invoked {
    @Override
    public Invocation invocation() {
      return new Invocation.Up();
    }
  }

  @Command(name = "down", description = "Stop the embedded federation; no process stays.")
  static final class Down implements Grammar.Invoked {
    @Override
    public Invocation invocation() {
      return new Invocation.Down();
    }
  }

  @Command(
      name = "pod",
      synopsisSubcommandLabel = "[invite]",
      description = "Run a pod in the foreground, with a --home of its own.")
  static final class Pod implements Grammar.Invoked {
    @Option(names = "--name", paramLabel = "NAME", description = "what the pod is called")
    @Nullable String name;

    @Option(
        names = "--chefs",
        paramLabel = "SET[,SET]",
        split = ",",
        description = "rule sets it serves (default: all whose tools it has)")
    List<String> chefs = new ArrayList<>();

    @Option(
        names = "--invite",
        paramLabel = "LINE",
        description = "the line that `cpCtrl pod invite` printed")
    @Nullable String invite;

    @Option(names = "--invite-file", paramLabel = "FILE", description = "a file with that line")
    @Nullable String inviteFile;

    @Option(
        names = "--nats",
        paramLabel = "URL",
        description = "another address of the NATS server than the invitation's")
    @Nullable String nats;

    @Option(
        names = "--slots",
        paramLabel = "N",
        description = "jobs at once (default: one per core)")
    @Nullable Integer slots;

    @Option(
        names = "--workspaces",
        description = "it holds workspaces of this machine; run `cpCtrl fswatcher` beside it")
    boolean workspaces;

    @Override
    public Invocation invocation() {
      if (name == null) {
        throw Failure.usage("a pod needs a --name");
      }
      return new Invocation.Pod(
          name,
          chefs,
          Optional.ofNullable(invite),
          Optional.ofNullable(inviteFile),
          Optional.ofNullable(nats),
          slots == null ? OptionalInt.empty() : OptionalInt.of(slots),
          workspaces);
    }
  }

  @Command(name = "invite", description = "Print the line that lets a pod join. It is a secret.")
  static final class PodInvite implements Grammar.Invoked {
    @Override
    public Invocation invocation() {
      return new Invocation.Invite();
    }
  }

  @Command(name = "majordomo", description = "Run a MajorDomo in the foreground.")
  static final class MajorDomo implements Grammar.Invoked {
    @Option(
        names = "--nats",
        required = true,
        paramLabel = "URL",
        description = "the NATS server, e.g. nats://127.0.0.1:4222")
    String nats = "";

    @Override
    public Invocation invocation() {
      return new Invocation.RunMajorDomo(nats);
    }
  }

  @Command(name = "fswatcher", description = "Run a file watcher in the foreground.")
  static final class FsWatcher implements Grammar.Invoked {
    @Option(
        names = "--pod",
        paramLabel = "POD",
        defaultValue = "local",
        description = "the pod that holds the workspaces (default: local)")
    String pod = "local";

    @Option(
        names = "--nats",
        required = true,
        paramLabel = "URL",
        description = "the NATS server, e.g. nats://127.0.0.1:4222")
    String nats = "";

    @Override
    public Invocation invocation() {
      return new Invocation.RunFsWatcher(nats, pod);
    }
  }
}
