package org.computepods.cli.commands;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.computepods.chef.process.Tools;
import org.computepods.chef.recipe.Comparing;
import org.computepods.chef.recipe.ProgramView;
import org.computepods.chef.wire.rest.Whereabouts;
import org.computepods.cli.ExitCode;
import org.computepods.cli.Failure;
import org.computepods.cli.Globals;
import org.computepods.cli.Invocation;
import org.computepods.cli.federation.Federation;
import org.computepods.cli.json.Document;
import org.computepods.cli.json.Writer;
import org.computepods.cli.show.Text;
import org.computepods.cli.workspace.Workspace;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.Digest;
import org.computepods.rules.Task;
import org.computepods.rules.View;
import org.computepods.rules.project.ProjectLoader;
import org.computepods.rules.project.RuleSet;
import org.computepods.rules.project.RulesManager;

/**
 * {@code verify}: builds cold in a scratch copy, and compares every output with what stands, as its
 * readers see it. What differs was not made of what is there now, or its tool makes another thing
 * each time, or a cycle has more than one place to rest.
 */
final class VerifyCommand {
  private final Context context;
  private final Invocation.Verify verify;
  private final Federation federation;
  private final Asking asking;

  /** Outputs that differ only in what the views of all their readers leave out. */
  private final Set<String> unseen = new TreeSet<>();

  /** What would be built anew before it is used, and why: it may well differ. */
  private final Map<String, String> stale = new TreeMap<>();

  VerifyCommand(Context context, Invocation.Verify verify, Federation federation) {
    this.context = context;
    this.verify = verify;
    this.federation = federation;
    this.asking = new Asking(context, federation);
  }

  /** An output, with its digest (or a link's target). */
  private record Version(String what, boolean executable, boolean declared) {}

  int run() {
    Workspace workspace = context.workspace();
    Names names = asking.open(workspace);
    Map<String, Version> standing = outputs(workspace);
    ScratchCopy scratch = ScratchCopy.of(workspace.root(), context.home());
    try {
      scratch.fill(standing.keySet());
      var copy = new Workspace(scratch.root(), scratch.root());
      int code = build(copy, workspace.targets(verify.targets(), names::isKnown));
      if (code != ExitCode.UP_TO_DATE) {
        throw new Failure(code, "verify: the cold build itself did not succeed");
      }
      asking.open(copy);
      findStale(workspace);
      return tell(compare(workspace, standing, copy, outputs(copy)));
    } catch (IOException e) {
      throw Failure.usage("cannot copy the workspace to " + scratch.root() + ": " + e.getMessage());
    } finally {
      scratch.remove();
      forget(scratch);
    }
  }

  /** The copy is no workspace that anybody wants to hear of. */
  private void forget(ScratchCopy scratch) {
    try {
      federation
          .client()
          .delete("/projects" + Asking.in(new Workspace(scratch.root(), scratch.root())));
    } catch (IOException | Failure gone) {
      // Then nothing remembers it.
    }
  }

  private int build(Workspace copy, List<String> targets) {
    Globals globals = context.globals();
    var inCopy =
        new Context(
            new Globals(
                Optional.of(copy.root().toString()),
                Optional.of(context.home().toString()),
                false,
                globals.quiet() || globals.json(),
                globals.verbose()),
            context.terminal(),
            context.env(),
            context.cwd());
    var cold =
        new Invocation.Build(
            targets,
            false,
            false,
            false,
            0,
            true,
            false,
            Optional.empty(),
            Invocation.Build.WAIT_S);
    return new BuildCommand(inCopy, cold, federation).run();
  }

  private void findStale(Workspace workspace) {
    for (Document task : Document.parse(asking.get("/tasks" + Asking.in(workspace))).elements()) {
      if (task.text("state").equals("stale")) {
        task.texts("outputs").forEach(output -> stale.put(output, task.text("reason")));
      }
    }
  }

  private Map<String, Version> outputs(Workspace workspace) {
    var outputs = new TreeMap<String, Version>();
    Document answer =
        Document.parse("{\"all\":" + asking.get("/artefacts" + Asking.in(workspace)) + "}");
    for (Document each : answer.list("all")) {
      for (Document version : each.list("versions")) {
        outputs.put(
            each.text("path"),
            new Version(
                version.text("sha256") + version.text("link"),
                version.flag("executable"),
                !version.text("note").equals(Whereabouts.UNDECLARED)));
      }
    }
    return outputs;
  }

  /** What those tasks of the project that read an artefact see of it. */
  private static Map<ArtefactPath, Set<View>> views(RulesManager rules, Path root)
      throws IOException {
    var all = new HashMap<ArtefactPath, Set<View>>();
    for (Task task : rules.bind(files(root)).tasks()) {
      Stream.concat(task.dependencies().stream(), task.secondary().stream())
          .forEach(
              read ->
                  all.computeIfAbsent(read.path(), _ -> new LinkedHashSet<>())
                      .add(
                          read.view() instanceof View.Whole
                              ? rules.viewOf(read.path())
                              : read.view()));
    }
    return all;
  }

