package org.computepods.chef.sftp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Iterator;
import java.util.Set;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.util.security.SecurityUtils;

/** The Ed25519 keys of a pod, each a file of mode 0600 in OpenSSH's format. */
public final class KeyPairs {
  private static final int ED25519_BITS = 256;

  private KeyPairs() {}

  /** The key in this file, made if there is none. */
  public static KeyPair load(Path file) throws IOException {
    try {
      if (!Files.exists(file)) {
        create(file);
      }
      try (InputStream in = Files.newInputStream(file)) {
        NamedResource name = NamedResource.ofName(file.toString());
        Iterator<KeyPair> keys =
            SecurityUtils.loadKeyPairIdentities(null, name, in, FilePasswordProvider.EMPTY)
                .iterator();
        return keys.next();
      }
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot use the key in " + file + ": " + e.getMessage(), e);
    }
  }

  /** The public half in OpenSSH's one-line form. */
  public static String line(KeyPair key) {
    return PublicKeyEntry.toString(key.getPublic());
  }

  private static void create(Path file) throws IOException, GeneralSecurityException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    KeyPair fresh = KeyUtils.generateKeyPair(KeyPairProvider.SSH_ED25519, ED25519_BITS);
    Path beside = file.resolveSibling(file.getFileName() + "." + ProcessHandle.current().pid());
    Files.deleteIfExists(beside);
    var ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (OutputStream out =
        Channels.newOutputStream(Files.newByteChannel(beside, options, ownerOnly))) {
      OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(fresh, "computepods", null, out);
    }
    try {
      Files.createLink(file, beside); // Never over a key that another process made meanwhile.
    } catch (FileAlreadyExistsException other) {
      // That one it is.
    } finally {
      Files.delete(beside);
    }
  }
}
