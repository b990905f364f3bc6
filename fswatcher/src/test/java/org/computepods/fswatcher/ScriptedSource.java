package org.computepods.fswatcher;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.computepods.chef.wire.Synced;
import org.computepods.fswatcher.events.EventSource;
import org.computepods.fswatcher.events.Notice;

/** A source whose notices a test may hold up, take away and add to. */
final class ScriptedSource implements EventSource {
  private final EventSource source;
  private final UnaryOperator<List<Notice>> script;

  /** {@code script} gets each batch of notices, and says what is handed on instead. */
  ScriptedSource(EventSource source, UnaryOperator<List<Notice>> script) {
    this.source = source;
    this.script = script;
  }

  @Override
  public void take(Consumer<Notice> sink) {
    var notices = new ArrayList<Notice>();
    source.take(notices::add);
    script.apply(notices).forEach(sink);
  }

  @Override
  public void start(Runnable wake) throws IOException {
    source.start(wake);
  }

  @Override
  public Watched watch(String folder) {
    return source.watch(folder);
  }

  @Override
  public boolean watching(String folder) {
    return source.watching(folder);
  }

  @Override
  public void unwatch(String folder) {
    source.unwatch(folder);
  }

  @Override
  public int cookieRounds() {
    return source.cookieRounds();
  }

  @Override
  public int watches() {
    return source.watches();
  }

  @Override
  public Synced.Trouble limit() {
    return source.limit();
  }

  @Override
  public String name() {
    return source.name();
  }

  @Override
  public void close() {
    source.close();
  }
}
