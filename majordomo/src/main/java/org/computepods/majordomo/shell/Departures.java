package org.computepods.majordomo.shell;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.computepods.chef.wire.BuildFrom;

/**
 * Jobs that go out as soon as the core's thread has done what it is at. Those which one pod alone
 * can take travel together, several in a message; a job that any chef may take goes alone.
 */
final class Departures {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Jobs that go to one pod in one message. */
  private static final int TOGETHER_MAX = 32;

  /** Inputs of all jobs in one message: half a megabyte. */
  private static final int INPUTS_MAX = 2_000;

  private final Messenger messenger;
  private final Homing homing;
  private final CoreThread core;
  private final JobErrands errands;
  private final BiConsumer<DispatchedJob, Parcel> queued;
  private final Consumer<DispatchedJob> cancelled;

  /** By subject. */
  private final Map<String, List<DispatchedJob>> leaving = new LinkedHashMap<>();

  /**
   * @param queued hears, on the core's thread, of each job that the queue has taken
   * @param cancelled hears of those that are not sent any more
   */
  Departures(
      Messenger messenger,
      Homing homing,
      CoreThread core,
      JobErrands errands,
      BiConsumer<DispatchedJob, Parcel> queued,
      Consumer<DispatchedJob> cancelled) {
    this.messenger = messenger;
    this.homing = homing;
    this.core = core;
    this.errands = errands;
    this.queued = queued;
    this.cancelled = cancelled;
  }

  void add(DispatchedJob job, String subject) {
    if (job.cancelled) {
      cancelled.accept(job);
      return;
    }
    if (leaving.isEmpty()) {
      core.post(this::send);
    }
    leaving.computeIfAbsent(subject, each -> new ArrayList<>()).add(job);
  }

  private void send() {
    var now = new LinkedHashMap<>(leaving);
    leaving.clear();
    now.forEach(this::send);
  }

  private void send(String subject, List<DispatchedJob> all) {
    var together = new ArrayList<DispatchedJob>();
    int inputs = 0;
    for (var job : all) {
      if (job.cancelled) {
        cancelled.accept(job);
        continue;
      }
      inputs += job.job.inputs().size();
      boolean full = together.size() >= TOGETHER_MAX || inputs > INPUTS_MAX;
      if (!together.isEmpty() && (full || !job.isOnlyForItsHome())) {
        sendInOne(subject, together);
        together = new ArrayList<>();
        inputs = job.job.inputs().size();
      }
      together.add(job);
    }
    if (!together.isEmpty()) {
      sendInOne(subject, together);
    }
  }

  private void sendInOne(String subject, List<DispatchedJob> together) {
    var first = together.getFirst();
    together.forEach(job -> job.enqueued++);
    // Given out in another epoch of the lock it is another message, not the same sent twice.
    String id =
        first.job.job()
            + "/"
            + first.job.epoch()
            + "/"
            + first.enqueued
            + "+"
            + (together.size() - 1);
    errands.run(
        together,
        () -> {
          var messages = together.stream().map(this::message).toList();
          var parcel = new Parcel(messenger.publish(subject, messages, id, PATIENCE), together);
          core.post(() -> together.forEach(job -> queued.accept(job, parcel)));
        });
  }

  /** What the chef must know: at home not where contents are, and of very many inputs nothing. */
  private BuildFrom message(DispatchedJob job) {
    boolean inPlace = job.isOnlyForItsHome() && !job.job.scratch();
    return inPlace ? job.job.inPlace() : homing.located(job.job);
  }
}
