package org.computepods.chef.process;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Memory that a call of the C library takes for a moment. Used again and again, for asking for it
 * and giving it back costs more than most of these calls.
 *
 * @param state where errors are told
 * @param words what comes back; 32 bytes
 * @param bytes what is read
 */
record Scratch(MemorySegment state, MemorySegment words, MemorySegment bytes)
    implements AutoCloseable {
  /** Most tools print little, and taking more memory costs more than reading twice. */
  private static final int BUFFER = 8 * 1024;

  private static final long STATE = 64;
  private static final long WORDS = 32;

  /** As many as were used at once. */
  private static final ConcurrentLinkedQueue<Scratch> FREE = new ConcurrentLinkedQueue<>();

  /** One that nobody else has until it is closed. What stands in it is of no meaning. */
  static Scratch take() {
    Scratch used = FREE.poll();
    if (used != null) {
      return used;
    }
    MemorySegment all = Arena.ofAuto().allocate(STATE + WORDS + BUFFER, 16);
    return new Scratch(
        all.asSlice(0, Native.STATE.byteSize()),
        all.asSlice(STATE, WORDS),
        all.asSlice(STATE + WORDS, BUFFER));
  }

  @Override
  public void close() {
    FREE.add(this);
  }
}
