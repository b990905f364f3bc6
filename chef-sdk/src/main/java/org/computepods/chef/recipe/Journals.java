package org.computepods.chef.recipe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.computepods.chef.store.Seen;
import org.jspecify.annotations.Nullable;

/** The journals of a pod that no job has now, by the folder they lie in. */
public final class Journals implements AutoCloseable {
  private static final AtomicLong NAMES = new AtomicLong();

  // Guarded by this. As many as jobs were in place at once.
  private final Map<Path, Deque<Journal>> free = new HashMap<>();
  private final Map<Path, Written> written = new HashMap<>();
  private final Neighbours neighbours = new Neighbours();

  /** Whose file was removed by somebody; another job may still be writing there. */
  private final List<Written> outlived = new ArrayList<>();

  private boolean closed;

  /** The notes of what jobs wrote in the workspace of this ground. */
  synchronized Written written(Ground ground) throws IOException {
    Path folder = ground.ours();
    Written known = written.get(folder);
    if (known != null && known.stands()) {
      return known;
    }
    Files.createDirectories(folder);
    var opened = new Written(folder);
    written.put(folder, opened);
    if (known != null) {
      outlived.add(known);
    }
    return opened;
  }

  /** Whether a job wrote just this there, in this workspace or in one above or below it. */
  boolean isOurs(Ground ground, String path, Seen.File found) throws IOException {
    return written(ground).isOurs(path, found)
        || neighbours.wrote(ground.root(), path, found.digest());
  }

  /** An empty journal in this folder, for one job; to be given back when it is clear again. */
  Journal take(Path folder) throws IOException {
    for (Journal used = poll(folder); used != null; used = poll(folder)) {
      // Whoever opened the workspace anew, or tidied up, may have removed it.
      if (used.stands()) {
        return used;
      }
      used.close();
    }
    Path fresh =
        folder.resolve(
            ProcessHandle.current().pid() + "-" + NAMES.incrementAndGet() + Journal.SUFFIX);
    try {
      return Journal.make(fresh);
    } catch (NoSuchFileException first) {
      Files.createDirectories(folder);
      return Journal.make(fresh);
    }
  }

  private synchronized @Nullable Journal poll(Path folder) {
    var of = free.get(folder);
    return of == null ? null : of.poll();
  }

  void giveBack(Journal journal) throws IOException {
    synchronized (this) {
      Path folder = journal.file().getParent();
      if (!closed && folder != null) {
        free.computeIfAbsent(folder, each -> new ArrayDeque<>()).push(journal);
        return;
      }
    }
    journal.close();
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    for (var of : free.values()) {
      for (Journal each : of) {
        each.close();
      }
    }
    free.clear();
    outlived.addAll(written.values());
    written.clear();
    for (Written each : outlived) {
      each.close();
    }
    outlived.clear();
  }
}
