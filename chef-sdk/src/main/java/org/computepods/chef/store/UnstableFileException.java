package org.computepods.chef.store;

import java.io.IOException;
import java.nio.file.Path;

/** A file that changed each time it was read. */
public final class UnstableFileException extends IOException {
  private static final long serialVersionUID = 1;

  UnstableFileException(Path path) {
    super(path + " keeps changing while it is read");
  }
}
