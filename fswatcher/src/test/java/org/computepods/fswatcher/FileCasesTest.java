package org.computepods.fswatcher;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.computepods.fswatcher.Case.when;
import static org.computepods.fswatcher.Deeds.chmod;
import static org.computepods.fswatcher.Deeds.delete;
import static org.computepods.fswatcher.Deeds.link;
import static org.computepods.fswatcher.Deeds.mkdir;
import static org.computepods.fswatcher.Deeds.move;
import static org.computepods.fswatcher.Deeds.write;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What happens to files and links while they are watched: the cases by which the monitor of Tup is
 * tested.
 */
class FileCasesTest {
  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource({"files", "links"})
  void workspace_afterIt_isToldAsItIsAndStillWatched(Case each) throws Exception {
    each.happens(folder);
  }

  private static Stream<Case> files() {
    return Stream.of(
        when("a file is renamed", r -> write(r, "d/a", "1"), r -> move(r, "d/a", "d/b"), "d/a"),
        when(
            "a file is renamed over another",
            r -> {
              write(r, "a", "1");
              write(r, "b", "2");
            },
            r -> Files.move(r.resolve("a"), r.resolve("b"), REPLACE_EXISTING),
            "b"),
        when(
            "a file is renamed in case only", r -> write(r, "A", "1"), r -> move(r, "A", "a"), "a"),
        when(
            "a file moves to another folder",
            r -> {
              write(r, "d/a", "1");
              mkdir(r, "e");
            },
            r -> move(r, "d/a", "e/a"),
            "e/a"),
        when(
            "a file goes and comes again as it was",
            r -> write(r, "a", "1"),
            r -> {
              Files.delete(r.resolve("a"));
              write(r, "a", "1");
            },
            "a"),
        when(
            "a file becomes a folder of its name",
            r -> write(r, "a", "1"),
            r -> {
              Files.delete(r.resolve("a"));
              write(r, "a/b", "2");
            },
            "a/b"),
        when(
            "a folder becomes a file of its name",
            r -> write(r, "a/b", "1"),
            r -> {
              delete(r, "a");
              write(r, "a", "2");
            },
            "a"),
        when(
            "a file is touched and made executable",
            r -> write(r, "a", "1"),
            r -> {
              Files.setLastModifiedTime(r.resolve("a"), FileTime.from(9, TimeUnit.DAYS));
              chmod(r, "a", "rwxr-xr-x");
            },
            "a"),
        when(
            "a file is made and goes at once",
            r -> {},
            r -> {
              for (int i = 0; i < 100; i++) {
                write(r, "a", "1");
                Files.delete(r.resolve("a"));
              }
            },
            "a"),
        when(
            "names with blanks, newlines and quotes",
            r -> {},
            r -> write(r, "a b\nc/\"d' e\\f", "1"),
            "a b\nc/\"d' e\\f"));
  }

  private static Stream<Case> links() {
    return Stream.of(
        when(
            "a link to a folder is made, and a file behind it edited",
            r -> write(r, "d/a", "1"),
            r -> {
              link(r, "l", "d");
              Files.writeString(r.resolve("l/a"), "2");
            },
            "d/a"),
        when(
            "a link that leads out of the workspace",
            r -> write(r.resolveSibling("outside"), "a", "1"),
            r -> {
              link(r, "l", "../outside");
              Files.writeString(r.resolve("l/a"), "2");
            },
            "b"),
        when("a link to itself, and one to its folder", r -> {}, FileCasesTest::loops, "d/a"),
        when(
            "a folder becomes a link to another",
            r -> {
              write(r, "d/a", "1");
              write(r, "e/a", "2");
            },
            r -> {
              delete(r, "d");
              link(r, "d", "e");
            },
            "e/a"),
        when(
            "a link to a folder becomes one",
            r -> {
              write(r, "e/a", "2");
              link(r, "d", "e");
            },
            r -> {
              Files.delete(r.resolve("d"));
              write(r, "d/a", "1");
            },
            "d/a"),
        when(
            "a link is retargeted by a rename",
            r -> link(r, "current", "v1"),
            r -> {
              link(r, "current.new", "v2");
              Files.move(r.resolve("current.new"), r.resolve("current"), ATOMIC_MOVE);
            },
            "v2/a"));
  }

  private static void loops(Path root) throws IOException {
    link(root, "l", "l");
    link(root, "d/up", "..");
  }
}
