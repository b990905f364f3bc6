package org.computepods.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of an example that somebody who tried it may have built in place. Knows of a {@code
 * .gitignore} no more than ours use: names, names from the root, and folders.
 */
record Gitignored(List<PathMatcher> matchers) {

  static Gitignored by(Path example) {
    Path file = example.resolve(".gitignore");
    try {
      List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
      return new Gitignored(
          Stream.concat(lines.stream(), Stream.of("/.computepods/"))
              .filter(line -> !line.isBlank() && !line.startsWith("#"))
              .map(Gitignored::glob)
              .map(glob -> FileSystems.getDefault().getPathMatcher("glob:" + glob))
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String glob(String line) {
    String folder = line.endsWith("/") ? line + "**" : line;
    return folder.startsWith("/") ? folder.substring(1) : "{" + folder + ",**/" + folder + "}";
  }

  boolean covers(String path) {
    return matchers.stream().anyMatch(matcher -> matcher.matches(Path.of(path)));
  }
}
