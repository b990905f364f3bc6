package org.computepods.majordomo.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.computepods.chef.wire.FileRef;
import org.computepods.majordomo.core.CycleHistory.Ran;
import org.computepods.majordomo.core.CycleHistory.Repetition;
import org.computepods.majordomo.core.Verdict.Kind;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.ArtefactState;
import org.computepods.rules.Digest;
import org.jspecify.annotations.Nullable;

/**
 * Finds out why a cycle does not settle. Each member of the last pass is run once more in scratch,
 * on the inputs that it had: who makes something else of them is to blame. If nobody does, a state
 * that came back is an oscillation; else it is asked whether something grows.
 */
final class Inquiry {
  /** Passes in each of which an artefact must have grown. */
  private static final int GROWING_PASSES = 5;

  /** Artefacts shown or asked about; a cycle may have very many. */
  private static final int SHOWN_MAX = 3;

  private static final int ASKED_MAX = 16;

  /** What a member made otherwise when it was run again. */
  private record Difference(
      TaskNode task, ArtefactPath path, ArtefactState first, ArtefactState again) {}

  private final List<TaskNode> members;
  private final CycleHistory history;
  private final Optional<Repetition> repetition;
  private final Scheduler scheduler;
  private final Judge judge;
  private final Map<String, TaskNode> replaying = new LinkedHashMap<>();
  private final Map<TaskNode, List<FileRef>> replays = new LinkedHashMap<>();
  private final Set<Command.Look> looked = new HashSet<>();
  private final Map<String, ArtefactPath> questions = new LinkedHashMap<>();
  private final Map<ArtefactPath, Event.Compared> answers = new LinkedHashMap<>();
  private @Nullable Verdict suspected;
  private boolean begun;

  /**
   * @param repetition the state that came back; empty where the passes were used up
   */
  Inquiry(
      List<TaskNode> members,
      CycleHistory history,
      Optional<Repetition> repetition,
      Scheduler scheduler,
      Judge judge) {
    this.members = members;
    this.history = history;
    this.repetition = repetition;
    this.scheduler = scheduler;
    this.judge = judge;
  }

  /** Goes on as far as it can be gone now; the verdict, once there is one. */
  Optional<Verdict> go() {
    if (!begun) {
      begun = true;
      history
          .runsOfLastPass()
          .forEach((task, ran) -> replaying.put(scheduler.jobs().replay(task, ran.job()), task));
    }
    if (!replaying.isEmpty()) {
      return Optional.empty();
    }
    if (suspected == null) {
      var unseen = new ArrayList<Command.Look>();
      Optional<Difference> difference = difference(unseen);
      if (difference.isEmpty() && !unseen.isEmpty()) {
        looked.addAll(unseen);
        scheduler.questions().lookAt(unseen, members.getFirst());
        return Optional.empty();
      }
      suspected = suspect(difference);
    }
    return answers.size() < questions.size() ? Optional.empty() : Optional.of(conclude(suspected));
  }

  /** A member has been run again; @param outputs empty where that came to nothing. */
  void replayed(String job, List<FileRef> outputs) {
    TaskNode task = replaying.remove(job);
    if (task != null) {
      replays.put(task, outputs);
    }
  }

  /** Whether it asked this, and what came of it. */
  boolean compared(Event.Compared answer) {
    ArtefactPath path = questions.get(answer.question());
    if (path != null) {
      answers.put(path, answer);
    }
    return path != null;
  }

  // ---- who makes another output of the same inputs ----

  private Optional<Difference> difference(List<Command.Look> unseen) {
    Map<TaskNode, Ran> first = history.runsOfLastPass();
    for (Map.Entry<TaskNode, List<FileRef>> replay : replays.entrySet()) {
      Ran ran = first.get(replay.getKey());
      if (ran == null) {
        continue;
      }
      Map<String, ArtefactState> before =
          ran.outputs().stream()
              .collect(Collectors.toMap(FileRef::path, FileRefs::state, (a, _) -> a));
      for (FileRef output : replay.getValue()) {
        ArtefactState was = before.get(output.path());
        ArtefactState is = FileRefs.state(output);
        ArtefactPath path = ArtefactPath.of(output.path());
        if (was != null && !was.equals(is) && isSeen(path, was, is, unseen)) {
          return Optional.of(new Difference(replay.getKey(), path, was, is));
        }
      }
    }
    return Optional.empty();
  }

