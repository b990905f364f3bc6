package org.computepods.majordomo.shell;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The one thread that owns all cores: whatever touches them is a short closure on it. */
final class CoreThread implements AutoCloseable {
  private final ScheduledThreadPoolExecutor executor;
  private final Consumer<String> say;

  CoreThread(Consumer<String> say) {
    this.say = say;
    this.executor =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("majordomo-core").daemon(true).factory());
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    executor.setRemoveOnCancelPolicy(true);
  }

  /** Does this soon, in the order of the calls. */
  void post(Runnable closure) {
    try {
      executor.execute(() -> run(closure));
    } catch (java.util.concurrent.RejectedExecutionException closed) {
      // The MajorDomo ends: nothing more is decided.
    }
  }

  /** Does this after a while. */
  void later(Duration delay, Runnable closure) {
    try {
      var _ = executor.schedule(() -> run(closure), delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (java.util.concurrent.RejectedExecutionException closed) {
      // As above.
    }
  }

  /** The answer of a closure. */
  <T> CompletableFuture<T> ask(Supplier<T> question) {
    var answer = new CompletableFuture<T>();
    post(
        () -> {
          try {
            answer.complete(question.get());
          } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            answer.completeExceptionally(e); // Whoever asked waits for it.
          }
        });
    return answer;
  }

  /**
   * A broken invariant ends the closure, and is told; the thread goes on for the other workspaces.
   */
  private void run(Runnable closure) {
    try {
      closure.run();
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      say.accept("a fault of ours: " + Faults.describe(e));
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
