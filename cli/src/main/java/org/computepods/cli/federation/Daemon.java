package org.computepods.cli.federation;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.computepods.chef.bus.BusException;
import org.computepods.chef.home.Home;
import org.computepods.chef.recipe.ChefExit;

/**
 * The federation's own process. Says one line on standard output, {@link #READY} or what is wrong,
 * and then lives until it is asked to end, is signalled, or has had nothing to do for long.
 */
public final class Daemon {
  /** The line that says that clients may come. */
  static final String READY = "ready";

  static final String LOCK = "daemon.lock";

  private static final long STOP_S = 12;

  /** A stat every few seconds costs nothing. */
  private static final long LOOK_S = 3;

  private Daemon() {}

  /** The home of the federation that this process is to be; null for any other command. */
  public static boolean isWanted() {
    return System.getProperty(DaemonCommand.PROPERTY) != null;
  }

  /** Runs to the end, and returns the exit code. */
  public static int run() {
    Home home = new Home(Path.of(System.getProperty(DaemonCommand.PROPERTY, "")));
    Detach.fromTerminal();
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.setOut(System.err);
    try (FileChannel channel =
            FileChannel.open(
                home.create().folder().resolve(LOCK),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock == null) {
        out.println("another process holds " + home.folder().resolve(LOCK));
        return 1;
      }
      return serve(home, out);
    } catch (IOException e) {
      out.println("cannot use the home " + home.folder() + ": " + e);
      return 1;
    }
  }

  private static int serve(Home home, PrintStream out) {
    CountDownLatch ending = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    Thread hook = new Thread(() -> signalled(ending, ended), "signalled");
    Runtime.getRuntime().addShutdownHook(hook);
    log("starting, process " + ProcessHandle.current().pid());
    try (EmbeddedFederation federation =
        EmbeddedFederation.start(home, System.getenv(), ending::countDown, Daemon::log)) {
      out.println(READY);
      Detach.fromPipe();
      awaitEnd(home, ending);
      log("ending");
    } catch (IOException | BusException | InterruptedException | RuntimeException e) {
      e.printStackTrace();
      out.println(e.getMessage() == null ? e.toString() : e.getMessage());
      return 1;
    } finally {
      log("ended");
      ended.countDown();
    }
    return 0;
  }

  /** Returns when the end is asked for, or the home was taken away: then nobody could ask. */
  private static void awaitEnd(Home home, CountDownLatch ending)
      throws IOException, InterruptedException {
    Path lock = home.folder().resolve(LOCK);
    Object ours = key(lock).orElseThrow(() -> new NoSuchFileException(lock.toString()));
    var trimming = new Trimming();
    while (!ending.await(LOOK_S, TimeUnit.SECONDS)) {
      trimming.look();
      if (!key(lock).equals(Optional.of(ours))) {
        log("the home " + home.folder() + " is gone");
        return;
      }
    }
  }

  /** Which file this is, whatever its name; another home may have been made in the same place. */
  private static Optional<Object> key(Path file) {
    try {
      return Optional.ofNullable(Files.readAttributes(file, BasicFileAttributes.class).fileKey());
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  private static void signalled(CountDownLatch ending, CountDownLatch ended) {
    try {
      ChefExit.tell(Daemon::log);
      ending.countDown();
      if (!ended.await(STOP_S, TimeUnit.SECONDS)) {
        log("could not end in " + STOP_S + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void log(String line) {
    System.err.println(Instant.now() + " " + line);
  }
}
