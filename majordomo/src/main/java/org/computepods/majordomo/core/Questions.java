package org.computepods.majordomo.core;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.computepods.majordomo.core.TaskNode.Phase;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.Digest;
import org.computepods.rules.View;

/**
 * What is asked before tasks can be judged, and who waits for the answer: how contents look through
 * views, what has changed until now, and how versions differ.
 */
final class Questions {
  private final Scheduler scheduler;
  private final Scheduler.Desk out;
  private final Map<Command.Look, Set<TaskNode>> looks = new HashMap<>();
  private final Set<TaskNode> waitForWords = new LinkedHashSet<>();
  private long comparisons;

  Questions(Scheduler scheduler, Scheduler.Desk out) {
    this.scheduler = scheduler;
    this.out = out;
  }

  // ---- how contents look ----

  /** The task waits until these contents have been looked at; each is looked at once for all. */
  void lookAt(Collection<Command.Look> unseen, TaskNode node) {
    node.phase = Phase.CHECKING;
    for (Command.Look look : unseen) {
      Set<TaskNode> waiting = looks.get(look);
      if (waiting == null) {
        waiting = new LinkedHashSet<>();
        looks.put(look, waiting);
        out.say(look);
      }
      waiting.add(node);
    }
  }

  /** A content was seen through a view, or is not there any more: then something has changed. */
  void seen(Command.Look look, boolean available) {
    for (TaskNode node : looked(look)) {
      if (node.phase == Phase.CHECKING) {
        node.phase = Phase.UNCHECKED;
        if (!available) {
          scheduler.following().unseen(node, look.path());
        }
      }
      scheduler.again(node);
    }
  }

  /** A program that was to look at a content told nothing: who waits for its word cannot go on. */
  void notSeen(Command.Look look, String failure) {
    for (TaskNode node : looked(look)) {
      if (node.phase == Phase.CHECKING) {
        String message =
            "its view of %s, by '%s', failed: %s"
                .formatted(look.path(), program(look.view()), failure);
        scheduler.failures().unrun(node, message);
      }
    }
  }

  /** Programs that look for none of these tasks are killed. */
  void giveUpUnwanted(Predicate<TaskNode> wanted) {
    for (Command.Look look : List.copyOf(looks.keySet())) {
      Set<TaskNode> waiting = looks.getOrDefault(look, Set.of());
      if (View.parse(look.view()) instanceof View.Program && waiting.stream().noneMatch(wanted)) {
        looks.remove(look);
        for (TaskNode node : waiting) {
          if (node.phase == Phase.CHECKING) {
            node.phase = Phase.UNCHECKED;
          }
        }
        out.say(new Command.GiveUpLook(look));
      }
    }
  }

  private Set<TaskNode> looked(Command.Look look) {
    return Optional.ofNullable(looks.remove(look)).orElse(Set.of());
  }

  /** The command of a view as a person wrote it. */
  private static String program(String key) {
    return View.parse(key) instanceof View.Program(var words) ? String.join(" ", words) : key;
  }

  // ---- what has changed ----

  /**
   * The task waits until all that has changed until now was said. A build asks for it that wants
   * it, one too that waits just now until something is removed: it will want the task after that.
   */
  void askWhatChanged(TaskNode node) {
    node.phase = Phase.CHECKING;
    waitForWords.add(node);
    scheduler.builds.stream().filter(build -> build.wants(node)).findFirst().ifPresent(out::sync);
  }

  /** Everything changed until now has been said: who waits for nothing else goes on. */
  void synced() {
    List<TaskNode> free =
        waitForWords.stream()
            .filter(node -> looks.values().stream().noneMatch(tasks -> tasks.contains(node)))
            .toList();
    waitForWords.clear();
    for (TaskNode node : free) {
      if (node.phase == Phase.CHECKING) {
        node.phase = Phase.UNCHECKED;
        scheduler.again(node);
      }
    }
  }

  /**
   * It cannot be known what has changed, and the build that asked ends. Other builds may wait for
   * the same tasks: they ask for themselves.
   */
  void notSynced() {
    var asking = new LinkedHashSet<BuildRun>();
    for (TaskNode node : List.copyOf(waitForWords)) {
      Optional<BuildRun> other =
          scheduler.wanting(node).stream().filter(BuildRun::active).findFirst();
      other.ifPresent(asking::add);
      if (other.isEmpty()) {
        waitForWords.remove(node);
        if (node.phase == Phase.CHECKING) {
          node.phase = Phase.UNCHECKED;
        }
      }
    }
    asking.forEach(out::sync);
  }

  // ---- how versions differ ----

  /** Asks how versions of an artefact differ; the answer is the question's name. */
  String compare(ArtefactPath path, List<Digest> versions) {
    String question = "question-" + ++comparisons;
    out.say(new Command.Compare(question, path, versions));
    return question;
  }
}
