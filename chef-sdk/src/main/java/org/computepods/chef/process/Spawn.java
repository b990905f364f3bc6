package org.computepods.chef.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * {@code posix_spawn} of the GNU C library (2.34 and later, for {@code closefrom}): a child in a
 * session of its own, with every signal as at birth and no descriptor but 0, 1 and 2.
 */
final class Spawn {
  /** Larger than the C library's structures on any machine (80 and 336 bytes on x86-64). */
  private static final long STRUCTURE = 1024;

  private static final short SETSIGDEF = 0x04;
  private static final short SETSIGMASK = 0x08;
  private static final short SETSID = 0x80;

  private static final MethodHandle INIT = call("posix_spawn_file_actions_init", ADDRESS);
  private static final MethodHandle DESTROY = call("posix_spawn_file_actions_destroy", ADDRESS);
  private static final MethodHandle DUP =
      call("posix_spawn_file_actions_adddup2", ADDRESS, JAVA_INT, JAVA_INT);
  private static final MethodHandle OPEN =
      call("posix_spawn_file_actions_addopen", ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
  private static final MethodHandle CHDIR =
      call("posix_spawn_file_actions_addchdir_np", ADDRESS, ADDRESS);
  private static final MethodHandle CLOSEFROM =
      call("posix_spawn_file_actions_addclosefrom_np", ADDRESS, JAVA_INT);
  private static final MethodHandle ATTR_INIT = call("posix_spawnattr_init", ADDRESS);
  private static final MethodHandle FLAGS = call("posix_spawnattr_setflags", ADDRESS, JAVA_SHORT);
  private static final MethodHandle MASK = call("posix_spawnattr_setsigmask", ADDRESS, ADDRESS);
  private static final MethodHandle DEFAULTS =
      call("posix_spawnattr_setsigdefault", ADDRESS, ADDRESS);
  private static final MethodHandle FILL = call("sigfillset", ADDRESS);
  private static final MethodHandle SPAWN =
      call("posix_spawn", ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);

  /** The same for every tool. */
  private static final MemorySegment ATTRIBUTES = attributes();

  /** Pipes and workspaces; a process has few at once, and their numbers come again. */
  private static final int WAYS_MAX = 1_000;

  private static final Map<Way, MemorySegment> WAYS = new ConcurrentHashMap<>();

  /** Those that were there once. */
  private static final Set<Way> SEEN = ConcurrentHashMap.newKeySet();

  /** What a tool finds open, and where. */
  private record Way(int stdin, int out, String directory) {
    /** By hand: a record's own takes long until the best compiler has seen it. */
    @Override
    public boolean equals(Object other) {
      return other instanceof Way way
          && stdin == way.stdin
          && out == way.out
          && directory.equals(way.directory);
    }

    @Override
    public int hashCode() {
      return directory.hashCode() * 31 + out;
    }
  }

  private Spawn() {}

  /** Whether the C library has it all; else this class does not even load. */
  static boolean available() {
    return SPAWN.type().parameterCount() > 0;
  }

  /**
   * Starts the tool; @return its process id, which is its session's and group's too.
   *
   * @param stdin descriptor, or -1 for an empty one
   * @param out descriptor for what it prints, errors too; -1 for nowhere
   */
  static int start(Invocation tool, int stdin, int out) throws IOException {
    var way = new Way(stdin, out, tool.directory().toString());
    MemorySegment known = WAYS.get(way);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment actions = known == null ? actions(way, tool) : known;
      try {
        MemorySegment pid = arena.allocate(JAVA_INT);
        MemorySegment words = words(arena, tool);
        MemorySegment program = words.asSlice(words.get(JAVA_LONG, 0) - words.address());
        MemorySegment argv = words.asSlice(ADDRESS.byteSize());
        MemorySegment envp = argv.asSlice((tool.argv().size() + 1L) * ADDRESS.byteSize());
        check((int) SPAWN.invokeExact(pid, program, actions, ATTRIBUTES, argv, envp), tool);
        return pid.get(JAVA_INT, 0);
      } finally {
        if (known == null && !remember(way, actions)) {
          int _ = (int) DESTROY.invokeExact(actions);
        }
      }
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw Native.broken(e);
    }
  }

