package org.computepods.fswatcher.tree;

import org.computepods.chef.store.FileStat;
import org.computepods.chef.wire.Magnitude;
import org.computepods.rules.Digest;

/**
 * What is known of one file: enough to tell whether it is still the same, and what to say of it.
 *
 * @param digest of a file its content's, of a link its target's, of a log its size and time
 * @param print the magnitude of its size, and a fingerprint of the rest of its stat: size, mtime
 *     and mode
 * @param vouched whether the same stat later means the same content
 */
public record Known(
    Kind kind,
    Digest digest,
    boolean executable,
    boolean vouched,
    long inode,
    long ctimeNs,
    long print) {
  /** What may stand at a path. */
  public enum Kind {
    FILE(0),
    LINK(1),
    LOG(2);

    private static final Kind[] BY_CODE = {FILE, LINK, LOG};

    /** How it is written. */
    final int code;

    Kind(int code) {
      this.code = code;
    }

    static Kind of(int code) {
      return BY_CODE[code];
    }
  }

  /** Bits of {@link #print} that {@link KnownFolder} needs for itself. */
  static final int FLAG_BITS = 4;

  private static final int MAGNITUDE_AT = Long.SIZE - Magnitude.BITS;

  /** What a sight leaves to know. */
  public static Known of(Sight.Present sight) {
    var stat = sight.stat();
    return switch (sight) {
      case Sight.File file -> known(Kind.FILE, file.digest(), stat, file.vouched());
      case Sight.Link link -> known(Kind.LINK, Digest.of(link.target()), stat, false);
      case Sight.Log _ ->
          known(Kind.LOG, new Digest(stat.size(), stat.mtimeNs(), 0, 0), stat, false);
    };
  }

  private static Known known(Kind kind, Digest digest, FileStat stat, boolean vouched) {
    return new Known(
        kind,
        digest,
        kind == Kind.FILE && stat.executable(),
        vouched,
        stat.inode(),
        stat.ctimeNs(),
        print(stat));
  }

  /** Whether a file that has this stat now has the same content, without reading it. */
  public boolean vouchesFor(FileStat now) {
    return kind == Kind.FILE
        && vouched
        && inode == now.inode()
        && ctimeNs == now.ctimeNs()
        && print == print(now);
  }

  /** Whether a look at the file that had this stat has left it, as far as a stat tells. */
  public boolean isOf(FileStat stat) {
    return inode == stat.inode() && ctimeNs == stat.ctimeNs() && print == print(stat);
  }

  /** Whether readers of the file see the same in both. */
  public boolean sameAs(Known other) {
    return kind == other.kind && executable == other.executable && digest.equals(other.digest);
  }

  /** Whether nobody has touched the file in between, as far as its stat and content tell. */
  public boolean isUntouched(Known before) {
    return sameAs(before)
        && inode == before.inode
        && ctimeNs == before.ctimeNs
        && print == before.print;
  }

  /** About how large the file is. */
  public int magnitude() {
    return (int) (print >>> MAGNITUDE_AT);
  }

  /** By 60 bits; two stats of one inode with one ctime that differ in it are one in 10^16. */
  static long print(FileStat stat) {
    long mixed = mix(stat.size() ^ mix(stat.mtimeNs() ^ mix(stat.mode())));
    return (long) Magnitude.of(stat.size()) << MAGNITUDE_AT
        | ((mixed >>> Magnitude.BITS) & ~((1L << FLAG_BITS) - 1));
  }

  /** The finalizer of MurmurHash3 (Austin Appleby, public domain), a bijection. */
  private static long mix(long value) {
    long z = value + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 33)) * 0xff51afd7ed558ccdL;
    z = (z ^ (z >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return z ^ (z >>> 33);
  }
}
