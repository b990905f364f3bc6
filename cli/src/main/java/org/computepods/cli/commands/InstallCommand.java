package org.computepods.cli.commands;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.computepods.chef.home.PrivateFiles;
import org.computepods.cli.ExitCode;
import org.computepods.cli.Failure;
import org.computepods.cli.Invocation;
import org.computepods.cli.json.Writer;
import org.computepods.cli.service.Launcher;
import org.computepods.cli.service.ServiceFile;

/** {@code install}: writes the file by which the system's service manager keeps a role running. */
final class InstallCommand {
  private final Context context;
  private final Invocation.Install install;

  InstallCommand(Context context, Invocation.Install install) {
    this.context = context;
    this.install = install;
  }

  int run() {
    boolean launchd =
        switch (install.form()) {
          case own -> System.getProperty("os.name", "").startsWith("Mac");
          case systemd -> false;
          case launchd -> true;
        };
    List<String> command = new ArrayList<>(Launcher.command());
    command.addAll(List.of("--home", context.home().toString()));
    command.addAll(role());
    Path log = context.home().resolve("logs").resolve(name() + ".log");
    var file =
        launchd
            ? ServiceFile.launchd(name(), command, log)
            : ServiceFile.systemd(name(), description(), command);
    boolean json = context.globals().json();
    if (install.print()) {
      context
          .terminal()
          .out()
          .print(json ? new Writer().value(Map.of("text", file.text())) + "\n" : file.text());
    } else {
      write(file, launchd);
    }
    return ExitCode.UP_TO_DATE;
  }

  private void write(ServiceFile file, boolean launchd) {
    Path folder =
        install.to().map(context.cwd()::resolve).orElseGet(() -> usualFolder(launchd)).normalize();
    Path written = folder.resolve(file.name());
    try {
      Files.createDirectories(folder);
      refuseToReplace(written, file);
      PrivateFiles.folder(context.home());
      PrivateFiles.folder(context.home().resolve("logs"));
      Files.writeString(written, file.text());
    } catch (IOException e) {
      throw Failure.usage("cannot write " + written + ": " + e.getMessage());
    }
    List<String> enabling = file.enabling(written, install.to().isPresent());
    if (context.globals().json()) {
      var told = Map.of("written", written.toString(), "start", enabling);
      context.terminal().out().println(new Writer().value(told));
    }
    context.say("wrote " + written);
    context.say("start it, now and at each login, by:");
    enabling.forEach(line -> context.say("  " + line));
  }

  /** Another home's or workspace's, or one that somebody has changed, would be lost. */
  private static void refuseToReplace(Path written, ServiceFile file) throws IOException {
    if (Files.exists(written) && !Files.readString(written).equals(file.text())) {
      throw Failure.usage(
          written
              + " is there already, and says something else: remove it first, or write this one"
              + " elsewhere (--to DIR); one fswatcher takes several --workspace");
    }
  }

  private Path usualFolder(boolean launchd) {
    if (launchd) {
      return context.userHome().resolve("Library/LaunchAgents");
    }
    String config = context.env().getOrDefault("XDG_CONFIG_HOME", "");
    Path base = config.isEmpty() ? context.userHome().resolve(".config") : Path.of(config);
    return base.resolve("systemd/user");
  }

  private String name() {
    return switch (install.role()) {
      case Invocation.RunFsWatcher _ -> "fswatcher";
      case Invocation.Pod _ -> "pod";
      default -> "majordomo";
    };
  }

  private String description() {
    return switch (install.role()) {
      case Invocation.RunFsWatcher watcher -> "ComputePods: watches files for pod " + watcher.pod();
      case Invocation.Pod pod -> "ComputePods: pod " + pod.name();
      default -> "ComputePods: MajorDomo";
    };
  }

  /** The role's own words, with names that mean the same from any folder. */
  private List<String> role() {
    var words = new ArrayList<String>();
    words.add(name());
    Invocation.Joining joining;
    switch (install.role()) {
      case Invocation.RunFsWatcher watcher -> {
        watcher.workspaces().forEach(folder -> words.addAll(named("--workspace", real(folder))));
        words.addAll(List.of("--pod", watcher.pod()));
        joining = watcher.joining();
      }
      case Invocation.Pod pod -> {
        words.addAll(named("--name", pod.name()));
        if (!pod.chefs().isEmpty()) {
          words.addAll(named("--chefs", String.join(",", pod.chefs())));
        }
        pod.slots().ifPresent(n -> words.addAll(named("--slots", Integer.toString(n))));
        if (pod.workspaces()) {
          words.add("--workspaces");
        }
        joining = pod.joining();
      }
      case Invocation.RunMajorDomo majorDomo -> joining = majorDomo.joining();
      default -> throw new IllegalStateException("no role: " + install.role());
    }
    if (joining.invitation().isPresent()) {
      throw Failure.usage(
          "an invitation is a secret, and others may read a service file: --invite-file FILE");
    }
    joining.nats().ifPresent(url -> words.addAll(named("--nats", url)));
    joining.invitationFile().ifPresent(f -> words.addAll(named("--invite-file", real(f))));
    joining.credentials().ifPresent(file -> words.addAll(named("--creds", real(file))));
    return words;
  }

  private static List<String> named(String option, String value) {
    return List.of(option, value);
  }

  private String real(String named) {
    Path path = context.cwd().resolve(named);
    try {
      return path.toRealPath().toString();
    } catch (IOException e) {
      throw Failure.usage("there is no " + path);
    }
  }
}
