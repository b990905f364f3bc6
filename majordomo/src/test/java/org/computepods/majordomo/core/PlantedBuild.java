package org.computepods.majordomo.core;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.computepods.majordomo.state.StateStore;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.ArtefactState;
import org.computepods.rules.Dependency;
import org.computepods.rules.Digest;
import org.computepods.rules.Task;
import org.computepods.rules.project.ProjectLoader;

/**
 * Writes down what a full build would have left in the MajorDomo's database, for a workspace whose
 * outputs stand there already: a benchmark with a million tasks cannot wait for a million runs. The
 * first real build shows whether it was done right, for it must find nothing to do.
 *
 * <p>Arguments: the workspace, and the database, which must not exist.
 */
final class PlantedBuild {
  private final Path workspace;
  private final Map<ArtefactPath, ArtefactState> states = new HashMap<>();

  private PlantedBuild(Path workspace) {
    this.workspace = workspace;
  }

  public static void main(String[] words) throws IOException {
    var planted = new PlantedBuild(Path.of(words[0]).toRealPath());
    try (var store = StateStore.open(Path.of(words[1]), PlantedBuild::refuse)) {
      planted.into(store);
    }
  }

  private static void refuse(String message) {
    throw new IllegalStateException(message);
  }

  private void into(StateStore store) throws IOException {
    String project = Files.readString(workspace.resolve("computepods.yaml"));
    var rules =
        ProjectLoader.load(
                path ->
                    path.equals(ProjectLoader.PROJECT_FILE)
                        ? Optional.of(project)
                        : Optional.empty(),
                List.of())
            .rules();
    Set<ArtefactPath> files = files();
    List<Task> tasks = rules.bind(files).tasks();
    int n = 0;
    for (Task task : tasks) {
      Trace trace = trace(task, ++n);
      store.note(workspace.toString(), new Memory.TraceKept(trace));
      for (Trace.Output output : trace.outputs()) {
        store.note(
            workspace.toString(),
            new Memory.Wrote(output.path(), output.state(), task.name(), true));
      }
    }
  }

  private Set<ArtefactPath> files() throws IOException {
    var files = new HashSet<ArtefactPath>();
    Files.walkFileTree(
        workspace,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            files.add(ArtefactPath.of(workspace.relativize(file).toString()));
            return FileVisitResult.CONTINUE;
          }
        });
    return files;
  }

  private Trace trace(Task task, int n) throws IOException {
    var observed = new LinkedHashMap<ArtefactPath, Trace.Observed>();
    for (Dependency dependency : task.dependencies()) {
      observe(dependency.path(), true, observed);
    }
    for (String tool : task.command().subList(0, 1)) {
      observe(ArtefactPath.of(found(tool)), false, observed);
    }
    if (task.depfile().isPresent()) {
      String notes = Files.readString(workspace.resolve(task.depfile().get().path().value()));
      for (String word : notes.substring(notes.indexOf(':') + 1).split("[\\s\\\\]+")) {
        if (!word.isEmpty()) {
          observe(ArtefactPath.of(word), false, observed);
        }
      }
    }
    var outputs = new ArrayList<Trace.Output>();
    for (ArtefactPath output : task.outputs()) {
      outputs.add(new Trace.Output(output, state(output)));
    }
    return new Trace(
        "planted." + n,
        task.name(),
        task.outputs().getFirst().value(),
        task.recipe(),
        List.copyOf(observed.values()),
        outputs,
        "never built",
        "planted",
        1,
        "local",
        "",
        System.currentTimeMillis(),
        1);
  }

  private void observe(
      ArtefactPath path, boolean declared, Map<ArtefactPath, Trace.Observed> observed)
      throws IOException {
    if (!observed.containsKey(path)) {
      observed.put(path, new Trace.Observed(path, "", state(path).sight(), declared));
    }
  }

  private ArtefactState state(ArtefactPath path) throws IOException {
    ArtefactState known = states.get(path);
    if (known == null) {
      Path file = path.outside() ? Path.of(path.value()) : workspace.resolve(path.value());
      byte[] content = Files.readAllBytes(file);
      known = new ArtefactState.Present(Digest.of(content), Files.isExecutable(file));
      states.put(path, known);
    }
    return known;
  }

  private static String found(String tool) {
    for (String folder : System.getenv("PATH").split(":")) {
      Path file = Path.of(folder, tool);
      if (Files.isExecutable(file) && Files.isRegularFile(file)) {
        return file.toString();
      }
    }
    throw new IllegalArgumentException(tool + " is not in PATH");
  }
}
