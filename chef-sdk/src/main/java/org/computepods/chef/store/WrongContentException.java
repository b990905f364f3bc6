package org.computepods.chef.store;

import java.io.IOException;
import org.computepods.rules.Digest;

/** Bytes that are not the ones that were asked for. */
public final class WrongContentException extends IOException {
  private static final long serialVersionUID = 1;

  public WrongContentException(Digest expected, Digest found) {
    super("expected content " + expected.brief() + " but got " + found.brief());
  }
}
