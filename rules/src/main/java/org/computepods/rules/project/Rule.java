package org.computepods.rules.project;

/** How one kind of artefact is built from others, generic over names. */
public record Rule(String set, String name, String help) {
  /** The rule's name with its set: {@code c.compile}. */
  public String fullName() {
    return set + "." + name;
  }
}
