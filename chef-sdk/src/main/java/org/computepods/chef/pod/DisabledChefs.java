package org.computepods.chef.pod;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.computepods.chef.home.PrivateFiles;

/** Which chefs of a pod were switched off, kept over its restarts: a name on each line. */
record DisabledChefs(Path file) {
  List<String> load() throws IOException {
    try {
      return Files.readAllLines(file).stream().filter(line -> !line.isBlank()).toList();
    } catch (NoSuchFileException none) {
      return List.of();
    }
  }

  void keep(Collection<String> names) throws IOException {
    String lines = names.isEmpty() ? "" : String.join("\n", names) + "\n";
    PrivateFiles.write(file, lines.getBytes(StandardCharsets.UTF_8));
  }
}
