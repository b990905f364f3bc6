package org.computepods.chef.bus;

/** From where on a stream is read. */
public sealed interface StartAt {
  /** From the oldest message that the stream still holds. */
  record Oldest() implements StartAt {}

  /** Only what comes from now on. */
  record New() implements StartAt {}

  /** From the message with this number of the stream's. */
  record Sequence(long sequence) implements StartAt {}

  StartAt OLDEST = new Oldest();
  StartAt NEW = new New();
}
