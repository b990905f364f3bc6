package org.computepods.chef.home;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;

/**
 * Who a pod is: its name, and the Ed25519 key pair with which it serves and fetches by SFTP.
 *
 * @param keys as the JDK makes them; encoded as PKCS #8 and X.509
 */
public record PodIdentity(String name, KeyPair keys) {
  private static final int RAW_KEY_BYTES = 32;

  /** The identity kept in the home, made at the first use. */
  public static PodIdentity load(Home home, String name) throws IOException {
    Path file = home.keys().resolve(name + ".ed25519");
    PrivateFiles.folder(home.keys());
    try {
      try {
        return new PodIdentity(name, parse(Files.readString(file, StandardCharsets.US_ASCII)));
      } catch (NoSuchFileException first) {
        KeyPair fresh = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        PrivateFiles.write(file, print(fresh).getBytes(StandardCharsets.US_ASCII));
        return new PodIdentity(name, fresh);
      }
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(file + " holds no key pair: " + e.getMessage(), e);
    }
  }

  /** The public key in OpenSSH's one-line form. */
  public String publicLine() {
    return publicLine(keys.getPublic()) + " " + name;
  }

  /** An Ed25519 key in OpenSSH's one-line form (RFC 8709), without a comment. */
  public static String publicLine(PublicKey key) {
    byte[] x509 = key.getEncoded();
    byte[] raw = Arrays.copyOfRange(x509, x509.length - RAW_KEY_BYTES, x509.length);
    var blob = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(blob)) {
      byte[] type = "ssh-ed25519".getBytes(StandardCharsets.US_ASCII);
      out.writeInt(type.length);
      out.write(type);
      out.writeInt(raw.length);
      out.write(raw);
    } catch (IOException impossible) {
      throw new IllegalStateException("an array can be written", impossible);
    }
    return "ssh-ed25519 " + Base64.getEncoder().encodeToString(blob.toByteArray());
  }

  private static String print(KeyPair keys) {
    return Base64.getEncoder().encodeToString(keys.getPrivate().getEncoded())
        + "\n"
        + Base64.getEncoder().encodeToString(keys.getPublic().getEncoded())
        + "\n";
  }

  private static KeyPair parse(String text) throws GeneralSecurityException {
    String[] lines = text.split("\n", -1);
    if (lines.length < 2) {
      throw new IllegalArgumentException("expected two lines");
    }
    var factory = KeyFactory.getInstance("Ed25519");
    return new KeyPair(
        factory.generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(lines[1]))),
        factory.generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(lines[0]))));
  }

  @Override
  public String toString() {
    return "PodIdentity[name=" + name + "]";
  }
}
