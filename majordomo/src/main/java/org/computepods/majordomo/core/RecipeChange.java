package org.computepods.majordomo.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.Dependency;
import org.computepods.rules.Task;

/**
 * In what a task is another one than that which ran: the word of its command, the dependency that
 * came or went. What a run read and wrote is in its trace; of what else it was, only this life
 * knows.
 */
final class RecipeChange {
  private static final int SHOWN = 3;

  /** A word longer than this is shown around the place where it differs. */
  private static final int WORD_MAX = 40;

  private final List<String> changes = new ArrayList<>();

  private RecipeChange() {}

  /**
   * Says it in one line.
   *
   * @param last what was run
   * @param before the task that it was run for; empty where that is not known any more
   */
  static String of(Trace last, Optional<Task> before, Task now) {
    var change = new RecipeChange();
    if (before.isPresent()) {
      change.compare(before.get().spelled(), now);
    } else {
      change.compare(last, now);
    }
    return change.changes.isEmpty()
        ? "its command or its environment changed"
        : abbreviate(change.changes);
  }

  static String abbreviate(List<String> changes) {
    int shown = Math.min(SHOWN, changes.size());
    String text = String.join(", ", changes.subList(0, shown));
    return changes.size() > shown ? text + " and " + (changes.size() - shown) + " more" : text;
  }

  private void compare(Trace last, Task now) {
    var had = new LinkedHashSet<ArtefactPath>();
    last.observed().stream()
        .filter(Trace.Observed::declared)
        .forEach(observed -> had.add(observed.path()));
    compare(had, dependencies(now), "dependencies");
    var outputs = last.outputs().stream().map(Trace.Output::path).toList();
    for (ArtefactPath output : now.outputs()) {
      if (!outputs.contains(output)) {
        changes.add(output + " is new among its outputs");
      }
    }
  }

  private void compare(Task before, Task now) {
    words(before.command(), now.command());
    compare(dependencies(before), dependencies(now), "dependencies");
    if (changes.isEmpty()) {
      roles(before, now);
    }
    compare(before.outputs(), now.outputs(), "outputs");
    compare(before.auxiliaries(), now.auxiliaries(), "auxiliaries");
    compare(before.env(), now.env());
    differ(before.requires(), now.requires(), "requires");
    differ(before.seeds(), now.seeds(), "seed");
    differ(before.when(), now.when(), "when");
    differ(before.depfile(), now.depfile(), "depfile");
  }

  private void words(List<String> before, List<String> now) {
    int same = 0;
    while (same < Math.min(before.size(), now.size()) && before.get(same).equals(now.get(same))) {
      same++;
    }
    int alike = 0;
    while (alike < Math.min(before.size(), now.size()) - same
        && before.get(before.size() - 1 - alike).equals(now.get(now.size() - 1 - alike))) {
      alike++;
    }
    List<String> gone = before.subList(same, before.size() - alike);
    List<String> came = now.subList(same, now.size() - alike);
    if (gone.size() == 1 && came.size() == 1) {
      String[] shown = differing(gone.getFirst(), came.getFirst());
      changes.add("its command has '" + shown[1] + "' for '" + shown[0] + "'");
    } else if (!gone.isEmpty() || !came.isEmpty()) {
      var parts = new ArrayList<String>();
      if (!came.isEmpty()) {
        parts.add("has '" + clip(String.join(" ", came)) + "' now");
      }
      if (!gone.isEmpty()) {
        parts.add("has no '" + clip(String.join(" ", gone)) + "' any more");
      }
      changes.add("its command " + String.join(" and ", parts));
    }
  }

  /** Two long words, cut down to where they differ. */
  private static String[] differing(String before, String now) {
    if (before.length() <= WORD_MAX && now.length() <= WORD_MAX) {
      return new String[] {before, now};
    }
    int same = 0;
    int shorter = Math.min(before.length(), now.length());
    while (same < shorter && before.charAt(same) == now.charAt(same)) {
      same++;
    }
    int alike = 0;
    while (alike < shorter - same
        && before.charAt(before.length() - 1 - alike) == now.charAt(now.length() - 1 - alike)) {
      alike++;
    }
    int from = before.lastIndexOf(' ', Math.max(0, same - 1)) + 1;
    return new String[] {around(before, from, alike), around(now, from, alike)};
  }

  private static String around(String word, int from, int alike) {
    int to = word.indexOf(' ', Math.max(from, word.length() - alike));
    String cut = clip(word.substring(from, to < 0 ? word.length() : to));
    return (from > 0 ? "..." : "") + cut + (to < 0 ? "" : "...");
  }

  private static String clip(String text) {
    String line = text.replace('\n', ' ');
    return line.length() <= WORD_MAX ? line : line.substring(0, WORD_MAX) + "...";
  }

  private static List<ArtefactPath> dependencies(Task task) {
    return Stream.concat(task.dependencies().stream(), task.secondary().stream())
        .map(Dependency::path)
        .toList();
  }

  private void compare(Collection<ArtefactPath> before, Collection<ArtefactPath> now, String what) {
    var had = new HashSet<ArtefactPath>(before);
    var has = new HashSet<ArtefactPath>(now);
    for (ArtefactPath path : now) {
      if (!had.contains(path)) {
        changes.add(path + " is new among its " + what);
      }
    }
    for (ArtefactPath path : before) {
      if (!has.contains(path)) {
        changes.add(path + " is no longer among its " + what);
      }
    }
    if (had.equals(has) && !List.copyOf(before).equals(List.copyOf(now)) && changes.isEmpty()) {
      changes.add("its " + what + " are in another order");
    }
  }

  /** The same dependencies, but read through other views, or demanded where they were not. */
  private void roles(Task before, Task now) {
    for (Dependency dependency : now.dependencies()) {
      if (before.secondary().stream().anyMatch(d -> d.path().equals(dependency.path()))) {
        changes.add(dependency.path() + " is required now");
      }
    }
    for (Dependency dependency : now.secondary()) {
      if (before.dependencies().stream().anyMatch(d -> d.path().equals(dependency.path()))) {
        changes.add(dependency.path() + " is no longer required");
      }
    }
    Stream.concat(now.dependencies().stream(), now.secondary().stream())
        .filter(
            d ->
                Stream.concat(before.dependencies().stream(), before.secondary().stream())
                    .anyMatch(
                        other -> other.path().equals(d.path()) && !other.view().equals(d.view())))
        .forEach(d -> changes.add("it reads " + d.path() + " through another view"));
  }

  private void compare(Map<String, String> before, Map<String, String> now) {
    var names = new TreeSet<>(before.keySet());
    names.addAll(now.keySet());
    for (String name : names) {
      String was = before.get(name);
      String is = now.get(name);
      if (!Objects.equals(was, is)) {
        changes.add(
            is == null
                ? name + " is no longer in its environment"
                : "its environment has " + name + "=" + clip(is));
      }
    }
  }

  private void differ(Object before, Object now, String what) {
    if (!before.equals(now)) {
      changes.add("its '" + what + "' changed");
    }
  }
}
