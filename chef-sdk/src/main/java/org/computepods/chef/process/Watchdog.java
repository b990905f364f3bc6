package org.computepods.chef.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A shell that waits for this process to die, however it dies, and then kills every tool that has
 * its {@code TMPDIR} below the pod's folder. Linux only, for it reads {@code /proc}.
 */
final class Watchdog {
  private static final Path SHELL = Path.of("/bin/sh");

  /** The pipe ends when its last writer does; nothing is ever written. Each round, a generation. */
  private static final String SCRIPT =
      """
      trap '' INT TERM HUP QUIT
      while read -r nothing; do :; done
      round=0
      while [ $round -lt 100 ]; do
        round=$((round + 1))
        found=
        for each in $(grep -lsaF "TMPDIR=$1/" /proc/[0-9]*/environ); do
          pid=${each#/proc/}
          kill -9 "${pid%/environ}" && found=1
        done
        [ "$found" ] || break
      done 2>/dev/null
      rm -rf "$1"
      """;

  private Watchdog() {}

  /** Sets one up; it ends by itself when this process or the descriptor does. */
  static Optional<Integer> over(Path folder) throws IOException {
    if (!Files.isExecutable(SHELL)) {
      return Optional.empty();
    }
    int[] pipe = Native.pipe();
    try {
      var argv = List.of("sh", "-c", SCRIPT, "computepods-watchdog", folder.toString());
      var env = Map.of("PATH", "/usr/bin:/bin");
      var shell = new Invocation(SHELL, argv, env, Path.of("/"), Duration.ZERO);
      Orphans.spare(Spawn.start(shell, pipe[0], -1));
      return Optional.of(pipe[1]);
    } catch (IOException e) {
      Native.close(pipe[1]);
      throw e;
    } finally {
      Native.close(pipe[0]);
    }
  }
}
