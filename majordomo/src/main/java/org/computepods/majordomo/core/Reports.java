package org.computepods.majordomo.core;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.computepods.chef.wire.rest.BuildReport;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.ArtefactState;
import org.computepods.rules.Place;
import org.computepods.rules.Problem;

/** Says what came of a build, in the words of the REST API. */
final class Reports {
  private static final int EXIT_FAILED = 1;
  private static final int EXIT_INVALID = 2;
  private static final int EXIT_UNAVAILABLE = 3;
  private static final int EXIT_UNSETTLED = 4;
  private static final int EXIT_IMPOSSIBLE = 5;
  private static final int EXIT_INTERRUPTED = 130;

  private record Ending(String result, int exit) {}

  private Reports() {}

  static BuildReport of(BuildRun build, long nowNanos, boolean running) {
    List<BuildReport.Cycle> cycles = cycles(build);
    Ending ending = running ? new Ending("running", 0) : ending(build, cycles);
    return new BuildReport(
        build.id,
        build.request.workspace(),
        ending.result(),
        counts(build),
        List.copyOf(build.runs),
        cycles,
        List.copyOf(build.problems),
        List.copyOf(build.warnings),
        (nowNanos - build.startedNanos) / 1_000_000,
        ending.exit());
  }

  /** What is said of a build that found nothing to do. */
  static BuildReport untouched(BuildRun build) {
    BuildReport now = of(build, build.startedNanos, false);
    List<BuildReport.Cycle> cycles =
        now.cycles().stream()
            .map(c -> new BuildReport.Cycle(c.members(), 0, c.verdict(), 0, List.of(), ""))
            .toList();
    return new BuildReport(
        now.build(),
        now.workspace(),
        now.result(),
        now.tasks(),
        List.of(),
        cycles,
        List.of(),
        List.of(),
        0,
        now.exit());
  }

  /** Whether all came to a good end, with nothing to remark. */
  static boolean isGood(BuildReport report) {
    return report.result().equals("succeeded")
        && report.exit() == 0
        && report.problems().isEmpty()
        && report.warnings().isEmpty();
  }

  static BuildReport.Problem problem(Problem problem) {
    Place place = problem.place();
    return new BuildReport.Problem(place.file(), place.line(), place.column(), problem.message());
  }

  /** The whole circle, each edge at the place it comes from. */
  static List<BuildReport.Problem> circle(List<CycleOrder.Link> circle) {
    String tasks =
        circle.stream().map(link -> link.from().name()).collect(Collectors.joining(" -> "));
    var problems = new ArrayList<BuildReport.Problem>();
    for (CycleOrder.Link link : circle) {
      Place place = place(link.to(), link.through());
      String message =
          "'%s' requires %s, which '%s' makes: a circle of required dependencies (%s -> %s); declare one of them under 'secondaryDependencies'"
              .formatted(
                  link.to().name(),
                  link.through().from().path,
                  link.from().name(),
                  tasks,
                  circle.getFirst().from().name());
      problems.add(new BuildReport.Problem(place.file(), place.line(), place.column(), message));
    }
    return problems;
  }

  /** The whole circle in one line. */
  static String circleInWords(List<CycleOrder.Link> circle) {
    String tasks =
        circle.stream().map(link -> link.from().name()).collect(Collectors.joining(" -> "));
    return "%s -> %s is a circle of required dependencies; declare one of them under 'secondaryDependencies'"
        .formatted(tasks, circle.getFirst().from().name());
  }

  static String lack(Plan.Lack lack, DependencyManager graph) {
    String path = lack.edge().from().path.value();
    if (graph.isFolder(lack.edge().from().path)) {
      return "%s is a folder, and '%s' needs a file (%s); name its files, as by '%s/**'"
          .formatted(path, lack.task().name(), place(lack.task(), lack.edge()), path);
    }
    String text =
        "%s does not exist, and nothing builds it (needed by '%s', %s)"
            .formatted(path, lack.task().name(), place(lack.task(), lack.edge()));
    return text + nearest(graph, lack.edge().from());
  }

  /** The link that it lies behind, or the nearest rule, and what that lacks. */
  static String nearest(DependencyManager graph, Artefact artefact) {
    return graph
        .linkOnTheWay(artefact.path)
        .map(link -> behind(artefact.path, link.getKey(), link.getValue().target()))
        .orElseGet(() -> nearestRule(graph, artefact));
  }

  /** An output that lies behind a link of a folder. */
  static String writtenBehind(
      TaskNode node, ArtefactPath path, Map.Entry<String, ArtefactState.Link> link) {
    return "it cannot write %s (%s)%s"
        .formatted(path, node.task.origin(), behind(path, link.getKey(), link.getValue().target()));
  }

