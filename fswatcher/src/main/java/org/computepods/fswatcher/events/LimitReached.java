package org.computepods.fswatcher.events;

import java.io.IOException;

/** The kernel gives no more of something. */
final class LimitReached extends IOException {
  private static final long serialVersionUID = 1L;

  private final KernelLimit limit;

  LimitReached(KernelLimit limit) {
    super(limit.reached().what());
    this.limit = limit;
  }

  KernelLimit limit() {
    return limit;
  }
}
