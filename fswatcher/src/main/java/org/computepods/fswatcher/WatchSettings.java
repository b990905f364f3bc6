package org.computepods.fswatcher;

import java.time.Duration;

/**
 * How a watcher behaves.
 *
 * @param settle how long a file must be quiet before it is read
 * @param cookieWait how long a sync waits for its cookie before it compares the whole tree
 * @param scanEvery how often the tree is compared although all seems well
 * @param pollEvery how often folders are read that cannot be watched
 * @param logEvery how often at most a growing log is announced
 * @param saveEvery how often digests are kept for the next run
 * @param lockWait how long changes wait at most for a version-control tool that holds its lock
 * @param batchesMax batches of events that may wait for the workspace's thread
 * @param messageMax bytes that a message may have
 */
public record WatchSettings(
    Duration settle,
    Duration cookieWait,
    Duration scanEvery,
    Duration pollEvery,
    Duration logEvery,
    Duration saveEvery,
    Duration lockWait,
    int batchesMax,
    int messageMax) {
  /** What a NATS server takes that was told nothing. */
  private static final int USUAL_MESSAGE_MAX = 1 << 20;

  public static final WatchSettings USUAL =
      new WatchSettings(
          Duration.ofMillis(20),
          Duration.ofSeconds(2),
          Duration.ofMinutes(10),
          Duration.ofSeconds(2),
          Duration.ofMillis(100),
          Duration.ofSeconds(10),
          Duration.ofMinutes(1),
          org.computepods.fswatcher.events.InotifySource.BATCHES_MAX,
          USUAL_MESSAGE_MAX);

  /** The same with another settle time. */
  public WatchSettings withSettle(Duration settle) {
    return new WatchSettings(
        settle,
        cookieWait,
        scanEvery,
        pollEvery,
        logEvery,
        saveEvery,
        lockWait,
        batchesMax,
        messageMax);
  }

  /** The same with another wait for cookies. */
  public WatchSettings withCookieWait(Duration cookieWait) {
    return new WatchSettings(
        settle,
        cookieWait,
        scanEvery,
        pollEvery,
        logEvery,
        saveEvery,
        lockWait,
        batchesMax,
        messageMax);
  }

  /** The same with folders beyond the limit of watches read so often. */
  public WatchSettings withPolling(Duration pollEvery) {
    return new WatchSettings(
        settle,
        cookieWait,
        scanEvery,
        pollEvery,
        logEvery,
        saveEvery,
        lockWait,
        batchesMax,
        messageMax);
  }

  /** The same with room for so many waiting batches. */
  public WatchSettings withBatchesMax(int batchesMax) {
    return new WatchSettings(
        settle,
        cookieWait,
        scanEvery,
        pollEvery,
        logEvery,
        saveEvery,
        lockWait,
        batchesMax,
        messageMax);
  }

  /** The same with messages of so many bytes at most. */
  public WatchSettings withMessageMax(long messageMax) {
    return new WatchSettings(
        settle,
        cookieWait,
        scanEvery,
        pollEvery,
        logEvery,
        saveEvery,
        lockWait,
        batchesMax,
        Math.toIntExact(Math.min(Integer.MAX_VALUE, messageMax)));
  }

  /** The same with digests kept so often. */
  public WatchSettings withSaving(Duration saveEvery) {
    return new WatchSettings(
        settle,
        cookieWait,
        scanEvery,
        pollEvery,
        logEvery,
        saveEvery,
        lockWait,
        batchesMax,
        messageMax);
  }

  /** The same with another wait for version-control tools. */
  public WatchSettings withLockWait(Duration lockWait) {
    return new WatchSettings(
        settle,
        cookieWait,
        scanEvery,
        pollEvery,
        logEvery,
        saveEvery,
        lockWait,
        batchesMax,
        messageMax);
  }
}
