package org.computepods.fswatcher;

/** One thing for a workspace's thread to do. */
@FunctionalInterface
interface Work {
  void run() throws InterruptedException;
}
