package org.computepods.majordomo.shell;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.computepods.chef.bus.BusException;
import org.computepods.chef.bus.Subjects.Lane;
import org.computepods.chef.wire.BuildFrom;
import org.computepods.chef.wire.BuildResults;
import org.computepods.chef.wire.HowToBuild;
import org.computepods.chef.wire.Progress;
import org.computepods.majordomo.core.Event;
import org.computepods.rules.project.RuleSet;

/**
 * Finds chefs for jobs and takes their results, each once. A job goes to the pod of its workspace
 * where that can do it, else to whoever can; who is away is waited for. All its state belongs to
 * the core's thread; whatever waits does so on a virtual thread.
 */
final class Dispatch {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** How long a cancelled job's pod may take to say that the tool is dead. */
  private static final Duration CANCEL_PATIENCE = Duration.ofSeconds(10);

  /** Times that a job is sent once more because it was nowhere. */
  private static final int LOST_MAX = 3;

  /** A pod says that it lives once a second. */
  private static final Duration FIRST_HEARTBEATS = Duration.ofMillis(2_500);

  private final long startedNanos = System.nanoTime();
  private final Messenger messenger;
  private final CoreThread core;
  private final Pods pods;
  private final Chefs chefs;
  private final Homing homing;
  private final SentJobs sent;
  private final JobErrands errands;
  private final Departures departures;
  private final JobSearch search;
  private final Map<String, DispatchedJob> jobs = new HashMap<>();
  private final HashSet<String> kinds = new HashSet<>();

  private final AtomicLong ignored = new AtomicLong();

  /**
   * @param say hears what goes into the log
   */
  Dispatch(
      Messenger messenger,
      CoreThread core,
      Pods pods,
      Chefs chefs,
      Homing homing,
      Consumer<String> say) {
    this.messenger = messenger;
    this.core = core;
    this.pods = pods;
    this.chefs = chefs;
    this.homing = homing;
    this.sent = new SentJobs(messenger);
    this.errands = new JobErrands(core, say, (job, why) -> end(job, refused(job, why)));
    this.search = new JobSearch(sent, pods, core, say, this::isQueued, this::lost);
    this.departures =
        new Departures(
            messenger, homing, core, errands, this::queued, job -> end(job, cancelled(job)));
  }

  /** Results that came late or twice. */
  long ignored() {
    return ignored.get();
  }

  /** Jobs that are not over yet; pods say but once a second how many they are at. */
  int underWay() {
    return jobs.size();
  }

  /**
   * Has a job done.
   *
   * @param sets in use in the job's project, for saying what a chef would need
   * @param tell hears how it goes; called by the core's thread only
   */
  void start(BuildFrom job, Lane lane, int waitS, List<RuleSet> sets, Consumer<Event> tell) {
    var dispatched = new DispatchedJob(job, lane, waitS, tell);
    jobs.put(job.job(), dispatched);
    place(dispatched, sets);
  }

  private void place(DispatchedJob job, List<RuleSet> sets) {
    var needs = new HashMap<String, List<String>>();
    sets.forEach(set -> needs.put(set.name(), set.required()));
    switch (Placement.of(job.job, job.job.home(), pods.all(), needs)) {
      case Placement.At(String pod) -> {
        job.phase = DispatchedJob.Phase.PLACING;
        job.pods = List.of(pod);
        placeAt(job, messenger.subjects().buildFromAt(job.lane, pod));
      }
      case Placement.Any(List<String> able) -> {
        job.phase = DispatchedJob.Phase.PLACING;
        job.pods = able;
        sendAbroad(job, sets);
      }
      case Placement.Away(List<String> away, String reason) -> {
        job.pods = away;
        await(job, reason);
      }
      case Placement.Nobody(String reason) -> {
        long young = FIRST_HEARTBEATS.toNanos() - (System.nanoTime() - startedNanos);
        if (young > 0) {
          listen(job, sets, Duration.ofNanos(young));
        } else {
          end(job, new Event.JobImpossible(job.job.job(), reason));
        }
      }
    }
  }

