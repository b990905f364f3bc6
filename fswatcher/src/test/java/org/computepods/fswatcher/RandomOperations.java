package org.computepods.fswatcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** What people, editors and tools do to a tree, at random. */
final class RandomOperations {
  private static final int NAMES = 6;
  private static final int DEPTH_MAX = 4;

  private final Path root;
  private final Path outside;
  private final Random random;
  private int count;

  RandomOperations(Path root, Path outside, Random random) {
    this.root = root;
    this.outside = outside;
    this.random = random;
  }

  void one() throws IOException {
    count++;
    try {
      switch (random.nextInt(15)) {
        case 0, 1, 2 -> write(path());
        case 3 -> append(path());
        case 4 -> saveByRename(path());
        case 5 -> deleteTree(path());
        case 6 -> deleteAndRecreate(path());
        case 7 -> Files.createDirectories(path());
        case 8, 9 -> Files.move(path(), path());
        case 10 -> link(path());
        case 11 -> moveOutAndIn();
        case 12 -> executable(path());
        case 13 -> checkout(path());
        case 14 -> anotherName(path());
        default -> throw new AssertionError();
      }
    } catch (IOException | UncheckedIOException e) {
      // What cannot be done (a file in the way, nothing there) is no operation.
    }
  }

  private Path path() {
    Path path = root;
    int depth = 1 + random.nextInt(DEPTH_MAX);
    for (int i = 0; i < depth; i++) {
      path = path.resolve("n" + random.nextInt(NAMES));
    }
    return path;
  }

  private String text() {
    return "text " + random.nextInt(50) + "\n" + "x".repeat(random.nextInt(200));
  }

  private void write(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text());
  }

  private void append(Path file) throws IOException {
    Files.writeString(file, "more", StandardOpenOption.APPEND);
  }

  private void saveByRename(Path file) throws IOException {
    Path temporary = file.resolveSibling("save" + count);
    Files.writeString(temporary, text());
    try {
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private void deleteAndRecreate(Path file) throws IOException {
    deleteTree(file);
    write(file);
  }

  private void link(Path link) throws IOException {
    Files.createDirectories(link.getParent());
    Files.createSymbolicLink(link, Path.of("n" + random.nextInt(NAMES)));
  }

  private void anotherName(Path name) throws IOException {
    Files.createDirectories(name.getParent());
    Files.createLink(name, path());
  }

  private void executable(Path file) throws IOException {
    if (Files.isRegularFile(file)) {
      Files.setPosixFilePermissions(
          file, PosixFilePermissions.fromString(random.nextBoolean() ? "rwxr-xr-x" : "rw-r--r--"));
    }
  }

  private void moveOutAndIn() throws IOException {
    Path away = outside.resolve("away" + count);
    Files.move(path(), away);
    if (random.nextBoolean()) {
      Path back = path();
      Files.createDirectories(back.getParent());
      Files.move(away, back);
    }
  }

  /** Many files at once, some over others, as a branch switch does it. */
  private void checkout(Path folder) throws IOException {
    deleteTree(folder);
    List<Path> written = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      Path file =
          folder.resolve("d" + random.nextInt(4)).resolve("e" + random.nextInt(3) + "/f" + i);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text());
      written.add(file);
    }
    for (Path file : written) {
      if (random.nextInt(3) == 0) {
        Files.delete(file);
      }
    }
  }

  static void deleteTree(Path top) throws IOException {
    if (!Files.exists(top, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> all = Files.walk(top)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        try {
          Files.deleteIfExists(path);
        } catch (NoSuchFileException | FileAlreadyExistsException e) {
          // Gone, which was the aim.
        }
      }
    }
  }
}
