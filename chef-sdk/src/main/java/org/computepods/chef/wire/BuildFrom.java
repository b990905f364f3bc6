package org.computepods.chef.wire;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A job: one run of one task on pinned inputs. Travels on a work queue and is leased to the chef
 * that runs it.
 *
 * @param job unique per decision to run: request digest, MajorDomo and number
 * @param attempt from 1
 * @param majordomo whom to answer
 * @param build the build that first wanted it, for progress
 * @param request digest that names what is asked, known before the run
 * @param task its name, for people
 * @param set rule set it belongs to, null for a command of the project's own
 * @param kind digest of rule set and requirements; the routing key of jobs that any pod may take
 * @param requires properties that a chef must have
 * @param workspace absolute path on the pod that holds the workspace
 * @param home the pod that holds the workspace; where it takes the job, the job runs in place,
 *     elsewhere in scratch
 * @param epoch of the workspace's lock; a pod that holds the lock of another epoch refuses to write
 * @param command argv; no shell
 * @param env the whole environment but TMPDIR; in place it holds the caller's PATH, HOME and LANG;
 *     elsewhere the pod's own PATH and HOME take their place
 * @param inputs every artefact to be present before the run, required and secondary ones, pinned by
 *     digest; in a job that {@linkplain #isVouchedFor is vouched for} and runs in place, those only
 *     that it may also write
 * @param absent secondary inputs that did not exist when the job was made; reads of them are
 *     observed absences
 * @param outputs must exist after the run
 * @param auxiliaries may exist after the run
 * @param readBack those of outputs and auxiliaries that the task itself may read, and inputs that
 *     it is known to write: copied aside, not moved
 * @param ours for outputs and auxiliaries: digest that we last wrote there. A file with another
 *     digest is a person's: it is saved in the store, pinned, before it is replaced
 * @param seeds content to write, before the run, where an input does not exist
 * @param depfile what the tool notes its reads in, null where it does not
 * @param missing pattern whose first group is a file that the tool missed, null for none
 * @param timeoutS seconds after which the tool is killed
 * @param scratch whether it is run only to see what it makes: always in scratch, and nothing of it
 *     comes into the workspace
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BuildFrom(
    int v,
    String job,
    int attempt,
    String majordomo,
    String build,
    String request,
    String task,
    @Nullable String set,
    String kind,
    Map<String, String> requires,
    String workspace,
    String home,
    long epoch,
    List<String> command,
    Map<String, String> env,
    List<FileRef> inputs,
    List<String> absent,
    List<String> outputs,
    List<String> auxiliaries,
    List<String> readBack,
    Map<String, String> ours,
    Map<String, String> seeds,
    @Nullable DepfileRef depfile,
    @Nullable String missing,
    long timeoutS,
    boolean scratch) {
  /**
   * @param format {@code make}, {@code fls} or {@code list}
   */
  public record DepfileRef(String path, String format) {}

  /** A job with more inputs than these is not sent with all of them where it runs in place. */
  public static final int MANY_INPUTS = 2_000;

  /**
   * Whether the watcher of its workspace vouches for its inputs, and not the pod that runs it:
   * where it runs in place, its result counts when everything that changed until its end has been
   * said, and no input has. A pod that compared a hundred thousand files before the run and after
   * it would take longer than most tools.
   */
  @JsonIgnore
  public boolean isVouchedFor() {
    return inputs.size() > MANY_INPUTS && depfile == null && !scratch;
  }

  /** As it is sent to the pod of its workspace, where what it reads is in place. */
  public BuildFrom inPlace() {
    if (!isVouchedFor()) {
      return this;
    }
    return withInputs(
        readBack.isEmpty()
            ? List.of()
            : inputs.stream().filter(input -> readBack.contains(input.path())).toList());
  }

  /** The job as its MajorDomo sends it out. */
  public BuildFrom from(String majordomo, String workspace, String home, long epoch) {
    return new BuildFrom(
        v,
        job,
        attempt,
        majordomo,
        build,
        request,
        task,
        set,
        kind,
        requires,
        workspace,
        home,
        epoch,
        command,
        env,
        inputs,
        absent,
        outputs,
        auxiliaries,
        readBack,
        ours,
        seeds,
        depfile,
        missing,
        timeoutS,
        scratch);
  }

  /** The job with other words about where its inputs are. */
  public BuildFrom withInputs(List<FileRef> located) {
    return new BuildFrom(
        v,
        job,
        attempt,
        majordomo,
        build,
        request,
        task,
        set,
        kind,
        requires,
        workspace,
        home,
        epoch,
        command,
        env,
        located,
        absent,
        outputs,
        auxiliaries,
        readBack,
        ours,
        seeds,
        depfile,
        missing,
        timeoutS,
        scratch);
  }

  /** The same once more, in scratch: would it make the same again? */
  public BuildFrom replay(String newJob) {
    return new BuildFrom(
        v,
        newJob,
        1,
        majordomo,
        build,
        request,
        task,
        set,
        kind,
        requires,
        workspace,
        home,
        epoch,
        command,
        env,
        inputs,
        absent,
        outputs,
        auxiliaries,
        readBack,
        Map.of(),
        seeds,
        depfile,
        missing,
        timeoutS,
        true);
  }
}
