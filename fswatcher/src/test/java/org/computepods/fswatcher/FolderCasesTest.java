package org.computepods.fswatcher;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static org.computepods.fswatcher.Case.when;
import static org.computepods.fswatcher.Deeds.chmod;
import static org.computepods.fswatcher.Deeds.delete;
import static org.computepods.fswatcher.Deeds.mkdir;
import static org.computepods.fswatcher.Deeds.move;
import static org.computepods.fswatcher.Deeds.write;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What happens to folders while they are watched: the cases by which the monitor of Tup is tested.
 */
class FolderCasesTest {
  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource("folders")
  void workspace_afterIt_isToldAsItIsAndStillWatched(Case each) throws Exception {
    each.happens(folder);
  }

  private static Stream<Case> folders() {
    return Stream.of(
        when("a folder is made", r -> {}, r -> mkdir(r, "d"), "d/a"),
        when("folders are made to the deepest", r -> {}, r -> mkdir(r, "d/e/f"), "d/e/f/a"),
        when(
            "a folder is made and quickly filled",
            r -> {},
            r -> {
              for (int i = 0; i < 300; i++) {
                write(r, "d" + i % 7 + "/e" + i % 5 + "/f" + i, "x" + i);
              }
            },
            "d6/e4/new"),
        when("an empty folder goes", r -> mkdir(r, "d"), r -> Files.delete(r.resolve("d")), "d/a"),
        when("a full folder goes", r -> write(r, "d/e/a", "1"), r -> delete(r, "d"), "d/e/b"),
        when(
            "a folder goes and comes again",
            r -> write(r, "d/a", "1"),
            r -> {
              delete(r, "d");
              write(r, "d/a", "2");
            },
            "d/b"),
        when(
            "a folder goes and comes again many times",
            r -> write(r, "d/a", "1"),
            r -> {
              for (int i = 0; i < 50; i++) {
                delete(r, "d");
                write(r, "d/a" + i % 3, "2" + i);
              }
            },
            "d/b"),
        when("a folder is renamed", r -> write(r, "d/e/a", "1"), r -> move(r, "d", "n"), "n/e/a"),
        when(
            "a folder is renamed and a file in it edited",
            r -> write(r, "d/e/a", "1"),
            r -> {
              move(r, "d", "n");
              write(r, "n/e/a", "2");
            },
            "n/e/b"),
        when(
            "a folder is renamed there and back",
            r -> write(r, "d/e/a", "1"),
            r -> {
              move(r, "d", "n");
              move(r, "n", "d");
            },
            "d/e/a"),
        when(
            "two folders change places",
            r -> {
              write(r, "d/a", "1");
              write(r, "e/a", "2");
            },
            r -> {
              move(r, "d", "t");
              move(r, "e", "d");
              move(r, "t", "e");
            },
            "e/a"),
        when(
            "a folder is renamed and another made in its place",
            r -> write(r, "d/a", "1"),
            r -> {
              move(r, "d", "n");
              write(r, "d/a", "2");
            },
            "d/b"),
        when(
            "a folder takes the place of an empty one",
            r -> {
              write(r, "d/a", "1");
              mkdir(r, "e");
            },
            r -> Files.move(r.resolve("d"), r.resolve("e"), ATOMIC_MOVE),
            "e/a"),
        when(
            "a folder moves into another",
            r -> {
              write(r, "d/a", "1");
              write(r, "e/b", "2");
            },
            r -> move(r, "d", "e/d"),
            "e/d/a"),
        when(
            "a folder moves out of the workspace",
            r -> write(r, "d/e/a", "1"),
            r -> Files.move(r.resolve("d"), r.resolveSibling("outside")),
            "d/e/a"),
        when(
            "a folder moves out, is edited, and moves in again",
            r -> write(r, "d/e/a", "1"),
            r -> {
              Path outside = r.resolveSibling("outside");
              Files.move(r.resolve("d"), outside);
              Files.writeString(outside.resolve("e/a"), "2");
              Files.writeString(outside.resolve("e/b"), "new");
              Files.move(outside, r.resolve("d"));
            },
            "d/e/a"),
        when(
            "a folder moves in",
            r -> write(r.resolveSibling("outside"), "e/a", "1"),
            r -> Files.move(r.resolveSibling("outside"), r.resolve("d")),
            "d/e/a"),
        when(
            "a folder is renamed in case only",
            r -> write(r, "Docs/a", "1"),
            r -> move(r, "Docs", "docs"),
            "docs/a"),
        when(
            "a folder's permissions are changed",
            r -> write(r, "d/a", "1"),
            r -> {
              chmod(r, "d", "r-xr-xr-x");
              chmod(r, "d", "rwxr-xr-x");
            },
            "d/a"),
        when(
            "an ignored folder is made, filled and renamed to one that counts",
            r -> write(r, "node_modules/x/a", "1"),
            r -> {
              write(r, "node_modules/x/b", "2");
              move(r, "node_modules/x", "x");
            },
            "x/b"),
        when(
            "a folder becomes an ignored one",
            r -> write(r, "d/a", "1"),
            r -> move(r, "d", "node_modules"),
            "d/a"));
  }
}
