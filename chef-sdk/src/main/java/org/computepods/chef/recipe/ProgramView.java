package org.computepods.chef.recipe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.computepods.chef.process.BoundedLog;
import org.computepods.chef.process.End;
import org.computepods.chef.process.Invocation;
import org.computepods.chef.process.Tools;
import org.computepods.rules.Digest;
import org.computepods.rules.View;

/**
 * A look at a content through a program: what it prints, with the content on its standard input, is
 * what a reader sees. Standard input is a file, so that a program that must know its name can have
 * {@code /dev/stdin}.
 */
public final class ProgramView {
  /** A filter that takes longer than this hangs. */
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static final int SAID_MAX = 2_000;
  private static final String REDIRECTED = "exec \"$@\" <\"$TMPDIR/content\" >\"$TMPDIR/view\"";

  private final Tools tools;
  private final Map<String, String> environment;

  /**
   * @param environment what the program sees, beside a TMPDIR of its own
   */
  public ProgramView(Tools tools, Map<String, String> environment) {
    this.tools = tools;
    this.environment = environment;
  }

  /**
   * The digest of what the program prints.
   *
   * @param workspace where it is run
   * @throws IOException if it fails, is not there, or does not come to an end; the message says so
   */
  public Digest printed(View.Program view, Path workspace, byte[] content) throws IOException {
    return printed(view, workspace, content, new Looking());
  }

  /** The same; the program can be killed by way of the look. */
  Digest printed(View.Program view, Path workspace, byte[] content, Looking looking)
      throws IOException {
    Path shell = tool("sh", workspace);
    tool(view.words().getFirst(), workspace);
    Path temporary = tools.temporary();
    try {
      Files.write(temporary.resolve("content"), content);
      var argv = new ArrayList<>(List.of("sh", "-c", REDIRECTED, "sh"));
      argv.addAll(view.words());
      var env = new HashMap<>(environment);
      env.put("TMPDIR", temporary.toString());
      var log = new BoundedLog();
      var run = tools.prepare(new Invocation(shell, argv, env, workspace, LIMIT), log);
      looking.begins(run);
      End end = run.await();
      if (end.way() != End.Way.BY_ITSELF || end.exit() != 0) {
        throw new IOException(
            (end.way() == End.Way.BY_ITSELF
                    ? "exit code " + end.exit()
                    : "it was killed after " + end.took().toSeconds() + " s")
                + said(log));
      }
      return Digest.of(Files.readAllBytes(temporary.resolve("view")));
    } finally {
      tools.giveBack(temporary);
    }
  }

  private static String said(BoundedLog log) {
    String said = log.tail(SAID_MAX).strip();
    return said.isEmpty() ? "" : ": " + said;
  }

  /** The files that the look depends on beside the content: the tool, and scripts it is given. */
  List<Path> lookers(View.Program view, Path workspace) throws IOException {
    var lookers = new ArrayList<Path>();
    lookers.add(tool(view.words().getFirst(), workspace));
    for (String word : view.words().subList(1, view.words().size())) {
      Path named = word.indexOf('\0') < 0 ? workspace.resolve(word).normalize() : workspace;
      if (named.startsWith(workspace) && Files.isRegularFile(named)) {
        lookers.add(named);
      }
    }
    return lookers;
  }

  private Path tool(String word, Path workspace) throws IOException {
    return Which.find(word, environment.getOrDefault("PATH", ""), workspace)
        .orElseThrow(() -> new IOException("there is no program '" + word + "'"));
  }
}
