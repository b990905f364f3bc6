package org.computepods.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.computepods.cli.args.Grammar;
import org.computepods.cli.commands.Commands;
import org.computepods.cli.commands.Context;
import org.computepods.cli.federation.Daemon;
import org.computepods.cli.json.Wire;
import org.computepods.cli.show.Terminal;

/** The entry point: {@code cpCtrl}, or the process of an embedded federation. */
public final class CpCtrl {
  private CpCtrl() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] args) {
    // BouncyCastle would unpack native libraries into the temporary folder at every start, and
    // leave them.
    System.setProperty("org.bouncycastle.native.cpu_variant", "java");
    if (Daemon.isWanted()) {
      System.exit(Daemon.run());
    }
    Map<String, String> env = System.getenv();
    System.exit(run(args, env, Terminal.ofProcess(env), Path.of("").toAbsolutePath()));
  }

  /** One call; returns its exit code. */
  static int run(String[] args, Map<String, String> env, Terminal terminal, Path cwd) {
    try {
      Request request = FastPath.read(args).orElseGet(() -> slowPath(args, terminal));
      Context context = new Context(request.globals(), terminal, env, cwd);
      return new Commands(context).run(request.invocation());
    } catch (Failure failure) {
      terminal.out().flush();
      terminal.err().println("cpCtrl: " + failure.text());
      if (Arrays.asList(args).contains("--json")) {
        terminal.out().println(Wire.json(failure));
      }
      return failure.exitCode();
    } finally {
      terminal.flush();
    }
  }

  private static Request slowPath(String[] args, Terminal terminal) {
    int width = terminal.live() ? terminal.width().getAsInt() : 80;
    return new Grammar(Version.text(), terminal.colour(), width).read(args);
  }
}
