package org.computepods.chef.bus;

import io.nats.client.Dispatcher;
import io.nats.client.Message;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.computepods.chef.json.Json;
import org.computepods.chef.json.MalformedJson;
import org.jspecify.annotations.Nullable;

/**
 * Takes jobs from the work queue, and works on never more than there are slots.
 *
 * <p>A message may hold several jobs ({@link Parcel}). From a consumer that is ours alone, some are
 * taken ahead of free slots, so that none waits for the queue; of others, never more than there are
 * free slots ({@link JobAsking}). Where a standing request is answered after the slots were filled,
 * the job goes back at once. Jobs that come twice are run once ({@link Leases}).
 */
public final class JobQueue<T> implements AutoCloseable {
  /** Works on a job, on a platform thread that works on nothing else meanwhile. */
  @FunctionalInterface
  public interface Worker<T> {
    void work(Lease<T> lease) throws Exception;

    /** A job has come that will be worked on when there is a slot. Must be quick. */
    default void waits(Lease<T> lease) {}

    /** A job that waited has been given back. Must be quick. */
    default void waitsNoMore(Lease<T> lease) {}
  }

  private static final System.Logger LOG = System.getLogger("org.computepods.chef.bus");

  private static final Duration JUDGED_EVERY = Duration.ofMillis(250);

  /** A job that its worker left undecided comes again after this. */
  private static final Duration UNDECIDED = Duration.ofSeconds(1);

  private final NatsClient client;
  private final Class<T> type;
  private final Worker<T> worker;
  private final QueueTalk talk;
  private final JobAsking asking;
  private final Leases<T> leases;
  private final Dispatcher dispatcher;
  private final Subscription states;
  private final ScheduledExecutorService clock;
  private final ScheduledFuture<?> ticks;

  /** Jobs that wait for a slot, the smaller rank first. */
  private final PriorityQueue<Loan<T>> waiting =
      new PriorityQueue<>(
          Comparator.<Loan<T>>comparingInt(loan -> loan.parcel.rank)
              .thenComparingLong(loan -> loan.number));

