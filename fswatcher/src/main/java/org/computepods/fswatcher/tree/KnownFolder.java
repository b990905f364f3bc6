package org.computepods.fswatcher.tree;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.IntConsumer;
import org.computepods.chef.store.FileStat;
import org.computepods.rules.Digest;

/**
 * The known files of one folder in a few arrays: some 70 bytes for each beside its name, where a
 * map of records takes 400. In no order; not safe for several threads.
 */
public final class KnownFolder {
  private static final int LONGS = 7;
  private static final int INODE = 0;
  private static final int CTIME = 1;
  private static final int PRINT = 2;
  private static final int DIGEST = 3;

  private static final long FLAGS = (1L << Known.FLAG_BITS) - 1;
  private static final int KIND = 3;
  private static final int EXECUTABLE = 4;
  private static final int VOUCHED = 8;

  /** Fewer files than this are found by going through all. */
  private static final int INDEXED_FROM = 12;

  private int size;
  private long[] numbers;

  /** Each name behind its length in two bytes; names of files that went stay until it is packed. */
  private byte[] names;

  private int namesEnd;
  private int namesGone;
  private int[] nameAt;

  /**
   * Numbers of files plus one, by the hash of their name, the next free place where it is taken.
   * Made when somebody looks for a name, which most folders never see.
   */
  private int[] index = {};

  /** A folder with room for so many files. */
  public KnownFolder(int files) {
    numbers = new long[LONGS * files];
    names = new byte[14 * files];
    nameAt = new int[files];
  }

  public int size() {
    return size;
  }

  /** Bytes of the heap, roughly. */
  public long bytes() {
    return 120L + 8L * numbers.length + names.length + 4L * nameAt.length + 4L * index.length;
  }

  /** Where the file of this name is, or -1; valid until the next change. */
  public int find(byte[] name) {
    if (index.length == 0 && size >= INDEXED_FROM) {
      reindex();
    }
    if (index.length == 0) {
      for (int i = 0; i < size; i++) {
        if (named(i, name)) {
          return i;
        }
      }
      return -1;
    }
    int mask = index.length - 1;
    for (int slot = hash(name, 0, name.length) & mask; index[slot] != 0; slot = slot + 1 & mask) {
      if (named(index[slot] - 1, name)) {
        return index[slot] - 1;
      }
    }
    return -1;
  }

  /** The same, tried at this place first: folders are mostly read in the order of last time. */
  int find(byte[] name, int guess) {
    return guess < size && named(guess, name) ? guess : find(name);
  }

  /** The name of the file there, in UTF-8. */
  public byte[] name(int i) {
    return Arrays.copyOfRange(names, nameAt[i] + 2, nameAt[i] + 2 + nameLength(i));
  }

  /** The name of the file there. */
  public String text(int i) {
    return new String(names, nameAt[i] + 2, nameLength(i), UTF_8);
  }

  /** A number that depends on the name of the file there and on nothing else; not negative. */
  public int nameHash(int i) {
    return hash(names, nameAt[i] + 2, nameLength(i));
  }

  /** What is known of the file there. */
  public Known get(int i) {
    int at = LONGS * i;
    int flags = (int) (numbers[at + PRINT] & FLAGS);
    return new Known(
        Known.Kind.of(flags & KIND),
        new Digest(
            numbers[at + DIGEST],
            numbers[at + DIGEST + 1],
            numbers[at + DIGEST + 2],
            numbers[at + DIGEST + 3]),
        (flags & EXECUTABLE) != 0,
        (flags & VOUCHED) != 0,
        numbers[at + INODE],
        numbers[at + CTIME],
        numbers[at + PRINT] & ~FLAGS);
  }

  /** Whether it has the same files, none of them touched in between. */
  public boolean isUntouched(KnownFolder before) {
    for (int i = 0; i < size; i++) {
      int at = before.find(name(i), i);
      if (at < 0 || !get(i).isUntouched(before.get(at))) {
        return false;
      }
    }
    return size == before.size;
  }

  /** Whether what is known there vouches for a file that has this stat now. */
  public boolean vouches(int i, FileStat now) {
    int at = LONGS * i;
    return numbers[at + INODE] == now.inode()
        && numbers[at + CTIME] == now.ctimeNs()
        && (numbers[at + PRINT] & (KIND | VOUCHED)) == (Known.Kind.FILE.code | VOUCHED)
        && (numbers[at + PRINT] & ~FLAGS) == Known.print(now);
  }

  /** Keeps what is known of a file. */
  public void put(byte[] name, Known known) {
    int i = find(name);
    set(i < 0 ? add(name) : i, known);
  }

  /** The same for a file that has not been known. */
  void append(byte[] name, Known known) {
    set(add(name), known);
  }

  private void set(int i, Known known) {
    int at = LONGS * i;
    numbers[at + INODE] = known.inode();
    numbers[at + CTIME] = known.ctimeNs();
    numbers[at + PRINT] =
        known.print()
            | known.kind().code
            | (known.executable() ? EXECUTABLE : 0)
            | (known.vouched() ? VOUCHED : 0);
    numbers[at + DIGEST] = known.digest().a();
    numbers[at + DIGEST + 1] = known.digest().b();
    numbers[at + DIGEST + 2] = known.digest().c();
    numbers[at + DIGEST + 3] = known.digest().d();
  }

  /** Forgets a file; the last one takes its place. */
  public void remove(byte[] name) {
    int i = find(name);
    if (i < 0) {
      return;
    }
    namesGone += 2 + name.length;
    int last = size - 1;
    if (index.length > 0) {
      leave(slotOf(i));
      if (i != last) {
        index[slotOf(last)] = i + 1;
      }
    }
    nameAt[i] = nameAt[last];
    System.arraycopy(numbers, LONGS * last, numbers, LONGS * i, LONGS);
    size = last;
    if (2 * namesGone > namesEnd) {
      packNames();
    }
  }

