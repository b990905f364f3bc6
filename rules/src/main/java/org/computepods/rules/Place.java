package org.computepods.rules;

/**
 * A place in a file, for problems and for the origin of tasks.
 *
 * @param file workspace-relative name of the file, or {@code bundled:c} for a bundled set
 * @param line from 1; 0 where the whole file is meant
 * @param column from 1; 0 where the whole line is meant
 */
public record Place(String file, int line, int column) {
  /** The whole file. */
  public static Place of(String file) {
    return new Place(file, 0, 0);
  }

  @Override
  public String toString() {
    return line == 0 ? file : column == 0 ? file + ":" + line : file + ":" + line + ":" + column;
  }
}
