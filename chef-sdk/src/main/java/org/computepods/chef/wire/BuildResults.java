package org.computepods.chef.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What became of a job.
 *
 * @param outcome how it ended
 * @param exit the tool's exit code; -1 where there is none (killed, not started)
 * @param outputs state of each output and auxiliary after the run, absent ones too. In place: as
 *     they stand in the workspace; elsewhere: held by {@code pod}, to be fetched by digest
 * @param reads what the tool was seen to read, each with its state <em>after</em> the run: paths of
 *     the workspace, and absolute paths outside it (the resolved tool itself among them). Only what
 *     was noted in a depfile, and the tool; declared inputs come in {@code moved} if they changed
 * @param absentBefore paths of the workspace that the run wrote or read back, and that did not
 *     exist before it
 * @param found outputs and auxiliaries that were left in place for the tool to read, as they were
 *     when it began: after a job was done twice not what they were when it was made
 * @param moved declared inputs that no longer have the pinned digest after the run: the result is
 *     not theirs
 * @param writes paths of the workspace that the tool was seen to write (from its depfile)
 * @param missing files that a failed run named as missing
 * @param saved a person's files that stood where outputs belong, saved by digest in the pod's store
 * @param logDigest the tool's output, in the pod's store; empty digest if there was none
 * @param logTail its last part, at most 64 KiB, for showing at once
 * @param message for failures: what went wrong, in one line, for people
 * @param startedMs wall clock, milliseconds since 1970, for people
 * @param ms duration of the tool, on the monotonic clock
 * @param killLevel how surely the process tree is gone, where it was killed: {@code group}, {@code
 *     descendants}, ...
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BuildResults(
    int v,
    String job,
    int attempt,
    String pod,
    String chef,
    Outcome outcome,
    int exit,
    List<FileRef> outputs,
    List<FileRef> reads,
    List<String> absentBefore,
    List<FileRef> found,
    List<String> moved,
    List<String> writes,
    List<String> missing,
    List<FileRef> saved,
    @Nullable String logDigest,
    String logTail,
    String message,
    long startedMs,
    long ms,
    @Nullable String killLevel) {
  /** Who says nothing of what it found has found nothing. */
  public BuildResults {
    found = Objects.requireNonNullElse(found, List.of());
  }

  /** How a job ends. Only {@code SUCCEEDED} has outputs. */
  public enum Outcome {
    SUCCEEDED,
    /** The tool said no. */
    FAILED,
    /** The tool said yes but an output is not there, or is a directory. */
    BROKE_ITS_WORD,
    TIMED_OUT,
    CANCELLED,
    /** An input could not be had, or no longer has its pinned digest: nothing was run. */
    INPUTS_GONE,
    /** The tool could not be started, or the disk is full, or the epoch is old. */
    REFUSED
  }

  /** The same, with other inputs that moved. */
  public BuildResults withMoved(List<String> others) {
    return new BuildResults(
        v,
        job,
        attempt,
        pod,
        chef,
        outcome,
        exit,
        outputs,
        reads,
        absentBefore,
        found,
        others,
        writes,
        missing,
        saved,
        logDigest,
        logTail,
        message,
        startedMs,
        ms,
        killLevel);
  }
}
