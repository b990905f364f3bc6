package org.computepods.cli.show;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.computepods.cli.json.Document;

/** The answers of the MajorDomo, in words and tables. */
public final class Documents {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  /** A build's id, a task's rule: wider columns push out what matters more. */
  private static final int DIGEST = 12;

  /** More than these say nothing to anybody; {@code --json} has them all. */
  private static final int MAX_TOOLS = 8;

  private final Terminal terminal;
  private final Paint paint;

  public Documents(Terminal terminal) {
    this.terminal = terminal;
    this.paint = terminal.paint();
  }

  public List<String> status(Document status) {
    List<String> lines = new ArrayList<>();
    lines.add(
        paint.bold("federation " + status.text("federation"))
            + ", process "
            + status.number("pid")
            + ", since "
            + time(status.number("startedMs"))
            + (status.flag("connected") ? "" : paint.red(", NATS cannot be reached")));
    lines.add(status.number("busy") + " of " + status.number("slots") + " slots busy");
    for (Document workspace : status.list("workspaces")) {
      lines.addAll(workspace(workspace));
    }
    for (Document build : status.list("running")) {
      lines.add(
          (build.flag("watch") ? "watching " : "building ")
              + targets(build)
              + " in "
              + Text.safe(build.text("workspace"))
              + " ("
              + build.text("build")
              + ", "
              + build.text("result")
              + ")");
    }
    return lines;
  }

  private List<String> workspace(Document workspace) {
    List<String> lines = new ArrayList<>();
    String message = workspace.text("message");
    long stale = workspace.number("staleCount");
    lines.add(
        paint.bold(Text.safe(workspace.text("workspace")))
            + ": "
            + workspace.text("state")
            + (message.isEmpty() ? "" : " (" + Text.safe(message) + ")")
            + ", "
            + Text.count(workspace.number("artefacts"), "artefact", "artefacts")
            + ", "
            + Text.count(workspace.number("tasks"), "task", "tasks")
            + (stale == 0 ? ", nothing stale" : ", " + paint.yellow(stale + " stale")));
    for (Document trouble : workspace.list("troubles")) {
      lines.add("  " + paint.yellow("watching: ") + Text.safe(trouble.text("what")));
      lines.add("    cure: " + Text.safe(trouble.text("cure")));
    }
    workspace.texts("stale").forEach(task -> lines.add("  stale: " + Text.safe(task)));
    long more = stale - workspace.texts("stale").size();
    if (more > 0) {
      lines.add("  and " + more + " more");
    }
    return lines;
  }

  public List<String> builds(List<Document> builds) {
    Table table = new Table("BUILD", "STARTED", "TOOK", "RESULT", "RUN", "TARGETS", "WORKSPACE");
    for (Document build : builds) {
      table.row(
          build.text("build"),
          time(build.number("startedMs")),
          Text.duration(build.number("ms")),
          build.text("result"),
          String.valueOf(build.at("tasks").number("run")),
          targets(build) + (build.flag("watch") ? " (watch)" : ""),
          build.text("workspace"));
    }
    return lines(table, "there were no builds");
  }

  private static String targets(Document build) {
    List<String> targets = build.texts("targets");
    return targets.isEmpty() ? "the default" : Text.safe(String.join(" ", targets));
  }

  public List<String> chefs(List<Document> chefs) {
    Table table = new Table("POD", "CHEF", "STATE", "TOOLS");
    for (Document chef : chefs) {
      Map<String, String> tools = chef.textsByKey("tools");
      table.row(
          chef.text("pod"),
          chef.text("chef"),
          chef.flag("enabled") ? "enabled" : "disabled",
          tools.size() > MAX_TOOLS ? tools.size() + " tools" : String.join(" ", tools.values()));
    }
    return lines(table, "there are no chefs");
  }

  public List<String> pods(List<Document> pods) {
    Table table = new Table("POD", "STATE", "SLOTS", "BUSY", "SFTP", "ROLES", "CHEFS");
    for (Document pod : pods) {
      boolean alive = pod.flag("alive");
      table.row(
          pod.text("pod"),
          alive ? "alive" : "silent for " + Text.duration(pod.number("ageMs")),
          String.valueOf(pod.number("slots")),
          String.valueOf(pod.number("busy")),
          pod.text("sftp"),
          String.join(" ", pod.texts("roles")),
          String.join(" ", pod.texts("chefs")));
    }
    return lines(table, "there are no pods");
  }

  public List<String> tasks(List<Document> tasks) {
    Table table = new Table("TASK", "STATE", "RULE", "OUTPUTS", "REASON");
    for (Document task : tasks) {
      table.row(
          task.text("task"),
          task.text("state") + (task.texts("cycle").isEmpty() ? "" : " (cycle)"),
          task.text("rule"),
          String.join(" ", task.texts("outputs")),
          task.text("reason"));
    }
    return lines(table, "there are no tasks");
  }

  public List<String> rules(List<Document> rules) {
    Table table = new Table("RULE", "PODS", "MAKES", "OUT OF");
    for (Document rule : rules) {
      List<String> pods = rule.texts("pods");
      table.row(
          rule.text("rule"),
          pods.isEmpty() ? "none" : String.join(" ", pods),
          String.join(" ", rule.texts("outputs")),
          String.join(" ", rule.texts("dependencies")));
    }
    return lines(table, "there are no rules");
  }

