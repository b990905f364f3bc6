package org.computepods.cli.federation;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.computepods.chef.home.Home;
import org.computepods.chef.home.PrivateFiles;
import org.computepods.chef.recipe.Reasons;
import org.computepods.cli.Failure;

/** Starts the embedded federation; of several who want to at once, one does. */
final class Starter {
  private static final int LAST_LINES = 20;

  private final Home home;
  private final Map<String, String> env;
  private final Patience patience;

  Starter(Path home, Map<String, String> env, Patience patience) {
    this.home = new Home(home);
    this.env = env;
    this.patience = patience;
  }

  /** Returns when it answers; whatever was left of an earlier one is cleared away first. */
  Running start(Consumer<String> complain) {
    try {
      PrivateFiles.folder(home.folder());
      PrivateFiles.folder(home.logs());
      try (FileChannel channel =
              FileChannel.open(
                  home.folder().resolve("start.lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        Optional<Running> other =
            Running.read(home.folder()).filter(running -> running.answers(patience));
        if (other.isPresent() && other.get().software().equals(Software.of(home.folder()).id())) {
          return other.get();
        }
        new Ending(home, patience).end(complain);
        launch();
        return Running.read(home.folder())
            .orElseThrow(() -> failed("it wrote no " + home.federationFile()));
      }
    } catch (IOException e) {
      throw Failure.noFederation("cannot use the home " + home.folder() + ": " + Reasons.of(e));
    }
  }

  private void launch() throws IOException {
    Path log = home.logs().resolve("federation.log");
    List<String> command = new DaemonCommand(home.folder()).words();
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(home.folder().toFile())
            .redirectInput(new File("/dev/null"))
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().clear();
    builder.environment().putAll(env);
    Process daemon = builder.start();
    try (BufferedReader said =
        new BufferedReader(
            new InputStreamReader(daemon.getInputStream(), StandardCharsets.UTF_8))) {
      String line = said.readLine();
      if (line == null) {
        throw failed("its last words are in " + log + ":\n" + lastLines(log));
      }
      if (!line.equals(Daemon.READY)) {
        throw failed(line);
      }
    }
  }

  private static Failure failed(String why) {
    return Failure.noFederation("the federation could not be started: " + why);
  }

  private static String lastLines(Path log) {
    try {
      List<String> lines = Files.readAllLines(log);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    } catch (IOException e) {
      return "(it cannot be read: " + e.getMessage() + ")";
    }
  }
}
