package org.computepods.chef.bus;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** The state of a connection, and those who want to hear of its changes. */
final class ConnectionStates implements AutoCloseable {
  private final List<Consumer<ConnectionState>> listeners = new CopyOnWriteArrayList<>();
  private final ExecutorService teller =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("connection state").factory());
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private ConnectionState now = ConnectionState.DISCONNECTED;

  void set(ConnectionState next) {
    lock.lock();
    try {
      if (now == next || now == ConnectionState.CLOSED) {
        return;
      }
      now = next;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      teller.execute(() -> listeners.forEach(listener -> listener.accept(next)));
    } catch (RejectedExecutionException closed) {
      // Nobody listens any more.
    }
  }

  ConnectionState now() {
    lock.lock();
    try {
      return now;
    } finally {
      lock.unlock();
    }
  }

  Subscription add(Consumer<ConnectionState> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  boolean awaitConnected(Duration wait) throws InterruptedException {
    long left = wait.toNanos();
    lock.lock();
    try {
      while (now == ConnectionState.DISCONNECTED && left > 0) {
        left = changed.awaitNanos(left);
      }
      return now == ConnectionState.CONNECTED || now == ConnectionState.RECONNECTED;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    set(ConnectionState.CLOSED);
    teller.shutdown();
    try {
      if (!teller.awaitTermination(1, TimeUnit.SECONDS)) {
        teller.shutdownNow();
      }
    } catch (InterruptedException e) {
      teller.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
