package org.computepods.chef.json;

import java.io.IOException;

/** Text that is not JSON, or not of the type that was asked for. */
public final class MalformedJson extends IOException {
  public MalformedJson(String message, Throwable cause) {
    super(message, cause);
  }
}
