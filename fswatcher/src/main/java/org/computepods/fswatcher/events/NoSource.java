package org.computepods.fswatcher.events;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.computepods.chef.wire.Synced;

/** The source of a workspace for which the system tells nothing: every folder has to be read. */
public final class NoSource implements EventSource {
  private final Path root;
  private final Synced.Trouble why;

  /** None, for this reason. */
  public NoSource(Path root, Synced.Trouble why) {
    this.root = root;
    this.why = why;
  }

  @Override
  public void start(Runnable wake) {
    // Nothing will ever come.
  }

  @Override
  public Watched watch(String folder) {
    return Files.isDirectory(root.resolve(folder), LinkOption.NOFOLLOW_LINKS)
        ? Watched.LIMIT
        : Watched.GONE;
  }

  @Override
  public boolean watching(String folder) {
    return false;
  }

  @Override
  public void unwatch(String folder) {
    // None is.
  }

  @Override
  public void take(Consumer<Notice> sink) {
    // There is none.
  }

  @Override
  public int cookieRounds() {
    return 1;
  }

  @Override
  public int watches() {
    return 0;
  }

  @Override
  public Synced.Trouble limit() {
    return why;
  }

  @Override
  public String name() {
    return "polling";
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}
