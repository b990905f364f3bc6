package org.computepods.chef.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;

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
  private static final MethodHandle ATTR_DESTROY = call("posix_spawnattr_destroy", ADDRESS);
  private static final MethodHandle FLAGS = call("posix_spawnattr_setflags", ADDRESS, JAVA_SHORT);
  private static final MethodHandle MASK = call("posix_spawnattr_setsigmask", ADDRESS, ADDRESS);
  private static final MethodHandle DEFAULTS =
      call("posix_spawnattr_setsigdefault", ADDRESS, ADDRESS);
  private static final MethodHandle FILL = call("sigfillset", ADDRESS);
  private static final MethodHandle SPAWN =
      call("posix_spawn", ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);

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
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment actions = arena.allocate(STRUCTURE, 16);
      MemorySegment attributes = arena.allocate(STRUCTURE, 16);
      MemorySegment nowhere = arena.allocateFrom("/dev/null");
      check((int) INIT.invokeExact(actions), tool);
      check((int) ATTR_INIT.invokeExact(attributes), tool);
      try {
        redirect(actions, stdin, 0, nowhere, tool);
        redirect(actions, out, 1, nowhere, tool);
        check((int) DUP.invokeExact(actions, 1, 2), tool);
        check((int) CLOSEFROM.invokeExact(actions, 3), tool);
        MemorySegment directory = arena.allocateFrom(tool.directory().toString());
        check((int) CHDIR.invokeExact(actions, directory), tool);

        MemorySegment signals = arena.allocate(STRUCTURE, 16);
        check((int) MASK.invokeExact(attributes, signals), tool);
        check((int) FILL.invokeExact(signals), tool);
        check((int) DEFAULTS.invokeExact(attributes, signals), tool);
        short flags = SETSIGDEF | SETSIGMASK | SETSID;
        check((int) FLAGS.invokeExact(attributes, flags), tool);

        var env = new ArrayList<String>();
        tool.env().forEach((name, value) -> env.add(name + "=" + value));
        MemorySegment pid = arena.allocate(JAVA_INT);
        MemorySegment program = arena.allocateFrom(tool.program().toString());
        MemorySegment argv = strings(arena, tool.argv());
        MemorySegment envp = strings(arena, env);
        check((int) SPAWN.invokeExact(pid, program, actions, attributes, argv, envp), tool);
        return pid.get(JAVA_INT, 0);
      } finally {
        int _ = (int) DESTROY.invokeExact(actions);
        int _ = (int) ATTR_DESTROY.invokeExact(attributes);
      }
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw Native.broken(e);
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

  private static MemorySegment strings(Arena arena, List<String> strings) {
    MemorySegment array = arena.allocate(ADDRESS, strings.size() + 1L);
    for (int i = 0; i < strings.size(); i++) {
      array.setAtIndex(ADDRESS, i, arena.allocateFrom(strings.get(i)));
    }
    return array;
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
