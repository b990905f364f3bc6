package org.computepods.fswatcher;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.APPEND;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What happens to trees while they are watched: the cases by which the monitor of Tup is tested, as
 * far as a workspace can have them, and how editors and rsync save. After each, what was said
 * equals the tree, and the place that it was about is watched still.
 */
class MonitorCasesTest {
  @TempDir Path folder;

  /** Something that happens in a workspace. */
  @FunctionalInterface
  interface Deed {
    void in(Path root) throws IOException;
  }

  /**
   * @param later a file that is written afterwards, and must be heard of though nobody asks
   */
  record Case(String name, Deed before, Deed deed, String later) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Case of(String name, Deed before, Deed deed, String later) {
    return new Case(name, before, deed, later);
  }

  @ParameterizedTest
  @MethodSource({"folders", "files", "links", "saves"})
  void workspace_afterIt_isToldAsItIsAndStillWatched(Case each) throws Exception {
    try (var bench = Bench.of(folder)) {
      each.before.in(bench.root);
      bench.watch();

      each.deed.in(bench.root);
      bench.sync();

      assertThat(bench.announced()).isEqualTo(bench.truth());
      var heard = bench.listener.next(c -> c.path().equals(each.later));
      bench.write(each.later, "later " + each.name);
      heard.join();
      bench.sync();
      assertThat(bench.announced()).isEqualTo(bench.truth()).containsKey(each.later);
      assertThat(bench.workspaces.status().getFirst().losses()).isZero();
    }
  }

