package org.computepods.fswatcher.events;

import java.io.IOException;
import java.util.function.Consumer;
import org.computepods.chef.wire.Synced;

/**
 * A stream of notices about the folders of one workspace. All methods but {@link #close} belong to
 * one thread, the workspace's; notices wait until that thread takes them.
 */
public interface EventSource extends AutoCloseable {
  /** How a try to watch a folder ended. */
  enum Watched {
    YES,
    /** It is gone, or is no folder any more. */
    GONE,
    /** We may not read it. */
    FORBIDDEN,
    /** It is, but others may change it unheard, on a machine that shares it. */
    PARTLY,
    /**
     * The system's limit of watches is reached: the folder has to be looked at from time to time.
     */
    LIMIT
  }

  /** Begins; {@code wake} is called from the source's own thread whenever there is news to take. */
  void start(Runnable wake) throws IOException;

  /** Watches one folder, not those below it; called before the folder is listed. */
  Watched watch(String folder);

  /** Whether the folder of this name is watched, and so is no link nor below one. */
  boolean watching(String folder);

  /** Stops watching a folder and all below it. */
  void unwatch(String folder);

  /** Hands over all that has come in, in the order in which it happened. */
  void take(Consumer<Notice> sink);

  /**
   * How many cookies must come back, each dropped after the one before was seen, until everything
   * that happened before the first has been taken too.
   */
  int cookieRounds();

  /** How many folders are watched. */
  int watches();

  /**
   * Why folders are not watched, and what cures that, where a try ended with {@link Watched#LIMIT}.
   */
  Synced.Trouble limit();

  /** For people: what is underneath. */
  String name();

  @Override
  void close();
}
