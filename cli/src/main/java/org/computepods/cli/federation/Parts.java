package org.computepods.cli.federation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** What a process is made of, ended in the opposite order, all of it, whatever happens. */
final class Parts implements AutoCloseable {
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final Consumer<String> say;

  Parts(Consumer<String> say) {
    this.say = say;
  }

  <T extends AutoCloseable> T own(T part) {
    parts.push(part);
    return part;
  }

  @Override
  public void close() {
    while (!parts.isEmpty()) {
      AutoCloseable part = parts.pop();
      try {
        part.close();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (Exception e) {
        say.accept(part.getClass().getSimpleName() + " did not end well: " + e);
      }
    }
  }
}
