package org.computepods.chef.bus;

import org.jspecify.annotations.Nullable;

/** Why a message could not be sent, or was not answered. */
public final class BusException extends Exception {
  /** The kinds of trouble that a caller can tell apart. */
  public enum Reason {
    /** No connection to the NATS system. */
    DISCONNECTED,
    /** Nobody listens to the subject. */
    NOBODY,
    /** No answer in time. */
    TIMEOUT,
    /** Whoever was asked could not do it, and says why. */
    REFUSED,
    /** A stream is at its cap, or the disk is full. */
    FULL,
    /** The credential is not accepted, or does not allow it. */
    FORBIDDEN,
    /** The answer is not what was asked for. */
    MALFORMED
  }

  private final Reason reason;

  public BusException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public BusException(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** What kind of trouble it is. */
  public Reason reason() {
    return reason;
  }
}
