package org.computepods.chef.store;

import org.computepods.rules.ArtefactState;
import org.computepods.rules.Digest;

/** What stands at a path. */
public sealed interface Seen {
  /** Nothing. */
  record Nothing() implements Seen {}

  /** A regular file; the digest is that of the content which it had at this stat. */
  record File(FileStat stat, Digest digest) implements Seen {}

  /** A symbolic link. */
  record Link(FileStat stat, String target) implements Seen {}

  /** A folder, a device, a socket: what no artefact can be. */
  record Other(FileStat stat) implements Seen {}

  /** As the state of an artefact; what is no file counts as absent. */
  default ArtefactState state() {
    return switch (this) {
      case Nothing(), Other(_) -> ArtefactState.absent();
      case File(FileStat stat, Digest digest) ->
          new ArtefactState.Present(digest, stat.executable());
      case Link(_, String target) -> new ArtefactState.Link(target);
    };
  }
}
