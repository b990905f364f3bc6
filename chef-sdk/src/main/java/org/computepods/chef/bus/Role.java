package org.computepods.chef.bus;

/** What a client is to the federation; each has its own NATS user with its own permissions. */
public enum Role {
  MAJORDOMO,
  WATCHER,
  CHEF;

  /** The NATS user's name. */
  public String user() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
