package org.computepods.chef.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How a tool is called.
 *
 * @param program absolute path of the executable; {@code argv[0]} need not be it
 * @param argv handed to the tool as it stands; no shell
 * @param env the whole environment. Where it holds {@code TMPDIR}, that folder must be this run's
 *     own: it is how the processes of a run are recognised
 * @param limit after which the tool is killed
 */
public record Invocation(
    Path program, List<String> argv, Map<String, String> env, Path directory, Duration limit) {
  public Invocation {
    argv = List.copyOf(argv);
    env = Map.copyOf(env);
  }
}
