package org.computepods.chef.wire;

import java.util.List;

/** A chef says which types of artefact its rule sets know, logs among them. */
public record RegisterArtefactTypes(int v, String pod, String chef, List<Type> types) {
  /**
   * @param log whether artefacts of this type are followed while they change, and never hashed
   */
  public record Type(String name, List<String> globs, boolean log) {}
}
