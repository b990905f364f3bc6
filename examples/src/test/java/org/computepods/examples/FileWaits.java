package org.computepods.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for something to be seen beside a file, woken by the file system itself. */
final class FileWaits {

  /** Long enough for the slowest machine that runs the tests; only a failure waits for it. */
  static final Duration LIMIT = Duration.ofSeconds(60);

  private FileWaits() {}

  static void until(Path file, String what, BooleanSupplier condition) {
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
    long end = System.nanoTime() + LIMIT.toNanos();
    try (var watch = folder.getFileSystem().newWatchService()) {
      folder.register(
          watch,
          StandardWatchEventKinds.ENTRY_CREATE,
          StandardWatchEventKinds.ENTRY_DELETE,
          StandardWatchEventKinds.ENTRY_MODIFY);
      while (!condition.getAsBoolean()) {
        if (System.nanoTime() > end) throw new AssertionError("waited in vain: " + what);
        var key = watch.poll(200, TimeUnit.MILLISECONDS);
        if (key != null) {
          key.pollEvents();
          key.reset();
        }
      }
    } catch (IOException e) {
      throw new AssertionError(what, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(what, e);
    }
  }
}
