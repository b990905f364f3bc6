package org.computepods.majordomo.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.computepods.chef.wire.BuildFrom;
import org.computepods.majordomo.shell.Pods.Pod;

/** Who can do a job; and if nobody can, the one property that is in the way. */
sealed interface Placement {
  /** This pod does it in place: it holds the workspace. */
  record At(String pod) implements Placement {}

  /** Any of these pods can do it, in scratch. */
  record Any(List<String> pods) implements Placement {}

  /** These could, and are away. */
  record Away(List<String> pods, String reason) implements Placement {}

  /** Nobody could. */
  record Nobody(String reason) implements Placement {}

  /**
   * Where the job goes.
   *
   * @param home the pod that holds the workspace
   * @param needs tools that a chef must have to serve a set, by set
   */
  static Placement of(BuildFrom job, String home, List<Pod> pods, Map<String, List<String>> needs) {
    var able = new ArrayList<Pod>();
    var lacks = new TreeMap<String, String>();
    for (var pod : pods) {
      if (!pod.cooks()) {
        continue;
      }
      var lack = lack(job, pod, needs);
      if (lack.isEmpty()) {
        able.add(pod);
      } else {
        lacks.put(pod.name(), lack.get());
      }
    }
    var alive = able.stream().filter(Pod::alive).map(Pod::name).toList();
    if (alive.contains(home)) {
      return new At(home);
    }
    if (!alive.isEmpty()) {
      return new Any(alive);
    }
    if (!able.isEmpty()) {
      var away = able.stream().map(Pod::name).toList();
      String reason = "pod " + String.join(", ", away) + " could run it, and is away";
      return new Away(away, reason + switchedOff(job, pods));
    }
    String reason = nobody(job, lacks, needs);
    // Where no chef is there, one may be on its way: a federation has just begun.
    return pods.stream().noneMatch(pod -> pod.cooks() && pod.alive())
        ? new Away(List.of(), reason)
        : new Nobody(reason);
  }

  /** Where somebody switched off the chef that the job needs, and how it is switched on again. */
  private static String switchedOff(BuildFrom job, List<Pod> pods) {
    String chef = chef(job);
    return pods.stream()
        .filter(pod -> pod.alive() && isSwitchedOff(chef, pod))
        .map(pod -> "; pod " + pod.name() + " " + offThere(chef, pod))
        .collect(Collectors.joining());
  }

  private static boolean isSwitchedOff(String chef, Pod pod) {
    return pod.switchedOff().contains(chef) && !pod.heartbeat().chefs().contains(chef);
  }

  private static String offThere(String chef, Pod pod) {
    return "has the chef %s switched off (cpCtrl chefs --enable %s --pod %s)"
        .formatted(chef, chef, pod.name());
  }

  private static String chef(BuildFrom job) {
    String set = job.set();
    return set == null ? Pods.COMMAND : set;
  }

  /** What stops this pod, in a few words. */
  private static Optional<String> lack(BuildFrom job, Pod pod, Map<String, List<String>> needs) {
    var heartbeat = pod.heartbeat();
    String chef = chef(job);
    if (isSwitchedOff(chef, pod)) {
      return Optional.of(offThere(chef, pod));
    }
    if (!heartbeat.chefs().contains(chef)) {
      var missing =
          needs.getOrDefault(chef, List.of()).stream()
              .filter(tool -> !heartbeat.tools().containsKey(tool))
              .toList();
      return Optional.of(
          missing.isEmpty()
              ? "does not serve " + chef
              : "does not serve " + chef + ": it has no " + String.join(", no ", missing));
    }
    for (var required : new TreeMap<>(job.requires()).entrySet()) {
      var lack = lack(required.getKey(), required.getValue(), pod);
      if (lack.isPresent()) {
        return lack;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> lack(String property, String value, Pod pod) {
    boolean has =
        switch (property) {
          case "tool" -> Stream.of(value.split(",")).allMatch(pod.heartbeat().tools()::containsKey);
          case "pod" -> pod.name().equals(value);
          default -> false;
        };
    if (has) {
      return Optional.empty();
    }
    return Optional.of(
        switch (property) {
          case "tool" -> "has no " + value;
          case "pod" -> "is not pod " + value;
          default -> "has no " + property + " " + value;
        });
  }

  private static String nobody(
      BuildFrom job, Map<String, String> lacks, Map<String, List<String>> needs) {
    String what =
        job.set() == null
            ? "no chef can run this command"
            : "no chef serves the rule set '" + job.set() + "'";
    if (lacks.isEmpty()) {
      var tools = job.set() == null ? List.<String>of() : needs.getOrDefault(job.set(), List.of());
      return what
          + (tools.isEmpty() ? "" : " (it needs " + String.join(", ", tools) + ")")
          + ": there is no chef at all";
    }
    var each = new ArrayList<String>();
    lacks.forEach((pod, lack) -> each.add("pod " + pod + " " + lack));
    return what + ": " + String.join("; ", each.subList(0, Math.min(5, each.size())));
  }
}
