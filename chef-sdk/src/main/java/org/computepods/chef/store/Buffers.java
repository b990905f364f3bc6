package org.computepods.chef.store;

import java.util.concurrent.ArrayBlockingQueue;

/** Buffers for reading files, used again and again: a virtual thread is too brief to own one. */
final class Buffers {
  static final int SIZE = 64 * 1024;

  private static final ArrayBlockingQueue<byte[]> FREE = new ArrayBlockingQueue<>(64);

  private Buffers() {}

  static byte[] take() {
    byte[] buffer = FREE.poll();
    return buffer == null ? new byte[SIZE] : buffer;
  }

  static void give(byte[] buffer) {
    FREE.offer(buffer); // Where 64 lie there already, this one is left to the collector.
  }
}
