package org.computepods.fswatcher.settle;

/** Where a path stands between an event and a word about it. */
public enum Phase {
  /** Nothing has been heard since it was last looked at. */
  SETTLED,
  /** Something was heard; it has to be quiet for a while. */
  SETTLING,
  /** It is being looked at: stat, hash, stat. */
  LOOKING,
  /** It is being looked at, and something was heard since the look began. */
  LOOKING_STALE
}
