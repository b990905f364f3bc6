package org.computepods.majordomo.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.computepods.majordomo.core.Generation;
import org.computepods.majordomo.core.Memory;

/**
 * The MajorDomo's own database. Whatever happens to it, the MajorDomo goes on: a damaged one is
 * moved aside, said, and begun anew.
 */
public final class StateStore implements AutoCloseable {
  /** Generations kept of one cycle: enough for a few branches to switch between. */
  public static final int GENERATIONS_KEPT = Generation.KEPT;

  /** Builds kept of each workspace, for {@code cpCtrl builds}. */
  public static final int BUILDS_KEPT = 200;

  /** Writes that may wait; more than a build of a hundred thousand tasks has under way at once. */
  private static final int QUEUE_MAX = 65_536;

  /** Writes in one transaction. */
  private static final int BATCH_MAX = 2_048;

  private final Path file;
  private final Consumer<String> say;
  private final BlockingQueue<Work> queue = new ArrayBlockingQueue<>(QUEUE_MAX);
  private final Thread thread;

  /** Notes that there was no room for on the disk; they are written when there is. */
  private final List<Work> unwritten = new ArrayList<>();

  /** Whether the disk was full when something was last written; that is said once. */
  private boolean full;

  /** Whether it is to end: then nobody waits for all that is known of a workspace. */
  private volatile boolean ending;

  /** Whether somebody waits for what is in the queue. */
  private volatile boolean hurry;

  /** How long a note may wait for others, for they share what a transaction costs. */
  private static final Duration COMPANY_MAX = Duration.ofMillis(50);

  /** Something for the thread to do; a failure of a note is said, of anything else thrown. */
  private interface Work {
    void on(StateTables tables) throws SQLException;

    /** Whether nobody waits for it. */
    default boolean canWait() {
      return true;
    }
  }

  private static final class End implements Work {
    @Override
    public boolean canWait() {
      return false;
    }

    @Override
    public void on(StateTables tables) {}
  }

  /** Reads the tables, or ends the answer with what went wrong. */
  private record Question<T>(Answer<T> answer, CompletableFuture<T> reply) implements Work {
    interface Answer<T> {
      T from(StateTables tables) throws SQLException;
    }

    @Override
    public boolean canWait() {
      return false;
    }

    @Override
    public void on(StateTables tables) throws SQLException {
      tables.commit();
      try {
        reply.complete(answer.from(tables));
      } catch (CancellationException ending) {
        reply.completeExceptionally(ending);
      }
    }
  }

  private StateStore(Path file, Consumer<String> say) {
    this.file = file;
    this.say = say;
    this.thread = Thread.ofPlatform().name("majordomo-state").daemon(true).unstarted(this::serve);
  }

