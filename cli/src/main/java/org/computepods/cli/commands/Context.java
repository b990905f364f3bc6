package org.computepods.cli.commands;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.computepods.cli.Failure;
import org.computepods.cli.Globals;
import org.computepods.cli.show.Terminal;
import org.computepods.cli.workspace.Workspace;

/**
 * What a command knows of the call it serves.
 *
 * @param env the caller's environment
 * @param cwd the folder the caller is in
 */
public record Context(Globals globals, Terminal terminal, Map<String, String> env, Path cwd) {
  /** What a tool that runs in place sees of the caller. */
  private static final List<String> TRAVELS = List.of("PATH", "HOME", "LANG");

  /** Where the command works. */
  public Path here() {
    return globals.dir().map(cwd::resolve).orElse(cwd);
  }

  public Workspace workspace() {
    return Workspace.find(here(), userHome());
  }

  public Path userHome() {
    return Path.of(env.getOrDefault("HOME", System.getProperty("user.home", "/")));
  }

  /** The folder of the federation. */
  public Path home() {
    String fromEnv = env.getOrDefault("COMPUTEPODS_HOME", "");
    Path home =
        globals
            .home()
            .map(cwd::resolve)
            .orElseGet(
                () ->
                    fromEnv.isEmpty() ? userHome().resolve(".computepods") : cwd.resolve(fromEnv));
    return requireFolder(home.toAbsolutePath().normalize());
  }

  /** It, or the nearest of its parents that is there, is a folder. */
  private static Path requireFolder(Path home) {
    Path there = home;
    while (there.getParent() != null && !Files.exists(there)) {
      there = there.getParent();
    }
    if (!Files.isDirectory(there)) {
      throw Failure.usage(
          there.equals(home)
              ? "the home " + home + " is not a folder"
              : "there can be no home " + home + ": " + there + " is not a folder");
    }
    return home;
  }

  /** What of the caller's environment goes along. */
  public Map<String, String> travellingEnv() {
    Map<String, String> travelling = new LinkedHashMap<>();
    for (String name : TRAVELS) {
      String value = env.get(name);
      if (value != null) {
        travelling.put(name, value);
      }
    }
    return travelling;
  }

  /** Says something on stdout, unless only JSON may be there or nobody wants to hear. */
  public void say(String line) {
    if (!globals.json() && !globals.quiet()) {
      terminal.out().println(line);
    }
  }

  /** Says on stderr what went wrong or needs care. */
  public void complain(String line) {
    terminal.out().flush();
    terminal.err().println(line);
    terminal.err().flush();
  }
}
