package org.computepods.majordomo.shell;

import java.util.function.Consumer;
import org.computepods.chef.bus.BusException;

/** Something that waits, for NATS or for pods. */
@FunctionalInterface
interface Errand {
  void run() throws BusException, InterruptedException;

  /**
   * Does it on a thread of its own. Where it fails, whatever the reason, somebody hears of it: who
   * waits for what the errand was to bring, would wait for ever.
   *
   * @param faults hears of what should never have been thrown
   * @param failed hears why, in words for people
   */
  default void start(String name, Consumer<String> faults, Consumer<String> failed) {
    Thread.ofVirtual()
        .name(name)
        .start(
            () -> {
              try {
                run();
              } catch (BusException e) {
                failed.accept(String.valueOf(e.getMessage()));
              } catch (InterruptedException e) {
                failed.accept("interrupted");
                Thread.currentThread().interrupt();
              } catch (Exception | StackOverflowError | OutOfMemoryError e) {
                faults.accept(name + ": a fault of ours: " + Faults.describe(e));
                failed.accept("a fault of ours: " + e);
              }
            });
  }
}
