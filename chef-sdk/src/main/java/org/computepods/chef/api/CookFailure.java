package org.computepods.chef.api;

import java.util.Optional;

/** The chef says no: what stands in the sources cannot be made into what is wanted. */
public final class CookFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final String missing;

  /** With what the user is to read, best as {@code FILE:LINE: what is wrong}. */
  public CookFailure(String message) {
    super(message);
    this.missing = "";
  }

  private CookFailure(String message, String missing) {
    super(message);
    this.missing = missing;
  }

  /**
   * A file is needed that is not there. Where some rule makes it, it is made and the task is done
   * again; else it is a failure like any other.
   */
  public static CookFailure missing(String path) {
    return new CookFailure("there is no " + path, path);
  }

  /** The file that is needed; empty where none is. */
  public Optional<String> missing() {
    return missing.isEmpty() ? Optional.empty() : Optional.of(missing);
  }
}
