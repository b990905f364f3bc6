package org.computepods.majordomo.shell;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.computepods.chef.bus.BusException;
import org.computepods.chef.wire.BuildFrom;
import org.computepods.chef.wire.BuildResults;
import org.computepods.chef.wire.FileRef;
import org.computepods.chef.wire.PodRequests.OfferReply;
import org.computepods.chef.wire.PodRequests.OfferRequest;
import org.computepods.chef.wire.PodRequests.PushReply;
import org.computepods.chef.wire.PodRequests.PushRequest;
import org.computepods.chef.wire.PodRequests.RestoreReply;
import org.computepods.chef.wire.PodRequests.RestoreRequest;
import org.computepods.rules.Task;

/** Lets other pods have what a job reads, and brings home what it made there. */
final class Homing {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Messenger messenger;
  private final Holdings holdings;

  Homing(Messenger messenger, Holdings holdings) {
    this.messenger = messenger;
    this.holdings = holdings;
  }

  /** Has the home pod take the job's inputs into its store, from where others fetch them. */
  void offer(BuildFrom job) throws BusException, InterruptedException {
    var present = job.inputs().stream().filter(input -> input.sha256() != null).toList();
    if (present.isEmpty()) {
      return;
    }
    var reply =
        messenger.ask(
            messenger.subjects().artefactOffer(job.home()),
            new OfferRequest(1, job.workspace(), present),
            OfferReply.class,
            PATIENCE);
    if (reply.error() != null) {
      throw new BusException(BusException.Reason.REFUSED, reply.error());
    }
    holdings.addAll(present, job.home());
  }

  /** The job with who holds each of its inputs. */
  BuildFrom located(BuildFrom job) {
    return job.withInputs(job.inputs().stream().map(i -> holdings.located(i, job.home())).toList());
  }

  /** Remembers who holds what the job made. */
  void heard(BuildResults results) {
    holdings.addAll(results.outputs(), results.pod());
    holdings.addAll(results.undeclared(), results.pod());
    holdings.addAll(results.saved(), results.pod());
    String log = results.logDigest();
    if (log != null) {
      holdings.add(log, results.pod());
    }
  }

  /** Brings what a replay made into the home pod's store, where it can be compared. */
  BuildResults bring(BuildFrom job, BuildResults results)
      throws BusException, InterruptedException {
    var wanted =
        results.outputs().stream().map(output -> holdings.located(output, results.pod())).toList();
    messenger.ask(
        messenger.subjects().artefactPush(job.home()),
        new PushRequest(1, wanted),
        PushReply.class,
        PATIENCE);
    return results;
  }

  /**
   * Puts the outputs of a job that was done elsewhere in place at home, and what it made beside
   * them.
   *
   * @return its results as if it had been done at home, or why its outputs could not be had
   */
  BuildResults fetch(BuildFrom job, BuildResults results)
      throws BusException, InterruptedException {
    var wanted =
        Stream.concat(results.outputs().stream(), results.undeclared().stream())
            .map(output -> holdings.located(output, results.pod()))
            .toList();
    var undeclared = results.undeclared().stream().map(FileRef::path).toList();
    var ours = ours(job, wanted, undeclared);
    var reply =
        messenger.ask(
            messenger.subjects().artefactRestore(job.home()),
            new RestoreRequest(1, job.workspace(), job.epoch(), wanted, ours, undeclared),
            RestoreReply.class,
            PATIENCE);
    if (reply.error() != null) {
      return failed(
          job,
          BuildResults.Outcome.REFUSED,
          "its outputs could not be put in place: " + reply.error());
    }
    if (!reply.missing().isEmpty()) {
      return failed(
          job,
          BuildResults.Outcome.REFUSED,
          "pod " + results.pod() + " made its outputs and could not hand them over");
    }
    holdings.addAll(reply.outputs(), job.home());
    return results
        .changed()
        .outputs(reply.outputs().subList(0, results.outputs().size()))
        .undeclared(reply.outputs().subList(results.outputs().size(), reply.outputs().size()))
        .saved(Stream.concat(results.saved().stream(), reply.saved().stream()).toList())
        .done();
  }

  /**
   * For what is to be put in place: digests that may be replaced without saving them, which are
   * what we last wrote there, and what the job had read of what it writes undeclared.
   */
  private static List<String> ours(BuildFrom job, List<FileRef> wanted, List<String> undeclared) {
    var read = new HashMap<String, String>();
    for (FileRef input : job.inputs()) {
      String sha256 = input.sha256();
      if (sha256 != null && undeclared.contains(input.path())) {
        read.put(input.path(), sha256);
      }
    }
    read.putAll(job.ours());
    return wanted.stream().map(file -> read.getOrDefault(file.path(), "")).toList();
  }

  /** The results with files that another pod read outside the workspace under that pod's name. */
  BuildResults named(BuildResults results, String home) {
    if (results.pod().equals(home) || results.pod().isEmpty()) {
      return results;
    }
    var reads =
        results.reads().stream()
            .map(
                read ->
                    read.path().startsWith("/")
                        ? renamed(read, results.pod() + ":" + read.path())
                        : read)
            .toList();
    return results.changed().reads(reads).done();
  }

  /** A task as a job that is asked about and not done: who could run it? */
  static BuildFrom asked(Task task) {
    return new BuildFrom(
        1,
        "",
        0,
        "",
        "",
        "",
        task.name(),
        task.set().orElse(null),
        "",
        task.requires(),
        "",
        "",
        0,
        task.command(),
        Map.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Map.of(),
        Map.of(),
        null,
        null,
        0,
        false);
  }

  /** The results of a job that nobody did. */
  static BuildResults failed(BuildFrom job, BuildResults.Outcome outcome, String message) {
    return BuildResults.of(job, outcome)
        .message(message)
        .times(System.currentTimeMillis(), 0)
        .done();
  }

  private static FileRef renamed(FileRef file, String path) {
    return new FileRef(
        path,
        file.sha256(),
        file.executable(),
        file.link(),
        file.size(),
        file.inode(),
        file.ctimeNs(),
        file.pods());
  }
}
