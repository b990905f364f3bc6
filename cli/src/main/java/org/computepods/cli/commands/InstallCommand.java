package org.computepods.cli.commands;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.computepods.chef.home.PrivateFiles;
import org.computepods.cli.ExitCode;
import org.computepods.cli.Failure;
import org.computepods.cli.Invocation;
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
    if (install.print()) {
      context.terminal().out().print(file.text());
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
      PrivateFiles.folder(context.home());
      PrivateFiles.folder(context.home().resolve("logs"));
      Files.writeString(written, file.text());
    } catch (IOException e) {
      throw Failure.usage("cannot write " + written + ": " + e.getMessage());
    }
    context.say("wrote " + written);
    context.say("start it, now and at each login, by:");
    file.enabling(written, install.to().isPresent()).forEach(line -> context.say("  " + line));
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
    return install.role() instanceof Invocation.RunFsWatcher ? "fswatcher" : "majordomo";
  }

  private String description() {
    return install.role() instanceof Invocation.RunFsWatcher watcher
        ? "ComputePods: watches files for pod " + watcher.pod()
        : "ComputePods: MajorDomo";
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