  /** Links of folders are not followed: a file has one name. */
  private static String behind(ArtefactPath path, String folder, String target) {
    String rest = path.value().substring(folder.length());
    String above = folder.substring(0, folder.lastIndexOf('/') + 1);
    Path named = Path.of(above).resolve(target + rest).normalize();
    return named.isAbsolute() || named.startsWith("..")
        ? "; '%s' is a link that leads out of the workspace, and no file behind it is watched: make a link of the file itself, or copy it in"
            .formatted(folder)
        : "; '%s' is a link, and a file has one name: %s".formatted(folder, named);
  }

  private static String nearestRule(DependencyManager graph, Artefact artefact) {
    return graph.nearest(artefact).stream()
        .findFirst()
        .map(miss -> "; nearest rule: " + miss.rule() + ", but " + miss.lacks())
        .orElse("");
  }

  private static Place place(TaskNode node, Edge edge) {
    return node.task.dependencies().stream()
        .filter(d -> d.path().equals(edge.from().path))
        .map(d -> d.place())
        .findFirst()
        .orElse(node.task.origin());
  }

  private static BuildReport.Tasks counts(BuildRun build) {
    int failed = build.letPass.size();
    int skipped = 0;
    Collection<TaskNode> looked = build.wanted.perhapsNotFresh();
    int fresh = build.wanted.size() - looked.size();
    for (TaskNode node : looked) {
      if (isFailed(build, node)) {
        failed += node.trouble().isUnsettled() ? 0 : 1;
      } else if (node.phase == TaskNode.Phase.SKIPPED) {
        skipped++;
      } else if (node.phase == TaskNode.Phase.FRESH) {
        fresh++;
      }
    }
    var made = new HashSet<>(build.ran);
    made.addAll(build.restored);
    fresh -=
        (int)
            made.stream()
                .filter(n -> n.phase == TaskNode.Phase.FRESH && build.wanted.has(n))
                .count();
    return new BuildReport.Tasks(
        build.request.dryRun() ? 0 : build.runs.size() - build.notBegun,
        build.restored.size(),
        fresh,
        failed,
        skipped);
  }

  /** Whether the task has failed, and nothing came of it since. */
  private static boolean isFailed(BuildRun build, TaskNode node) {
    return node.phase == TaskNode.Phase.FAILED
        || (node.phase != TaskNode.Phase.FRESH && build.stoppedAt.contains(node));
  }

  private static List<BuildReport.Cycle> cycles(BuildRun build) {
    return build
        .wanted
        .cycles()
        .filter(g -> g.members().getFirst().trouble().verdict != null || isSettled(build, g))
        .map(Reports::cycle)
        .sorted(Comparator.comparing(c -> c.members().getFirst()))
        .toList();
  }

  /** One that stopped at a member's failure has no verdict. */
  private static boolean isSettled(BuildRun build, Group group) {
    return group.done && group.members().stream().noneMatch(node -> isFailed(build, node));
  }

  private static BuildReport.Cycle cycle(Group group) {
    Verdict known = group.members().getFirst().trouble().verdict;
    Verdict verdict = known == null ? Verdict.SETTLED : known;
    return new BuildReport.Cycle(
        group.members().stream().map(TaskNode::name).toList(),
        group.members().stream().mapToInt(m -> m.runs).max().orElse(0),
        verdict.word(),
        verdict.period(),
        verdict.moving(),
        verdict.evidence());
  }

  private static Ending ending(BuildRun build, List<BuildReport.Cycle> cycles) {
    if (build.cancelled) {
      return new Ending("cancelled", EXIT_INTERRUPTED);
    }
    if (build.invalid) {
      return new Ending("invalid", EXIT_INVALID);
    }
    if (build.unavailable) {
      return new Ending("unavailable", EXIT_UNAVAILABLE);
    }
    boolean failed =
        build.wanted.perhapsNotFresh().stream()
            .anyMatch(
                n -> isFailed(build, n) && !n.trouble().impossible && !n.trouble().isUnsettled());
    if (failed || !build.letPass.isEmpty()) {
      return new Ending("failed", EXIT_FAILED);
    }
    if (cycles.stream().anyMatch(c -> !c.verdict().equals("settled"))) {
      return new Ending("unsettled", build.request.acceptUnsettled() ? 0 : EXIT_UNSETTLED);
    }
    return build.impossible
        ? new Ending("impossible", EXIT_IMPOSSIBLE)
        : new Ending("succeeded", 0);
  }
}
