package org.computepods.cli.federation;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.computepods.chef.rest.Answer;
import org.computepods.chef.rest.RestClient;
import org.computepods.cli.Failure;
import org.computepods.cli.json.Document;

/** The federation of a home, as a command sees it. */
public final class Federation {
  private final Path home;
  private final Map<String, String> env;
  private final Consumer<String> complain;
  private final Patience patience;
  private Optional<Running> running = Optional.empty();
  private Optional<Doubt> doubt = Optional.empty();

  /**
   * @param complain told what takes time or is not as it should be
   */
  public Federation(Path home, Map<String, String> env, Consumer<String> complain) {
    this(home, env, complain, Patience.USUAL);
  }

  Federation(Path home, Map<String, String> env, Consumer<String> complain, Patience patience) {
    this.home = home;
    this.env = env;
    this.complain = complain;
    this.patience = patience;
  }

  /** One exchange with a server. */
  public interface Exchange {
    Answer with(RestClient client) throws IOException;
  }

  /**
   * Makes a command's first exchange, which shows whether the federation is there; starts one if
   * none is, or if it runs another build of this software and is idle. One that does not answer is
   * waited for, and that is told.
   */
  public Answer firstOrStart(Exchange exchange) throws IOException {
    Optional<Running> there = Running.read(home).filter(Running::listens);
    if (there.isPresent() && isCurrent(there.get())) {
      try {
        Answer answer = exchange.with(useWaiting(there.get()));
        if (!isStranger(answer)) {
          return answer;
        }
      } catch (IOException e) {
        if (there.get().answers(patience)) {
          throw e;
        }
      }
    }
    Optional<Running> joined = joined();
    return exchange.with(useWaiting(joined.isPresent() ? joined.get() : start()));
  }

  private Running start() {
    return new Starter(home, env, patience).start(complain);
  }

  /**
   * The federation of another home that a role of this one works for.
   *
   * @throws Failure if there is one and it cannot be asked
   */
  private Optional<Running> joined() {
    List<Joined> all = Joined.of(home);
    Optional<Running> there = reachable(all);
    if (there.isPresent() || all.isEmpty()) {
      return there;
    }
    complain.accept("cpCtrl: waiting for the MajorDomo at " + all.getFirst().natsUrl());
    boolean known = all.stream().anyMatch(each -> !each.majorDomo().isEmpty());
    Duration wait = known ? patience.probe() : Joined.KNOWN_WITHIN;
    long end = System.nanoTime() + wait.toNanos();
    while (there.isEmpty() && !all.isEmpty()) {
      if (System.nanoTime() > end) {
        throw all.getFirst().unreachable();
      }
      LockSupport.parkNanos(Joined.BETWEEN_LOOKS.toNanos());
      all = Joined.of(home);
      there = reachable(all);
    }
    return there;
  }

  private Optional<Running> reachable(List<Joined> all) {
    return all.stream().flatMap(each -> each.running(home).stream()).findFirst();
  }

  /**
   * The same, but nothing is started.
   *
   * @throws Failure if one runs and does not answer
   */
  public Answer first(Exchange exchange) throws IOException {
    Running there = running().orElseThrow(this::none);
    Answer answer = exchange.with(use(there, Doubt.ending(there, patience)));
    if (isStranger(answer)) {
      throw none();
    }
    return answer;
  }

  /** Starts it where none runs. */
  public Running up() {
    Optional<Running> there = Running.read(home).filter(this::answers);
    return there.isPresent() && isCurrent(there.get())
        ? there.get()
        : joined().orElseGet(this::start);
  }

  /** Whether ours runs and answers. */
  public boolean isUp() {
    try {
      return Running.read(home).filter(this::answers).isPresent();
    } catch (Failure silent) {
      return false;
    }
  }

  /** How it says that it stands, if it runs. */
  public Optional<Document> status() throws IOException {
    var there = running();
    if (there.isEmpty()) {
      return Optional.empty();
    }
    Answer answer =
        there.get().client(patience, Doubt.ending(there.get(), patience)).get("/status");
    return answer.isOk() ? Optional.of(Document.parse(answer.body())) : Optional.empty();
  }

  /** What runs, if anything. */
  public Optional<Running> running() {
    return Running.read(home).filter(Running::listens).or(() -> reachable(Joined.of(home)));
  }

  /** The client that the first exchange was made with. */
  public RestClient client() {
    Running there = running.orElseThrow(this::none);
    return there.client(patience, doubt.orElseGet(() -> Doubt.ending(there, patience)));
  }

  /** The same for who is in a hurry: one that gives up after some seconds. */
  public RestClient hurriedClient() {
    return running.orElseThrow(this::none).client(patience.probe());
  }

  private RestClient useWaiting(Running there) {
    return use(there, Doubt.waiting(there, patience, complain));
  }

  private RestClient use(Running there, Doubt thereof) {
    running = Optional.of(there);
    doubt = Optional.of(thereof);
    return there.client(patience, thereof);
  }

  private boolean answers(Running there) {
    return there.answers(patience);
  }

  /** Somebody else took the port of a federation that is gone. */
  private static boolean isStranger(Answer answer) {
    return answer.status() == 401 || answer.status() == 421;
  }

  private boolean isCurrent(Running there) {
    if (there.software().isEmpty() || there.software().equals(Software.of(home).id())) {
      return true;
    }
    if (isIdle(there)) {
      return false;
    }
    complain.accept(
        "cpCtrl: the federation runs another build of ComputePods and is busy; it is replaced when"
            + " idle");
    return true;
  }

  private boolean isIdle(Running there) {
    try {
      Answer status =
          there.client(patience, Doubt.waiting(there, patience, complain)).get("/status");
      return !status.isOk() || Document.parse(status.body()).list("running").isEmpty();
    } catch (IOException | IllegalArgumentException e) {
      return true;
    }
  }

  private Failure none() {
    List<Joined> joined = Joined.of(home);
    if (!joined.isEmpty()) {
      return joined.getFirst().unreachable();
    }
    return Failure.noFederation(
        "no federation runs in " + home + " (cpCtrl build starts one, and so does cpCtrl up)");
  }
}