  /** They are never written again, so that any number of threads may use them. */
  private static boolean remember(Way way, MemorySegment actions) {
    // A folder that is made for one job never comes again.
    boolean again = SEEN.remove(way);
    if (!again) {
      if (SEEN.size() >= WAYS_MAX) {
        SEEN.clear();
      }
      SEEN.add(way);
    }
    return again && WAYS.size() < WAYS_MAX && WAYS.putIfAbsent(way, actions) == null;
  }

  /** A session of its own, and every signal as at birth. */
  private static MemorySegment attributes() {
    MemorySegment attributes = Arena.global().allocate(STRUCTURE, 16);
    MemorySegment signals = Arena.global().allocate(STRUCTURE, 16);
    short flags = SETSIGDEF | SETSIGMASK | SETSID;
    try {
      int failed = (int) ATTR_INIT.invokeExact(attributes);
      failed |= (int) MASK.invokeExact(attributes, signals);
      failed |= (int) FILL.invokeExact(signals);
      failed |= (int) DEFAULTS.invokeExact(attributes, signals);
      failed |= (int) FLAGS.invokeExact(attributes, flags);
      if (failed != 0) {
        throw new IllegalStateException("the C library has no memory");
      }
      return attributes;
    } catch (RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw Native.broken(e);
    }
  }

  private static MemorySegment actions(Way way, Invocation tool) throws Throwable {
    // Freed when nobody knows it any more; what the C library holds of it, by DESTROY.
    Arena arena = Arena.ofAuto();
    MemorySegment actions = arena.allocate(STRUCTURE, 16);
    MemorySegment nowhere = arena.allocateFrom("/dev/null");
    check((int) INIT.invokeExact(actions), tool);
    try {
      redirect(actions, way.stdin, 0, nowhere, tool);
      redirect(actions, way.out, 1, nowhere, tool);
      check((int) DUP.invokeExact(actions, 1, 2), tool);
      check((int) CLOSEFROM.invokeExact(actions, 3), tool);
      check((int) CHDIR.invokeExact(actions, arena.allocateFrom(way.directory)), tool);
      return actions;
    } catch (IOException | RuntimeException e) {
      int _ = (int) DESTROY.invokeExact(actions);
      throw e;
    }
  }

  private static void redirect(
      MemorySegment actions, int from, int to, MemorySegment nowhere, Invocation tool)
      throws Throwable {
    int readOnly = 0;
    int writeOnly = 1;
    check(
        from < 0
            ? (int) OPEN.invokeExact(actions, to, nowhere, to == 0 ? readOnly : writeOnly, 0)
            : (int) DUP.invokeExact(actions, from, to),
        tool);
  }

  /**
   * Everything the tool is given, in one piece: the address of the program's name, those of its
   * arguments and a zero, those of its settings and a zero, and then all these texts.
   */
  private static MemorySegment words(Arena arena, Invocation tool) {
    var texts = new ArrayList<byte[]>();
    texts.add(tool.program().toString().getBytes(UTF_8));
    for (String each : tool.argv()) {
      texts.add(each.getBytes(UTF_8));
    }
    int arguments = texts.size();
    for (var each : tool.env().entrySet()) {
      texts.add((each.getKey() + "=" + each.getValue()).getBytes(UTF_8));
    }
    int table = (texts.size() + 2) * (int) ADDRESS.byteSize();
    int size = table;
    for (byte[] each : texts) {
      size += each.length + 1;
    }
    MemorySegment all = arena.allocate(size, ADDRESS.byteAlignment());
    byte[] bytes = new byte[size - table];
    int at = 0;
    int row = 0;
    for (int n = 0; n < texts.size(); n++) {
      if (n == arguments) {
        row++;
      }
      all.setAtIndex(JAVA_LONG, row, all.address() + table + at);
      row++;
      byte[] text = texts.get(n);
      System.arraycopy(text, 0, bytes, at, text.length);
      at += text.length + 1;
    }
    MemorySegment.copy(bytes, 0, all, JAVA_BYTE, table, bytes.length);
    return all;
  }

  private static void check(int errno, Invocation tool) throws IOException {
    if (errno != 0) {
      throw new IOException("cannot start " + tool.program() + ": " + Native.word(errno));
    }
  }

  private static MethodHandle call(String name, MemoryLayout... parameters) {
    return Native.optional(name, FunctionDescriptor.of(JAVA_INT, parameters))
        .orElseThrow(() -> new UnsatisfiedLinkError(name));
  }
}
