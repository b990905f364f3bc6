package org.computepods.rules;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A SHA-256 digest (FIPS 180-4), held as four longs so that a million of them stay small.
 *
 * @param a the first eight bytes, big-endian; {@code b}, {@code c}, {@code d} follow
 */
public record Digest(long a, long b, long c, long d) {
  /** What is seen where there is no artefact: absence is a state like any other. */
  public static final Digest ABSENT = new Digest(0, 0, 0, 0);

  /** How many bytes a digest has. */
  public static final int BYTES = 32;

  private static final int HEX_LENGTH = 2 * BYTES;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** Never used itself. */
  private static final MessageDigest SHA_256 = newSha256();

  /** The digest with these 32 bytes. */
  public static Digest ofBytes(byte[] sha256) {
    if (sha256.length != BYTES) {
      throw new IllegalArgumentException(
          "a SHA-256 digest has " + BYTES + " bytes, not " + sha256.length);
    }
    return new Digest(
        (long) LONGS.get(sha256, 0),
        (long) LONGS.get(sha256, 8),
        (long) LONGS.get(sha256, 16),
        (long) LONGS.get(sha256, 24));
  }

  /**
   * The digest written as 64 hexadecimal digits; @throws IllegalArgumentException if it is not one.
   */
  public static Digest parse(String hex) {
    if (hex.length() != HEX_LENGTH) {
      throw new IllegalArgumentException("not a SHA-256 digest: '" + hex + "'");
    }
    return ofBytes(HexFormat.of().parseHex(hex));
  }

  /** The digest of these bytes. */
  public static Digest of(byte[] content) {
    return ofBytes(sha256().digest(content));
  }

  /** The digest of this text in UTF-8. */
  public static Digest of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A fresh SHA-256 computation. (A copy: the JDK looks through its providers for a new one.) */
  public static MessageDigest sha256() {
    try {
      return (MessageDigest) SHA_256.clone();
    } catch (CloneNotSupportedException itsProviderCannot) {
      return newSha256();
    }
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }

  /** The 32 bytes. */
  public byte[] bytes() {
    byte[] bytes = new byte[BYTES];
    LONGS.set(bytes, 0, a);
    LONGS.set(bytes, 8, b);
    LONGS.set(bytes, 16, c);
    LONGS.set(bytes, 24, d);
    return bytes;
  }

  /** The 64 hexadecimal digits, in lower case. */
  public String hex() {
    return HexFormat.of().formatHex(bytes());
  }

  /** The first twelve hexadecimal digits, for people. */
  public String brief() {
    return hex().substring(0, 12);
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof Digest digest
            && a == digest.a
            && b == digest.b
            && c == digest.c
            && d == digest.d);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(a);
  }

  @Override
  public String toString() {
    return hex();
  }
}
