package org.computepods.fswatcher;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.APPEND;
import static org.computepods.fswatcher.Case.when;
import static org.computepods.fswatcher.Deeds.link;
import static org.computepods.fswatcher.Deeds.move;
import static org.computepods.fswatcher.Deeds.write;

import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * How programs save, call by call, as strace shows them: for those that a test cannot run, and to
 * name the calls.
 */
class SaveCasesTest {
  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource("saves")
  void workspace_afterIt_isToldAsItIsAndStillWatched(Case each) throws Exception {
    each.happens(folder);
  }

  private static Stream<Case> saves() {
    Case.Deed text = r -> write(r, "a.tex", "old");
    return Stream.of(
        when(
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
        when(
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
        when(
            "emacs: a lock that is a dangling link, a backup by rename, a new file",
            text,
            r -> {
              link(r, ".#a.tex", "me@host.1:2");
              move(r, "a.tex", "a.tex~");
              write(r, "a.tex", "new");
              Files.delete(r.resolve(".#a.tex"));
            },
            "a.tex"),
        when(
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
        when(
            "JetBrains: written beside, the old one away, renamed into place",
            text,
            r -> {
              write(r, "a.tex___jb_tmp___", "new");
              move(r, "a.tex", "a.tex___jb_old___");
              move(r, "a.tex___jb_tmp___", "a.tex");
              Files.delete(r.resolve("a.tex___jb_old___"));
            },
            "a.tex"),
        when(
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
        when(
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
}
