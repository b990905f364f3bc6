package org.computepods.majordomo.shell;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.computepods.chef.bus.BusException;
import org.computepods.chef.wire.PodRequests.CancelReply;
import org.computepods.chef.wire.PodRequests.CancelRequest;
import org.computepods.chef.wire.PodRequests.ViewReply;
import org.computepods.chef.wire.PodRequests.ViewRequest;
import org.computepods.majordomo.core.Command;
import org.computepods.majordomo.core.Event;
import org.computepods.rules.Digest;
import org.jspecify.annotations.Nullable;

/**
 * Looks at contents through views: what comes up while a question is under way goes into the next
 * one. What was seen once is remembered. Programs look one by one, as long as it takes them, and
 * what they told is not remembered here, for they may be others the next time.
 */
final class Looks {
  private static final int AT_ONCE = 500;
  private static final int REMEMBERED = 200_000;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Longer than a pod gives a program: asked again before, the pod would begin it once more. */
  private static final Duration PROGRAM_PATIENCE = Duration.ofSeconds(75);

  private static final int PROGRAMS_AT_ONCE = 4;

  private record Key(Digest content, String view) {}

  private final Messenger messenger;
  private final Errands errands;
  private final Consumer<Event> tell;
  private final List<Command.Look> waiting = new ArrayList<>();
  private final Map<Key, Digest> seen =
      new LinkedHashMap<>(256, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Digest> eldest) {
          return size() > REMEMBERED;
        }
      };
  private final Semaphore programs = new Semaphore(PROGRAMS_AT_ONCE);

  /** Looks by programs that are under way, under the name that their pod knows each by. */
  private final Map<Command.Look, String> under = new ConcurrentHashMap<>();

  private boolean asking;

  Looks(Messenger messenger, Errands errands, Consumer<Event> tell) {
    this.messenger = messenger;
    this.errands = errands;
    this.tell = tell;
  }

  /** Answers by {@link Event.Seen}, at once where it was seen before. */
  void look(String pod, String workspace, Command.Look look) {
    if (look.view().startsWith("program ")) {
      String name = "look-" + UUID.randomUUID();
      under.put(look, name);
      errands.attend(
          "pod " + pod + " to look at " + look.path() + " by a program",
          () -> lookThrough(pod, workspace, look, name),
          why -> over(look, name, new Event.SeenThrough(look, Optional.empty(), List.of(), why)));
      return;
    }
    Optional<Digest> known;
    synchronized (this) {
      known = Optional.ofNullable(seen.get(new Key(look.content(), look.view())));
      if (known.isEmpty()) {
        waiting.add(look);
        if (asking) {
          return;
        }
        asking = true;
      }
    }
    if (known.isPresent()) {
      tell.accept(new Event.Seen(look.path(), look.content(), look.view(), known));
    } else {
      errands.attend(
          "pod " + pod + " to look at contents", () -> askAll(pod, workspace), this::giveUp);
    }
  }

  /** Has the program killed; whatever it tells still is told to nobody. */
  void giveUp(String pod, Command.Look look) {
    String name = under.remove(look);
    if (name != null) {
      errands.run(
          "give up a look at " + look.path() + " in",
          () ->
              messenger.ask(
                  messenger.subjects().jobCancel(pod),
                  new CancelRequest(1, name),
                  CancelReply.class,
                  PATIENCE));
    }
  }

  private void over(Command.Look look, String name, Event answer) {
    if (under.remove(look, name)) {
      tell.accept(answer);
    }
  }

  private void giveUp(String why) {
    List<Command.Look> left;
    synchronized (this) {
      left = List.copyOf(waiting);
      waiting.clear();
      asking = false;
    }
    left.forEach(look -> unanswered(look, why));
  }

  private void unanswered(Command.Look look, String why) {
    tell.accept(new Event.SeenThrough(look, Optional.empty(), List.of(), why));
  }

  private void lookThrough(String pod, String workspace, Command.Look look, String name)
      throws BusException, InterruptedException {
    var item = new ViewRequest.Item(look.path().value(), look.content().hex(), look.view());
    programs.acquire();
    try {
      if (!name.equals(under.get(look))) {
        return; // It was given up before it began.
      }
      var reply =
          messenger.attempt(
              PROGRAM_PATIENCE,
              () ->
                  messenger
                      .nats()
                      .request(
                          messenger.subjects().artefactView(pod),
                          new ViewRequest(1, workspace, List.of(item), name),
                          ViewReply.class,
                          PROGRAM_PATIENCE));
      var sight = reply.sights().isEmpty() ? null : reply.sights().getFirst();
      var lookers = reply.lookers();
      String failure = reply.error();
      over(
          look,
          name,
          new Event.SeenThrough(
              look,
              parse(sight),
              lookers == null ? List.of() : lookers,
              failure == null ? "" : failure));
    } finally {
      programs.release();
    }
  }

  private void askAll(String pod, String workspace) throws InterruptedException {
    for (var batch = take(); !batch.isEmpty(); batch = take()) {
      try {
        see(batch, ask(pod, workspace, batch));
      } catch (BusException e) {
        String why = String.valueOf(e.getMessage());
        if (e.reason() == BusException.Reason.NOBODY) {
          see(batch, List.of()); // The core asks what has changed, and then who is away.
        } else {
          batch.forEach(look -> unanswered(look, why));
        }
      } catch (RuntimeException | StackOverflowError | OutOfMemoryError fault) {
        batch.forEach(look -> unanswered(look, "a fault of ours: " + fault));
      }
    }
  }

  private void see(List<Command.Look> batch, List<@Nullable String> sights) {
    for (int i = 0; i < batch.size(); i++) {
      var look = batch.get(i);
      var sight = i < sights.size() ? parse(sights.get(i)) : Optional.<Digest>empty();
      sight.ifPresent(digest -> remember(new Key(look.content(), look.view()), digest));
      tell.accept(new Event.Seen(look.path(), look.content(), look.view(), sight));
    }
  }

  private synchronized List<Command.Look> take() {
    var batch = List.copyOf(waiting.subList(0, Math.min(AT_ONCE, waiting.size())));
    waiting.subList(0, batch.size()).clear();
    asking = !batch.isEmpty();
    return batch;
  }

  private synchronized void remember(Key key, Digest sight) {
    seen.put(key, sight);
  }

  private List<@Nullable String> ask(String pod, String workspace, List<Command.Look> batch)
      throws BusException, InterruptedException {
    var items =
        batch.stream()
            .map(
                look ->
                    new ViewRequest.Item(look.path().value(), look.content().hex(), look.view()))
            .toList();
    return messenger
        .ask(
            messenger.subjects().artefactView(pod),
            new ViewRequest(1, workspace, items),
            ViewReply.class,
            PATIENCE)
        .sights();
  }

  private static Optional<Digest> parse(@Nullable String hex) {
    try {
      return hex == null ? Optional.empty() : Optional.of(Digest.parse(hex));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }
}