  private final ExecutorService workers =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("worker-", 1).factory());

  private int slots;
  private int busy;
  private long loansMade;
  private boolean closed;

  JobQueue(NatsClient client, Class<T> type, int slots, Worker<T> worker) {
    this.client = client;
    this.type = type;
    this.slots = slots;
    this.worker = worker;
    String inbox = client.connection().createInbox() + ".";
    this.talk = new QueueTalk(client);
    this.asking = new JobAsking(talk, client.streams().names().jobs(), inbox);
    this.leases = new Leases<>(talk, inbox + "lease.");
    this.dispatcher = client.connection().createDispatcher();
    dispatcher.subscribe(inbox + "ask.*", message -> arrived(message, false));
    dispatcher.subscribe(inbox + "probe.*", this::probed);
    dispatcher.subscribe(inbox + "stand.*", message -> arrived(message, true));
    dispatcher.subscribe(inbox + "lease.*", this::confirmed);
    this.states =
        client.onState(
            state -> {
              if (state == ConnectionState.RECONNECTED) {
                askAgain();
              }
            });
    this.clock =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("job leases").factory());
    this.ticks =
        clock.scheduleAtFixedRate(
            this::tick, JUDGED_EVERY.toMillis(), JUDGED_EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Pulls from this consumer from now on. One that does not exist yet is asked again several times
   * a second, and on a repeated call.
   *
   * @param rank smaller ones first
   * @param exclusive whether nobody else pulls from it, so that a lease that cannot be confirmed is
   *     no reason to kill the tool
   */
  public synchronized void take(String consumer, int rank, boolean exclusive) {
    asking.take(consumer, rank, exclusive, mayAsk());
  }

  /** Pulls from this consumer no more; its jobs that run go on. */
  public synchronized void leave(String consumer) {
    asking.leave(consumer);
  }

  /** Changes how many jobs may run at once; 0 stops pulling. */
  public synchronized void slots(int wanted) {
    slots = wanted;
    if (slots == 0) {
      giveBackWaiting();
    }
    startWaiting();
    fill();
  }

  /** How many jobs are being worked on. */
  public synchronized int busy() {
    return busy;
  }

  /** Waits until no job is being worked on; false if some still are after this time. */
  public boolean awaitIdle(Duration wait) throws InterruptedException {
    long end = System.nanoTime() + wait.toNanos();
    synchronized (this) {
      while (busy > 0) {
        long left = end - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
      return true;
    }
  }

  private boolean canAsk() {
    return !closed && client.state() != ConnectionState.DISCONNECTED;
  }

  private boolean mayAsk() {
    return slots > 0 && canAsk();
  }

  /** Asks for as many jobs as there are free slots. */
  private void fill() {
    if (canAsk()) {
      asking.fill(slots - busy - waiting.size(), slots);
    }
  }

  private synchronized void probed(Message message) {
    if (message.isJetStream()) {
      talk.say(message.getReplyTo(), QueueTalk.nak(Duration.ZERO)); // It knows no max_bytes.
    } else if (asking.probed(message)) {
      fill();
    }
  }

  private synchronized void arrived(Message message, boolean standing) {
    if (message.isStatusMessage()) {
      asking.status(message, standing, !closed);
    } else if (message.isJetStream()) {
      job(message, standing);
    }
    fill();
  }

  private void job(Message message, boolean standing) {
    var meta = message.metaData();
    Optional<JobSource> from = asking.source(meta.getConsumer());
    from.ifPresent(source -> source.answeredByJob(standing));
    String key = meta.streamSequence() + "@" + meta.timestamp().toInstant();
    Optional<Parcel<T>> here = leases.here(key);
    if (here.isPresent() && !here.get().lost()) {
      here.get().adopt(message.getReplyTo());
    } else if (leases.isDone(key)) {
      talk.say(message.getReplyTo(), QueueTalk.ACK);
    } else if (from.isEmpty() || closed || !hasRoom(from.get()) || here.isPresent()) {
      talk.say(message.getReplyTo(), QueueTalk.nak(Duration.ZERO));
    } else {
      begin(message, key, from.get());
    }
  }

  private boolean hasRoom(JobSource source) {
    return source.exclusive ? slots > 0 : busy + waiting.size() < slots;
  }

  private void begin(Message message, String key, JobSource from) {
    List<T> jobs;
    try {
      jobs = Json.readAll(message.getData(), type);
    } catch (MalformedJson e) {
      talk.say(message.getReplyTo(), QueueTalk.TERM);
      return;
    }
    long count = message.metaData().deliveredCount();
    var parcel = leases.begin(key, from, new Parcel.Delivery(count, message.getReplyTo()));
    for (int n = 0; n < jobs.size(); n++) {
      var loan = new Loan<>(parcel, n, jobs.get(n), ++loansMade, this, () -> !waiting.isEmpty());
      // Done already, where another job of its message went back.
      if (!leases.isDone(loan.key())) {
        parcel.open.add(loan);
        waiting.add(loan);
      }
    }
    parcel.open.forEach(worker::waits);
    parcel.endIfAllEnded();
    startWaiting();
  }

  private void startWaiting() {
    for (Loan<T> loan = nextWaiting(); loan != null; loan = nextWaiting()) {
      Loan<T> first = loan;
      workers.execute(() -> workOn(first));
    }
  }

  /** A job that gets a slot now. */
  private @Nullable Loan<T> nextWaiting() {
    Loan<T> next = !closed && busy < slots ? waiting.poll() : null;
    if (next != null) {
      busy++;
    }
    return next;
  }

  /** One job, and then whatever waits, on the same thread. */
  private void workOn(Loan<T> first) {
    for (Loan<T> loan = first; loan != null; loan = freed()) {
      try {
        worker.work(loan);
      } catch (Exception e) {
        // The worker says itself what went wrong; the job goes back below.
      }
      if (!loan.isWorked()) {
        loan.giveBack(UNDECIDED);
      }
    }
  }

  private synchronized @Nullable Loan<T> freed() {
    busy--;
    Loan<T> next = nextWaiting();
    if (busy == 0) {
      notifyAll();
    }
    fill();
    return next;
  }

  private void giveBackWaiting() {
    for (Loan<T> loan = waiting.poll(); loan != null; loan = waiting.poll()) {
      worker.waitsNoMore(loan);
      loan.giveBack(Duration.ZERO);
    }
  }

  private synchronized void confirmed(Message message) {
    leases.confirmed(message.getSubject());
  }

  /** A clock that fails once would never tick again, and no lease be renewed. */
  private void tick() {
    try {
      List<Loan<T>> lost;
      synchronized (this) {
        long now = System.nanoTime();
        lost = leases.tick(now);
        asking.tick(now, mayAsk());
        fill();
      }
      lost.forEach(Loan::tellLost);
    } catch (RuntimeException fault) {
      LOG.log(System.Logger.Level.WARNING, "leases could not be seen to", fault);
    }
  }

  private synchronized void askAgain() {
    asking.askAgain(mayAsk());
  }

  /** Stops pulling and gives back what comes; jobs that run are the caller's to end first. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      giveBackWaiting();
    }
    states.close();
    ticks.cancel(false);
    clock.shutdownNow();
    workers.shutdown();
    try {
      dispatcher.drain(Duration.ofSeconds(1)).get(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (java.util.concurrent.ExecutionException | TimeoutException | RuntimeException e) {
      // Without a connection there is nothing to give back.
    }
  }
}
