package org.computepods.majordomo.core;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.computepods.chef.wire.BuildFrom;
import org.computepods.rules.Digest;
import org.computepods.rules.project.RulesManager;

/** The jobs under way: made for tasks as things stand, with their inputs pinned. */
final class JobDesk {
  /** Jobs given out for each slot, so that no chef waits for its next. */
  private static final int AHEAD_MIN = 2;

  /** The same, where jobs are brief. */
  private static final int AHEAD_MAX = 24;

  /** Work given out ahead for each slot: what may still run after a failure. */
  private static final long AHEAD_MS = 40;

  private static final int HASHED_AT_ONCE = 8_192;

  /**
   * A job under way.
   *
   * @param pinned what the task's declared dependencies were seen as when the job was made
   * @param tick when it was made
   */
  record Job(
      String id,
      TaskNode node,
      BuildRun owner,
      String reason,
      Pinned pinned,
      Digest recipe,
      long tick,
      BuildFrom message) {}

  private final Judge judge;
  private final ArtefactManager artefacts;
  private final Map<String, Job> running = new HashMap<>();
  private long made;
  private long newest;

  /** How long jobs take of late, the longer ones counting for more. */
  private double recentMs = AHEAD_MS;

  JobDesk(Judge judge, ArtefactManager artefacts) {
    this.judge = judge;
    this.artefacts = artefacts;
  }

  int running() {
    return running.size();
  }

  /** A job's tool took so long. */
  void took(long ms) {
    recentMs = ms > recentMs ? ms : recentMs + (ms - recentMs) / 8;
  }

  /** How many jobs may be given out for each slot: the briefer they are, the more. */
  int perSlot() {
    return Math.clamp((long) (AHEAD_MS / Math.max(1, recentMs)), AHEAD_MIN, AHEAD_MAX);
  }

  List<Job> jobs() {
    return List.copyOf(running.values());
  }

  /** Whether all jobs under way are for tasks like that; asked at each event. */
  boolean areAll(Predicate<TaskNode> like) {
    for (Job job : running.values()) {
      if (!like.test(job.node())) {
        return false;
      }
    }
    return true;
  }

  Optional<Job> job(String id) {
    return Optional.ofNullable(running.get(id));
  }

  /** The job is over. */
  Optional<Job> take(String id, long tick) {
    Optional<Job> taken = Optional.ofNullable(running.remove(id));
    taken.ifPresent(job -> job.node().restedAt = tick);
    return taken;
  }

  /** Whether we are at the file just now: a run, or a restore, moves it aside and puts it back. */
  boolean writes(Artefact artefact) {
    return artefact.producer == null
        ? artefact.comesBack()
        : artefact.producer.phase == TaskNode.Phase.RUNNING
            || artefact.producer.phase == TaskNode.Phase.RESTORING;
  }

  /** When the newest job was made. */
  long newest() {
    return newest;
  }

  /** A job for the task as things stand now. All its views must have been looked at. */
  BuildFrom make(TaskNode node, BuildRun owner, String reason, long tick, RulesManager rules) {
    Pinned pinned = pin(node);
    Digest request = request(node, pinned);
    String id = request.brief() + "." + owner.id + "." + ++made;
    BuildFrom message = JobWriter.write(id, node, owner, request, rules, artefacts);
    newest = tick;
    running.put(id, new Job(id, node, owner, reason, pinned, node.recipe, tick, message));
    return message;
  }

  /** The job of before once more, in scratch. */
  BuildFrom replay(TaskNode node, BuildRun owner, BuildFrom before, long tick) {
    BuildFrom message = before.replay(before.job() + ".replay" + ++made);
    running.put(
        message.job(),
        new Job(message.job(), node, owner, "replay", new Pinned(0), node.recipe, tick, message));
    return message;
  }

  private Pinned pin(TaskNode node) {
    var pinned = new Pinned(node.edges.size());
    for (Edge edge : node.edges) {
      if (edge.declared()) {
        Digest sight =
            judge
                .sight(node, edge.from(), edge.view())
                .orElseThrow(() -> new IllegalStateException(edge.from() + " was not looked at"));
        pinned.pin(edge.from().path, edge.view().key(), sight);
      }
    }
    return pinned;
  }

  /** What the task is and what it reads; hashed bit by bit, for some read a million files. */
  private static Digest request(TaskNode node, Pinned pinned) {
    var hash = Digest.sha256();
    var text = new Packer();
    text.digest(node.recipe);
    for (Trace.Observed each : pinned) {
      text.text(each.path().value());
      text.digest(each.sight());
      if (text.length() > HASHED_AT_ONCE) {
        text.drainTo(hash);
      }
    }
    text.drainTo(hash);
    return Digest.ofBytes(hash.digest());
  }
}
