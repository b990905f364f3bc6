package org.computepods.chef.wire.rest;

import org.jspecify.annotations.Nullable;

/**
 * {@code GET /logs/{task or path}}: the tool's own output in the last run, or a log file.
 *
 * @param task whose output it is; empty for a file that the project declares as a log
 * @param running whether the task runs just now, and the text is still growing
 * @param next offset at which to ask on ({@code ?offset=})
 * @param truncated whether the text begins later than asked for
 * @param job what runs, to ask on for ({@code ?job=&pod=}) until it has ended
 * @param file which file it is, to ask on for ({@code ?file=}): another one in its place is read
 *     from its beginning
 * @param again whether that is so, or the file has been cut
 */
public record LogText(
    String task,
    String build,
    String pod,
    String text,
    boolean running,
    long next,
    boolean truncated,
    @Nullable String job,
    long file,
    boolean again) {
  /** What does not go on. */
  public LogText(
      String task,
      String build,
      String pod,
      String text,
      boolean running,
      long next,
      boolean truncated) {
    this(task, build, pod, text, running, next, truncated, null, 0, false);
  }
}