  /** Whether some member that reads the artefact sees the difference. */
  private boolean isSeen(
      ArtefactPath path, ArtefactState was, ArtefactState is, List<Command.Look> unseen) {
    for (TaskNode reader : members) {
      for (Edge edge : reader.edges) {
        if (edge.from().path.equals(path)) {
          Optional<Digest> before = sight(reader, edge, was, unseen);
          Optional<Digest> after = sight(reader, edge, is, unseen);
          if (before.isPresent() && after.isPresent() && !before.equals(after)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private Optional<Digest> sight(
      TaskNode reader, Edge edge, ArtefactState state, List<Command.Look> unseen) {
    Optional<Digest> sight = judge.sight(reader, edge.from(), state, edge.view());
    if (sight.isEmpty() && state instanceof ArtefactState.Present(Digest digest, _)) {
      var look = new Command.Look(edge.from().path, digest, edge.view().key());
      if (!looked.contains(look)) {
        unseen.add(look);
      }
    }
    return sight;
  }

  // ---- the verdict and what shows it ----

  private Verdict suspect(Optional<Difference> difference) {
    if (difference.isPresent()) {
      Difference found = difference.get();
      compare(found.path(), digests(List.of(found.first(), found.again())));
      String accusation =
          "'%s' makes another %s of the same inputs".formatted(found.task().name(), found.path());
      return new Verdict(Kind.NONDETERMINISTIC, 0, List.of(found.path().value()), accusation);
    }
    if (repetition.isPresent()) {
      List<ArtefactPath> moving = repetition.get().moving();
      int period = repetition.get().period();
      moving.stream()
          .limit(ASKED_MAX)
          .forEach(
              path -> compare(path, history.contents(path, period).stream().distinct().toList()));
      return new Verdict(Kind.OSCILLATING, period, names(moving));
    }
    for (ArtefactPath path :
        history.movingInEach(GROWING_PASSES).stream().limit(ASKED_MAX).toList()) {
      compare(path, history.contents(path, GROWING_PASSES + 1));
    }
    List<ArtefactPath> moving = history.moving(1);
    if (questions.isEmpty()) {
      moving.stream().limit(ASKED_MAX).forEach(path -> compare(path, history.contents(path, 2)));
    }
    return new Verdict(Kind.CAPPED, 0, names(moving));
  }

  private void compare(ArtefactPath path, List<Digest> versions) {
    if (versions.size() > 1) {
      questions.put(scheduler.questions().compare(path, versions), path);
    }
  }

  private Verdict conclude(Verdict verdict) {
    return switch (verdict.kind()) {
      case NONDETERMINISTIC -> verdict.shownBy(verdict.evidence() + differences(""));
      case OSCILLATING -> verdict.shownBy(differences(" alternates").strip());
      case CAPPED -> withLimit(growing().orElseGet(() -> verdict.shownBy(whatChanges())));
      case SETTLED, DIVERGING -> verdict;
    };
  }

  /** Whoever knows that it would settle later must know which number to raise. */
  private Verdict withLimit(Verdict verdict) {
    int passes = members.stream().mapToInt(m -> m.task.passesMax()).min().orElseThrow();
    String limit = "given up at passes_max " + passes + ", the smallest of its tasks'";
    return verdict.shownBy((verdict.evidence() + "\n" + limit).strip());
  }

  /** Of what shrinks from pass to pass the sizes, which say more than what is left of it. */
  private String whatChanges() {
    String shrinking =
        questions.values().stream()
            .filter(path -> rises(answer(path).sizes().reversed()))
            .filter(path -> !answer(path).sizes().contains(-1L))
            .limit(SHOWN_MAX)
            .map(path -> path + " shrinks: " + list(answer(path).sizes()) + " bytes")
            .collect(Collectors.joining("\n"));
    return shrinking.isEmpty() ? differences(" still changes").strip() : shrinking;
  }

  /** Of texts first, which say most to people. */
  private String differences(String what) {
    var text = new StringBuilder();
    List<ArtefactPath> known =
        questions.values().stream()
            .filter(path -> !answer(path).difference().isEmpty())
            .sorted(Comparator.comparing(path -> !answer(path).text()))
            .toList();
    for (ArtefactPath path : known.subList(0, Math.min(SHOWN_MAX, known.size()))) {
      text.append(what.isEmpty() ? ", " : "\n" + path + what + ", ")
          .append(answer(path).difference());
    }
    return text.toString();
  }

  private Optional<Verdict> growing() {
    var growing = new ArrayList<String>();
    var evidence = new ArrayList<String>();
    for (ArtefactPath path : questions.values()) {
      Event.Compared answer = answer(path);
      boolean enough = history.contents(path, GROWING_PASSES + 1).size() > GROWING_PASSES;
      if (enough && rises(answer.numbers())) {
        growing.add(path.value());
        evidence.add(path + " counts up: " + list(answer.numbers()));
      } else if (enough && rises(answer.numbers().reversed())) {
        growing.add(path.value());
        evidence.add(path + " counts down: " + list(answer.numbers()));
      } else if (enough && !answer.sizes().contains(-1L) && rises(answer.sizes())) {
        growing.add(path.value());
        evidence.add(path + " grows: " + list(answer.sizes()) + " bytes");
      }
    }
    return growing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Verdict(
                Kind.DIVERGING,
                0,
                growing,
                String.join("\n", evidence.subList(0, Math.min(SHOWN_MAX, evidence.size())))));
  }

  private Event.Compared answer(ArtefactPath path) {
    return Objects.requireNonNull(answers.get(path));
  }

  private static boolean rises(List<Long> numbers) {
    for (int i = 1; i < numbers.size(); i++) {
      if (numbers.get(i) <= numbers.get(i - 1)) {
        return false;
      }
    }
    return numbers.size() > GROWING_PASSES;
  }

  private static String list(List<Long> numbers) {
    return numbers.stream().map(Objects::toString).collect(Collectors.joining(", "));
  }

  private static List<String> names(List<ArtefactPath> paths) {
    return paths.stream().map(ArtefactPath::value).toList();
  }

  private static List<Digest> digests(List<ArtefactState> states) {
    var digests = new ArrayList<Digest>();
    for (ArtefactState state : states) {
      if (state instanceof ArtefactState.Present(Digest digest, _)) {
        digests.add(digest);
      }
    }
    return digests;
  }
}
