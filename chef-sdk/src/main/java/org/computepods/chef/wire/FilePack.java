package org.computepods.chef.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.computepods.rules.ArtefactState;
import org.computepods.rules.Digest;

/**
 * The states of many files in few bytes, some 45 for each: folder by folder, a folder's name, the
 * number of its files, and for each its name, kind and {@link Magnitude} in a byte, digest (or a
 * link's target), and by how much inode and ctime differ from those before it. Numbers are of
 * variable length, seven bits to a byte, the lowest first; texts are UTF-8 behind their length.
 */
public final class FilePack {
  private static final int FILE = 0;
  private static final int PROGRAM = 1;
  private static final int LINK = 2;

  private static final int KIND_BITS = Byte.SIZE - Magnitude.BITS;
  private static final int KINDS = (1 << KIND_BITS) - 1;

  private FilePack() {}

  /** Whoever is told what a pack holds. */
  @FunctionalInterface
  public interface Reader {
    /** One file; the path is relative to the workspace. */
    void file(String path, ArtefactState state, int magnitude, long inode, long ctimeNs);
  }

  /** Tells what the pack holds; @throws IllegalArgumentException where it is damaged. */
  public static void read(ByteBuffer pack, Reader reader) {
    var in = pack.duplicate();
    try {
      while (in.hasRemaining()) {
        String folder = text(in);
        String prefix = folder.isEmpty() ? "" : folder + "/";
        long inode = 0;
        long ctime = 0;
        for (long left = number(in); left > 0; left--) {
          String name = text(in);
          int kind = in.get();
          ArtefactState state = state(kind & KINDS, in);
          inode += difference(in);
          ctime += difference(in);
          reader.file(prefix + name, state, (kind & 0xff) >>> KIND_BITS, inode, ctime);
        }
      }
    } catch (BufferUnderflowException | IndexOutOfBoundsException cutOff) {
      throw new IllegalArgumentException("a pack of files that is cut off", cutOff);
    }
  }

  private static ArtefactState state(int kind, ByteBuffer in) {
    return switch (kind) {
      case FILE, PROGRAM ->
          new ArtefactState.Present(
              new Digest(in.getLong(), in.getLong(), in.getLong(), in.getLong()), kind == PROGRAM);
      case LINK -> new ArtefactState.Link(text(in));
      default -> throw new IllegalArgumentException("a pack of files with kind " + kind);
    };
  }

  private static String text(ByteBuffer in) {
    int length = (int) number(in);
    if (length < 0 || length > in.remaining()) {
      throw new IllegalArgumentException("a pack of files that is cut off");
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return new String(bytes, UTF_8);
  }

  private static long difference(ByteBuffer in) {
    long folded = number(in);
    return (folded >>> 1) ^ -(folded & 1);
  }

  private static long number(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte b = in.get();
      value |= (b & 0x7fL) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("a pack of files with an endless number");
  }

  /** Packs files, those of a folder together. */
  public static final class Writer {
    private byte[] bytes = new byte[1 << 12];
    private int size;
    private long inode;
    private long ctime;

    /** Begins a folder, of which so many files follow. */
    public void folder(String path, int files) {
      text(path.getBytes(UTF_8));
      number(files);
      inode = 0;
      ctime = 0;
    }

    /** A regular file of the folder that was begun last; its name is UTF-8. */
    public void file(
        byte[] name,
        Digest digest,
        boolean executable,
        int magnitude,
        long newInode,
        long newCtimeNs) {
      text(name);
      room(33);
      bytes[size++] = (byte) ((executable ? PROGRAM : FILE) | magnitude << KIND_BITS);
      ByteBuffer.wrap(bytes, size, 32)
          .putLong(digest.a())
          .putLong(digest.b())
          .putLong(digest.c())
          .putLong(digest.d());
      size += 32;
      times(newInode, newCtimeNs);
    }

    /** A symbolic link of the folder that was begun last. */
    public void link(byte[] name, String target, long newInode, long newCtimeNs) {
      text(name);
      room(1);
      bytes[size++] = LINK;
      text(target.getBytes(UTF_8));
      times(newInode, newCtimeNs);
    }

    /** Bytes so far. */
    public int size() {
      return size;
    }

    /** What was packed. */
    public ByteBuffer pack() {
      return ByteBuffer.wrap(bytes, 0, size);
    }

    private void times(long newInode, long newCtimeNs) {
      difference(newInode - inode);
      difference(newCtimeNs - ctime);
      inode = newInode;
      ctime = newCtimeNs;
    }

    private void text(byte[] utf8) {
      number(utf8.length);
      room(utf8.length);
      System.arraycopy(utf8, 0, bytes, size, utf8.length);
      size += utf8.length;
    }

    private void difference(long value) {
      number((value << 1) ^ (value >> 63));
    }

    private void number(long value) {
      room(10);
      long rest = value;
      while ((rest & ~0x7fL) != 0) {
        bytes[size++] = (byte) (rest | 0x80);
        rest >>>= 7;
      }
      bytes[size++] = (byte) rest;
    }

    private void room(int more) {
      if (size + more > bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.max(size + more, 2 * bytes.length));
      }
    }
  }
}
