package org.computepods.chef.sftp;

import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;

/** The Ed25519 keys of a pod, each a file of mode 0600. */
public final class KeyPairs {
  private KeyPairs() {}

  /** The key in this file, made if there is none. */
  @SuppressWarnings("DoNotCallSuggester")
  public static KeyPair load(Path file) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** The public half in OpenSSH's one-line form. */
  @SuppressWarnings("DoNotCallSuggester")
  public static String line(KeyPair key) {
    throw new UnsupportedOperationException();
  }
}