  private static List<ArtefactPath> files(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString())
          .filter(name -> !name.startsWith(".computepods/"))
          .map(ArtefactPath::of)
          .toList();
    }
  }

  /** What each output that the cold build made is like beside what stands; "" for the same. */
  private Map<String, String> compare(
      Workspace workspace, Map<String, Version> standing, Workspace copy, Map<String, Version> cold)
      throws IOException {
    RulesManager rules =
        ProjectLoader.load(path -> read(copy.root().resolve(path.value())), RuleSet.bundled())
            .rules();
    Map<ArtefactPath, Set<View>> views = views(rules, copy.root());
    var compared = new LinkedHashMap<String, String>();
    cold.forEach(
        (path, made) -> {
          Version stands = standing.get(path);
          if (!made.declared()) {
            return; // Whatever it says reaches the others in what reads it.
          }
          if (rules.isLog(ArtefactPath.of(path)) || made.equals(stands)) {
            compared.put(path, "");
          } else if (stands == null) {
            compared.put(path, "is not there, and a cold build makes it");
          } else {
            ArtefactPath artefact = ArtefactPath.of(path);
            Set<View> seen = views.getOrDefault(artefact, Set.of(rules.viewOf(artefact)));
            String difference =
                difference(workspace.root().resolve(path), copy.root().resolve(path), seen);
            compared.put(path, difference.isEmpty() ? "" : staleOr(path, difference));
            if (difference.isEmpty()) {
              unseen.add(path);
            }
          }
        });
    return compared;
  }

  /** What somebody has written over differs, whatever else its task would run for. */
  private String staleOr(String path, String difference) {
    String reason = stale.get(path);
    boolean edited = reason != null && reason.contains(path + " is not what it wrote");
    return reason == null || edited
        ? difference
        : "is stale (" + reason + "): build it, then verify";
  }

  /** "" where none of these views shows any. */
  private String difference(Path stands, Path made, Set<View> views) {
    try {
      byte[] before = Files.readAllBytes(stands);
      byte[] now = Files.readAllBytes(made);
      boolean shows = false;
      for (View view : views) {
        shows |= !seen(before, view).equals(seen(now, view)) && !isSameOpened(before, now, view);
      }
      if (!shows) {
        return "";
      }
      var comparing = new Comparing(List.of(Optional.of(before), Optional.of(now)));
      return "differs, " + comparing.difference();
    } catch (IOException e) {
      return "cannot be compared: " + e.getMessage();
    }
  }

  /** Whether what the view leaves out is all in which two PDFs differ, though it is compressed. */
  private static boolean isSameOpened(byte[] before, byte[] now, View view) {
    if (!(view instanceof View.Drop)) {
      return false;
    }
    Optional<Digest> seen = OpenedPdf.of(before).map(view::of);
    return seen.isPresent() && seen.equals(OpenedPdf.of(now).map(view::of));
  }

  private Digest seen(byte[] content, View view) throws IOException {
    if (!(view instanceof View.Program program)) {
      return view.of(content);
    }
    Path temporary = Files.createTempDirectory("verify");
    try (Tools tools = Tools.open(temporary)) {
      return new ProgramView(tools, context.travellingEnv())
          .printed(program, context.workspace().root(), content);
    } finally {
      Tools.remove(temporary);
    }
  }

  private static Optional<String> read(Path file) {
    try {
      return Files.isRegularFile(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private int tell(Map<String, String> compared) {
    Set<String> differing = new TreeSet<>();
    compared.forEach(
        (path, difference) -> {
          if (!difference.isEmpty()) {
            differing.add(path);
          }
        });
    if (context.globals().json()) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("compared", compared.size());
      document.put("same", compared.size() - differing.size());
      List<Map<String, Object>> differences = new ArrayList<>();
      differing.forEach(
          path ->
              differences.add(Map.of("path", path, "difference", compared.getOrDefault(path, ""))));
      document.put("different", differences);
      document.put("unseen", List.copyOf(unseen));
      context.terminal().out().println(new Writer().value(document));
    } else {
      for (String path : differing) {
        List<String> lines = compared.getOrDefault(path, "").lines().toList();
        context.complain(Text.safe(path) + " " + Text.safe(lines.getFirst()));
        lines.stream().skip(1).forEach(line -> context.complain("  " + Text.safe(line)));
      }
      for (String path : unseen) {
        context.say(Text.safe(path) + " differs only in what none of its readers looks at");
      }
      context.say(
          "verified: "
              + Text.count(compared.size() - differing.size(), "output", "outputs")
              + " as a cold build makes them"
              + (differing.isEmpty() ? "" : ", " + differing.size() + " not"));
    }
    return differing.isEmpty() ? ExitCode.UP_TO_DATE : ExitCode.FAILED;
  }
}
