package org.computepods.cli.service;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The command line that is {@code cpCtrl}, for who starts it without a shell or a folder. */
public final class Launcher {
  private Launcher() {}

  /**
   * The script that finds the newest build of the software, where this process was started by it;
   * else this very Java and class path.
   */
  public static List<String> command() {
    String app = System.getProperty("computepods.app", "");
    if (!app.isEmpty()) {
      // Of cli/target/run/DIGEST.
      Path checkout = Path.of(app).toAbsolutePath().resolve("../../../..").normalize();
      Path script = checkout.resolve("scripts/cpCtrl");
      if (Files.isExecutable(script)) {
        return List.of(script.toString());
      }
    }
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        absolute(System.getProperty("java.class.path", "")),
        "org.computepods.cli.CpCtrl");
  }

  private static String absolute(String classPath) {
    return String.join(
        ":",
        List.of(classPath.split(":")).stream()
            .map(entry -> Path.of(entry).toAbsolutePath().toString())
            .toList());
  }
}
