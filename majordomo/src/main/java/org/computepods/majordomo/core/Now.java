package org.computepods.majordomo.core;

/** When the event of now is heard: by the number of events, by the monotonic clock, for people. */
final class Now {
  private long tick;
  private long nanos;
  private long wallMs;

  /** Another event is heard. */
  void become(long nanos, long wallMs) {
    tick++;
    this.nanos = nanos;
    this.wallMs = wallMs;
  }

  long tick() {
    return tick;
  }

  long nanos() {
    return nanos;
  }

  long wallMs() {
    return wallMs;
  }
}
