package org.computepods.majordomo.shell;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.computepods.chef.bus.Heartbeats.Word;
import org.computepods.chef.wire.Heartbeat;

/**
 * Every pod that was ever heard of in this life or remembered from one before, and whether it
 * lives. Safe for all threads.
 */
final class Pods {
  /** The role of a pod that runs jobs. */
  static final String CHEF = "chef";

  /** The role of a pod that watches files. */
  static final String WATCHER = "fswatcher";

  /** The chef that runs commands of a project's own. */
  static final String COMMAND = "command";

  /**
   * A pod as it last said of itself.
   *
   * @param heardNanos when, on the monotonic clock
   * @param switchedOff chefs that somebody switched off there, in this life
   */
  record Pod(Heartbeat heartbeat, boolean alive, long heardNanos, Set<String> switchedOff) {
    Pod(Heartbeat heartbeat, boolean alive, long heardNanos) {
      this(heartbeat, alive, heardNanos, Set.of());
    }

    private Pod with(Set<String> off) {
      return new Pod(heartbeat, alive, heardNanos, Set.copyOf(off));
    }

    /** When it was heard last, on the wall clock. */
    long heardMs() {
      long agoNanos = System.nanoTime() - heardNanos;
      return System.currentTimeMillis() - TimeUnit.NANOSECONDS.toMillis(agoNanos);
    }

    String name() {
      return heartbeat.pod();
    }

    boolean cooks() {
      return heartbeat.roles().contains(CHEF);
    }
  }

  /** What a word changed. */
  enum Change {
    NOTHING,
    /** Only the number of slots. */
    SLOTS,
    /** Somebody came, went, began a new life, or serves other sets. */
    CHEFS
  }

  private final Map<String, Pod> pods = new HashMap<>();
  private final Map<String, Set<String>> switchedOff = new HashMap<>();

  /** A pod of an earlier life: it is away until it is heard. */
  synchronized void remember(Heartbeat heartbeat, long heardMs) {
    long agoMs = System.currentTimeMillis() - heardMs;
    long heardNanos = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(agoMs);
    pods.putIfAbsent(heartbeat.pod(), new Pod(heartbeat, false, heardNanos));
  }

  synchronized Change hear(Word word) {
    return switch (word) {
      case Word.Alive(Heartbeat heartbeat) -> {
        var old = pods.put(heartbeat.pod(), new Pod(heartbeat, true, System.nanoTime()));
        if (old == null || !old.alive() || !sameChefs(old.heartbeat(), heartbeat)) {
          yield Change.CHEFS;
        }
        yield old.heartbeat().slots() == heartbeat.slots() ? Change.NOTHING : Change.SLOTS;
      }
      case Word.Gone(String name) -> {
        var old = pods.get(name);
        if (old == null || !old.alive()) {
          yield Change.NOTHING;
        }
        pods.put(name, new Pod(old.heartbeat(), false, old.heardNanos()));
        yield Change.CHEFS;
      }
    };
  }

  private static boolean sameChefs(Heartbeat old, Heartbeat now) {
    return old.instance().equals(now.instance())
        && old.chefs().equals(now.chefs())
        && old.roles().equals(now.roles())
        && old.tools().equals(now.tools());
  }

  synchronized List<Pod> all() {
    var all = new ArrayList<Pod>();
    pods.forEach((name, pod) -> all.add(pod.with(switchedOff.getOrDefault(name, Set.of()))));
    all.sort((a, b) -> a.name().compareTo(b.name()));
    return all;
  }

  synchronized Optional<Pod> pod(String name) {
    return Optional.ofNullable(pods.get(name));
  }

  boolean alive(String name) {
    return pod(name).map(Pod::alive).orElse(false);
  }

  /** Those that run jobs now. */
  List<Pod> cooking() {
    return all().stream().filter(Pod::alive).filter(Pod::cooks).toList();
  }

  /** Somebody switched a chef on or off. */
  synchronized void switched(String pod, String chef, boolean enabled) {
    var off = switchedOff.computeIfAbsent(pod, name -> new TreeSet<>());
    if (enabled) {
      off.remove(chef);
    } else {
      off.add(chef);
    }
  }

  /** Chefs of a pod that were switched off in this life. */
  synchronized List<String> switchedOff(String pod) {
    return List.copyOf(switchedOff.getOrDefault(pod, Set.of()));
  }

  int slots() {
    return cooking().stream().mapToInt(pod -> pod.heartbeat().slots()).sum();
  }

  int busy() {
    return cooking().stream().mapToInt(pod -> pod.heartbeat().busy()).sum();
  }
}
