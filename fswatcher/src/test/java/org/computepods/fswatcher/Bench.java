package org.computepods.fswatcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.computepods.chef.store.FileStat;
import org.computepods.chef.store.Hashing;
import org.computepods.chef.wire.FilePack;
import org.computepods.chef.wire.Sync;
import org.computepods.chef.wire.Synced;
import org.computepods.chef.wire.TreeRequest;
import org.computepods.chef.wire.WatchRequest;
import org.computepods.fswatcher.events.Sources;
import org.computepods.fswatcher.tree.KeptTree;
import org.computepods.fswatcher.tree.WatchFilter;
import org.computepods.rules.ArtefactState;
import org.computepods.rules.Digest;

/** A watched workspace for a test, and the truth about it. */
final class Bench implements AutoCloseable {
  private static final long PATIENCE_S = 60;

  final Path root;
  final Listener listener = new Listener();
  final Workspaces workspaces;
  private final Path home;
  private List<String> ignore = List.of();
  private List<String> logs = List.of();
  private boolean gitignore;

  private Bench(Path root, Path home, WatchSettings settings, Sources sources) {
    this.root = root;
    this.home = home;
    this.workspaces = new Workspaces(listener, home, settings, sources);
  }

  static Bench of(Path folder, WatchSettings settings, Sources sources) throws IOException {
    Path root = Files.createDirectories(folder.resolve("workspace")).toRealPath();
    return new Bench(root, folder.resolve("home"), settings, sources);
  }

  static Bench of(Path folder) throws IOException {
    return of(folder, WatchSettings.USUAL, Sources.BEST);
  }

  /** Another watcher of the same workspace and home, as after a restart. */
  Bench again() {
    return new Bench(root, home, WatchSettings.USUAL, Sources.BEST);
  }

  /** The same, which keeps what it knows so often. */
  Bench savingEvery(Duration often) {
    return new Bench(root, home, WatchSettings.USUAL.with(s -> s.saveEvery = often), Sources.BEST);
  }

  /** Another watcher, with what is kept by now: as after this one was killed. */
  Bench afterKill(Path copyOfHome) throws IOException {
    Files.createDirectories(copyOfHome);
    try (var files = Files.list(home)) {
      for (Path file : files.toList()) {
        Files.write(copyOfHome.resolve(file.getFileName()), Files.readAllBytes(file));
      }
    }
    return new Bench(root, copyOfHome, WatchSettings.USUAL, Sources.BEST);
  }

  Bench ignoring(String... globs) {
    ignore = List.of(globs);
    return this;
  }

  /** With what ignore files name left out. */
  Bench heedingGit() {
    gitignore = true;
    return this;
  }

  Bench following(String... globs) {
    logs = List.of(globs);
    return this;
  }

  Synced watch() {
    return watch(workspaces.watch(request()));
  }

  /** The same with what was kept read before. */
  Synced watch(KeptTree ahead) {
    return watch(workspaces.watch(request(), ahead));
  }

  /** What is kept now. */
  KeptTree readAhead() {
    return new KeptTree(home, root.toString()).ahead();
  }

  private WatchRequest request() {
    return new WatchRequest(1, root.toString(), List.of(), ignore, gitignore, logs);
  }

  private Synced watch(CompletableFuture<Synced> begun) {
    Synced synced = begun.orTimeout(PATIENCE_S, TimeUnit.SECONDS).join();
    listener.hear(synced);
    if (listener.wantsTree()) {
      listener.tree(synced.epoch(), synced.seq(), tree());
    }
    return synced;
  }

  /** The files there are, by all pages. */
  Map<String, String> tree() {
    var words = new TreeMap<String, String>();
    String after = "";
    do {
      var page =
          workspaces
              .page(new TreeRequest(1, root.toString(), after))
              .orTimeout(PATIENCE_S, TimeUnit.SECONDS)
              .join();
      FilePack.read(page.files(), (path, state, _, _, _) -> words.put(path, word(state)));
      after = page.next();
    } while (!after.isEmpty());
    return words;
  }

  private static String word(ArtefactState state) {
    return switch (state) {
      case ArtefactState.Absent() -> "absent";
      case ArtefactState.Link(String target) -> "link " + target;
      case ArtefactState.Present(Digest digest, boolean executable) ->
          digest.hex() + (executable ? " x" : "");
    };
  }

  Synced sync() {
    Synced synced =
        workspaces
            .sync(new Sync(1, root.toString(), List.of()))
            .orTimeout(PATIENCE_S, TimeUnit.SECONDS)
            .join();
    listener.hear(synced);
    return synced;
  }

  void write(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  /** What has been told and announced, in the words of {@link #truth}. */
  Map<String, String> announced() {
    return listener.files();
  }

  /** Every file that counts, read now. */
  Map<String, String> truth() throws IOException {
    var filter = new WatchFilter(List.of(), ignore, logs);
    var truth = new TreeMap<String, String>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : (Iterable<Path>) all::iterator) {
        String path = root.relativize(file).toString();
        var stat = FileStat.of(file).orElseThrow();
        if (stat.directory() || !filter.countsAnywhere(path)) {
          continue;
        }
        truth.put(
            path,
            stat.link()
                ? "link " + Files.readSymbolicLink(file)
                : filter.isLog(path)
                    ? "log " + stat.size()
                    : Hashing.hash(file).hex() + (stat.executable() ? " x" : ""));
      }
    }
    return truth;
  }

  @Override
  public void close() {
    workspaces.close();
  }
}
