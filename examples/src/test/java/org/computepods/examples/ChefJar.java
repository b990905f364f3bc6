package org.computepods.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** Puts chefs into a home, as their jars. */
final class ChefJar {
  private ChefJar() {}

  /** The jar that this class comes in, whether Maven has packed it yet or not. */
  static void install(Class<?> chef, Home home, String name) {
    try {
      Path origin = Path.of(chef.getProtectionDomain().getCodeSource().getLocation().toURI());
      Path jar = Files.createDirectories(home.folder().resolve("chefs")).resolve(name);
      if (Files.isDirectory(origin)) {
        pack(origin, jar, Map.of());
      } else {
        Files.copy(origin, jar);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A jar of this one class, and of the line that makes it known. */
  static void installAlone(Class<?> chef, Home home, String name) {
    String file = chef.getName().replace('.', '/') + ".class";
    try (var in = chef.getResourceAsStream("/" + file)) {
      Path jar = Files.createDirectories(home.folder().resolve("chefs")).resolve(name);
      try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
        out.putNextEntry(new JarEntry("META-INF/services/org.computepods.chef.api.Chef"));
        out.write(chef.getName().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        out.putNextEntry(new JarEntry(file));
        out.write(in == null ? new byte[0] : in.readAllBytes());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A jar of the classes in a folder, and of these texts beside them, which go first. */
  static void pack(Path classes, Path jar, Map<String, String> texts) throws IOException {
    try (var out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.walk(classes)) {
      for (var each : texts.entrySet()) {
        out.putNextEntry(new JarEntry(each.getKey()));
        out.write(each.getValue().getBytes(java.nio.charset.StandardCharsets.UTF_8));
      }
      for (Path each : files.filter(Files::isRegularFile).sorted().toList()) {
        String name = classes.relativize(each).toString();
        if (!texts.containsKey(name)) {
          out.putNextEntry(new JarEntry(name));
          Files.copy(each, out);
        }
      }
    }
  }
}
