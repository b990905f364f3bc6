package org.computepods.majordomo.shell;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.computepods.chef.bus.BusException;
import org.computepods.chef.wire.Synced;
import org.computepods.majordomo.core.Command;
import org.computepods.majordomo.core.Event;
import org.computepods.majordomo.core.Standing;

/**
 * The words that a life leaves in a workspace for the next one: when it ends, and whenever the
 * workspace comes to rest, for a life that is killed says no more. At rest they are left once for
 * each time that something was built; what kept them from being left is soon over on most days, so
 * it is tried again.
 */
final class Parting {
  /** At its end a process waits no longer than this for each of the things to be heard before. */
  private static final Duration ENDING = Duration.ofSeconds(2);

  /** Of a workspace at rest, where nobody waits: a collection of garbage may take its time. */
  private static final Duration RESTING = Duration.ofSeconds(30);

  /** So long after a build there may be time for it; an edit and its build come sooner. */
  private static final Duration REST = Duration.ofSeconds(2);

  /** Half a minute in all, for each waits longer; what is still otherwise then may stay so. */
  private static final int ATTEMPTS_MAX = 5;

  private final Household house;
  private final String pod;
  private final String path;
  private final Watching watching;
  private final Consumer<Event> feed;
  private final Supplier<Optional<Core>> core;
  private final Supplier<Optional<Farewell.Read>> project;
  private long builds;

  /** What is asked of the workspace is asked on the core's thread. */
  Parting(
      Household house,
      String pod,
      String path,
      Watching watching,
      Consumer<Event> feed,
      Supplier<Optional<Core>> core,
      Supplier<Optional<Farewell.Read>> project) {
    this.house = house;
    this.pod = pod;
    this.path = path;
    this.watching = watching;
    this.feed = feed;
    this.core = core;
    this.project = project;
  }

  /**
   * Writes down what stands some time after a build that ends now, unless others are under way or
   * end later. On the core's thread.
   */
  void afterBuild(Errands errands) {
    leaveLater(errands, ++builds, 1);
  }

  private void leaveLater(Errands errands, long build, int attempt) {
    house
        .core()
        .later(
            REST.multipliedBy(attempt),
            () -> {
              if (builds == build && isIdle()) {
                errands.run("note what stands", () -> leaveOrTryAgain(errands, build, attempt));
              }
            });
  }

  private void leaveOrTryAgain(Errands errands, long build, int attempt) {
    if (!leave(RESTING) && attempt < ATTEMPTS_MAX) {
      leaveLater(errands, build, attempt + 1);
    }
  }

  private boolean isIdle() {
    return house.builds().running().stream()
        .noneMatch(build -> build.request().workspace().equals(path));
  }

  /** Writes down what stands, if that is known soon. */
  void leave() {
    var _ = leave(ENDING);
  }

  /** Says whether it did. */
  private boolean leave(Duration patience) {
    try {
      var sync = soon(patience, () -> core.get().map(Core::beforeStanding));
      if (sync.isEmpty()) {
        return false;
      }
      var synced = watching.syncAtOnce(sync.get().confirm(), patience);
      return synced.error() == null
          && synced.moving().isEmpty()
          && soon(patience, () -> leave(sync.get(), synced));
    } catch (BusException | TimeoutException | ExecutionException unsaid) {
      return false; // If it stays so, the next life begins with a look at everything.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * What the watcher announced may still be on its way; then the points differ, and nothing is
   * heard nor left. On the core's thread, as every note: whatever is noted later makes the words
   * go.
   */
  private boolean leave(Command.Sync asked, Synced synced) {
    if (!watching.point().equals(Optional.of(synced.point()))) {
      return false;
    }
    var stand = FileFacts.of(synced.stand());
    feed.accept(new Event.Synced(asked.build(), asked.asked(), synced.moving(), stand));
    var words =
        core.get()
            .flatMap(Core::standing)
            .flatMap(standing -> project.get().flatMap(read -> farewell(standing, synced, read)));
    words.ifPresent(said -> house.store().leave(path, said.written()));
    return words.isPresent();
  }

  private Optional<Farewell> farewell(Standing standing, Synced synced, Farewell.Read read) {
    return Farewell.of(house.software(), pod, standing, synced.place(), read);
  }

  /** What the core's thread answers, unless it is at something long. */
  private <T> T soon(Duration patience, Supplier<T> question)
      throws InterruptedException, TimeoutException, ExecutionException {
    return house.core().ask(question).get(patience.toMillis(), TimeUnit.MILLISECONDS);
  }
}