  /** In our first moments not every pod has been heard of yet: looks again when all have been. */
  private void listen(DispatchedJob job, List<RuleSet> sets, Duration left) {
    job.phase = DispatchedJob.Phase.WAITING;
    int wait = ++job.waits;
    core.later(
        left,
        () -> {
          if (job.phase == DispatchedJob.Phase.WAITING
              && job.waits == wait
              && jobs.get(job.job.job()) == job) {
            place(job, sets);
          }
        });
  }

  /** Waits for a pod that could do the job; when one comes, {@link #podsChanged} places it anew. */
  private void await(DispatchedJob job, String reason) {
    job.phase = DispatchedJob.Phase.WAITING;
    int wait = ++job.waits;
    job.tell.accept(new Event.JobWaits(job.job.job(), reason));
    core.later(
        Duration.ofSeconds(job.waitS),
        () -> {
          if (jobs.get(job.job.job()) == job
              && job.phase == DispatchedJob.Phase.WAITING
              && job.waits == wait) {
            withdraw(job);
            end(
                job,
                new Event.JobImpossible(
                    job.job.job(), reason + "; it did not come back in " + job.waitS + " s"));
          }
        });
  }

  /** At home a job finds its inputs in place, but for a replay: that takes them from the store. */
  private void placeAt(DispatchedJob job, String subject) {
    if (job.job.scratch()) {
      errands.run(
          job,
          () -> {
            homing.offer(job.job);
            core.post(() -> departures.add(job, subject));
          });
    } else {
      departures.add(job, subject);
    }
  }

  private void sendAbroad(DispatchedJob job, List<RuleSet> sets) {
    String kind = job.job.kind();
    boolean known = kinds.contains(kind);
    String set = job.job.set();
    String setDigest =
        sets.stream()
            .filter(s -> s.name().equals(set))
            .map(s -> s.digest().hex())
            .findFirst()
            .orElse(null);
    var question = new HowToBuild(1, List.of(), kind, set, setDigest, job.job.requires());
    job.question = Optional.of(question);
    errands.run(
        job,
        () -> {
          homing.offer(job.job);
          if (!known) {
            ensureKind(kind);
          }
          var takers = ask(job);
          String nobody = takers.isEmpty() ? whyNobodyTakes(job.pods) : "";
          core.post(
              () -> {
                if (takers.isEmpty()) {
                  await(job, nobody);
                } else {
                  kinds.add(kind);
                  departures.add(job, messenger.subjects().buildFrom(job.lane, kind));
                }
              });
        });
  }

  /** Who has declined says nothing, and neither does who was killed a moment ago. */
  private String whyNobodyTakes(List<String> pods) throws InterruptedException {
    var each = new ArrayList<String>();
    for (String pod : pods) {
      boolean there = sent.isThere(pod);
      each.add("pod " + pod + (there ? " does not take such jobs" : " could run it, and is gone"));
    }
    return String.join("; ", each);
  }

  private void ensureKind(String kind) throws BusException, InterruptedException {
    messenger.attempt(
        PATIENCE,
        () -> {
          messenger.nats().streams().ensureKind(kind);
          return true;
        });
  }

  /**
   * The pods that take such jobs; from now on they do. A pod that begins a new life has forgotten
   * what it took, and must be asked again.
   */
  private List<String> ask(DispatchedJob job) throws BusException, InterruptedException {
    var question = job.question;
    return question.isEmpty()
        ? List.of()
        : messenger.attempt(PATIENCE, () -> chefs.askKind(question.get(), job.pods.size()));
  }

