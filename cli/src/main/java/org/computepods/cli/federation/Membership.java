package org.computepods.cli.federation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.computepods.chef.bus.BusException;
import org.computepods.chef.bus.NatsClient;
import org.computepods.chef.home.PrivateFiles;
import org.computepods.chef.json.Json;
import org.computepods.chef.wire.Whereabouts;
import org.computepods.chef.wire.WhereaboutsAsked;

/** Keeps the word of a role that it works for a federation of another home; see {@link Joined}. */
final class Membership implements AutoCloseable {
  private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(2);

  /** A MajorDomo that is yet to come is asked at first so often, */
  private static final Duration AT_FIRST = Duration.ofSeconds(1);

  /** then half as often each time, down to this: a watcher at rest is to cost nothing. */
  static final Duration LATER = Duration.ofSeconds(10);

  /** One that is known is asked, too, for another home may take its place. */
  private static final Duration ONCE_KNOWN = Duration.ofSeconds(30);

  private final Path home;
  private final NatsClient nats;
  private final Consumer<String> say;
  private final Thread thread;
  private Joined joined;

  private Membership(Path home, NatsClient nats, Joined joined, Consumer<String> say) {
    this.home = home;
    this.nats = nats;
    this.joined = joined;
    this.say = say;
    this.thread = Thread.ofVirtual().name("joined").unstarted(this::keep);
  }

  static Membership of(Path home, NatsClient nats, Joined joined, Consumer<String> say) {
    Membership membership = new Membership(home, nats, joined, say);
    membership.thread.start();
    return membership;
  }

  private void keep() {
    try {
      write();
      for (Duration pause = AT_FIRST; ; pause = longer(pause)) {
        ask();
        Thread.sleep(joined.majorDomo().isEmpty() ? pause : ONCE_KNOWN);
      }
    } catch (IOException e) {
      say.accept("commands of this home will not find the federation: " + e);
    } catch (InterruptedException end) {
      // As wanted.
    }
  }

  private static Duration longer(Duration pause) {
    return pause.compareTo(LATER.dividedBy(2)) < 0 ? pause.multipliedBy(2) : LATER;
  }

  private void ask() throws IOException, InterruptedException {
    try {
      Whereabouts answer =
          nats.request(
              nats.subjects().majorDomoWhere(),
              new WhereaboutsAsked(1),
              Whereabouts.class,
              ANSWERS_WITHIN);
      String told = Objects.requireNonNullElse(answer.home(), "");
      if (!told.equals(joined.majorDomo())) {
        joined = joined.at(told);
        write();
      }
    } catch (BusException nobody) {
      // It is asked again.
    }
  }

  private void write() throws IOException {
    Path file = joined.file(home);
    PrivateFiles.folder(home.resolve(Joined.FOLDER));
    PrivateFiles.write(file, Json.bytes(joined));
  }

  @Override
  public void close() throws IOException, InterruptedException {
    thread.interrupt();
    thread.join();
    Files.deleteIfExists(joined.file(home));
  }
}
