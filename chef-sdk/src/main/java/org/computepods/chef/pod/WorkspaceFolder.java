package org.computepods.chef.pod;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Which folder is meant as a workspace, whoever names one. */
public final class WorkspaceFolder {
  public static final String PROJECT_FILE = "computepods.yaml";

  /** What some call it, as other tools do. */
  private static final String NEARLY = "computepods.yml";

  private WorkspaceFolder() {}

  /**
   * The nearest parent with a project file, else the folder itself.
   *
   * @param here the real path of a folder
   * @param userHome refused, as is {@code /}, unless a project file says that it is meant
   * @throws IllegalArgumentException with the reason, where there is no workspace
   */
  public static Path of(Path here, Path userHome) {
    for (Path folder = here; folder != null; folder = folder.getParent()) {
      if (Files.isRegularFile(folder.resolve(PROJECT_FILE))) {
        return folder;
      }
      Path nearly = folder.resolve(NEARLY);
      if (Files.isRegularFile(nearly)) {
        throw new IllegalArgumentException(
            nearly + " is not read: a project file is called " + PROJECT_FILE + "; rename it");
      }
    }
    if (here.getParent() == null || here.equals(realIfThere(userHome))) {
      throw new IllegalArgumentException(
          here
              + " is no workspace: there is no "
              + PROJECT_FILE
              + " in it, and a whole "
              + (here.getParent() == null ? "file system" : "home folder")
              + " is not taken for one (cd to a project, or use -C DIR)");
    }
    return here;
  }

  private static Path realIfThere(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return path.toAbsolutePath().normalize();
    }
  }
}
