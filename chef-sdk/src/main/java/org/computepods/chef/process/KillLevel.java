package org.computepods.chef.process;

import java.util.Locale;

/** How surely a killed process tree is gone, the surest first. */
public enum KillLevel {
  /** Nothing can leave the pod's tree; everything in it was found and killed. */
  SUBREAPER,
  /** Descendants, and what could be recognised by its environment. */
  MARKED,
  /** What was a descendant when it was killed; a detached grandchild can escape. */
  DESCENDANTS;

  /** As it is written in messages. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
