package org.computepods.fswatcher;

import java.time.Duration;
import java.util.function.Consumer;

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
 * @param answerWait after how long who asked is told what the answer still waits for
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
    Duration answerWait,
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
          Duration.ofSeconds(50),
          org.computepods.fswatcher.events.InotifySource.BATCHES_MAX,
          USUAL_MESSAGE_MAX);

  /** The same but for what is changed: {@code USUAL.with(s -> s.settle = Duration.ZERO)}. */
  public WatchSettings with(Consumer<Draft> change) {
    var draft = new Draft(this);
    change.accept(draft);
    return draft.done();
  }

  /** Settings while they are being changed; each field as the component of its name. */
  public static final class Draft {
    public Duration settle;
    public Duration cookieWait;
    public Duration scanEvery;
    public Duration pollEvery;
    public Duration logEvery;
    public Duration saveEvery;
    public Duration lockWait;
    public Duration answerWait;
    public int batchesMax;
    public int messageMax;

    private Draft(WatchSettings from) {
      settle = from.settle;
      cookieWait = from.cookieWait;
      scanEvery = from.scanEvery;
      pollEvery = from.pollEvery;
      logEvery = from.logEvery;
      saveEvery = from.saveEvery;
      lockWait = from.lockWait;
      answerWait = from.answerWait;
      batchesMax = from.batchesMax;
      messageMax = from.messageMax;
    }

    private WatchSettings done() {
      return new WatchSettings(
          settle,
          cookieWait,
          scanEvery,
          pollEvery,
          logEvery,
          saveEvery,
          lockWait,
          answerWait,
          batchesMax,
          messageMax);
    }
  }
}
