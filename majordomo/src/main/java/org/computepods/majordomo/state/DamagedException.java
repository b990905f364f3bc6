package org.computepods.majordomo.state;

/** The database holds what we never wrote. */
final class DamagedException extends RuntimeException {
  DamagedException(String message) {
    super(message);
  }
}