  private static Stream<Case> folders() {
    return Stream.of(
        of("a folder is made", r -> {}, r -> mkdir(r, "d"), "d/a"),
        of("folders are made to the deepest", r -> {}, r -> mkdir(r, "d/e/f"), "d/e/f/a"),
        of(
            "a folder is made and quickly filled",
            r -> {},
            r -> {
              for (int i = 0; i < 300; i++) {
                write(r, "d" + i % 7 + "/e" + i % 5 + "/f" + i, "x" + i);
              }
            },
            "d6/e4/new"),
        of("an empty folder goes", r -> mkdir(r, "d"), r -> Files.delete(r.resolve("d")), "d/a"),
        of("a full folder goes", r -> write(r, "d/e/a", "1"), r -> delete(r, "d"), "d/e/b"),
        of(
            "a folder goes and comes again",
            r -> write(r, "d/a", "1"),
            r -> {
              delete(r, "d");
              write(r, "d/a", "2");
            },
            "d/b"),
        of(
            "a folder goes and comes again many times",
            r -> write(r, "d/a", "1"),
            r -> {
              for (int i = 0; i < 50; i++) {
                delete(r, "d");
                write(r, "d/a" + i % 3, "2" + i);
              }
            },
            "d/b"),
        of("a folder is renamed", r -> write(r, "d/e/a", "1"), r -> move(r, "d", "n"), "n/e/a"),
        of(
            "a folder is renamed and a file in it edited",
            r -> write(r, "d/e/a", "1"),
            r -> {
              move(r, "d", "n");
              write(r, "n/e/a", "2");
            },
            "n/e/b"),
        of(
            "a folder is renamed there and back",
            r -> write(r, "d/e/a", "1"),
            r -> {
              move(r, "d", "n");
              move(r, "n", "d");
            },
            "d/e/a"),
        of(
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
        of(
            "a folder is renamed and another made in its place",
            r -> write(r, "d/a", "1"),
            r -> {
              move(r, "d", "n");
              write(r, "d/a", "2");
            },
            "d/b"),
        of(
            "a folder takes the place of an empty one",
            r -> {
              write(r, "d/a", "1");
              mkdir(r, "e");
            },
            r -> Files.move(r.resolve("d"), r.resolve("e"), ATOMIC_MOVE),
            "e/a"),
        of(
            "a folder moves into another",
            r -> {
              write(r, "d/a", "1");
              write(r, "e/b", "2");
            },
            r -> move(r, "d", "e/d"),
            "e/d/a"),
        of(
            "a folder moves out of the workspace",
            r -> write(r, "d/e/a", "1"),
            r -> Files.move(r.resolve("d"), r.resolveSibling("outside")),
            "d/e/a"),
        of(
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
        of(
            "a folder moves in",
            r -> write(r.resolveSibling("outside"), "e/a", "1"),
            r -> Files.move(r.resolveSibling("outside"), r.resolve("d")),
            "d/e/a"),
        of(
            "a folder is renamed in case only",
            r -> write(r, "Docs/a", "1"),
            r -> move(r, "Docs", "docs"),
            "docs/a"),
        of(
            "a folder's permissions are changed",
            r -> write(r, "d/a", "1"),
            r -> {
              chmod(r, "d", "r-xr-xr-x");
              chmod(r, "d", "rwxr-xr-x");
            },
            "d/a"),
        of(
            "an ignored folder is made, filled and renamed to one that counts",
            r -> write(r, "node_modules/x/a", "1"),
            r -> {
              write(r, "node_modules/x/b", "2");
              move(r, "node_modules/x", "x");
            },
            "x/b"),
        of(
            "a folder becomes an ignored one",
            r -> write(r, "d/a", "1"),
            r -> move(r, "d", "node_modules"),
            "d/a"));
  }

  private static Stream<Case> files() {
    return Stream.of(
        of("a file is renamed", r -> write(r, "d/a", "1"), r -> move(r, "d/a", "d/b"), "d/a"),
        of(
            "a file is renamed over another",
            r -> {
              write(r, "a", "1");
              write(r, "b", "2");
            },
            r -> Files.move(r.resolve("a"), r.resolve("b"), REPLACE_EXISTING),
            "b"),
        of("a file is renamed in case only", r -> write(r, "A", "1"), r -> move(r, "A", "a"), "a"),
        of(
            "a file moves to another folder",
            r -> {
              write(r, "d/a", "1");
              mkdir(r, "e");
            },
            r -> move(r, "d/a", "e/a"),
            "e/a"),
        of(
            "a file goes and comes again as it was",
            r -> write(r, "a", "1"),
            r -> {
              Files.delete(r.resolve("a"));
              write(r, "a", "1");
            },
            "a"),
        of(
            "a file becomes a folder of its name",
            r -> write(r, "a", "1"),
            r -> {
              Files.delete(r.resolve("a"));
              write(r, "a/b", "2");
            },
            "a/b"),
        of(
            "a folder becomes a file of its name",
            r -> write(r, "a/b", "1"),
            r -> {
              delete(r, "a");
              write(r, "a", "2");
            },
            "a"),
        of(
            "a file is touched and made executable",
            r -> write(r, "a", "1"),
            r -> {
              Files.setLastModifiedTime(r.resolve("a"), FileTime.from(9, TimeUnit.DAYS));
              chmod(r, "a", "rwxr-xr-x");
            },
            "a"),
        of(
            "a file is made and goes at once",
            r -> {},
            r -> {
              for (int i = 0; i < 100; i++) {
                write(r, "a", "1");
                Files.delete(r.resolve("a"));
              }
            },
            "a"),
        of(
            "names with blanks, newlines and quotes",
            r -> {},
            r -> write(r, "a b\nc/\"d' e\\f", "1"),
            "a b\nc/\"d' e\\f"));
  }

  private static Stream<Case> links() {
    return Stream.of(
        of(
            "a link to a folder is made, and a file behind it edited",
            r -> write(r, "d/a", "1"),
            r -> {
              link(r, "l", "d");
              Files.writeString(r.resolve("l/a"), "2");
            },
            "d/a"),
        of(
            "a link that leads out of the workspace",
            r -> write(r.resolveSibling("outside"), "a", "1"),
            r -> {
              link(r, "l", "../outside");
              Files.writeString(r.resolve("l/a"), "2");
            },
            "b"),
        of("a link to itself, and one to its folder", r -> {}, MonitorCasesTest::loops, "d/a"),
        of(
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
        of(
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
        of(
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

  /** How programs save, as strace shows them. */
  private static Stream<Case> saves() {
    Deed text = r -> write(r, "a.tex", "old");
    return Stream.of(
        of(
            "vim, backup by rename: a probe, the old one away, a new one, the old one gone",
            text,
            r -> {
              write(r, "4913", "");
              Files.delete(r.resolve("4913"));
              move(r, "a.tex", "a.tex~");
              write(r, "a.tex", "new");
              Files.delete(r.resolve("a.tex~"));
            },
            "a.tex"),
        of(
            "vim, backup by copy: cut and written in place, beside its swap file",
            text,
            r -> {
              write(r, ".a.tex.swp", "swap");
              Files.copy(r.resolve("a.tex"), r.resolve("a.tex~"));
              Files.writeString(r.resolve("a.tex"), "new");
              Files.delete(r.resolve("a.tex~"));
              Files.delete(r.resolve(".a.tex.swp"));
            },
            "a.tex"),
        of(
            "emacs: a lock that is a dangling link, a backup by rename, a new file",
            text,
            r -> {
              link(r, ".#a.tex", "me@host.1:2");
              move(r, "a.tex", "a.tex~");
              write(r, "a.tex", "new");
              Files.delete(r.resolve(".#a.tex"));
            },
            "a.tex"),
        of(
            "VS Code: cut to nothing, then written",
            text,
            r -> {
              try (var channel =
                  FileChannel.open(
                      r.resolve("a.tex"),
                      StandardOpenOption.WRITE,
                      StandardOpenOption.TRUNCATE_EXISTING)) {
                channel.write(StandardCharsets.UTF_8.encode("new"));
                channel.force(true);
              }
            },
            "a.tex"),
        of(
            "JetBrains: written beside, the old one away, renamed into place",
            text,
            r -> {
              write(r, "a.tex___jb_tmp___", "new");
              move(r, "a.tex", "a.tex___jb_old___");
              move(r, "a.tex___jb_tmp___", "a.tex");
              Files.delete(r.resolve("a.tex___jb_old___"));
            },
            "a.tex"),
        of(
            "rsync: written beside in pieces, its times and mode set, renamed over",
            text,
            r -> {
              Path beside = r.resolve(".a.tex.Xy12Zz");
              Files.writeString(beside, "ne");
              Files.writeString(beside, "w", APPEND);
              Files.setLastModifiedTime(beside, FileTime.from(100, TimeUnit.DAYS));
              Files.setPosixFilePermissions(beside, PosixFilePermissions.fromString("rw-r--r--"));
              Files.move(beside, r.resolve("a.tex"), ATOMIC_MOVE);
            },
            "a.tex"),
        of(
            "as large and as old as before: only the inode tells",
            r -> {
              write(r, "a.tex", "old");
              Files.setLastModifiedTime(r.resolve("a.tex"), FileTime.from(100, TimeUnit.DAYS));
            },
            r -> {
              write(r, "b.tmp", "new");
              Files.setLastModifiedTime(r.resolve("b.tmp"), FileTime.from(100, TimeUnit.DAYS));
              Files.move(r.resolve("b.tmp"), r.resolve("a.tex"), ATOMIC_MOVE);
            },
            "a.tex"));
  }

  // Deeds ------------------------------------------------------------------------------------

  private static void write(Path root, String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static void mkdir(Path root, String path) throws IOException {
    Files.createDirectories(root.resolve(path));
  }

  private static void move(Path root, String from, String to) throws IOException {
    Files.move(root.resolve(from), root.resolve(to));
  }

  private static void link(Path root, String path, String target) throws IOException {
    Files.createDirectories(root.resolve(path).getParent());
    Files.createSymbolicLink(root.resolve(path), Path.of(target));
  }

  private static void chmod(Path root, String path, String mode) throws IOException {
    Files.setPosixFilePermissions(root.resolve(path), PosixFilePermissions.fromString(mode));
  }

  private static void delete(Path root, String path) throws IOException {
    try (Stream<Path> all = Files.walk(root.resolve(path))) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        if (Files.exists(each, LinkOption.NOFOLLOW_LINKS)) {
          Files.delete(each);
        }
      }
    }
  }
}
