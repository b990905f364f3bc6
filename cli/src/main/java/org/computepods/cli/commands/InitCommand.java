package org.computepods.cli.commands;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.computepods.cli.ExitCode;
import org.computepods.cli.Failure;
import org.computepods.cli.json.Writer;
import org.computepods.cli.workspace.Found;
import org.computepods.cli.workspace.NewProject;
import org.computepods.cli.workspace.Workspace;

/** {@code init}: writes a commented project file for what is here; never over one that is there. */
final class InitCommand {
  private final Context context;

  InitCommand(Context context) {
    this.context = context;
  }

  int run() {
    Path folder = context.here().toAbsolutePath().normalize();
    if (folder.getParent() == null || folder.equals(context.userHome())) {
      throw Failure.usage(folder + " is no place for a project (cd to its folder, or use -C DIR)");
    }
    Path file = folder.resolve(Workspace.PROJECT_FILE);
    Found found = Found.in(folder);
    String text = new NewProject(String.valueOf(folder.getFileName()), found).text();
    try {
      Files.write(file, text.getBytes(StandardCharsets.UTF_8), StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      throw Failure.usage(file + " is there already");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (context.globals().json()) {
      Map<String, Object> written = Map.of("file", file.toString(), "found", found.counts());
      context.terminal().out().println(new Writer().value(written));
    }
    context.say("wrote " + file + " (" + found + "); next: cpCtrl build");
    return ExitCode.UP_TO_DATE;
  }
}