  /** Gives back what is more room than needed. */
  public void trim() {
    numbers = Arrays.copyOf(numbers, LONGS * size);
    nameAt = Arrays.copyOf(nameAt, size);
    if (namesGone > 0) {
      packNames();
    }
    names = Arrays.copyOf(names, namesEnd);
  }

  /** Calls with the number of each file. */
  public void forEach(IntConsumer file) {
    for (int i = 0; i < size; i++) {
      file.accept(i);
    }
  }

  /** Calls with the number of each file that has one of these inodes, which are in order. */
  public void forEachOf(long[] inodes, IntConsumer file) {
    for (int i = 0; i < size; i++) {
      if (Arrays.binarySearch(inodes, numbers[LONGS * i + INODE]) >= 0) {
        file.accept(i);
      }
    }
  }

  private int add(byte[] name) {
    if (size == nameAt.length) {
      int room = Math.max(4, size + (size >> 1));
      nameAt = Arrays.copyOf(nameAt, room);
      numbers = Arrays.copyOf(numbers, LONGS * room);
    }
    int end = namesEnd + 2 + name.length;
    if (end > names.length) {
      names = Arrays.copyOf(names, Math.max(end, names.length + (names.length >> 1)));
    }
    names[namesEnd] = (byte) (name.length >> 8);
    names[namesEnd + 1] = (byte) name.length;
    System.arraycopy(name, 0, names, namesEnd + 2, name.length);
    nameAt[size] = namesEnd;
    namesEnd = end;
    size++;
    if (index.length > 0 && 3 * size > 2 * index.length) {
      reindex();
    } else if (index.length > 0) {
      enter(size - 1);
    }
    return size - 1;
  }

  private void reindex() {
    int wanted = size < INDEXED_FROM ? 0 : Integer.highestOneBit(2 * size - 1) << 1;
    if (index.length == wanted) {
      Arrays.fill(index, 0);
    } else {
      index = new int[wanted];
    }
    if (wanted > 0) {
      forEach(this::enter);
    }
  }

  private void enter(int i) {
    int mask = index.length - 1;
    int slot = nameHash(i) & mask;
    while (index[slot] != 0) {
      slot = slot + 1 & mask;
    }
    index[slot] = i + 1;
  }

  private int slotOf(int i) {
    int mask = index.length - 1;
    int slot = nameHash(i) & mask;
    while (index[slot] != i + 1) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  /** Empties a place of the index, and moves into it what was entered later because of it. */
  private void leave(int slot) {
    int mask = index.length - 1;
    int hole = slot;
    for (int next = hole + 1 & mask; index[next] != 0; next = next + 1 & mask) {
      int home = nameHash(index[next] - 1) & mask;
      if ((next - home & mask) >= (next - hole & mask)) {
        index[hole] = index[next];
        hole = next;
      }
    }
    index[hole] = 0;
  }

  private void packNames() {
    byte[] packed = new byte[namesEnd - namesGone];
    int end = 0;
    for (int i = 0; i < size; i++) {
      int length = 2 + nameLength(i);
      System.arraycopy(names, nameAt[i], packed, end, length);
      nameAt[i] = end;
      end += length;
    }
    names = packed;
    namesEnd = end;
    namesGone = 0;
  }

  private int nameLength(int i) {
    return (names[nameAt[i]] & 0xff) << 8 | (names[nameAt[i] + 1] & 0xff);
  }

  private boolean named(int i, byte[] name) {
    int from = nameAt[i] + 2;
    return nameLength(i) == name.length
        && Arrays.equals(names, from, from + name.length, name, 0, name.length);
  }

  private static int hash(byte[] bytes, int from, int length) {
    int hash = 1;
    for (int i = from; i < from + length; i++) {
      hash = 31 * hash + bytes[i];
    }
    return (hash ^ (hash >>> 15)) & Integer.MAX_VALUE;
  }

  // Kept -------------------------------------------------------------------------------------

  /** Bytes that {@link #write} takes. */
  int written() {
    return 8 + 8 * LONGS * size + namesEnd - namesGone;
  }

  /** Writes all of it. */
  void write(ByteBuffer out) {
    if (namesGone > 0) {
      packNames();
    }
    out.putInt(size).putInt(namesEnd);
    out.asLongBuffer().put(numbers, 0, LONGS * size);
    out.position(out.position() + 8 * LONGS * size);
    // In the order of the files, so that where each begins need not be written.
    for (int i = 0; i < size; i++) {
      out.put(names, nameAt[i], 2 + nameLength(i));
    }
  }

  /** Reads what {@link #write} has written. */
  static KnownFolder read(ByteBuffer in) {
    int files = in.getInt();
    int namesEnd = in.getInt();
    var folder = new KnownFolder(0);
    folder.numbers = new long[LONGS * files];
    in.asLongBuffer().get(folder.numbers);
    in.position(in.position() + 8 * LONGS * files);
    folder.names = new byte[namesEnd];
    in.get(folder.names);
    folder.namesEnd = namesEnd;
    folder.nameAt = new int[files];
    folder.size = files;
    int at = 0;
    for (int i = 0; i < files; i++) {
      folder.nameAt[i] = at;
      at += 2 + folder.nameLength(i);
    }
    if (at != namesEnd) {
      throw new IllegalArgumentException("names that do not fit their files");
    }
    return folder;
  }
}
