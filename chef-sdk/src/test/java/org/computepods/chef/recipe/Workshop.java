package org.computepods.chef.recipe;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.computepods.chef.process.Tools;
import org.computepods.chef.store.ContentStore;
import org.computepods.chef.store.Hashing;
import org.computepods.chef.wire.BuildFrom;
import org.computepods.chef.wire.BuildFrom.DepfileRef;
import org.computepods.chef.wire.BuildResults;
import org.computepods.chef.wire.FileRef;
import org.computepods.rules.Digest;
import org.jspecify.annotations.Nullable;

/** A workspace, a pod's kitchen, and jobs said in few words. */
final class Workshop implements AutoCloseable {
  static final long EPOCH = 7;

  final Path workspace;
  final ContentStore store;
  final Tools tools;
  final List<String> notices = new CopyOnWriteArrayList<>();
  final Journals journals = new Journals();
  final Kitchen kitchen;
  private final Path folder;

  Workshop(Path folder) throws IOException {
    this(folder, Fetcher.NONE);
  }

  Workshop(Path folder, Fetcher fetcher) throws IOException {
    this(folder, fetcher, new Hashing());
  }

  Workshop(Path folder, Fetcher fetcher, Hashing hashing) throws IOException {
    this.folder = folder;
    workspace = Files.createDirectories(folder.resolve("my workspace"));
    store = new ContentStore(folder.resolve("content"), notices::add);
    tools = Tools.open(folder.resolve("t"));
    kitchen =
        new Kitchen(
            "here",
            "chef",
            store,
            hashing,
            folder.resolve("scratch"),
            fetcher,
            Map.of("PATH", "/usr/bin:/bin"),
            tools,
            journals,
            new Touched(),
            List.of(),
            path -> path.equals(workspace) ? OptionalLong.of(EPOCH) : OptionalLong.empty());
  }

  /** A job on a thread of its own. */
  record Begun(Cooking cooking, CompletableFuture<BuildResults> results) {}

  @Override
  public void close() {
    tools.close();
    try {
      journals.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path path(String name) {
    return workspace.resolve(name);
  }

  Path beside(String name) {
    return folder.resolve(name);
  }

  Digest write(String name, String content) throws IOException {
    Path parent = path(name).getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Files.writeString(path(name), content);
    return Digest.of(content);
  }

  String read(String name) throws IOException {
    return Files.readString(path(name));
  }

  boolean exists(String name) {
    return Files.exists(path(name), LinkOption.NOFOLLOW_LINKS);
  }

  /** Every file of the workspace, those of ours too, but for journals that wait, and notes. */
  List<String> files() throws IOException {
    try (var all = Files.walk(workspace)) {
      return all.filter(each -> !Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS))
          .filter(each -> !each.toString().endsWith(Journal.SUFFIX) || each.toFile().length() > 0)
          .map(each -> workspace.relativize(each).toString())
          .filter(each -> !each.equals(".computepods/written"))
          .sorted()
          .toList();
    }
  }

  Job job(String script) {
    return new Job(script);
  }

  static String text(ContentStore store, @Nullable String sha256) throws IOException {
    if (sha256 == null) {
      return "(none)";
    }
    return new String(store.read(Digest.parse(sha256)).orElseThrow(), UTF_8);
  }

  /** A job that runs a shell script. */
  final class Job {
    private final String script;
    private final List<FileRef> inputs = new ArrayList<>();
    private final List<String> absent = new ArrayList<>();
    private final List<String> outputs = new ArrayList<>();
    private final List<String> auxiliaries = new ArrayList<>();
    private final List<String> readBack = new ArrayList<>();
    private final Map<String, String> ours = new HashMap<>();
    private final Map<String, String> seeds = new HashMap<>();
    private @Nullable DepfileRef depfile;
    private @Nullable String missing;
    private String home = "here";
    private String name = "job";
    private long epoch = EPOCH;
    private boolean scratch;
    private long timeoutS = 60;

    private Job(String script) {
      this.script = script;
    }

    Job input(String path) throws IOException {
      return input(path, Digest.of(Files.readAllBytes(path(path))));
    }

    Job input(String path, Digest digest, String... pods) {
      boolean executable = Files.isExecutable(path(path));
      inputs.add(new FileRef(path, digest.hex(), executable, null, 0, 0, 0, List.of(pods)));
      return this;
    }

    Job absent(String path) {
      absent.add(path);
      return this;
    }

    Job output(String path) {
      outputs.add(path);
      return this;
    }

    Job auxiliary(String path) {
      auxiliaries.add(path);
      return this;
    }

    Job readsBack(String path) {
      readBack.add(path);
      return this;
    }

    Job ours(String path, Digest digest) {
      ours.put(path, digest.hex());
      return this;
    }

    Job seed(String path, String content) {
      seeds.put(path, content);
      return this;
    }

    Job depfile(String path, String format) {
      depfile = new DepfileRef(path, format);
      return this;
    }

    Job missing(String regex) {
      missing = regex;
      return this;
    }

    Job elsewhere() {
      home = "another pod";
      return this;
    }

    Job replayed() {
      scratch = true;
      return this;
    }

    Job epoch(long other) {
      epoch = other;
      return this;
    }

    Job name(String other) {
      name = other;
      return this;
    }

    Job timeoutS(long seconds) {
      timeoutS = seconds;
      return this;
    }

    Begun start() {
      Cooking cooking = Cook.of(message(List.of("sh", "-c", script)), kitchen);
      var results = new CompletableFuture<BuildResults>();
      Thread.ofPlatform().daemon().start(() -> results.complete(cooking.cook()));
      return new Begun(cooking, results);
    }

    BuildResults run() {
      return Cook.of(message(List.of("sh", "-c", script)), kitchen).cook();
    }

    BuildFrom message(List<String> command) {
      return new BuildFrom(
          1,
          name,
          1,
          "majordomo",
          "b-1",
          "request",
          "task",
          null,
          "kind",
          Map.of(),
          workspace.toString(),
          home,
          epoch,
          command,
          Map.of("PATH", "/usr/bin:/bin"),
          inputs,
          absent,
          outputs,
          auxiliaries,
          readBack,
          ours,
          seeds,
          depfile,
          missing,
          timeoutS,
          scratch);
    }
  }
}
