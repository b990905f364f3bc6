package org.computepods.majordomo.shell;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.computepods.chef.bus.BusException;
import org.computepods.chef.wire.CanBuildFrom;
import org.computepods.chef.wire.Heartbeat;
import org.computepods.chef.wire.HowToBuild;
import org.computepods.majordomo.state.KnownChef;
import org.computepods.majordomo.state.StateStore;
import org.computepods.rules.project.RuleSet;

/** What chefs said that they can build: <em>how to build</em>, <em>can build from</em>. */
final class Chefs {
  /** How long chefs that are known may take to answer. */
  private static final Duration ANSWERS = Duration.ofSeconds(2);

  /** How long to listen where nobody is known. */
  private static final Duration ANYBODY = Duration.ofMillis(200);

  /** Whoever was not heard for so long is not waited for any more. */
  private static final Duration REMEMBERED = Duration.ofDays(90);

  /** Who serves what it has not said is asked again so long after it was asked last. */
  private static final Duration ASKED_AGAIN = Duration.ofSeconds(30);

  private final Messenger messenger;
  private final Pods pods;
  private final StateStore store;
  private final Duration patience;
  private final LongSupplier nanos;
  private volatile long askedNanos;
  private volatile List<Publication> publications = List.of();
  private volatile Map<String, RuleSet> offered = Map.of();
  private final CountDownLatch asked = new CountDownLatch(1);

  /** Done when everybody has been heard who came before. */
  private volatile CompletableFuture<Void> heard = CompletableFuture.completedFuture(null);

  /**
   * A set that a pod published.
   *
   * @param instance in which of its lives
   */
  private record Publication(String pod, String instance, RuleSet set, String text) {
    String key() {
      return pod + " " + set.name();
    }

    boolean isAs(Publication other) {
      return key().equals(other.key())
          && instance.equals(other.instance())
          && text.equals(other.text());
    }
  }

  /** Knows those that were known in the life before, and notes in this store whom it knows. */
  Chefs(Messenger messenger, Pods pods, StateStore store) {
    this(messenger, pods, store, ANSWERS, System::nanoTime);
  }

  Chefs(Messenger messenger, Pods pods, StateStore store, Duration patience, LongSupplier nanos) {
    this.messenger = messenger;
    this.pods = pods;
    this.store = store;
    this.patience = patience;
    this.nanos = nanos;
    this.askedNanos = nanos.getAsLong();
    recall(store.chefs());
  }

  /** Each is away until it is heard, and one that is away keeps its rules. */
  private void recall(List<KnownChef> known) {
    long oldest = System.currentTimeMillis() - REMEMBERED.toMillis();
    var recalled = new ArrayList<Publication>();
    for (KnownChef chef : known) {
      Heartbeat heartbeat = chef.heartbeat();
      if (chef.heardMs() > oldest) {
        published(heartbeat.pod(), heartbeat.instance(), chef.set(), chef.text())
            .ifPresent(recalled::add);
        pods.remember(heartbeat, chef.heardMs());
      }
    }
    publications = List.copyOf(recalled);
    offered = sets();
  }

  /** The digest of each set, once chefs have been asked for the first time. */
  Map<String, String> digests(Duration patience) throws InterruptedException {
    var _ = asked.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    return digests(offered);
  }

  /** Somebody has come or gone: nobody is believed to be heard before the answer is completed. */
  CompletableFuture<Void> expectNews() {
    var news = new CompletableFuture<Void>();
    heard = news;
    askedNanos = nanos.getAsLong();
    return news;
  }

  /** Whether somebody serves what it has not said, and has not been asked for a while. */
  boolean isSomebodyForgotten() {
    return heard.isDone()
        && nanos.getAsLong() - askedNanos >= ASKED_AGAIN.toNanos()
        && isSomebodySilent();
  }

