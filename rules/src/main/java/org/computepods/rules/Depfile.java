package org.computepods.rules;

import java.util.Optional;

/**
 * A file in which a tool notes what it read (and wrote). It is itself no artefact.
 *
 * @param readBack what the tool sees of files that it writes itself and reads in its next run,
 *     beside those that its task declares; empty where that is as for all readers
 */
public record Depfile(ArtefactPath path, Format format, Optional<View> readBack) {
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
