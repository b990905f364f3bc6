package org.computepods.chef.recipe;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.computepods.rules.Digest;

/** Brings contents from other pods into the pod's store. */
@FunctionalInterface
public interface Fetcher {
  /**
   * A content and where it may be.
   *
   * @param pods the best first
   */
  record Wanted(Digest digest, List<String> pods, long size) {}

  /** Brings what the store does not have yet; @return what could not be had. */
  Set<Digest> bring(Collection<Wanted> wanted);

  /** Has nobody to ask. */
  Fetcher NONE = wanted -> Set.copyOf(wanted.stream().map(Wanted::digest).toList());
}
