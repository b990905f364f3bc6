package org.computepods.majordomo.core;

import java.util.List;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.ArtefactState;
import org.computepods.rules.Digest;

/**
 * What a run of a task saw and made: with these observations in place, these outputs are what it
 * would make again (a verifying trace, after Mokhov, Mitchell and Peyton Jones, "Build Systems a la
 * Carte", 2018).
 *
 * @param id unique
 * @param task its name, for people
 * @param key what groups traces: the task's first output
 * @param recipe digest of what the task <em>is</em>: rule content, command, environment, declared
 *     dependencies and views
 * @param observed everything it read, absences too, each with what it saw there <em>before</em> the
 *     run
 * @param outputs state of each output and auxiliary after it
 * @param reason why it ran
 * @param build in which build
 * @param pass in which pass of that build, from 1
 * @param pod where
 * @param log digest of the tool's output in that pod's store; "" for none
 * @param endedMs wall clock, for people
 * @param ms how long the tool took
 */
public record Trace(
    String id,
    String task,
    String key,
    Digest recipe,
    List<Observed> observed,
    List<Output> outputs,
    String reason,
    String build,
    int pass,
    String pod,
    String log,
    long endedMs,
    long ms) {

  /**
   * One thing that was read.
   *
   * @param view {@code View.key()}
   * @param declared whether the task declares it; else it was discovered
   */
  public record Observed(ArtefactPath path, String view, Digest sight, boolean declared) {}

  /** One thing that was written. */
  public record Output(ArtefactPath path, ArtefactState state) {}
}
