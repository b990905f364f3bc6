package org.computepods.chef.cooks;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.computepods.rules.Digest;

/** What tells one code of a chef from another: the jar, or the folder, that its class is in. */
final class CodeDigest {
  private CodeDigest() {}

  static Digest of(Class<?> chef) throws IOException {
    var source = chef.getProtectionDomain().getCodeSource();
    if (source == null) {
      throw new IOException("it cannot be told where " + chef.getName() + " comes from");
    }
    try {
      Path origin = Path.of(source.getLocation().toURI());
      return Files.isDirectory(origin) ? folder(origin) : Digest.of(Files.readAllBytes(origin));
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  private static Digest folder(Path folder) throws IOException {
    var all = new StringBuilder();
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> sorted = files.filter(Files::isRegularFile).sorted().toList();
      for (Path file : sorted) {
        all.append(folder.relativize(file)).append('\0');
        all.append(Digest.of(Files.readAllBytes(file)).hex()).append('\n');
      }
    }
    return Digest.of(all.toString());
  }
}
