package org.computepods.chef.pod;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The tools that a pod finds on its PATH. The first of a name counts, as for a shell. */
final class ToolShelf {
  private final List<Path> folders;
  private List<FileTime> listedAt = List.of();
  private Map<String, String> listed = Map.of();

  ToolShelf(String path) {
    folders =
        List.of(path.split(":", -1)).stream()
            .filter(folder -> folder.startsWith("/"))
            .distinct()
            .map(Path::of)
            .toList();
  }

  /** The executable of this name. */
  Optional<Path> find(String tool) {
    if (tool.isEmpty() || tool.indexOf('\0') >= 0) {
      return Optional.empty();
    }
    if (tool.startsWith("/")) {
      return Optional.of(Path.of(tool)).filter(ToolShelf::executable);
    }
    return tool.contains("/")
        ? Optional.empty()
        : folders.stream().map(f -> f.resolve(tool)).filter(ToolShelf::executable).findFirst();
  }

  /** Every tool, by name. The folders are listed again only when one of them changed. */
  synchronized Map<String, String> all() {
    var now = new ArrayList<FileTime>();
    for (Path folder : folders) {
      now.add(changed(folder));
    }
    if (!now.equals(listedAt)) {
      listedAt = List.copyOf(now);
      listed = list();
    }
    return listed;
  }

  private static FileTime changed(Path folder) {
    try {
      return Files.getLastModifiedTime(folder);
    } catch (IOException notThere) {
      return FileTime.fromMillis(0);
    }
  }

  private Map<String, String> list() {
    var all = new TreeMap<String, String>();
    for (Path folder : folders) {
      try (var each = Files.list(folder)) {
        each.filter(ToolShelf::executable)
            .forEach(tool -> all.putIfAbsent(String.valueOf(tool.getFileName()), tool.toString()));
      } catch (IOException notThere) {
        // A PATH often names folders that are not there.
      }
    }
    return all;
  }

  private static boolean executable(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }
}
