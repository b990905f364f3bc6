package org.computepods.chef.process;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.computepods.chef.store.FileStat;

/** The tools of one pod: starts them, and answers for it that none outlives its job or the pod. */
public final class Tools implements AutoCloseable {
  /** Whether everything is there that the surest level takes; decided once per process. */
  private static final boolean SURE = sure();

  private static final AtomicLong LIVES = new AtomicLong();

  private final Path life;
  private final Optional<Integer> leash;
  private final AtomicLong names = new AtomicLong();

  /** Making and removing a folder costs more than starting some tools; as many as ran at once. */
  private final ConcurrentLinkedQueue<Path> empty = new ConcurrentLinkedQueue<>();

  /** Folders that were seen to be empty, at a stat that any change since would have changed. */
  private final Map<Path, FileStat> untouched = new ConcurrentHashMap<>();

  private final Set<ToolRun> running = ConcurrentHashMap.newKeySet();

  private Tools(Path life, Optional<Integer> leash) {
    this.life = life;
    this.leash = leash;
  }

  /**
   * Ready to start tools. What an earlier life of the pod left running is killed first.
   *
   * @param tmp folder of this pod alone, below which each run gets a {@code TMPDIR} of its own;
   *     best a short one, for tools put sockets there
   */
  public static Tools open(Path tmp) throws IOException {
    Files.createDirectories(tmp);
    Path real = tmp.toRealPath();
    long self = ProcessHandle.current().pid();
    clearEarlierLives(real, self);
    Path life = Files.createDirectories(real.resolve(self + "-" + LIVES.incrementAndGet()));
    return new Tools(life, SURE ? Watchdog.over(life) : Optional.empty());
  }

  /** How surely a killed tree is gone, here. */
  public static KillLevel level() {
    return SURE
        ? KillLevel.SUBREAPER
        : Proc.all().isEmpty() ? KillLevel.DESCENDANTS : KillLevel.MARKED;
  }

  /** A process of the pod's own which no run must take for a tool that it lost. */
  public static void spare(long pid) {
    if (SURE) {
      Orphans.spare((int) pid);
    }
  }

  /** An empty folder for the temporary files of one run, which must be given back after it. */
  public Path temporary() throws IOException {
    Path used = empty.poll();
    return used != null
        ? used
        : Files.createDirectory(life.resolve(Long.toString(names.incrementAndGet(), 36)));
  }

  /** The run is over: what it left in the folder is removed, the folder itself used again. */
  public void giveBack(Path temporary) throws IOException {
    long now = System.currentTimeMillis();
    Optional<FileStat> stat = FileStat.of(temporary);
    if (stat.isEmpty() || !stat.equals(Optional.ofNullable(untouched.get(temporary)))) {
      untouched.remove(temporary);
      if (!isEmpty(temporary)) {
        remove(temporary);
        return;
      }
      stat.filter(is -> is.vouchesSince(now)).ifPresent(is -> untouched.put(temporary, is));
    }
    empty.add(temporary);
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (var all = Files.newDirectoryStream(folder)) {
      return !all.iterator().hasNext();
    } catch (NoSuchFileException removedByTheTool) {
      return false;
    }
  }

  /**
   * Removes a folder with all that is in it, links not followed. Others may remove some of it
   * meanwhile, as the watchdog of a life does.
   */
  public static void remove(Path folder) throws IOException {
    try {
      Files.deleteIfExists(folder);
      return;
    } catch (DirectoryNotEmptyException e) {
      // Below.
    }
    // Not Files.walk, which ends at the first file that is gone by the time it looks.
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes is) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException why) throws IOException {
            if (why instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw why;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path left, IOException why) throws IOException {
            if (why != null && !(why instanceof NoSuchFileException)) {
              throw why;
            }
            Files.deleteIfExists(left);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** A run that has not begun yet. */
  public ToolRun prepare(Invocation invocation, BoundedLog log) {
    ToolRun run = SURE ? new SpawnedRun(invocation, log) : new PlainRun(invocation, log);
    return new ToolRun() {
      @Override
      public End await() throws IOException {
        running.add(this);
        try {
          return run.await();
        } finally {
          running.remove(this);
        }
      }

      @Override
      public void cancel() {
        run.cancel();
      }
    };
  }

  /** Kills what still runs; whoever awaits it hears so. */
  @Override
  public void close() {
    running.forEach(ToolRun::cancel);
    leash.ifPresent(Native::close);
  }

  private static void clearEarlierLives(Path tmp, long self) throws IOException {
    List<Path> lives;
    try (var each = Files.list(tmp)) {
      lives = each.toList();
    }
    for (Path each : lives) {
      String name = String.valueOf(each.getFileName());
      long pid = name.matches("\\d+-\\d+") ? Long.parseLong(name.split("-", 2)[0]) : self;
      boolean over = pid != self && ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty();
      if (over) {
        for (int left : Proc.all()) {
          if (Proc.hasSetting(left, "TMPDIR=" + each + "/")) {
            ProcessHandle.of(left).ifPresent(ProcessHandle::destroyForcibly);
          }
        }
        remove(each);
      }
    }
  }

  private static boolean sure() {
    try {
      return "Linux".equals(System.getProperty("os.name"))
          && Proc.listsChildren()
          && Spawn.available()
          && Native.becomeSubreaper();
    } catch (LinkageError | RuntimeException another) {
      return false;
    }
  }
}
