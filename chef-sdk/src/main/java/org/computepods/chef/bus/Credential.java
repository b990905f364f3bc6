package org.computepods.chef.bus;

import java.nio.file.Path;

/** With what a client proves to NATS who it is. Never part of a URL, never printed. */
public sealed interface Credential {
  /** A NATS system that asks for nothing. */
  record None() implements Credential {}

  /** A user with a password. */
  record Password(String user, String password) implements Credential {
    @Override
    public String toString() {
      return "Password[user=" + user + "]";
    }
  }

  /** A token. */
  record Token(String token) implements Credential {
    @Override
    public String toString() {
      return "Token[]";
    }
  }

  /** A NATS credentials file (a JWT and an nkey's seed). */
  record File(Path file) implements Credential {}
}