  /** Done when everybody has been heard who came before, or after this time. */
  CompletableFuture<Void> heard(Duration patience) {
    return heard.copy().completeOnTimeout(null, patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** The sets that chefs publish, one of each name. */
  List<RuleSet> offered() {
    return List.copyOf(offered.values());
  }

  /**
   * Asks everyone for everything. One that is slow to answer serves what it served: a loaded
   * machine is no reason to read a project otherwise.
   *
   * @return whether any set is another one than before
   */
  synchronized boolean ask() throws BusException, InterruptedException {
    var expected = expected();
    var question = new HowToBuild(1, List.of(), null, null, null, Map.of());
    var answers =
        messenger
            .nats()
            .scatter(
                messenger.subjects().buildHowTo(),
                question,
                CanBuildFrom.class,
                expected.isEmpty() ? ANYBODY : patience,
                heard -> !expected.isEmpty() && names(heard).containsAll(expected));
    var before = publications;
    publications = standing(answers);
    if (!isSame(before, publications)) {
      note();
    }
    var sets = sets();
    boolean news = !digests(sets).equals(digests(offered));
    offered = sets;
    asked.countDown();
    return news;
  }

  /** The next life begins with what is known now. */
  synchronized void note() {
    var known = new ArrayList<KnownChef>();
    for (var published : publications) {
      pods.pod(published.pod())
          .map(
              pod ->
                  new KnownChef(
                      published.set().name(), published.text(), pod.heartbeat(), pod.heardMs()))
          .ifPresent(known::add);
    }
    store.know(known);
  }

  /** One of each name that is published. */
  private Map<String, RuleSet> sets() {
    var sets = new LinkedHashMap<String, RuleSet>();
    // Of two that publish other sets under one name, the same one counts each time; who is away
    // counts only where nobody else does.
    publications.stream()
        .sorted(
            Comparator.comparing((Publication published) -> !pods.alive(published.pod()))
                .thenComparing(Publication::pod))
        .forEach(published -> sets.putIfAbsent(published.set().name(), published.set()));
    return sets;
  }

  private static boolean isSame(List<Publication> before, List<Publication> now) {
    boolean same = before.size() == now.size();
    for (int i = 0; same && i < now.size(); i++) {
      same = now.get(i).isAs(before.get(i));
    }
    return same;
  }

  /** Whether somebody serves what it has not said yet: it may just have begun, and be slow. */
  boolean isSomebodySilent() {
    return !publications.stream().map(Publication::key).toList().containsAll(expected());
  }

  /**
   * What was said now, and before by those that serve the same still and were slow to answer, or
   * are away: a rule never vanishes because a chef does.
   */
  private List<Publication> standing(List<CanBuildFrom> answers) {
    var standing = new LinkedHashMap<String, Publication>();
    for (var published : publications) {
      if (stands(published)) {
        standing.put(published.key(), published);
      }
    }
    for (var answer : answers) {
      String set = answer.set();
      String text = answer.setText();
      if (set != null && text != null) {
        published(answer.pod(), instance(answer.pod()), set, text)
            .ifPresent(published -> standing.put(published.key(), published));
      }
    }
    return List.copyOf(standing.values());
  }

  private static Optional<Publication> published(
      String pod, String instance, String set, String text) {
    return RuleSet.parse(text, pod + ":" + set)
        .set()
        .map(parsed -> new Publication(pod, instance, parsed, text));
  }

  private boolean stands(Publication published) {
    return pods.pod(published.pod())
        .filter(
            pod ->
                !pod.alive()
                    || (pod.heartbeat().instance().equals(published.instance())
                        && pod.heartbeat().chefs().contains(published.set().name())))
        .isPresent();
  }

  private String instance(String pod) {
    return pods.pod(pod).map(known -> known.heartbeat().instance()).orElse("");
  }

  /** Asks who takes jobs of this kind; those that answer pull them from now on. */
  List<String> askKind(HowToBuild question, int expected)
      throws BusException, InterruptedException {
    return messenger
        .nats()
        .scatter(
            messenger.subjects().buildHowTo(),
            question,
            CanBuildFrom.class,
            ANSWERS,
            heard -> heard.size() >= expected)
        .stream()
        .map(CanBuildFrom::pod)
        .distinct()
        .toList();
  }

  private Set<String> expected() {
    return pods.cooking().stream()
        .flatMap(
            pod ->
                pod.heartbeat().chefs().stream()
                    .filter(chef -> !chef.equals(Pods.COMMAND))
                    .map(chef -> pod.name() + " " + chef))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Set<String> names(List<CanBuildFrom> answers) {
    return answers.stream()
        .map(answer -> answer.pod() + " " + answer.set())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Map<String, String> digests(Map<String, RuleSet> sets) {
    return digests(sets.values());
  }

  /** The digest of each of these sets, by its name. */
  static Map<String, String> digests(Collection<RuleSet> sets) {
    var digests = new HashMap<String, String>();
    sets.forEach(set -> digests.put(set.name(), set.digest().hex()));
    return digests;
  }
}
