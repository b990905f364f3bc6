package org.computepods.chef.recipe;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.computepods.chef.api.Chef;
import org.computepods.chef.api.CookFailure;
import org.computepods.chef.process.End;
import org.computepods.chef.process.ToolRun;

/**
 * One run of a chef's own code, on a thread of its own: code that neither returns nor heeds an
 * interrupt is left behind, and its thread ends with the process.
 */
final class ChefRun implements ToolRun {
  /** For code that was interrupted to put things in order. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private static final int STACK_SHOWN = 12;

  private static final String EXITS =
      "it called System.exit, which ends all that runs in its pod: a chef throws CookFailure instead";

  private final String name;
  private final Chef chef;
  private final ChefsTask task;
  private final Duration limit;
  private final CountDownLatch over = new CountDownLatch(1);
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread;

  // Written by the thread before it says that it is over.
  private volatile Optional<Throwable> failure = Optional.empty();

  ChefRun(String name, Chef chef, ChefsTask task, Duration limit) {
    this.name = name;
    this.chef = chef;
    this.task = task;
    this.limit = limit;
    this.thread = Thread.ofPlatform().daemon().name("chef " + name).unstarted(this::cook);
    thread.setContextClassLoader(chef.getClass().getClassLoader());
  }

  private void cook() {
    ChefExit.begins(this);
    try {
      chef.cook(task);
    } catch (Throwable all) { // A stranger's code: an Error of it is its failure, not ours.
      failure = Optional.of(all);
    } finally {
      ChefExit.ends(this);
      over.countDown();
      stop.countDown();
    }
  }

  String name() {
    return name;
  }

  StackTraceElement[] stack() {
    return thread.getStackTrace();
  }

  /** Its code ends the process, and does not come back. */
  void exits() {
    failure = Optional.of(new CookFailure(EXITS));
    over.countDown();
    stop.countDown();
  }

  @Override
  public End await() throws IOException {
    long begun = System.nanoTime();
    boolean inTime;
    if (stop.getCount() == 0) {
      return end(begun, End.Way.CANCELLED, -1);
    }
    try {
      thread.start();
      inTime = stop.await(limit.toNanos(), TimeUnit.NANOSECONDS);
      if (over.getCount() > 0) {
        task.cancel();
        thread.interrupt();
        if (!over.await(GRACE.toNanos(), TimeUnit.NANOSECONDS)) {
          task.log("it does not heed that it was stopped, and is left to itself");
        }
        return end(begun, inTime ? End.Way.CANCELLED : End.Way.TIMED_OUT, -1);
      }
    } catch (InterruptedException e) {
      task.cancel();
      thread.interrupt();
      Thread.currentThread().interrupt();
      return end(begun, End.Way.CANCELLED, -1);
    }
    if (task.isCancelled()) {
      return end(begun, End.Way.CANCELLED, -1);
    }
    if (failure.isEmpty()) {
      try {
        task.publish();
      } catch (IllegalArgumentException brokeItsWord) {
        failure = Optional.of(new CookFailure(String.valueOf(brokeItsWord.getMessage())));
      }
    }
    failure.ifPresent(this::show);
    return end(begun, End.Way.BY_ITSELF, failure.isEmpty() ? 0 : 1);
  }

  private void show(Throwable thrown) {
    if (thrown instanceof CookFailure) {
      task.log(String.valueOf(thrown.getMessage()));
      return;
    }
    var stack = new StringWriter();
    thrown.printStackTrace(new PrintWriter(stack));
    stack.toString().lines().limit(STACK_SHOWN).forEach(task::log);
  }

  /** What went wrong, in a line; empty where nothing did. */
  Optional<String> failure() {
    return failure.map(
        thrown ->
            thrown instanceof CookFailure || thrown instanceof IllegalArgumentException
                ? String.valueOf(thrown.getMessage())
                : thrown.toString());
  }

  /** The file whose absence made it fail. */
  Optional<String> missing() {
    return failure.flatMap(
        thrown -> thrown instanceof CookFailure no ? no.missing() : Optional.empty());
  }

  ChefsTask task() {
    return task;
  }

  private static End end(long begun, End.Way way, int exit) {
    return new End(way, exit, Duration.ofNanos(System.nanoTime() - begun), Optional.empty());
  }

  @Override
  public void cancel() {
    stop.countDown();
  }
}