  /**
   * Opens the database at this place, or begins one.
   *
   * @param say hears what people should know: that a database was moved aside, or cannot be written
   */
  public static StateStore open(Path file, Consumer<String> say) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    var store = new StateStore(file, say);
    store.thread.start();
    return store;
  }

  /** Writes this down soon; nobody waits for it unless far too much is waiting. */
  public void note(String workspace, Memory memory) {
    put(tables -> tables.write(workspace, memory));
  }

  /**
   * What is known of a workspace, but for its builds; of traces the newest first.
   *
   * @throws CancellationException where the store is closed meanwhile
   */
  public List<Memory> load(String workspace) {
    return ask(tables -> tables.load(workspace, () -> ending), List.of());
  }

  /** Leaves words for the next life in this workspace, which go with the next note but a build. */
  public void leave(String workspace, String words) {
    put(tables -> tables.leave(workspace, words));
  }

  /** The words that were left, by a life that ended or was killed, if nothing was noted since. */
  public Optional<String> left(String workspace) {
    return ask(tables -> tables.left(workspace), Optional.empty());
  }

  /** Writes down soon which chefs are known, in place of those that were. */
  public void know(List<KnownChef> chefs) {
    put(tables -> tables.know(chefs));
  }

  /** The chefs that were known last. */
  public List<KnownChef> chefs() {
    return ask(StateTables::chefs, List.of());
  }

  /** The last builds of all workspaces, the newest first. */
  public List<Memory.BuildDone> builds(int limit) {
    return ask(tables -> tables.builds(limit), List.of());
  }

  /** Returns when everything noted before is in the database. */
  public void flush() {
    ask(tables -> true, false);
  }

  @Override
  public void close() {
    ending = true;
    put(new End());
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private <T> T ask(Question.Answer<T> answer, T otherwise) {
    var reply = new CompletableFuture<T>();
    if (!put(new Question<>(answer, reply)) || !thread.isAlive()) {
      return otherwise;
    }
    try {
      return reply.join();
    } catch (CompletionException e) {
      return otherwise;
    }
  }

  /** Says whether it will be done; not where whoever wants it is to end. */
  private boolean put(Work work) {
    try {
      queue.put(work);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    if (!work.canWait()) {
      hurry = true;
      LockSupport.unpark(thread);
    }
    return true;
  }

  private void serve() {
    try {
      SqliteLibrary.beside(file);
    } catch (IOException e) {
      say.accept("cannot unpack SQLite beside " + file + ": " + e);
    }
    StateTables tables = openTables();
    var batch = new ArrayList<Work>();
    boolean end = false;
    try {
      while (!end) {
        batch.clear();
        batch.addAll(unwritten);
        unwritten.clear();
        batch.add(queue.take());
        gather(batch);
        tables = carryOut(batch, tables);
        end = batch.stream().anyMatch(End.class::isInstance);
      }
      tables.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SQLException e) {
      say.accept("cannot close " + file + ": " + e.getMessage());
    }
  }

  /** Takes in what comes within a moment, unless somebody waits. */
  private void gather(List<Work> batch) {
    long end = System.nanoTime() + COMPANY_MAX.toNanos();
    boolean canWait = batch.getLast().canWait();
    for (long left = end - System.nanoTime();
        left > 0 && canWait && !hurry && queue.size() < BATCH_MAX;
        left = end - System.nanoTime()) {
      LockSupport.parkNanos(this, left);
    }
    hurry = false; // Before taking: what comes later hurries again.
    queue.drainTo(batch, BATCH_MAX);
  }

  private StateTables carryOut(List<Work> batch, StateTables tables) {
    StateTables now = tables;
    try {
      for (var work : batch) {
        work.on(now);
      }
      now.commit();
      full = false;
    } catch (SQLException | DamagedException e) {
      now = isDamage(e) ? beginAnew(now, e) : giveUp(now, e);
      keepForLater(batch);
      for (var work : batch) {
        if (work instanceof Question<?> question && !question.reply().isDone()) {
          retry(question, now);
        }
      }
    }
    return now;
  }

  private static void retry(Question<?> question, StateTables tables) {
    try {
      question.on(tables);
    } catch (SQLException | DamagedException e) {
      question.reply().completeExceptionally(e);
    }
  }

  /**
   * Notes that a full disk kept out are written with the next ones. Others are forgotten, which
   * makes us slower and not wrong.
   */
  private void keepForLater(List<Work> batch) {
    if (full) {
      batch.stream()
          .filter(work -> work.canWait() && unwritten.size() < QUEUE_MAX)
          .forEach(unwritten::add);
    }
  }

  /** What was begun is undone; where the disk is full, SQLite has done that itself. */
  private StateTables giveUp(StateTables tables, Exception e) {
    if (!full) {
      say.accept("cannot write " + file + ": " + e.getMessage());
    }
    full |= isFull(e);
    try {
      tables.rollback();
    } catch (SQLException worse) {
      return full ? reopen(tables) : beginAnew(tables, worse);
    }
    return tables;
  }

  /** Another connection to the same database; while it cannot be had, what is noted waits. */
  private StateTables reopen(StateTables tables) {
    try {
      tables.close();
    } catch (SQLException ignored) {
      // It is of no use anyway.
    }
    try {
      return new StateTables(file);
    } catch (SQLException | DamagedException e) {
      return isDamage(e) ? beginAnew(tables, e) : tables;
    }
  }

  private StateTables beginAnew(StateTables tables, Exception e) {
    try {
      tables.close();
    } catch (SQLException ignored) {
      // It is of no use anyway.
    }
    moveAside(e);
    return openTables();
  }

  private StateTables openTables() {
    try {
      return new StateTables(file);
    } catch (SQLException | DamagedException e) {
      moveAside(e);
    }
    try {
      return new StateTables(file);
    } catch (SQLException e) {
      say.accept("cannot open " + file + ": " + e.getMessage() + "; nothing will be remembered");
      return inMemory();
    }
  }

  private static StateTables inMemory() {
    try {
      return new StateTables(Path.of(":memory:"));
    } catch (SQLException impossible) {
      throw new IllegalStateException("SQLite does not work here", impossible);
    }
  }

  private void moveAside(Exception e) {
    try {
      if (Files.exists(file)) {
        Path aside = Schema.moveAside(file);
        say.accept(
            "the database was of no use ("
                + e.getMessage()
                + "); it is now "
                + aside
                + ", and a new one is begun");
      }
    } catch (IOException worse) {
      say.accept("cannot move " + file + " aside: " + worse.getMessage());
    }
  }

  /**
   * SQLITE_FULL, and SQLITE_IOERR, which a full disk is in other places. Who fails in a batch tells
   * it by its words alone.
   */
  private static boolean isFull(Exception e) {
    String words = String.valueOf(e.getMessage());
    return e instanceof SQLException
        && (words.contains("SQLITE_FULL") || words.contains("SQLITE_IOERR"));
  }

  /** SQLITE_CORRUPT and SQLITE_NOTADB, and what does not decode. */
  private static boolean isDamage(Exception e) {
    return e instanceof DamagedException
        || (e instanceof SQLException sql
            && ((sql.getErrorCode() & 0xFF) == 11 || (sql.getErrorCode() & 0xFF) == 26));
  }
}
