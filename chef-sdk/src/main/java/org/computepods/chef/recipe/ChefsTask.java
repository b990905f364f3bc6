package org.computepods.chef.recipe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.computepods.chef.api.CookFailure;
import org.computepods.chef.process.BoundedLog;
import org.computepods.chef.process.End;
import org.computepods.chef.process.Invocation;
import org.computepods.chef.process.ToolRun;
import org.computepods.chef.process.Tools;
import org.computepods.chef.wire.BuildFrom;
import org.computepods.rules.project.CookWords;

/**
 * A job as a chef's own code sees it. What it writes lies in a folder beside the ground until the
 * code has ended well: code that goes on after its time writes where nobody looks.
 */
final class ChefsTask implements org.computepods.chef.api.Cooking {
  private final BuildFrom job;
  private final CookWords words;
  private final Ground ground;
  private final Tools tools;
  private final Invocation call;
  private final BoundedLog log;
  private final Path staged;
  private final Path temporary;
  private final Set<Path> told = ConcurrentHashMap.newKeySet();

  // Guarded by this.
  private final List<Runnable> onCancel = new ArrayList<>();
  private boolean cancelled;

  /**
   * @param call how a tool would be called for this job
   * @param own folder of this run
   */
  ChefsTask(
      BuildFrom job,
      CookWords words,
      Ground ground,
      Tools tools,
      Invocation call,
      BoundedLog log,
      Path own)
      throws IOException {
    this.job = job;
    this.words = words;
    this.ground = ground;
    this.tools = tools;
    this.call = call;
    this.log = log;
    this.staged = Files.createDirectory(own.resolve("outputs"));
    this.temporary = Files.createDirectory(own.resolve("tmp"));
  }

  @Override
  public String rule() {
    return words.rule();
  }

  @Override
  public List<String> dependencies() {
    return words.dependencies();
  }

  @Override
  public List<String> outputs() {
    return job.outputs();
  }

  @Override
  public Map<String, List<String>> variables() {
    return words.variables();
  }

  @Override
  public Map<String, String> environment() {
    return call.env();
  }

  @Override
  public Path read(String path) throws CookFailure {
    return readIfThere(path).orElseThrow(() -> CookFailure.missing(path));
  }

  @Override
  public Optional<Path> readIfThere(String path) {
    Path file =
        ground.anywhere(path).orElseThrow(() -> new IllegalArgumentException("no path: " + path));
    if (!words.dependencies().contains(path)) {
      told.add(file);
    }
    return Optional.of(file).filter(Files::exists);
  }

  /** What it read and no declaration names. */
  List<Path> told() {
    return told.stream().sorted().toList();
  }

  @Override
  public Path write(String path) {
    if (!job.outputs().contains(path) && !job.auxiliaries().contains(path)) {
      throw new IllegalArgumentException(
          "it writes " + path + ", and its rule declares no such output");
    }
    Path file = staged.resolve(path);
    try {
      Aside.createParents(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return file;
  }

  /** Puts what was written where outputs belong. */
  void publish() throws IOException {
    try (var all = Files.walk(staged)) {
      for (Path each : all.filter(file -> !Files.isDirectory(file)).sorted().toList()) {
        String name = staged.relativize(each).toString();
        if (!job.outputs().contains(name) && !job.auxiliaries().contains(name)) {
          throw new IllegalArgumentException(
              "it wrote " + name + ", and its rule declares no such output");
        }
        Path place = ground.path(name);
        if (Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
          throw new IllegalArgumentException(name + " is a folder");
        }
        Files.move(each, place, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  @Override
  public Path temporary() {
    return temporary;
  }

  @Override
  public void log(String line) {
    byte[] bytes = (line + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8);
    log.append(bytes, 0, bytes.length);
  }

  @Override
  public void progress(double fraction, String text) {
    log("[%3.0f %%] %s".formatted(100 * Math.clamp(fraction, 0.0, 1.0), text));
  }

  @Override
  public void run(List<String> argv) throws CookFailure, IOException, InterruptedException {
    String word = argv.getFirst();
    Path tool =
        Which.find(word, call.env().getOrDefault("PATH", ""), ground.root())
            .orElseThrow(() -> new CookFailure("no such tool: " + word));
    told.add(tool);
    ToolRun run =
        tools.prepare(new Invocation(tool, argv, call.env(), ground.root(), call.limit()), log);
    onCancel(run::cancel);
    End end = run.await();
    if (end.way() != End.Way.BY_ITSELF) {
      throw new InterruptedException(word + " was killed");
    }
    if (end.exit() != 0) {
      throw new CookFailure("exit code " + end.exit() + " of " + tool);
    }
  }

  @Override
  public synchronized boolean isCancelled() {
    return cancelled;
  }

  @Override
  public void onCancel(Runnable action) {
    synchronized (this) {
      if (!cancelled) {
        onCancel.add(action);
        return;
      }
    }
    action.run();
  }

  /** Nobody wants it any more. */
  void cancel() {
    List<Runnable> actions;
    synchronized (this) {
      cancelled = true;
      actions = List.copyOf(onCancel);
      onCancel.clear();
    }
    for (Runnable each : actions) {
      try {
        each.run();
      } catch (RuntimeException chefs) {
        log("what it does when it is cancelled went wrong: " + chefs);
      }
    }
  }
}
