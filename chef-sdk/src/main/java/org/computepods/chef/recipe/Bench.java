package org.computepods.chef.recipe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.computepods.chef.cooks.HiredChef;
import org.computepods.chef.process.BoundedLog;
import org.computepods.chef.process.End;
import org.computepods.chef.process.Invocation;
import org.computepods.chef.process.ToolRun;
import org.computepods.chef.wire.BuildFrom;
import org.computepods.chef.wire.BuildResults;
import org.computepods.chef.wire.BuildResults.Outcome;
import org.computepods.rules.project.CookWords;

/** Where the tool of one job is run, and can be stopped. */
final class Bench {
  /** For jobs that state no limit: everything has one. */
  private static final Duration LIMIT_MAX = Duration.ofDays(1);

  /** A longer text of a shell is not said again. */
  private static final int SHELL_SHOWN = 120;

  private static final List<String> FROM_POD = List.of("PATH", "HOME", "LANG");

  private final BuildFrom job;
  private final Kitchen kitchen;
  private final BoundedLog log = new BoundedLog();

  // Guarded by this: cancel comes from another thread.
  private boolean cancelled;
  private Optional<ToolRun> run = Optional.empty();

  private Optional<ChefRun> code = Optional.empty();

  Bench(BuildFrom job, Kitchen kitchen) {
    this.job = job;
    this.kitchen = kitchen;
  }

  BoundedLog log() {
    return log;
  }

  synchronized void cancel() {
    cancelled = true;
    run.ifPresent(ToolRun::cancel);
  }

  synchronized boolean cancelled() {
    return cancelled;
  }

  /** Who does the job; empty where it has no such tool, or no such chef. */
  Optional<Hand> hand(boolean inPlace, Ground ground) {
    Optional<CookWords> words = CookWords.of(job.command());
    if (words.isPresent()) {
      return kitchen.chefs().stream()
          .filter(chef -> chef.isMeantBy(job.command()))
          .findFirst()
          .map(chef -> new Hand.Code(chef, words.get()));
    }
    String word = job.command().isEmpty() ? "" : job.command().getFirst();
    String path = setting("PATH", inPlace).orElse("");
    return Which.find(word, path, ground.root())
        .map(tool -> new Hand.Tool(tool, !word.contains("/") && InPath.leadsTo(tool, path)));
  }

  /** Why there is no hand. */
  String nobody(Ground ground) {
    return CookWords.of(job.command())
        .map(words -> "pod " + kitchen.pod() + " has not this chef: " + words.who())
        .orElseGet(() -> noTool(String.join("", job.command().subList(0, 1)), ground.root()));
  }

  private static String noTool(String word, Path directory) {
    boolean isThere = word.contains("/") && Files.isRegularFile(directory.resolve(word));
    return isThere ? "not executable: " + word + " (chmod +x)" : "no such tool: " + word;
  }

  /** Runs the tool, or the chef's code, to its end; @throws IOException if it cannot be started. */
  End run(Hand hand, boolean inPlace, Ground ground) throws IOException {
    Path tmp = kitchen.tools().temporary();
    try {
      Map<String, String> env = env(inPlace);
      env.put("TMPDIR", tmp.toString());
      ToolRun prepared =
          switch (hand) {
            case Hand.Tool(Path tool, _) -> kitchen.tools().prepare(call(tool, env, ground), log);
            case Hand.Code(HiredChef chef, CookWords words) -> {
              var call = call(tmp, env, ground);
              var task = new ChefsTask(job, words, ground, kitchen.tools(), call, log, tmp);
              code = Optional.of(new ChefRun(words.chef(), chef.chef(), task, limit()));
              yield code.get();
            }
          };
      synchronized (this) {
        run = Optional.of(prepared);
        if (cancelled) {
          prepared.cancel();
        }
      }
      return prepared.await();
    } finally {
      kitchen.tools().giveBack(tmp);
    }
  }

  private Invocation call(Path program, Map<String, String> env, Ground ground) {
    return new Invocation(program, job.command(), env, ground.root(), limit());
  }

  /** When a job began; a question to the disk, that few jobs need the answer to. */
  @FunctionalInterface
  interface Begun {
    FileTime at() throws IOException;
  }

  /** Puts into the report what the run was done by, and the files that a chef said it read. */
  void observe(Hand hand, Observed observed, Set<String> known, Begun begun) throws IOException {
    if (hand instanceof Hand.Tool(Path tool, boolean inPath)) {
      observed.tool(tool, inPath);
    }
    if (code.isPresent()) {
      observed.told(code.get().task().told(), known, begun.at());
      code.get().missing().ifPresent(observed::missed);
    }
  }

  /** What follows when a tool has said yes. */
  @FunctionalInterface
  interface Success {
    BuildResults results() throws IOException;
  }

  /** What comes of a run that has ended so. */
  BuildResults results(Hand hand, End end, Report report, Success success) throws IOException {
    return switch (end.way()) {
      case TIMED_OUT ->
          report.as(Outcome.TIMED_OUT, who(hand) + "killed after " + end.took().toSeconds() + " s");
      case CANCELLED -> report.as(Outcome.CANCELLED, "cancelled");
      case BY_ITSELF ->
          end.exit() == 0 ? success.results() : report.as(Outcome.FAILED, failure(hand, end));
    };
  }

  /** Why it failed, in a line. */
  private String failure(Hand hand, End end) {
    return isShell()
        ? "exit code " + end.exit() + " of " + brief(job.command().getLast())
        : hand.failed(end.exit(), code.flatMap(ChefRun::failure).orElse(""));
  }

  /** Whether a shell is given a text: then it is no news that the shell has failed. */
  private boolean isShell() {
    List<String> command = job.command();
    return command.size() == 3 && command.getFirst().equals("sh") && command.get(1).equals("-c");
  }

  private static String brief(String text) {
    String line = text.strip();
    boolean whole = line.length() <= SHELL_SHOWN && line.lines().count() == 1;
    return whole ? "'" + line + "'" : "its shell script";
  }

  /** What is said before the message of an end that is no tool's own. */
  String who(Hand hand) {
    return hand instanceof Hand.Code(_, CookWords words) ? "chef " + words.chef() + ": " : "";
  }

  private Map<String, String> env(boolean inPlace) {
    var env = new HashMap<>(job.env());
    for (String name : FROM_POD) {
      setting(name, inPlace).ifPresent(value -> env.put(name, value));
    }
    return env;
  }

  /** In place with the caller's PATH and HOME, elsewhere with the pod's. */
  private Optional<String> setting(String name, boolean inPlace) {
    String asked = job.env().get(name);
    String ours = kitchen.environment().get(name);
    boolean takesOurs = ours != null && (asked == null || (!inPlace && !name.equals("LANG")));
    return Optional.ofNullable(takesOurs ? ours : asked);
  }

  private Duration limit() {
    Duration stated = Duration.ofSeconds(job.timeoutS());
    return stated.isPositive() && stated.compareTo(LIMIT_MAX) < 0 ? stated : LIMIT_MAX;
  }
}
