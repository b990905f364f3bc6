package org.computepods.chef.process;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What {@code /proc} says of processes. */
final class Proc {
  private static final Path ROOT = Path.of("/proc");

  private Proc() {}

  /**
   * A process.
   *
   * @param state {@code Z} for one that has ended and was not waited for
   * @param started clock ticks since the machine started
   */
  record Stat(int pid, char state, int parent, int group, int session, long started) {}

  /** What is known of a process; empty where it is gone. */
  static Optional<Stat> stat(int pid) {
    try {
      String line =
          new String(Files.readAllBytes(ROOT.resolve(pid + "/stat")), StandardCharsets.ISO_8859_1);
      // The name, in parentheses, can hold anything.
      String[] f = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
      return Optional.of(
          new Stat(
              pid,
              f[0].charAt(0),
              Integer.parseInt(f[1]),
              Integer.parseInt(f[2]),
              Integer.parseInt(f[3]),
              Long.parseLong(f[19])));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  /** Whether the process was started with this setting; false where one cannot know. */
  static boolean hasSetting(int pid, String prefix) {
    try {
      String env =
          new String(
              Files.readAllBytes(ROOT.resolve(pid + "/environ")), StandardCharsets.ISO_8859_1);
      // As bytes, so that the prefix is found whatever its encoding.
      String wanted =
          new String(prefix.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
      return env.startsWith(wanted) || env.contains("\0" + wanted);
    } catch (IOException gone) {
      return false;
    }
  }

  /** The children of this process's first thread: orphans come to it. Asked after each run. */
  static List<Integer> orphans() {
    try (Scratch scratch = Scratch.take()) {
      MemorySegment buffer = scratch.bytes();
      int n = Native.readAll(scratch.state(), Children.FD, buffer);
      if (n >= 0 && n < buffer.byteSize()) {
        return n == 0 ? List.of() : numbers(buffer.asSlice(0, n).toArray(JAVA_BYTE));
      }
    }
    try {
      return numbers(Files.readAllBytes(Children.FILE));
    } catch (IOException gone) {
      return List.of();
    }
  }

  private static final class Children {
    static final Path FILE = children(ProcessHandle.current().pid());
    static final int FD = Native.open(FILE.toString());
  }

  private static Path children(long pid) {
    return ROOT.resolve(pid + "/task/" + pid + "/children");
  }

  private static List<Integer> numbers(byte[] line) {
    var all = new ArrayList<Integer>();
    for (String each : new String(line, StandardCharsets.ISO_8859_1).split(" ", -1)) {
      if (!each.isBlank()) {
        all.add(Integer.parseInt(each.trim()));
      }
    }
    return all;
  }

  /** Whether this kernel lists the children of a thread. */
  static boolean listsChildren() {
    return Files.isReadable(children(ProcessHandle.current().pid()));
  }

  /** All processes. */
  static List<Integer> all() {
    var all = new ArrayList<Integer>();
    try (var each = Files.newDirectoryStream(ROOT, "[0-9]*")) {
      for (Path path : each) {
        all.add(Integer.parseInt(String.valueOf(path.getFileName())));
      }
    } catch (IOException e) {
      return List.of();
    }
    return all;
  }
}