  public List<String> explanation(Document explanation) {
    List<String> lines = new ArrayList<>();
    String task = explanation.text("task");
    lines.add(
        paint.bold(Text.safe(explanation.text("path")))
            + " is "
            + explanation.text("state")
            + (task.isEmpty() ? "" : ", built by " + Text.safe(task))
            + ": "
            + Text.safe(explanation.text("reason")));
    for (Document link : explanation.list("chain")) {
      String by = link.text("task");
      lines.add(
          "  "
              + Text.safe(link.text("path"))
              + (by.isEmpty() ? "" : " by " + Text.safe(by))
              + ": "
              + Text.safe(link.text("reason")));
    }
    Document last = explanation.at("last");
    if (!last.text("build").isEmpty()) {
      lines.add(
          "last run in "
              + last.text("build")
              + (last.number("pass") > 1 ? ", pass " + last.number("pass") : "")
              + " on "
              + last.text("pod")
              + ", "
              + time(last.number("endedMs"))
              + ", "
              + Text.duration(last.number("ms"))
              + ": "
              + Text.safe(last.text("reason")));
    }
    lines.addAll(cycle(explanation.at("cycle")));
    return lines;
  }

  private List<String> cycle(Document cycle) {
    List<String> lines = new ArrayList<>();
    if (cycle.texts("members").isEmpty()) {
      return lines;
    }
    lines.add(
        "in a cycle of "
            + Text.safe(String.join(", ", cycle.texts("members")))
            + ": "
            + cycle.text("verdict")
            + " after "
            + Text.count(cycle.number("passes"), "pass", "passes")
            + (cycle.number("period") > 0 ? ", period " + cycle.number("period") : "")
            + (cycle.texts("moving").isEmpty()
                ? ""
                : "; what moves: " + Text.safe(String.join(", ", cycle.texts("moving")))));
    cycle.text("evidence").lines().forEach(line -> lines.add("  " + Text.safe(line)));
    Table table = new Table("PASS", "TASK", "OUTPUT", "DIGEST", "CAME OUT", "REASON");
    for (Document pass : cycle.list("table")) {
      for (Document output : pass.list("outputs")) {
        table.row(
            String.valueOf(pass.number("pass")),
            pass.text("task"),
            output.text("path"),
            output.text("digest"),
            output.flag("moved") ? "moved" : "same",
            pass.text("reason"));
      }
    }
    if (!table.isEmpty()) {
      lines.addAll(lines(table, ""));
    }
    return lines;
  }

  public List<String> whyNot(Document whyNot) {
    List<String> lines = new ArrayList<>();
    lines.add(paint.bold(Text.safe(whyNot.text("path"))) + ": " + Text.safe(whyNot.text("reason")));
    String nearest = whyNot.text("nearest");
    String fails = whyNot.text("fails");
    if (!nearest.isEmpty()) {
      lines.add("nearest: " + Text.safe(nearest));
    }
    if (!fails.isEmpty()) {
      lines.add("fails: " + Text.safe(fails));
    }
    return lines;
  }

  /** One artefact, or a list of them. */
  public List<String> whereabouts(Document answer) {
    List<Document> list = answer.elements();
    Table table = new Table("PATH", "WHAT", "SHA-256", "PODS", "NOTE");
    for (Document artefact : list.isEmpty() ? List.of(answer) : list) {
      for (Document version : artefact.list("versions")) {
        String sha256 = version.text("sha256");
        String link = version.text("link");
        table.row(
            artefact.text("path"),
            version.text("what"),
            sha256.isEmpty()
                ? link.isEmpty() ? "absent" : "-> " + link
                : sha256.substring(0, Math.min(DIGEST, sha256.length())),
            String.join(" ", version.texts("pods")),
            version.text("note"));
      }
    }
    List<String> lines = new ArrayList<>(lines(table, "nobody holds it"));
    if (!table.isEmpty() && list.isEmpty()) {
      String path = Text.safe(answer.text("path")).replaceFirst("^-", "./-");
      lines.add(paint.dim("to see one again: cpCtrl where " + path + " --get SHA-256 > FILE"));
    }
    return lines;
  }

  public List<String> query(Document answer) {
    List<String> lines = new ArrayList<>();
    answer.texts("names").forEach(name -> lines.add(Text.safe(name)));
    for (Document cycle : answer.list("cycles")) {
      lines.add(Text.safe(String.join(" ", cycle.texts())));
    }
    return lines;
  }

  public List<String> log(Document log) {
    List<String> lines = new ArrayList<>();
    if (log.flag("truncated")) {
      lines.add(paint.dim("(its beginning was cut off)"));
    }
    String text = log.text("text");
    if (text.isEmpty()) {
      String ran =
          log.text("build").isEmpty() ? " has not run, or said nothing)" : " said nothing)";
      lines.add(paint.dim("(" + Text.safe(log.text("task")) + ran));
    } else {
      lines.add(text.endsWith("\n") ? text.substring(0, text.length() - 1) : text);
    }
    return lines;
  }

  private List<String> lines(Table table, String nothing) {
    int width = terminal.live() ? terminal.width().getAsInt() : 0;
    return table.isEmpty() ? List.of(nothing) : table.lines(paint, width);
  }

  private static String time(long ms) {
    return ms <= 0 ? "-" : TIME.format(Instant.ofEpochMilli(ms).atZone(ZoneId.systemDefault()));
  }
}
