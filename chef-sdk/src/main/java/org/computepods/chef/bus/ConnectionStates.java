package org.computepods.chef.bus;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
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
  private static final System.Logger LOG = System.getLogger("org.computepods.chef.bus");

  /** Gives up what waits for an answer over the connection as it is. */
  private final Set<Runnable> waiting = ConcurrentHashMap.newKeySet();

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
    if (next == ConnectionState.DISCONNECTED || next == ConnectionState.CLOSED) {
      waiting.forEach(Runnable::run);
    }
    try {
      teller.execute(() -> listeners.forEach(listener -> tell(listener, next)));
    } catch (RejectedExecutionException closed) {
      // Nobody listens any more.
    }
  }

  /** One that fails does not keep the word from the others. */
  private static void tell(Consumer<ConnectionState> listener, ConnectionState next) {
    try {
      listener.accept(next);
    } catch (RuntimeException fault) {
      LOG.log(System.Logger.Level.WARNING, "a listener of the connection's state failed", fault);
    }
  }

  /**
   * Fails this when the connection breaks, until that is closed: what was asked over it may be
   * lost, and what is answered.
   */
  Subscription untilBreak(CompletableFuture<?> answer) {
    Runnable giveUp =
        () -> answer.completeExceptionally(new IOException("the connection to NATS broke"));
    waiting.add(giveUp);
    if (now() == ConnectionState.DISCONNECTED) {
      giveUp.run(); // It broke before it was heard that this waits.
    }
    return () -> waiting.remove(giveUp);
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
