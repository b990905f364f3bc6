package org.computepods.chef.recipe;

import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Chefs whose code ends the process that it runs in, as by {@code System.exit}. Nothing can keep it
 * from that; but who builds is to hear whose doing it was.
 */
public final class ChefExit {
  private static final Duration HEARD_WITHIN = Duration.ofSeconds(1);

  private static final Set<ChefRun> UNDER_WAY = ConcurrentHashMap.newKeySet();

  private ChefExit() {}

  static void begins(ChefRun run) {
    UNDER_WAY.add(run);
  }

  static void ends(ChefRun run) {
    UNDER_WAY.remove(run);
  }

  /**
   * To be called by a shutdown hook: each run whose code has begun the end of the process fails,
   * and who waits for it is given a moment to hear of that. Returns at once where nobody has.
   *
   * @param say hears whose doing it was
   */
  public static void tell(Consumer<String> say) throws InterruptedException {
    boolean any = false;
    for (ChefRun run : UNDER_WAY) {
      if (Arrays.stream(run.stack()).anyMatch(ChefExit::isExit)) {
        any = true;
        say.accept("chef " + run.name() + " called System.exit");
        run.exits();
      }
    }
    if (any) {
      Thread.sleep(HEARD_WITHIN);
    }
  }

  private static boolean isExit(StackTraceElement frame) {
    return frame.getClassName().equals(Runtime.class.getName())
        && frame.getMethodName().equals("exit");
  }
}
