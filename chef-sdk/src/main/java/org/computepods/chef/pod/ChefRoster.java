package org.computepods.chef.pod;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.computepods.chef.store.Hashing;
import org.computepods.chef.wire.CanBuildFrom;
import org.computepods.chef.wire.HowToBuild;
import org.computepods.chef.wire.RegisterArtefactTypes;
import org.computepods.rules.project.ArtefactType;
import org.computepods.rules.project.Rule;
import org.computepods.rules.project.RuleSet;
import org.jspecify.annotations.Nullable;

/**
 * The chefs of a pod: one for each rule set whose tools it has, and {@link #COMMAND} for the
 * commands of projects. Each can be switched off and on again.
 */
final class ChefRoster {
  /** The chef that runs commands of a project's own. */
  static final String COMMAND = "command";

  private final String pod;
  private final List<RuleSet> sets;
  private final ToolShelf shelf;
  private final Hashing hashing;
  private final boolean commands;
  private final Map<String, String> digests = new ConcurrentHashMap<>();
  private final Set<String> asked = ConcurrentHashMap.newKeySet();
  private final TreeSet<String> off = new TreeSet<>();

  ChefRoster(PodSettings settings, List<RuleSet> known, ToolShelf shelf, Hashing hashing) {
    this.pod = settings.name();
    this.shelf = shelf;
    this.hashing = hashing;
    this.sets = known.stream().filter(set -> wanted(settings, set.name())).toList();
    this.commands = wanted(settings, COMMAND);
    off.addAll(settings.disabled());
  }

  private static boolean wanted(PodSettings settings, String chef) {
    return settings.chefs().map(names -> names.contains(chef)).orElse(true);
  }

  /** Names of the chefs that take jobs now. */
  synchronized List<String> names() {
    var names = new ArrayList<String>();
    served().forEach(set -> names.add(set.name()));
    if (commands && !off.contains(COMMAND)) {
      names.add(COMMAND);
    }
    return names;
  }

  /** Switches a chef, or with null all of them; whether there is such a chef. */
  synchronized boolean turn(@Nullable String chef, boolean on) {
    var all = new ArrayList<String>();
    sets.forEach(set -> all.add(set.name()));
    if (commands) {
      all.add(COMMAND);
    }
    if (chef != null && !all.contains(chef)) {
      return false;
    }
    for (String each : chef == null ? all : List.of(chef)) {
      if (on) {
        off.remove(each);
      } else {
        off.add(each);
      }
    }
    return true;
  }

  /** Those that are switched off. */
  synchronized List<String> off() {
    return List.copyOf(off);
  }

  /** Whether jobs of this kind may be taken. */
  synchronized boolean takes(HowToBuild question) {
    return serves(question.set(), question.setDigest())
        && question.requires().entrySet().stream().allMatch(e -> has(e.getKey(), e.getValue()));
  }

  private boolean serves(@Nullable String set, @Nullable String digest) {
    if (set == null) {
      return commands && !off.contains(COMMAND);
    }
    return served().stream()
        .anyMatch(s -> s.name().equals(set) && (digest == null || s.digest().hex().equals(digest)));
  }

  private boolean has(String property, String value) {
    return switch (property) {
      case "tool" -> Stream.of(value.split(",")).allMatch(tool -> shelf.find(tool).isPresent());
      case "pod" -> pod.equals(value);
      case "os" -> value.equalsIgnoreCase(System.getProperty("os.name"));
      case "arch" -> value.equalsIgnoreCase(System.getProperty("os.arch"));
      default -> false;
    };
  }

  private List<RuleSet> served() {
    return sets.stream()
        .filter(set -> !off.contains(set.name()))
        .filter(set -> set.required().stream().allMatch(tool -> shelf.find(tool).isPresent()))
        .toList();
  }

  /** The answers to a question: one for each set, or one for the kind. */
  List<CanBuildFrom> answers(HowToBuild question) {
    if (question.kind() != null) {
      return takes(question)
          ? List.of(
              new CanBuildFrom(
                  1,
                  pod,
                  question.set() == null ? COMMAND : question.set(),
                  question.kind(),
                  question.set(),
                  null,
                  List.of(),
                  Map.of()))
          : List.of();
    }
    List<RuleSet> now;
    synchronized (this) {
      now = served();
    }
    return now.stream().map(this::offer).toList();
  }

  private CanBuildFrom offer(RuleSet set) {
    return new CanBuildFrom(
        1,
        pod,
        set.name(),
        null,
        set.name(),
        set.text(),
        set.rules().stream().map(ChefRoster::line).toList(),
        digests(set.required()));
  }

  private static CanBuildFrom.Rule line(Rule rule) {
    return new CanBuildFrom.Rule(rule.fullName(), List.of(), List.of(), List.of(), List.of());
  }

  /**
   * Those digests that are known. The others are found out in the background, for a tool may be
   * large, and who asks what can be built does not wait for that.
   */
  private Map<String, String> digests(List<String> tools) {
    var known = new HashMap<String, String>();
    for (String tool : tools) {
      String digest = digests.get(tool);
      if (digest != null) {
        known.put(tool, digest);
      } else if (asked.add(tool)) {
        Thread.ofVirtual().name("digest of " + tool).start(() -> digest(tool));
      }
    }
    return known;
  }

  private void digest(String tool) {
    try {
      var path = shelf.find(tool);
      if (path.isPresent()) {
        hashing.digest(path.get().toRealPath()).ifPresent(d -> digests.put(tool, d.hex()));
      }
    } catch (IOException unreadable) {
      // Only executable: its identity cannot be told, and it runs all the same.
    }
  }

  /** What each chef knows of types. */
  synchronized List<RegisterArtefactTypes> types() {
    return served().stream()
        .map(
            set ->
                new RegisterArtefactTypes(
                    1, pod, set.name(), set.types().stream().map(ChefRoster::type).toList()))
        .toList();
  }

  private static RegisterArtefactTypes.Type type(ArtefactType type) {
    return new RegisterArtefactTypes.Type(
        type.name(), type.globs().stream().map(Object::toString).toList(), type.log());
  }

  /** The tools of the pod, by name. */
  Map<String, String> tools() {
    return shelf.all();
  }

  /** Whether a tool is there. */
  Optional<java.nio.file.Path> tool(String name) {
    return shelf.find(name);
  }
}