  private void queued(DispatchedJob job, Parcel parcel) {
    job.parcel = Optional.of(parcel);
    if (job.phase == DispatchedJob.Phase.PLACING) {
      job.phase = DispatchedJob.Phase.QUEUED;
    }
    job.seenNanos = System.nanoTime();
    if (jobs.get(job.job.job()) != job) {
      parcel.leave(job); // It is over already.
    } else if (job.cancelled) {
      kill(job);
    } else if (job.phase == DispatchedJob.Phase.QUEUED) {
      awaitIfGone(job); // Who was to have it may have gone before it was sent.
    }
  }

  /** Kills the job; its end is told when the tool is known to be dead. */
  void cancel(String id) {
    var job = jobs.get(id);
    if (job == null || job.cancelled) {
      return;
    }
    job.cancelled = true;
    switch (job.phase) {
      case WAITING -> {
        withdraw(job);
        end(job, cancelled(job));
      }
      case QUEUED -> kill(job);
      case PLACING, FETCHING -> {}
    }
  }

  /** Kills all jobs of a workspace; nobody waits for their ends. */
  void cancelAll(String workspace) {
    for (var job : List.copyOf(jobs.values())) {
      if (job.job.workspace().equals(workspace)) {
        cancel(job.job.job());
      }
    }
  }

  private void kill(DispatchedJob job) {
    var asked = job.runningOn.map(List::of).orElse(job.pods);
    errands.run(
        job,
        () -> {
          boolean withdrawn = sent.takeBack(job);
          boolean known = false;
          for (String pod : asked) {
            known |= pods.alive(pod) && sent.kill(job, pod);
          }
          if (known) {
            core.later(CANCEL_PATIENCE, () -> end(job, cancelled(job)));
          } else if (withdrawn || !job.runningOn.map(pods::alive).orElse(false)) {
            core.post(() -> end(job, cancelled(job)));
          } else {
            // It has just ended: its result is under way.
            core.later(CANCEL_PATIENCE, () -> end(job, cancelled(job)));
          }
        });
  }

  private void withdraw(DispatchedJob job) {
    if (job.parcel.isPresent()) {
      errands.run(job, () -> sent.takeBack(job));
    }
  }

  /** A chef tells how a job goes on. */
  void progress(Progress progress) {
    var job = jobs.get(progress.job());
    if (job != null && !job.runningOn.equals(Optional.of(progress.pod()))) {
      job.runningOn = Optional.of(progress.pod());
      job.tell.accept(new Event.JobStarted(progress.job(), progress.pod()));
    }
  }

  /** A job is done. Results that come twice, or for nobody, are counted and otherwise ignored. */
  void results(BuildResults results) {
    var job = jobs.get(results.job());
    if (job == null || job.phase == DispatchedJob.Phase.FETCHING) {
      ignored.incrementAndGet();
      return;
    }
    homing.heard(results);
    boolean abroad = !results.pod().equals(job.job.home());
    if (!abroad || results.outcome() != BuildResults.Outcome.SUCCEEDED) {
      end(job, new Event.JobEnded(homing.named(results, job.job.home())));
      return;
    }
    job.phase = DispatchedJob.Phase.FETCHING;
    errands.run(
        job,
        () -> {
          var home =
              job.job.scratch() ? homing.bring(job.job, results) : homing.fetch(job.job, results);
          core.post(() -> end(job, new Event.JobEnded(homing.named(home, job.job.home()))));
        });
  }

  /**
   * Pods came, went, or began a new life: who waits may be done now, who ran on one that is gone
   * must wait, and what is queued may be taken by who has just come.
   */
  void podsChanged(java.util.function.Function<BuildFrom, List<RuleSet>> sets) {
    var asked = new HashSet<String>();
    for (var job : List.copyOf(jobs.values())) {
      if (job.phase == DispatchedJob.Phase.QUEUED
          && job.question.isPresent()
          && asked.add(job.job.kind())) {
        errands.attempt(job, () -> ask(job));
      }
      switch (job.phase) {
        case WAITING -> wake(job, sets.apply(job.job));
        case QUEUED -> awaitIfGone(job);
        case PLACING, FETCHING -> {}
      }
    }
  }

