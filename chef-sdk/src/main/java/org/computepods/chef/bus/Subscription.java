package org.computepods.chef.bus;

/** Something that a client listens to until this is closed. */
public interface Subscription extends AutoCloseable {
  @Override
  void close();
}
