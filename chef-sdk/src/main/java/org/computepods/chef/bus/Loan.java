package org.computepods.chef.bus;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** One job of a {@link Parcel}, while it waits here or is worked on. */
final class Loan<T> implements Lease<T> {
  final Parcel<T> parcel;
  final int place;
  final T job;
  final long number;
  private final Object lock;
  private final BooleanSupplier othersWait;
  private final List<Runnable> onLost = new ArrayList<>();

  /** Whether the worker has decided, or will. */
  private volatile boolean worked;

  /**
   * @param place in its message
   * @param number of all that ever came here
   * @param lock of the queue
   */
  Loan(Parcel<T> parcel, int place, T job, long number, Object lock, BooleanSupplier othersWait) {
    this.parcel = parcel;
    this.place = place;
    this.job = job;
    this.number = number;
    this.lock = lock;
    this.othersWait = othersWait;
  }

  String key() {
    return parcel.key + "#" + place;
  }

  boolean isWorked() {
    return worked;
  }

  @Override
  public T job() {
    return job;
  }

  @Override
  public long deliveries() {
    return parcel.deliveries;
  }

  @Override
  public boolean held() {
    synchronized (lock) {
      return parcel.held();
    }
  }

  @Override
  public void onLost(Runnable action) {
    synchronized (lock) {
      if (!parcel.lost()) {
        onLost.add(action);
        return;
      }
    }
    action.run();
  }

  void tellLost() {
    List<Runnable> actions;
    synchronized (lock) {
      actions = List.copyOf(onLost);
    }
    actions.forEach(Runnable::run);
  }

  @Override
  public void worked() {
    worked = true;
  }

  @Override
  public boolean isLast() {
    synchronized (lock) {
      return !othersWait.getAsBoolean();
    }
  }

  @Override
  public void done() {
    worked = true;
    synchronized (lock) {
      parcel.end(this, null);
    }
  }

  @Override
  public void giveBack(Duration delay) {
    worked = true;
    synchronized (lock) {
      parcel.end(this, delay);
    }
  }
}
