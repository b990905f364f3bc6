package org.computepods.rules;

/** A file in which a tool notes what it read (and wrote). It is itself no artefact. */
public record Depfile(ArtefactPath path, Format format) {
  /** How the notes are written. */
  public enum Format {
    /** Make's {@code target: dependency ...} lines, as {@code gcc -MMD} writes them. */
    MAKE,
    /** TeX's recorder file: {@code INPUT}, {@code OUTPUT} and {@code PWD} lines. */
    FLS,
    /** One path a line. */
    LIST
  }
}
