package org.computepods.chef.recipe;

import java.util.List;
import java.util.Optional;
import org.computepods.chef.store.FileStat;
import org.computepods.chef.store.Seen;
import org.computepods.chef.wire.FileRef;
import org.computepods.rules.Digest;

/** What stands at a path, as messages say it, and back. */
final class Refs {
  private Refs() {}

  static FileRef absent(String path) {
    return new FileRef(path, null, false, null, 0, 0, 0, List.of());
  }

  static FileRef of(String path, Seen seen, List<String> pods) {
    return switch (seen) {
      case Seen.Nothing(), Seen.Other(_) -> absent(path);
      case Seen.File(FileStat stat, Digest digest) ->
          new FileRef(
              path,
              digest.hex(),
              stat.executable(),
              null,
              stat.size(),
              stat.inode(),
              stat.ctimeNs(),
              pods);
      case Seen.Link(FileStat stat, String target) ->
          new FileRef(path, null, false, target, 0, stat.inode(), stat.ctimeNs(), List.of());
    };
  }

  static Optional<Digest> digest(FileRef ref) {
    String sha256 = ref.sha256();
    return sha256 == null ? Optional.empty() : Optional.of(Digest.parse(sha256));
  }

  /** Whether what stands there has the content (or target, or absence) that the message names. */
  static boolean holds(FileRef ref, Seen seen) {
    return switch (seen) {
      case Seen.Nothing(), Seen.Other(_) -> ref.sha256() == null && ref.link() == null;
      case Seen.File(_, Digest digest) -> digest.hex().equals(ref.sha256());
      case Seen.Link(_, String target) -> target.equals(ref.link());
    };
  }
}
