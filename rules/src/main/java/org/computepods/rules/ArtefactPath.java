package org.computepods.rules;

import java.util.ArrayDeque;

/**
 * The name of an artefact: a path relative to its workspace, with {@code /} between folders.
 *
 * <p>A path that begins with {@code /} names an artefact <em>outside</em> the workspace, on the
 * workspace's own pod; one that begins with {@code POD:/} names one outside, on another pod. Both
 * are observed, never built.
 *
 * @param value the normalised path: no empty, {@code .} or {@code ..} step
 */
public record ArtefactPath(String value) implements Comparable<ArtefactPath> {
  /** Begins the name of a tool that is found by {@code PATH}, wherever that leads to. */
  public static final String IN_PATH = "/$PATH/";

  public ArtefactPath {
    value = normalise(value);
  }

  /**
   * The artefact of this name; @throws IllegalArgumentException if it is empty or climbs out of its
   * workspace.
   */
  public static ArtefactPath of(String value) {
    return new ArtefactPath(value);
  }

  /** Whether this artefact lies outside the workspace, and so is only ever observed. */
  public boolean outside() {
    int slash = value.indexOf('/');
    return slash == 0 || (slash > 0 && value.charAt(slash - 1) == ':');
  }

  /** The folder with its trailing {@code /}, or the empty string at the top of the workspace. */
  public String dir() {
    return value.substring(0, value.lastIndexOf('/') + 1);
  }

  /** The last step of the path. */
  public String fileName() {
    return value.substring(value.lastIndexOf('/') + 1);
  }

  /** The file name without its last extension; a leading dot begins no extension. */
  public String stem() {
    String name = fileName();
    int dot = name.lastIndexOf('.');
    return dot <= 0 ? name : name.substring(0, dot);
  }

  @Override
  public int compareTo(ArtefactPath other) {
    return value.compareTo(other.value);
  }

  /**
   * By hand, as in {@link Digest}: a record's own is put together by method handles, and takes ten
   * times as long until the best compiler has seen it.
   */
  @Override
  public boolean equals(Object other) {
    return this == other || (other instanceof ArtefactPath path && value.equals(path.value));
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return value;
  }

  private static String normalise(String raw) {
    if (isPlain(raw)) {
      return raw;
    }
    if (raw.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a path cannot hold a NUL character");
    }
    var steps = new ArrayDeque<String>();
    for (String step : raw.split("/")) {
      switch (step) {
        case "", "." -> {}
        case ".." -> {
          if (steps.pollLast() == null) {
            throw new IllegalArgumentException("'" + raw + "' leads out of its workspace");
          }
        }
        default -> steps.addLast(step);
      }
    }
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("'" + raw + "' names no file");
    }
    return (raw.startsWith("/") ? "/" : "") + String.join("/", steps);
  }

  /** Whether the path is normalised as it stands, which nearly all are. */
  private static boolean isPlain(String raw) {
    if (raw.isEmpty() || raw.charAt(raw.length() - 1) == '/') {
      return false;
    }
    int stepStart = 0;
    for (int i = 0; i <= raw.length(); i++) {
      char c = i < raw.length() ? raw.charAt(i) : '/';
      if (c == '\0') {
        return false;
      }
      if (c == '/') {
        int length = i - stepStart;
        boolean root = length == 0 && i == 0;
        boolean dots =
            length > 0 && length <= 2 && raw.charAt(stepStart) == '.' && raw.charAt(i - 1) == '.';
        if ((length == 0 && !root) || dots) {
          return false;
        }
        stepStart = i + 1;
      }
    }
    return true;
  }
}
