package org.computepods.cli.federation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * Which build of the software this is, so that nobody is served by an older one.
 *
 * @param id differs between builds; the launcher keeps each build in a folder named by its digest
 */
public record Software(String id) {
  /** The build this very process runs. */
  public static Software own() {
    Optional<Path> app = appFolder();
    return new Software(app.map(Software::name).orElseGet(Software::ofClassPath));
  }

  /** The folder with all jars and the AOT cache, where a launcher started us. */
  static Optional<Path> appFolder() {
    return Optional.ofNullable(System.getProperty("computepods.app")).map(Path::of);
  }

  private static String name(Path folder) {
    return String.valueOf(folder.getFileName());
  }

  /** Started by hand: time and size of the jar tell builds apart; folders of classes do not. */
  private static String ofClassPath() {
    Path jar = Path.of(System.getProperty("java.class.path", "").split(":", 2)[0]);
    try {
      BasicFileAttributes file = Files.readAttributes(jar, BasicFileAttributes.class);
      return file.isRegularFile()
          ? "jar-" + file.lastModifiedTime().toMillis() + "-" + file.size()
          : "classes";
    } catch (IOException e) {
      return "classes";
    }
  }
}
