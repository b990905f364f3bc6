package org.computepods.chef.bus;

import io.nats.client.Dispatcher;
import io.nats.client.Message;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
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
 * <p>A message may hold several jobs; they share its lease, and it is acknowledged when the last of
 * them is done. From a consumer that is ours alone, some jobs are taken ahead of free slots, so
 * that none waits for the queue; of others, never more than there are free slots. It pulls from
 * several consumers which share the slots. A consumer is first asked whether it has a job now,
 * those of the smaller rank first; one that has none is left a standing request for one job. Where
 * a standing request is answered after the slots were filled, the job goes back at once. Jobs that
 * come twice (a lost acknowledgement, a restarted server) are run once.
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

  private static final Duration RENEWED_EVERY = Duration.ofSeconds(1);
  private static final Duration JUDGED_EVERY = Duration.ofMillis(250);

  /** Less than {@link Streams#LEASE}, so that a tool dies before another chef gets its job. */
  private static final Duration LOST_AFTER = Duration.ofMillis(3_500);

  private static final Duration STANDING = Duration.ofSeconds(10);
  private static final Duration ANSWER_WAIT = Duration.ofSeconds(2);
  private static final Duration FIRST_ANSWER_WAIT = Duration.ofSeconds(1);

  /** A job that its worker left undecided comes again after this. */
  private static final Duration UNDECIDED = Duration.ofSeconds(1);

  private static final int PULLS_MAX = 10_000;

  /** Nobody listens where a consumer would, if it existed. */
  private static final int NO_SUCH_CONSUMER = 503;

  /** Done jobs that are remembered, in case they come again. */
  private static final int DONE_MAX = 10_000;

  private static final String ONE_NOW = "{\"batch\":1,\"no_wait\":true}";
  private static final byte[] ACK = "+ACK".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] TERM = "+TERM".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] IN_PROGRESS = "+WPI".getBytes(StandardCharsets.US_ASCII);

  private final NatsClient client;
  private final Class<T> type;
  private final Worker<T> worker;
  private final String inbox;
  private final Dispatcher dispatcher;
  private final Subscription states;
  private final ScheduledExecutorService clock;
  private final ScheduledFuture<?> ticks;
  private final List<Source> sources = new ArrayList<>();
  private final Map<String, Parcel> parcels = new HashMap<>();

  /** Jobs that wait for a slot, the smaller rank first. */
  private final PriorityQueue<Loan> waiting =
      new PriorityQueue<>(
          Comparator.<Loan>comparingInt(loan -> loan.parcel.rank)
              .thenComparingLong(loan -> loan.number));

  private final ExecutorService workers =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("worker-", 1).factory());
  private final Map<String, Boolean> done =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > DONE_MAX;
        }
      };

  /** Requests that may still be answered by a status; the older ones were answered by a job. */
  private final Map<Long, Source> pullsBySource =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Source> eldest) {
          return size() > PULLS_MAX;
        }
      };

  private int slots;
  private int busy;
  private long pulls;
  private long loansMade;
  private boolean closed;

  /**
   * A consumer that is pulled from. What answers which request is told by the subscription it comes
   * on, for a job carries its own subject.
   */
  private static final class Source {
    final String consumer;
    final int rank;
    final boolean exclusive;
    int asked;
    long askedAt;
    long standing;
    long standingSince;

    /** Whether it has ever answered: one that does not exist says nothing at all. */
    boolean proven;

    final long taken = System.nanoTime();

    Source(String consumer, int rank, boolean exclusive) {
      this.consumer = consumer;
      this.rank = rank;
      this.exclusive = exclusive;
    }
  }

  JobQueue(NatsClient client, Class<T> type, int slots, Worker<T> worker) {
    this.client = client;
    this.type = type;
    this.slots = slots;
    this.worker = worker;
    this.inbox = client.connection().createInbox() + ".";
    this.dispatcher = client.connection().createDispatcher();
    dispatcher.subscribe(inbox + "ask.*", message -> arrived(message, false));
    dispatcher.subscribe(inbox + "probe.*", this::probed);
    dispatcher.subscribe(inbox + "stand.*", message -> arrived(message, true));
    dispatcher.subscribe(inbox + "lease.*", message -> confirmed(message.getSubject()));
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
    for (Source source : sources) {
      if (source.consumer.equals(consumer)) {
        probe(source);
        return;
      }
    }
    var source = new Source(consumer, rank, exclusive);
    sources.add(source);
    sources.sort(Comparator.comparingInt(s -> s.rank));
    probe(source);
  }

  /** Pulls from this consumer no more; its jobs that run go on. */
  public synchronized void leave(String consumer) {
    sources.removeIf(source -> source.consumer.equals(consumer));
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

  /** Asks for as many jobs as there are free slots. */
  private void fill() {
    if (closed || client.state() == ConnectionState.DISCONNECTED) {
      return;
    }
    int free = slots - busy - waiting.size();
    for (Source source : sources) {
      free -= source.asked;
    }
    for (Source source : sources) {
      if (!source.proven && System.nanoTime() - source.taken < FIRST_ANSWER_WAIT.toNanos()) {
        return; // A better one has just been taken on, and will say at once whether it is there.
      }
      int ahead = source.exclusive ? slots : 0;
      for (; free + ahead > 0 && source.standing == 0 && source.proven; free--) {
        pull(source, "ask.", ONE_NOW);
        source.asked++;
        source.askedAt = System.nanoTime();
      }
    }
  }

  /**
   * Asks for less than any job has, of a consumer that may not exist: one that does says no. One
   * that does not says nothing, so this takes no slot.
   */
  private void probe(Source source) {
    if (!source.proven && slots > 0 && !closed && client.state() != ConnectionState.DISCONNECTED) {
      pull(source, "probe.", "{\"batch\":1,\"no_wait\":true,\"max_bytes\":1}");
    }
  }

  private synchronized void probed(Message message) {
    if (message.isJetStream()) {
      say(message.getReplyTo(), nak(Duration.ZERO)); // A server that knows no max_bytes.
      return;
    }
    Source source = pullsBySource.remove(number(message.getSubject()));
    if (source != null && message.getStatus().getCode() != NO_SUCH_CONSUMER) {
      source.proven = true;
      fill();
    }
  }

  private static long number(String subject) {
    return Long.parseLong(subject.substring(subject.lastIndexOf('.') + 1));
  }

  private void stand(Source source) {
    source.standing =
        pull(source, "stand.", "{\"batch\":1,\"expires\":" + STANDING.toNanos() + "}");
    source.standingSince = System.nanoTime();
  }

  private long pull(Source source, String how, String request) {
    pullsBySource.put(++pulls, source);
    publish(
        "$JS.API.CONSUMER.MSG.NEXT." + client.streams().names().jobs() + "." + source.consumer,
        inbox + how + pulls,
        request.getBytes(StandardCharsets.US_ASCII));
    return pulls;
  }

  private synchronized void arrived(Message message, boolean standing) {
    if (message.isStatusMessage()) {
      status(message, standing);
    } else if (message.isJetStream()) {
      job(message, standing);
    }
    fill();
  }

  private void status(Message message, boolean standing) {
    long pull = number(message.getSubject());
    Source source = pullsBySource.remove(pull);
    if (source == null) {
      return;
    }
    boolean away = message.getStatus().getCode() == NO_SUCH_CONSUMER;
    source.proven = !away;
    if (standing) {
      source.standing = source.standing == pull ? 0 : source.standing;
    } else {
      source.asked = Math.max(0, source.asked - 1);
      if (!away && source.standing == 0 && !closed) {
        stand(source);
      }
    }
  }

  private void job(Message message, boolean standing) {
    var meta = message.metaData();
    Source from = null;
    for (Source source : sources) {
      if (source.consumer.equals(meta.getConsumer())) {
        from = source;
      }
    }
    if (from != null) {
      from.proven = true;
      if (standing) {
        from.standing = 0;
      } else {
        from.asked = Math.max(0, from.asked - 1);
      }
    }
    String key = meta.streamSequence() + "@" + meta.timestamp().toInstant();
    Parcel here = parcels.get(key);
    if (here != null && !here.lost) {
      here.adopt(message.getReplyTo());
    } else if (done.containsKey(key)) {
      say(message.getReplyTo(), ACK);
    } else if (from == null || closed || !hasRoom(from) || here != null) {
      say(message.getReplyTo(), nak(Duration.ZERO));
    } else {
      begin(message, key, from);
    }
  }

  private boolean hasRoom(Source source) {
    return source.exclusive ? slots > 0 : busy + waiting.size() < slots;
  }

  private void begin(Message message, String key, Source from) {
    List<T> jobs;
    try {
      jobs = Json.readAll(message.getData(), type);
    } catch (MalformedJson e) {
      say(message.getReplyTo(), TERM);
      return;
    }
    var parcel = new Parcel(key, message.metaData().deliveredCount(), from, message.getReplyTo());
    parcels.put(key, parcel);
    for (int n = 0; n < jobs.size(); n++) {
      var loan = new Loan(parcel, n, jobs.get(n));
      // Done already, where another job of its message went back.
      if (!done.containsKey(loan.key())) {
        parcel.open.add(loan);
        waiting.add(loan);
      }
    }
    parcel.open.forEach(worker::waits);
    parcel.endIfAllEnded();
    startWaiting();
  }

  private void startWaiting() {
    for (Loan loan = nextWaiting(); loan != null; loan = nextWaiting()) {
      Loan first = loan;
      workers.execute(() -> workOn(first));
    }
  }

  /** A job that gets a slot now. */
  private @Nullable Loan nextWaiting() {
    Loan next = !closed && busy < slots ? waiting.poll() : null;
    if (next != null) {
      busy++;
    }
    return next;
  }

  /** One job, and then whatever waits, on the same thread. */
  private void workOn(Loan first) {
    for (Loan loan = first; loan != null; loan = freed()) {
      try {
        worker.work(loan);
      } catch (Exception e) {
        // The worker says itself what went wrong; the job goes back below.
      }
      if (!loan.worked) {
        loan.giveBack(UNDECIDED);
      }
    }
  }

  private synchronized @Nullable Loan freed() {
    busy--;
    Loan next = nextWaiting();
    if (busy == 0) {
      notifyAll();
    }
    fill();
    return next;
  }

  private void giveBackWaiting() {
    for (Loan loan = waiting.poll(); loan != null; loan = waiting.poll()) {
      worker.waitsNoMore(loan);
      loan.giveBack(Duration.ZERO);
    }
  }

  private synchronized void confirmed(String subject) {
    String key = subject.substring((inbox + "lease.").length());
    for (Parcel parcel : parcels.values()) {
      if (parcel.token.equals(key)) {
        parcel.confirmedAt = parcel.renewedAt;
      }
    }
  }

  private void tick() {
    var lost = new ArrayList<Loan>();
    synchronized (this) {
      long now = System.nanoTime();
      for (Parcel parcel : parcels.values()) {
        if (!parcel.exclusive && !parcel.lost && now - parcel.confirmedAt > LOST_AFTER.toNanos()) {
          parcel.lost = true;
          lost.addAll(parcel.open);
        } else if (!parcel.lost && now - parcel.renewedAt >= RENEWED_EVERY.toNanos()) {
          parcel.renewedAt = now;
          publish(parcel.ackTo, inbox + "lease." + parcel.token, IN_PROGRESS);
        }
      }
      for (Source source : sources) {
        if (source.asked > 0 && now - source.askedAt > ANSWER_WAIT.toNanos()) {
          source.asked = 0;
          source.proven = false;
        }
        probe(source);
        if (source.standing != 0
            && now - source.standingSince > STANDING.plus(ANSWER_WAIT).toNanos()) {
          source.standing = 0;
        }
      }
      fill();
    }
    lost.forEach(Loan::tellLost);
  }

  private synchronized void askAgain() {
    for (Source source : sources) {
      source.asked = 0;
      source.standing = 0;
      source.proven = false;
      probe(source);
    }
  }

  private void say(@Nullable String ackTo, byte[] what) {
    publish(ackTo, null, what);
  }

  private void publish(@Nullable String to, @Nullable String replyTo, byte[] what) {
    try {
      if (to != null) {
        client.connection().publish(to, replyTo, what);
      }
    } catch (IllegalStateException e) {
      // Not connected: the lease runs out, and the job comes again.
    }
  }

  private static byte[] nak(Duration delay) {
    String text = delay.isZero() ? "-NAK" : "-NAK {\"delay\":" + delay.toNanos() + "}";
    return text.getBytes(StandardCharsets.US_ASCII);
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

  /** A message of the queue that is ours, with the jobs in it. */
  private final class Parcel {
    final String key;
    final long deliveries;
    final boolean exclusive;
    final int rank;
    final String token = Long.toString(++pulls);
    final Set<Loan> open = new LinkedHashSet<>();
    private final List<Loan> finished = new ArrayList<>();
    @Nullable String ackTo;
    long renewedAt = System.nanoTime();
    long confirmedAt = renewedAt;
    volatile boolean lost;
    private @Nullable Duration back;

    Parcel(String key, long deliveries, Source from, @Nullable String ackTo) {
      this.key = key;
      this.deliveries = deliveries;
      this.exclusive = from.exclusive;
      this.rank = from.rank;
      this.ackTo = ackTo;
    }

    void adopt(@Nullable String newAckTo) {
      ackTo = newAckTo;
      confirmedAt = System.nanoTime();
    }

    boolean held() {
      return !lost && (exclusive || System.nanoTime() - confirmedAt <= LOST_AFTER.toNanos());
    }

    void end(Loan loan, @Nullable Duration goesBackAfter) {
      if (!open.remove(loan)) {
        return;
      }
      if (goesBackAfter == null) {
        finished.add(loan);
      } else if (back == null || goesBackAfter.compareTo(back) > 0) {
        back = goesBackAfter;
      }
      endIfAllEnded();
    }

    private void endIfAllEnded() {
      if (!open.isEmpty()) {
        return;
      }
      if (held()) {
        say(ackTo, back == null ? ACK : nak(back));
      }
      if (back == null) {
        done.put(key, true);
      } else {
        finished.forEach(each -> done.put(each.key(), true));
      }
      parcels.remove(key);
    }
  }

  /** A lease that is ours. */
  private final class Loan implements Lease<T> {
    final Parcel parcel;
    final int place;
    final T job;
    final long number = ++loansMade;
    private final List<Runnable> onLost = new ArrayList<>();

    /** Whether the worker has decided, or will. */
    volatile boolean worked;

    Loan(Parcel parcel, int place, T job) {
      this.parcel = parcel;
      this.place = place;
      this.job = job;
    }

    String key() {
      return parcel.key + "#" + place;
    }

    @Override
    public T job() {
      return job;
    }

    @Override
    public long deliveries() {
      return parcel.deliveries;
    }

    @Override
    public boolean held() {
      synchronized (JobQueue.this) {
        return parcel.held();
      }
    }

    @Override
    public void onLost(Runnable action) {
      synchronized (JobQueue.this) {
        if (!parcel.lost) {
          onLost.add(action);
          return;
        }
      }
      action.run();
    }

    void tellLost() {
      List<Runnable> actions;
      synchronized (JobQueue.this) {
        actions = List.copyOf(onLost);
      }
      actions.forEach(Runnable::run);
    }

    @Override
    public void worked() {
      worked = true;
    }

    @Override
    public boolean isLast() {
      synchronized (JobQueue.this) {
        return waiting.isEmpty();
      }
    }

    @Override
    public void done() {
      worked = true;
      synchronized (JobQueue.this) {
        parcel.end(this, null);
      }
    }

    @Override
    public void giveBack(Duration delay) {
      worked = true;
      synchronized (JobQueue.this) {
        parcel.end(this, delay);
      }
    }
  }
}
