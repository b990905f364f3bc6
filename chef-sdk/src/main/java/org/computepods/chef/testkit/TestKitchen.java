package org.computepods.chef.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.computepods.chef.cooks.HiredChef;
import org.computepods.chef.process.Tools;
import org.computepods.chef.recipe.Cook;
import org.computepods.chef.recipe.Cooking;
import org.computepods.chef.recipe.Fetcher;
import org.computepods.chef.recipe.Journals;
import org.computepods.chef.recipe.Kitchen;
import org.computepods.chef.recipe.Touched;
import org.computepods.chef.store.ContentStore;
import org.computepods.chef.store.Hashing;
import org.computepods.chef.wire.BuildFrom;
import org.computepods.chef.wire.BuildResults;
import org.computepods.chef.wire.FileRef;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.Digest;
import org.computepods.rules.Task;

/** A pod's kitchen with one workspace, in a temporary folder. */
final class TestKitchen implements AutoCloseable {
  private static final String POD = "test";
  private static final String OURS = ".computepods";

  private final Path folder;
  private final Path workspace;
  private final Tools tools;
  private final Journals journals = new Journals();
  private final Kitchen kitchen;
  private int jobs;

  private TestKitchen(Path folder, HiredChef chef) throws IOException {
    this.folder = folder;
    this.workspace = Files.createDirectories(folder.resolve("workspace")).toRealPath();
    this.tools = Tools.open(folder.resolve("tmp"));
    var environment = new HashMap<String, String>();
    for (String name : List.of("PATH", "HOME", "LANG")) {
      String value = System.getenv(name);
      environment.put(name, value == null ? "" : value);
    }
    this.kitchen =
        new Kitchen(
            POD,
            POD,
            new ContentStore(folder.resolve("store"), notice -> {}),
            new Hashing(),
            folder.resolve("scratch"),
            Fetcher.NONE,
            environment,
            tools,
            journals,
            new Touched(),
            List.of(chef),
            path -> OptionalLong.of(1));
  }

  static TestKitchen copyOf(Path fixture, HiredChef chef) throws IOException {
    var kitchen = new TestKitchen(Files.createTempDirectory("chef-test"), chef);
    try (Stream<Path> files = Files.walk(fixture)) {
      for (Path each : files.sorted().toList()) {
        Path to = kitchen.workspace.resolve(fixture.relativize(each).toString());
        if (Files.isDirectory(each)) {
          Files.createDirectories(to);
        } else {
          Files.copy(each, to, LinkOption.NOFOLLOW_LINKS);
        }
      }
    }
    return kitchen;
  }

  Path workspace() {
    return workspace;
  }

  boolean has(ArtefactPath path) {
    return Files.isRegularFile(workspace.resolve(path.value()));
  }

  String text(String path) {
    try {
      return new String(Files.readAllBytes(workspace.resolve(path)), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<ArtefactPath> files() throws IOException {
    try (Stream<Path> files = Files.walk(workspace)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> workspace.relativize(file).toString())
          .filter(name -> !name.startsWith(OURS + "/"))
          .map(ArtefactPath::of)
          .sorted()
          .toList();
    }
  }

  /** Does the task as a pod would. */
  ChefTest.Made cook(Task task) throws IOException {
    Cooking cooking = Cook.of(job(task), kitchen);
    BuildResults results = cooking.cook();
    boolean good = results.outcome() == BuildResults.Outcome.SUCCEEDED;
    var outputs = new TreeMap<String, String>();
    for (FileRef each : results.outputs()) {
      if (each.sha256() != null) {
        outputs.put(each.path(), text(each.path()));
      }
    }
    return new ChefTest.Made(
        good ? "" : results.outcome() + ": " + results.message(),
        new String(cooking.log().content(), StandardCharsets.UTF_8),
        outputs,
        results.reads().stream().map(FileRef::path).sorted().toList(),
        results.missing());
  }

  private BuildFrom job(Task task) throws IOException {
    var inputs = new ArrayList<FileRef>();
    var absent = new ArrayList<String>();
    for (var each :
        Stream.concat(task.dependencies().stream(), task.secondary().stream()).toList()) {
      String path = each.path().value();
      if (has(each.path())) {
        String digest = Digest.of(Files.readAllBytes(workspace.resolve(path))).hex();
        inputs.add(new FileRef(path, digest, false, null, 0, 0, 0, List.of()));
      } else {
        absent.add(path);
      }
    }
    var seeds = new TreeMap<String, String>();
    task.seeds().forEach((path, text) -> seeds.put(path.value(), text));
    List<String> auxiliaries = names(task.auxiliaries());
    return new BuildFrom(
        1,
        "job" + ++jobs,
        1,
        POD,
        "test",
        "",
        task.name(),
        task.set().orElse(null),
        "test",
        Map.of(),
        workspace.toString(),
        POD,
        1,
        task.command(),
        task.env(),
        inputs,
        absent,
        names(task.outputs()),
        auxiliaries,
        auxiliaries,
        Map.of(),
        seeds,
        task.depfile()
            .map(
                notes ->
                    new BuildFrom.DepfileRef(
                        notes.path().value(), notes.format().name().toLowerCase(Locale.ROOT)))
            .orElse(null),
        task.missing().orElse(null),
        task.timeout().toSeconds(),
        false);
  }

  private static List<String> names(List<ArtefactPath> paths) {
    return paths.stream().map(ArtefactPath::value).toList();
  }

  @Override
  public void close() throws IOException {
    tools.close();
    journals.close();
    Tools.remove(folder);
  }
}
