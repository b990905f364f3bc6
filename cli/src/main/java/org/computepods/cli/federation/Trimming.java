package org.computepods.cli.federation;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Gives memory back to the system when the process has come to rest: what reading a large project
 * took is far more than what keeping it takes, and the heap never shrinks by itself while nothing
 * is allocated. One collection, a second long where a million tasks are kept, and none again before
 * the heap has grown. While the process works, its heap would grow to a quarter of the machine
 * before all of it is looked through once; here that is done whenever it has grown by half, and a
 * large one sooner: what it may hold in vain does not grow with it.
 */
final class Trimming {
  /** Heaps below are small enough as they are. */
  private static final long WORTH_BYTES = 192L << 20;

  /** Processor time between two looks that still is rest. */
  private static final long RESTING_MS = 60;

  /** Growth since the last time that is worth another collection at rest, and while it works. */
  private static final double GROWTH = 1.2;

  private static final double GROWTH_AT_WORK = 1.5;

  /** The same of a large heap; an edit beside a million tasks leaves some 25 MB in vain. */
  private static final long GROWTH_BYTES = 48L << 20;

  private static final long GROWTH_AT_WORK_BYTES = 128L << 20;

  /** So many times what the last collection took is left to the work before the next. */
  private static final long SHARE_OF_WORK = 6;

  private final LongSupplier cpuMs;
  private final LongSupplier heapBytes;
  private final Runnable collection;
  private long lastCpuMs;
  private long trimmedBytes = WORTH_BYTES;
  private long trimmedAtMs;
  private long trimmingMs;

  Trimming() {
    this(
        () -> ProcessHandle.current().info().totalCpuDuration().map(Duration::toMillis).orElse(0L),
        Runtime.getRuntime()::totalMemory,
        Trimming::collect);
  }

  /** By these measures of time and heap. */
  Trimming(LongSupplier cpuMs, LongSupplier heapBytes, Runnable collection) {
    this.cpuMs = cpuMs;
    this.heapBytes = heapBytes;
    this.collection = collection;
    this.lastCpuMs = cpuMs.getAsLong();
  }

  /** To be called every few seconds. */
  void look() {
    long now = cpuMs.getAsLong();
    boolean resting = now - lastCpuMs <= RESTING_MS;
    boolean due = resting || now - trimmedAtMs >= trimmingMs * SHARE_OF_WORK;
    if (due && heapBytes.getAsLong() > allowed(resting)) {
      collection.run();
      trimmedBytes = Math.max(WORTH_BYTES, heapBytes.getAsLong());
      trimmedAtMs = cpuMs.getAsLong();
      trimmingMs = trimmedAtMs - now;
      now = trimmedAtMs;
    }
    lastCpuMs = now;
  }

  /** How large the heap may become before it is trimmed again. */
  private long allowed(boolean resting) {
    return resting
        ? Math.min((long) (trimmedBytes * GROWTH), trimmedBytes + GROWTH_BYTES)
        : Math.min((long) (trimmedBytes * GROWTH_AT_WORK), trimmedBytes + GROWTH_AT_WORK_BYTES);
  }

  /** Leaves little room in the heap; it grows by larger steps again as soon as there is work. */
  private static void collect() {
    var machine = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    String least = machine.getVMOption("MinHeapFreeRatio").getValue();
    String most = machine.getVMOption("MaxHeapFreeRatio").getValue();
    machine.setVMOption("MinHeapFreeRatio", "1");
    machine.setVMOption("MaxHeapFreeRatio", "3");
    try {
      System.gc();
      NativeHeap.trim();
    } finally {
      machine.setVMOption("MaxHeapFreeRatio", most);
      machine.setVMOption("MinHeapFreeRatio", least);
    }
  }
}
