package org.computepods.cli.federation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.TreeSet;
import org.computepods.chef.home.Home;

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

  /**
   * The build that serves a home: ours, and the jars of chefs that the home has. So a federation
   * that has loaded others is replaced as one that runs an older build is.
   */
  public static Software of(Path home) {
    Path chefs = new Home(home).chefs();
    if (!Files.isDirectory(chefs)) {
      return own();
    }
    var jars = new TreeSet<String>();
    try (var all = Files.newDirectoryStream(chefs, "*.jar")) {
      for (Path jar : all) {
        BasicFileAttributes is = Files.readAttributes(jar, BasicFileAttributes.class);
        jars.add(jar.getFileName() + " " + is.size() + " " + is.lastModifiedTime());
      }
    } catch (IOException changing) {
      jars.add(changing.toString());
    }
    return jars.isEmpty()
        ? own()
        : new Software(own().id() + "+" + Integer.toHexString(jars.hashCode()));
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
