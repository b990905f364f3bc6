package org.computepods.majordomo.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.computepods.chef.bus.BusException;
import org.computepods.majordomo.core.Event;
import org.junit.jupiter.api.Test;

/** Whatever becomes of an errand that the core waits for, the core hears. */
class ErrandsTest {
  private final List<String> said = new CopyOnWriteArrayList<>();
  private final LinkedBlockingQueue<Event> told = new LinkedBlockingQueue<>();
  private final Errands errands = new Errands("/w", said::add, told::add);

  private Event told() throws InterruptedException {
    var event = told.poll(20, TimeUnit.SECONDS);
    assertThat(event).isNotNull();
    return event;
  }

  private void owe(Errands.Question question) {
    errands.owe("the watcher", question, why -> new Event.SyncFailed("b", why));
  }

  @Test
  void answer_thatComes_isTold() throws InterruptedException {
    owe(() -> new Event.ChefsChanged());
    assertThat(told()).isEqualTo(new Event.ChefsChanged());
    assertThat(said).isEmpty();
  }

  @Test
  void errand_thatFails_isAnsweredWithTheReason() throws InterruptedException {
    owe(
        () -> {
          throw new BusException(BusException.Reason.TIMEOUT, "no answer");
        });
    assertThat(told()).isEqualTo(new Event.SyncFailed("b", "no answer"));
  }

  @Test
  void errand_thatBreaks_isAnsweredAndTheFaultIsSaid() throws InterruptedException {
    owe(
        () -> {
          throw new IllegalStateException("never");
        });
    assertThat(((Event.SyncFailed) told()).message()).contains("never");
    owe(() -> deep(0));
    assertThat(((Event.SyncFailed) told()).message()).contains("StackOverflowError");
    assertThat(said).hasSize(2).allMatch(line -> line.contains("a fault of ours"));
  }

  @SuppressWarnings("InfiniteRecursion") // on purpose
  private static Event deep(int depth) {
    return deep(depth + 1);
  }

  @Test
  void errand_thatIsInterrupted_isAnswered() throws InterruptedException {
    owe(
        () -> {
          throw new InterruptedException();
        });
    assertThat(told()).isInstanceOf(Event.SyncFailed.class);
  }
}
