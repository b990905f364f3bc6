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
 *     the workspace, and absolute paths outside it (the resolved tool itself among them); where it
 *     looked and nothing is, absent. Only what was noted in a depfile, and the tool; declared
 *     inputs come in {@code moved} if they changed
 * @param absentBefore paths of the workspace that the run wrote or read back, and that did not
 *     exist before it
 * @param sought where the tool looked and nothing was, and could do without: beside {@code reads},
 *     for nobody need make it
 * @param found what was left in place for the tool to read (outputs, auxiliaries, and what earlier
 *     runs wrote undeclared), as it was when it began: after a job was done twice not what it was
 *     when that was made
 * @param moved declared inputs that no longer have the pinned digest after the run: the result is
 *     not theirs
 * @param writes paths of the workspace that the tool was seen to write (from its depfile)
 * @param undeclared those of them that are neither outputs nor auxiliaries, each with its state
 *     after the run; elsewhere only of a run that succeeded, and held by {@code pod}
 * @param missing files that a failed run named as missing
 * @param saved a person's files that stood where outputs belong, saved by digest in the pod's store
 * @param logDigest the tool's output, in the pod's store; empty digest if there was none
 * @param logTail the same, or its first and last lines where it is long, for showing at once
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
    List<String> sought,
    List<FileRef> found,
    List<String> moved,
    List<String> writes,
    List<FileRef> undeclared,
    List<String> missing,
    List<FileRef> saved,
    @Nullable String logDigest,
    String logTail,
    String message,
    long startedMs,
    long ms,
    @Nullable String killLevel) {
  /** Who says nothing of what it found, sought, or wrote beside its outputs, did none of it. */
  public BuildResults {
    sought = Objects.requireNonNullElse(sought, List.of());
    found = Objects.requireNonNullElse(found, List.of());
    undeclared = Objects.requireNonNullElse(undeclared, List.of());
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
    return changed().moved(others).done();
  }

  /** A draft of the results of a job: empty, but for its name and how it ended. */
  public static Draft of(BuildFrom job, Outcome outcome) {
    var draft = new Draft(job.job(), job.attempt(), outcome);
    draft.v = job.v();
    return draft;
  }

  /** A draft with all that these results say. */
  public Draft changed() {
    var draft = new Draft(job, attempt, outcome);
    draft.v = v;
    return draft
        .by(pod, chef)
        .exit(exit)
        .outputs(outputs)
        .reads(reads)
        .absentBefore(absentBefore)
        .sought(sought)
        .found(found)
        .moved(moved)
        .writes(writes)
        .undeclared(undeclared)
        .missing(missing)
        .saved(saved)
        .log(logDigest, logTail)
        .message(message)
        .times(startedMs, ms)
        .killLevel(killLevel);
  }

  /** Results that are being put together. What is not said stays empty. */
  public static final class Draft {
    private final String job;
    private final int attempt;
    private final Outcome outcome;
    private int v = 1;
    private String pod = "";
    private String chef = "";
    private int exit = -1;
    private List<FileRef> outputs = List.of();
    private List<FileRef> reads = List.of();
    private List<String> absentBefore = List.of();
    private List<String> sought = List.of();
    private List<FileRef> found = List.of();
    private List<String> moved = List.of();
    private List<String> writes = List.of();
    private List<FileRef> undeclared = List.of();
    private List<String> missing = List.of();
    private List<FileRef> saved = List.of();
    private @Nullable String logDigest;
    private String logTail = "";
    private String message = "";
    private long startedMs;
    private long ms;
    private @Nullable String killLevel;

    private Draft(String job, int attempt, Outcome outcome) {
      this.job = job;
      this.attempt = attempt;
      this.outcome = outcome;
    }

    /** Who did it. */
    public Draft by(String nowPod, String nowChef) {
      pod = nowPod;
      chef = nowChef;
      return this;
    }

    public Draft exit(int now) {
      exit = now;
      return this;
    }

    public Draft outputs(List<FileRef> now) {
      outputs = now;
      return this;
    }

    public Draft reads(List<FileRef> now) {
      reads = now;
      return this;
    }

    public Draft absentBefore(List<String> now) {
      absentBefore = now;
      return this;
    }

    public Draft sought(List<String> now) {
      sought = now;
      return this;
    }

    public Draft found(List<FileRef> now) {
      found = now;
      return this;
    }

    public Draft moved(List<String> now) {
      moved = now;
      return this;
    }

    public Draft writes(List<String> now) {
      writes = now;
      return this;
    }

    public Draft undeclared(List<FileRef> now) {
      undeclared = now;
      return this;
    }

    public Draft missing(List<String> now) {
      missing = now;
      return this;
    }

    public Draft saved(List<FileRef> now) {
      saved = now;
      return this;
    }

    /** The digest of what the tool said, null for nothing, and its end. */
    public Draft log(@Nullable String digest, String tail) {
      logDigest = digest;
      logTail = tail;
      return this;
    }

    public Draft message(String now) {
      message = now;
      return this;
    }

    /** When it began, by the wall clock, and how long the tool took. */
    public Draft times(long began, long took) {
      startedMs = began;
      ms = took;
      return this;
    }

    public Draft killLevel(@Nullable String now) {
      killLevel = now;
      return this;
    }

    public BuildResults done() {
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
          sought,
          found,
          moved,
          writes,
          undeclared,
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
}
