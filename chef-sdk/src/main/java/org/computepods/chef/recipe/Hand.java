package org.computepods.chef.recipe;

import java.nio.file.Path;
import org.computepods.chef.cooks.HiredChef;
import org.computepods.rules.project.CookWords;

/** What does a job. */
sealed interface Hand {
  /** Why it failed, where it ended by itself. */
  String failed(int exit, String why);

  /**
   * An executable.
   *
   * @param inPath whether it was found by its name, in a folder of {@code PATH}
   */
  record Tool(Path path, boolean inPath) implements Hand {
    @Override
    public String failed(int exit, String why) {
      return "exit code " + exit + " of " + path;
    }
  }

  /** A chef's own code. */
  record Code(HiredChef chef, CookWords words) implements Hand {
    @Override
    public String failed(int exit, String why) {
      return "chef " + words.chef() + ": " + why;
    }
  }
}
