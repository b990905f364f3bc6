package org.computepods.fswatcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;

/** What one does to a workspace, in a word each. */
final class Deeds {
  private Deeds() {}

  static void write(Path root, String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  static void mkdir(Path root, String path) throws IOException {
    Files.createDirectories(root.resolve(path));
  }

  static void move(Path root, String from, String to) throws IOException {
    Files.move(root.resolve(from), root.resolve(to));
  }

  static void link(Path root, String path, String target) throws IOException {
    Files.createDirectories(root.resolve(path).getParent());
    Files.createSymbolicLink(root.resolve(path), Path.of(target));
  }

  static void chmod(Path root, String path, String mode) throws IOException {
    Files.setPosixFilePermissions(root.resolve(path), PosixFilePermissions.fromString(mode));
  }

  static void delete(Path root, String path) throws IOException {
    try (Stream<Path> all = Files.walk(root.resolve(path))) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        if (Files.exists(each, LinkOption.NOFOLLOW_LINKS)) {
          Files.delete(each);
        }
      }
    }
  }
}
