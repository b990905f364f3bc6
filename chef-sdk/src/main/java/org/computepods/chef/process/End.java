package org.computepods.chef.process;

import java.time.Duration;
import java.util.Optional;

/**
 * How a tool ended.
 *
 * @param exit its exit code; 128 and the signal's number where a signal ended it, -1 where it was
 *     killed by us
 * @param took on the monotonic clock
 * @param killLevel how surely nothing of it is left, where something had to be killed
 */
public record End(Way way, int exit, Duration took, Optional<KillLevel> killLevel) {
  /** What made it end. */
  public enum Way {
    BY_ITSELF,
    TIMED_OUT,
    CANCELLED
  }
}
