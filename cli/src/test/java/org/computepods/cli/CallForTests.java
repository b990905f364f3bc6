package org.computepods.cli;

import java.nio.file.Path;
import java.util.Map;
import org.computepods.cli.show.Terminal;

/** A call of the command line within a test's own process. */
public final class CallForTests {
  private CallForTests() {}

  public static int run(String[] args, Map<String, String> env, Terminal terminal, Path cwd) {
    return CpCtrl.run(args, env, terminal, cwd);
  }
}
