package org.computepods.chef.pod;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.computepods.chef.store.ContentStore;
import org.computepods.chef.store.Evicted;

/**
 * Keeps a pod's store within its limit, without hurry: what was used longest ago goes, and is built
 * or fetched again by who wants it back.
 */
final class StoreKeeper implements AutoCloseable {
  private static final Duration LOOKS = Duration.ofMinutes(1);

  /** Looking through a store takes a second for some 100,000 contents, so that much may come in. */
  private static final int SHARE = 10;

  private final ContentStore store;
  private final Path folder;
  private final StoreLimit limit;
  private final InstantSource clock;
  private final Consumer<String> notices;
  private final ScheduledExecutorService thread;

  // Of the one thread that looks. Full until it is known otherwise.
  private long cameInBefore;
  private boolean full = true;

  StoreKeeper(
      ContentStore store,
      Path folder,
      StoreLimit limit,
      InstantSource clock,
      Consumer<String> notices) {
    this.store = store;
    this.folder = folder;
    this.limit = limit;
    this.clock = clock;
    this.notices = notices;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("store keeper").factory());
    var _ =
        thread.scheduleWithFixedDelay(
            this::look, LOOKS.toMillis(), LOOKS.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Makes room if so much has come in that the limit may be passed. */
  void look() {
    try {
      long most = limit.in(folder);
      long cameIn = store.cameIn();
      if (full || cameIn - cameInBefore >= most / SHARE) {
        Evicted evicted = store.evict(most - most / SHARE, clock.instant());
        cameInBefore = cameIn;
        full = evicted.left() > most;
        if (evicted.freed() > 0) {
          notices.accept("the store was full: " + evicted.freed() + " bytes of old contents went");
        }
      }
    } catch (IOException | RuntimeException e) {
      notices.accept("the store cannot be looked through: " + e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
