package org.computepods.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A folder in which somebody works: edits files, and asks for builds. */
final class Workspace {

  private final Kitchen kitchen;
  private final Home home;
  private final Path folder;
  private final Set<String> primaries = new TreeSet<>();

  Workspace(Kitchen kitchen, Home home, Path folder) {
    this.kitchen = kitchen;
    this.home = home;
    this.folder = folder;
  }

  Path folder() {
    return folder;
  }

  Home home() {
    return home;
  }

  // Asking

  Build build(String... targetsAndOptions) {
    return Build.of(cpCtrl(words("build", targetsAndOptions)));
  }

  /** Where this folder is the first in {@code PATH}. */
  Build buildWithPath(Path tools, String... targetsAndOptions) {
    String path = tools + ":" + System.getenv("PATH");
    try (var running = home.startWithPath(path, folder, words("build", targetsAndOptions))) {
      return Build.of(running.ends());
    }
  }

  Running startBuild(String... targetsAndOptions) {
    return home.start(folder, words("build", targetsAndOptions));
  }

  Running watch(String... targets) {
    var command = Stream.concat(Stream.of("watch"), Stream.of(targets)).toArray(String[]::new);
    return home.start(folder, command);
  }

  Said cpCtrl(String... arguments) {
    return home.cpCtrl(folder, arguments);
  }

  private static String[] words(String command, String... more) {
    return Stream.concat(Stream.of("--json", command), Stream.of(more)).toArray(String[]::new);
  }

  // Editing

  Workspace write(String path, String text) {
    try {
      Path file = folder.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      primaries.add(path);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As careful editors save: beside it first, then renamed over it. */
  Workspace writeByRename(String path, String text) {
    try {
      Path beside = Files.writeString(folder.resolve(path + ".new~"), text);
      Files.move(beside, folder.resolve(path), StandardCopyOption.ATOMIC_MOVE);
      primaries.add(path);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Workspace append(String path, String text) {
    try {
      Files.writeString(folder.resolve(path), text, StandardOpenOption.APPEND);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Workspace replace(String path, String old, String by) {
    String text = read(path);
    assertThat(text).contains(old);
    return write(path, text.replace(old, by));
  }

  Workspace delete(String path) {
    try {
      Files.delete(folder.resolve(path));
      primaries.remove(path);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Workspace touchEverything() {
    try {
      var now = FileTime.fromMillis(System.currentTimeMillis());
      for (String path : digests().keySet()) Files.setLastModifiedTime(folder.resolve(path), now);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // Looking

  String read(String path) {
    try {
      return Files.readString(folder.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Empty if it vanished in between, as it may while somebody builds. */
  String readIfThere(String path) {
    try {
      return Files.readString(folder.resolve(path));
    } catch (IOException e) {
      return "";
    }
  }

  byte[] bytes(String path) {
    try {
      return Files.readAllBytes(folder.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean has(String path) {
    return Files.exists(folder.resolve(path));
  }

  /** Runs something that is no part of the tool, in the workspace. */
  Said run(String... command) {
    try (var running = Running.start(folder, List.of(command))) {
      return running.ends();
    }
  }

  /** Every file and its digest; not what the tool keeps for itself. */
  SortedMap<String, String> digests() {
    try (Stream<Path> files = Files.walk(folder)) {
      var digests = new TreeMap<String, String>();
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String path = folder.relativize(file).toString();
        if (!path.startsWith(".computepods/")) digests.put(path, Digests.sha256(bytes(path)));
      }
      return digests;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The oracle: all that is here is what a clean build makes of the same primary files elsewhere.
   */
  Workspace equalsCleanBuild(String... targets) {
    Workspace fresh = copy(home);
    fresh
        .build(Stream.concat(Stream.of("--fresh"), Stream.of(targets)).toArray(String[]::new))
        .succeeds();
    assertThat(digests()).as("files, against a clean build").isEqualTo(fresh.digests());
    return this;
  }

  /** Another workspace with the same primary files, and nothing built. */
  Workspace copy(Home in) {
    Workspace copy = kitchen.emptyIn(in);
    for (String path : primaries) copy.write(path, read(path));
    return copy;
  }
}
