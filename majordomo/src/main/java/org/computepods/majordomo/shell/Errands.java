package org.computepods.majordomo.shell;

import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.computepods.chef.bus.BusException;
import org.computepods.majordomo.core.Event;

/**
 * What is under way for one workspace, each on a thread of its own. What the core waits for is
 * answered whatever becomes of it, and it can be told since when it is waited for. Safe for all
 * threads.
 */
final class Errands {
  /** What takes longer is told to who waits. */
  private static final Duration LONG = Duration.ofSeconds(5);

  private final String path;
  private final Consumer<String> say;
  private final Consumer<Event> tell;
  private final Set<Owed> owed = ConcurrentHashMap.newKeySet();
  private volatile String message = "";

  /** What the core waits for; no two are equal. */
  private static final class Owed {
    final String what;
    final long sinceNanos = System.nanoTime();

    /** Told at the beginning more often than later. */
    private long toldAfterNanos = LONG.toNanos();

    Owed(String what) {
      this.what = what;
    }

    long waited() {
      return System.nanoTime() - sinceNanos;
    }

    synchronized boolean isToTell() {
      boolean now = waited() >= toldAfterNanos;
      toldAfterNanos = now ? 2 * waited() : toldAfterNanos;
      return now;
    }

    @Override
    public String toString() {
      return "for " + what + " since " + Duration.ofNanos(waited()).toSeconds() + " s";
    }
  }

  /** What brings the core its answer. */
  @FunctionalInterface
  interface Question {
    Event answer() throws BusException, InterruptedException;
  }

  /**
   * @param path of the workspace
   * @param say hears what goes into the log
   * @param tell the core, from any thread
   */
  Errands(String path, Consumer<String> say, Consumer<Event> tell) {
    this.path = path;
    this.say = say;
    this.tell = tell;
  }

  /** Something that nobody waits for. */
  void run(String what, Errand errand) {
    errand.start(what + " " + path, say, why -> failed(what, why));
  }

  private void failed(String what, String why) {
    message = what + ": " + why;
    say.accept(path + ": " + message);
  }

  /**
   * Something that the core waits for.
   *
   * @param whom it waits for, and what to do: "the watcher of pod p"
   * @param otherwise the answer where there is none, by the reason
   */
  void owe(String whom, Question question, Function<String, Event> otherwise) {
    attend(whom, () -> tell.accept(question.answer()), why -> tell.accept(otherwise.apply(why)));
  }

  /**
   * The same, where the errand itself tells the core.
   *
   * @param otherwise tells it where the errand failed
   */
  void attend(String whom, Errand errand, Consumer<String> otherwise) {
    var under = new Owed(whom);
    owed.add(under);
    Errand counted =
        () -> {
          errand.run();
          owed.remove(under);
        };
    counted.start(
        path + " waits for " + whom,
        say,
        why -> {
          owed.remove(under);
          otherwise.accept(why);
        });
  }

  private Optional<Owed> longest() {
    long now = System.nanoTime();
    return owed.stream()
        .max(Comparator.comparingLong(each -> now - each.sinceNanos))
        .filter(each -> each.waited() > LONG.toNanos());
  }

  /** What has been waited for longest, if for long and not just now told. */
  Optional<String> toTell() {
    return longest().filter(Owed::isToTell).map(Owed::toString);
  }

  /** Whether anything has been waited for long. */
  boolean isWaiting() {
    return longest().isPresent();
  }

  /** What the workspace waits for, or what went wrong last; "" for nothing. */
  String message() {
    return longest().map(each -> "waits " + each).orElse(message);
  }
}
