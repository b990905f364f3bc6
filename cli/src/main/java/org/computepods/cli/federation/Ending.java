package org.computepods.cli.federation;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.computepods.chef.home.Home;

/**
 * Ends what runs in a home: asks, waits, and kills what does not go. Process ids from the file are
 * believed only where the process's command line names this home, for numbers are used again.
 */
final class Ending {
  /** A build that runs is cancelled and its tools are killed before the process goes. */
  private static final long ASKED_S = 15;

  private static final long KILLED_S = 5;

  private final Home home;
  private final Patience patience;

  Ending(Home home, Patience patience) {
    this.home = home;
    this.patience = patience;
  }

  /** Whether anything was there to be ended. */
  boolean end(Consumer<String> complain) throws IOException {
    Optional<Running> there = Running.read(home.folder());
    Set<ProcessHandle> all = new LinkedHashSet<>();
    there.ifPresent(
        running -> running.pids().values().forEach(pid -> ours(pid).ifPresent(all::add)));
    for (ProcessHandle each : List.copyOf(all)) {
      each.descendants().forEach(all::add);
    }
    boolean any = !all.isEmpty();
    if (any) {
      if (there.isPresent() && !ask(there.get())) {
        complain.accept("cpCtrl: " + there.get().words() + " does not answer and is killed");
      } else if (!gone(all, ASKED_S)) {
        complain.accept("cpCtrl: it did not end in " + ASKED_S + " s and is killed");
      }
      all.forEach(ProcessHandle::destroyForcibly);
      gone(all, KILLED_S);
    }
    Files.deleteIfExists(home.federationFile());
    return any;
  }

  private Optional<ProcessHandle> ours(long pid) {
    String folder = home.folder().toString();
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(process -> process.info().commandLine().orElse("").contains(folder));
  }

  /** False where somebody was asked and says nothing: no signal would be heard there either. */
  private boolean ask(Running running) {
    try {
      if (running.listens() && running.client(patience.asked()).post("/shutdown", "{}").isOk()) {
        return true;
      }
    } catch (SocketTimeoutException silent) {
      return false;
    } catch (IOException e) {
      // then by signal
    }
    Long pid = running.pids().get("majordomo");
    if (pid != null) {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
    }
    return true;
  }

  private static boolean gone(Set<ProcessHandle> all, long seconds) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    List<ProcessHandle> left = new ArrayList<>(all);
    for (ProcessHandle process : left) {
      try {
        process.onExit().get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        return false;
      } catch (ExecutionException e) {
        throw new IllegalStateException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }
}
