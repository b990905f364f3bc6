package org.computepods.cli.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.computepods.chef.pod.WorkspaceFolder;
import org.computepods.cli.Failure;

/**
 * The folder that is built in, and the folder the user is in.
 *
 * @param root real path of the workspace
 * @param here real path of the current folder, in it
 */
public record Workspace(Path root, Path here) {
  public static final String PROJECT_FILE = WorkspaceFolder.PROJECT_FILE;

  /**
   * Finds the workspace: the nearest parent with a project file, else the folder itself.
   *
   * @param start where to begin
   * @param userHome refused, as is {@code /}, unless a project file says that it is meant
   */
  public static Workspace find(Path start, Path userHome) {
    Path here = real(start);
    try {
      return new Workspace(WorkspaceFolder.of(here, userHome), here);
    } catch (IllegalArgumentException none) {
      throw Failure.usage(String.valueOf(none.getMessage()));
    }
  }

  /** Whether a project file says what is built here. */
  public boolean isProject() {
    return Files.isRegularFile(root.resolve(PROJECT_FILE));
  }

  private static Path real(Path start) {
    try {
      Path real = start.toRealPath();
      if (!Files.isDirectory(real)) {
        throw Failure.usage(start + " is not a folder");
      }
      return real;
    } catch (IOException e) {
      throw Failure.usage("there is no folder " + start);
    }
  }

  private static Path realIfThere(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return path.toAbsolutePath().normalize();
    }
  }

  /**
   * What typed names stand for, as the MajorDomo knows them: paths become relative to the
   * workspace, names of targets and tasks stay.
   *
   * @param isName tells the name of a target or task; asked only where a word could be both, which
   *     is in a sub-folder
   */
  public List<String> targets(List<String> typed, Predicate<String> isName) {
    return typed.stream().map(name -> target(name, isName)).toList();
  }

  /** The same for one name. */
  public String target(String typed, Predicate<String> isName) {
    if (typed.isEmpty()) {
      throw Failure.usage("an empty name stands for nothing that can be built");
    }
    boolean certainlyName = typed.indexOf('[') > 0 || typed.startsWith("@");
    if (certainlyName || (!here.equals(root) && typed.indexOf('/') < 0 && isName.test(typed))) {
      return typed;
    }
    Path path = here.resolve(typed).normalize();
    if (!path.startsWith(root)) {
      path = realParent(path);
    }
    if (!path.startsWith(root)) {
      throw Failure.usage(typed + " is outside the workspace " + root);
    }
    String relative = root.relativize(path).toString();
    return relative.isEmpty() ? "." : relative;
  }

  private static Path realParent(Path path) {
    Path parent = path.getParent();
    Path name = path.getFileName();
    if (parent == null || name == null) {
      return path;
    }
    return realIfThere(parent).resolve(name.toString());
  }
}
