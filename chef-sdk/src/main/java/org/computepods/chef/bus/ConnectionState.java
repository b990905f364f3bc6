package org.computepods.chef.bus;

/** Whether a client reaches its NATS system. */
public enum ConnectionState {
  CONNECTED,
  /** Lost; the client goes on trying. */
  DISCONNECTED,
  /** Back again: whoever keeps state exchanges it now. */
  RECONNECTED,
  /** For good. */
  CLOSED
}
