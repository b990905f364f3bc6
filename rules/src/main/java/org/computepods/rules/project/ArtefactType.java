package org.computepods.rules.project;

import java.util.List;
import org.computepods.rules.Glob;
import org.computepods.rules.View;

/**
 * A kind of artefact: which files are of it, what readers see of them, and whether they are logs.
 *
 * @param globs gitignore's; one without a slash matches in any folder
 * @param view what every reader sees that names no view of its own
 * @param log whether its files are followed while they change, and never hashed
 */
public record ArtefactType(String name, List<Glob> globs, View view, boolean log) {
  public ArtefactType {
    globs = List.copyOf(globs);
  }

  /** Whether the file of this name is of this type. */
  public boolean matches(String path) {
    return globs.stream().anyMatch(glob -> glob.matches(path));
  }
}
