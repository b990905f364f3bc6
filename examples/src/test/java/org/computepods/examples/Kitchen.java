package org.computepods.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What one test works in: a folder for its workspaces, and a home for its federation. After the
 * test the federation is down, or the test has failed; nothing is left of either.
 */
final class Kitchen implements BeforeEachCallback, AfterEachCallback {

  private static final Path EXAMPLES = Path.of("").toAbsolutePath();

  private final List<Home> homes = new ArrayList<>();
  private Path floor = EXAMPLES;
  private int workspaces;

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    floor = Files.createTempDirectory("kitchen");
    homes.clear();
    workspaces = 0;
    home();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    boolean failed = context.getExecutionException().isPresent();
    var left = new ArrayList<ProcessHandle>();
    try {
      for (Home home : homes.reversed()) {
        left.addAll(home.down());
        if (failed) context.publishReportEntry("logs", "of " + home + "\n" + home.logs());
      }
    } finally {
      left.forEach(ProcessHandle::destroyForcibly);
      left.forEach(each -> each.onExit().join()); // Else it may write while its folder goes.
      delete(floor);
    }
    assertThat(left).as("processes left behind by `down`").isEmpty();
  }

  /** The home of this test; and with each call a further one. */
  Home home() {
    var home = new Home(floor.resolve("home" + homes.size()));
    homes.add(home);
    return home;
  }

  Home firstHome() {
    return homes.getFirst();
  }

  /** A copy of an example, as it is in the repository: nothing is built in it. */
  Workspace example(String name) {
    Path source = EXAMPLES.resolve(name);
    var workspace = empty();
    Gitignored made = Gitignored.by(source);
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String path = source.relativize(file).toString();
        if (!made.covers(path)) workspace.write(path, Files.readString(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return workspace;
  }

  Workspace of(Map<String, String> files) {
    var workspace = empty();
    files.forEach(workspace::write);
    return workspace;
  }

  Workspace empty() {
    return emptyIn(firstHome());
  }

  Workspace emptyIn(Home home) {
    try {
      return new Workspace(
          this, home, Files.createDirectories(floor.resolve("work" + ++workspaces)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The folder that all else is in. */
  Path floor() {
    return floor;
  }

  /** A name for a file outside of every workspace. */
  Path outside(String name) {
    return floor.resolve(name);
  }

  static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