  private void awaitIfGone(DispatchedJob job) {
    boolean gone = job.runningOn.isPresent() ? !alive(job.runningOn.get(), job) : noneAlive(job);
    if (gone) {
      String pod = job.runningOn.orElse(String.join(", ", job.pods));
      job.runningOn = Optional.empty();
      await(job, "pod " + pod + ", which had it, is gone");
    }
  }

  /** Whether the pod that runs it lives, or another can take the job when its lease ends. */
  private boolean alive(String pod, DispatchedJob job) {
    return pods.alive(pod) || job.pods.stream().anyMatch(pods::alive);
  }

  private boolean noneAlive(DispatchedJob job) {
    return job.pods.stream().noneMatch(pods::alive);
  }

  private void wake(DispatchedJob job, List<RuleSet> sets) {
    if (job.parcel.isEmpty()) {
      if (job.pods.stream().anyMatch(pods::alive) || pods.cooking().size() > job.pods.size()) {
        job.waits++;
        place(job, sets);
      }
    } else if (job.pods.stream().anyMatch(pods::alive)) {
      // Its lease runs out or has run out, and the pod that is back takes it from the queue.
      job.waits++;
      job.phase = DispatchedJob.Phase.QUEUED;
      requeueIfLost(job);
    }
  }

  /** NATS was away, and may have forgotten: queues again what nobody has. */
  void reconnected() {
    kinds.clear();
    for (var job : List.copyOf(jobs.values())) {
      if (job.phase == DispatchedJob.Phase.QUEUED) {
        requeueIfLost(job);
      }
    }
  }

  /** Looks for jobs of which nothing was heard for long. */
  void look() {
    search.look(jobs.values());
  }

  private void lost(DispatchedJob job) {
    if (++job.lost > LOST_MAX) {
      end(job, refused(job, "it was lost " + job.lost + " times on its way"));
    } else {
      requeueIfLost(job);
    }
  }

  private boolean isQueued(DispatchedJob job) {
    return jobs.get(job.job.job()) == job && job.phase == DispatchedJob.Phase.QUEUED;
  }

  private void requeueIfLost(DispatchedJob job) {
    boolean abroad = !job.isOnlyForItsHome();
    String subject =
        abroad
            ? messenger.subjects().buildFrom(job.lane, job.job.kind())
            : messenger.subjects().buildFromAt(job.lane, job.job.home());
    errands.run(
        job,
        () -> {
          for (String pod : job.pods) {
            if (pods.alive(pod) && sent.runs(job, pod)) {
              return;
            }
          }
          sent.takeBack(job);
          if (abroad) {
            ensureKind(job.job.kind());
            var _ = ask(job);
          }
          core.post(
              () -> {
                if (isQueued(job)) {
                  job.phase = DispatchedJob.Phase.PLACING;
                  departures.add(job, subject);
                }
              });
        });
  }

  /** Jobs that have not ended, by who runs them. */
  Optional<DispatchedJob> underWay(String task, String workspace) {
    return jobs.values().stream()
        .filter(job -> job.job.task().equals(task) && job.job.workspace().equals(workspace))
        .findFirst();
  }

  List<String> running() {
    return new ArrayList<>(jobs.keySet());
  }

  private void end(DispatchedJob job, Event event) {
    if (jobs.remove(job.job.job(), job)) {
      job.parcel.ifPresent(parcel -> parcel.leave(job));
      job.tell.accept(event);
    }
  }

  private static Event cancelled(DispatchedJob job) {
    return new Event.JobEnded(
        Homing.failed(job.job, BuildResults.Outcome.CANCELLED, "cancelled before it ended"));
  }

  private static Event refused(DispatchedJob job, String why) {
    return new Event.JobEnded(Homing.failed(job.job, BuildResults.Outcome.REFUSED, why));
  }
}
