package org.computepods.cli.args;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.computepods.cli.Failure;
import org.computepods.cli.Invocation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
    @Mixin PodOptions pod = new PodOptions();

    @Override
    public Invocation invocation() {
      return pod.role();
    }
  }

  /** What a pod is told. */
  static final class PodOptions {
    @Option(names = "--name", paramLabel = "NAME", description = "what the pod is called")
    @Nullable String name;

    @Option(
        names = "--chefs",
        paramLabel = "SET[,SET]",
        split = ",",
        description = "rule sets it serves (default: all whose tools it has)")
    List<String> chefs = new ArrayList<>();

    @Mixin JoiningOptions joining = new JoiningOptions();

    @Option(
        names = "--slots",
        paramLabel = "N",
        description = "jobs at once (default: one per core)")
    @Nullable Integer slots;

    @Option(
        names = "--workspaces",
        description = "it holds workspaces of this machine; run `cpCtrl fswatcher` beside it")
    boolean workspaces;

    Invocation.Pod role() {
      if (name == null) {
        throw Failure.usage("a pod needs a --name");
      }
      if (slots != null && slots < 1) {
        throw Failure.usage("--slots takes a number of jobs, 1 or more, not " + slots);
      }
      return new Invocation.Pod(
          name,
          chefs,
          joining.joining(),
          slots == null ? OptionalInt.empty() : OptionalInt.of(slots),
          workspaces);
    }
  }

  @Command(name = "invite", description = "Print the line that lets a pod join. It is a secret.")
  static final class PodInvite implements Grammar.Invoked {
    @Override
    public Invocation invocation() {
      return new Invocation.Invite("chef");
    }
  }

  @Command(
      name = "invite",
      description = "Print the line that lets a watcher join. It is a secret.")
  static final class WatcherInvite implements Grammar.Invoked {
    @Override
    public Invocation invocation() {
      return new Invocation.Invite("watcher");
    }
  }

  @Command(name = "majordomo", description = "Run a MajorDomo in the foreground.")
  static final class MajorDomo implements Grammar.Invoked {
    @Mixin JoiningOptions joining = new JoiningOptions();

    @Override
    public Invocation invocation() {
      return new Invocation.RunMajorDomo(joining.joining());
    }
  }

  @Command(
      name = "fswatcher",
      synopsisSubcommandLabel = "[invite]",
      description = "Run a file watcher in the foreground.")
  static final class FsWatcher implements Grammar.Invoked {
    @Mixin FsWatcherOptions watcher = new FsWatcherOptions();

    @Override
    public Invocation invocation() {
      return watcher.role();
    }
  }

  /** What a watcher is told. */
  static final class FsWatcherOptions {
    @Option(
        names = "--workspace",
        paramLabel = "DIR",
        description = "a folder to watch before anybody asks; may be given several times")
    List<String> workspaces = new ArrayList<>();

    @Option(
        names = "--pod",
        paramLabel = "POD",
        defaultValue = "local",
        description = "the pod that holds the workspaces (default: local)")
    String pod = "local";

    @Mixin JoiningOptions joining = new JoiningOptions();

    Invocation.RunFsWatcher role() {
      return new Invocation.RunFsWatcher(joining.joining(), pod, List.copyOf(workspaces));
    }
  }

  /** The options of every role. */
  static final class JoiningOptions {
    @Option(
        names = "--nats",
        paramLabel = "URL",
        description = "the NATS server, e.g. nats://127.0.0.1:4222 (default: the invitation's)")
    @Nullable String nats;

    @Option(
        names = "--invite",
        paramLabel = "LINE",
        description = "the line that `invite` printed, where the NATS server asks who comes")
    @Nullable String invite;

    @Option(names = "--invite-file", paramLabel = "FILE", description = "a file with that line")
    @Nullable String inviteFile;

    @Option(names = "--creds", paramLabel = "FILE", description = "a NATS credentials file")
    @Nullable String credentials;

    Invocation.Joining joining() {
      if (nats == null && invite == null && inviteFile == null) {
        throw Failure.usage(
            "where is the federation? --nats URL, or an invitation: --invite-file FILE or --invite"
                + " LINE, as `cpCtrl pod invite` and `cpCtrl fswatcher invite` print it");
      }
      return new Invocation.Joining(
          Optional.ofNullable(nats),
          Optional.ofNullable(invite),
          Optional.ofNullable(inviteFile),
          Optional.ofNullable(credentials));
    }
  }

  @Command(
      name = "install",
      synopsisSubcommandLabel = "fswatcher|majordomo|pod",
      description = "Write a service file that keeps a role running: systemd's or launchd's.")
  static final class Install implements Grammar.Invoked {
    @Override
    public Invocation invocation() {
      throw Failure.usage(
          "install what? fswatcher, majordomo or pod, with the options it is run with");
    }
  }

  @Command(name = "fswatcher", description = "Keep a file watcher running.")
  static final class InstallFsWatcher implements Grammar.Invoked {
    @Mixin FsWatcherOptions watcher = new FsWatcherOptions();
    @Mixin InstallOptions install = new InstallOptions();

    @Override
    public Invocation invocation() {
      return install.of(watcher.role());
    }
  }

  @Command(name = "majordomo", description = "Keep a MajorDomo running.")
  static final class InstallMajorDomo implements Grammar.Invoked {
    @Mixin JoiningOptions joining = new JoiningOptions();
    @Mixin InstallOptions install = new InstallOptions();

    @Override
    public Invocation invocation() {
      return install.of(new Invocation.RunMajorDomo(joining.joining()));
    }
  }

  @Command(name = "pod", description = "Keep a pod running.")
  static final class InstallPod implements Grammar.Invoked {
    @Mixin PodOptions pod = new PodOptions();
    @Mixin InstallOptions install = new InstallOptions();

    @Override
    public Invocation invocation() {
      return install.of(pod.role());
    }
  }

  /** Where to, and for whom. */
  static final class InstallOptions {
    @Option(names = "--print", description = "show the file, and write nothing")
    boolean print;

    @Option(
        names = "--for",
        paramLabel = "systemd|launchd",
        defaultValue = "own",
        description = "whose file (default: this system's)")
    Invocation.Install.Form form = Invocation.Install.Form.own;

    @Option(
        names = "--to",
        paramLabel = "DIR",
        description = "write it into DIR instead of where the service manager looks")
    @Nullable String to;

    Invocation.Install of(Invocation role) {
      return new Invocation.Install(role, form, print, Optional.ofNullable(to));
    }
  }
}
