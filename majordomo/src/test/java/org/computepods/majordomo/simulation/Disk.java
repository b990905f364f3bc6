package org.computepods.majordomo.simulation;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.computepods.chef.wire.FileRef;
import org.computepods.majordomo.core.Event;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.ArtefactState;
import org.computepods.rules.Digest;
import org.jspecify.annotations.Nullable;

/**
 * The files of a workspace, the content store of its pod, and what a watcher of it has still to
 * say. Its ctimes are coarse, as the kernel's are.
 */
final class Disk {
  /** The least time between two changes. */
  private static final long STEP_NS = 1_000_000;

  /** The clock of the file system stands still for so long; that of the watcher does not. */
  private static final long COARSE_NS = 4_000_000;

  private static final ArtefactState ABSENT = ArtefactState.absent();

  /** A file as it stands. */
  record Held(String text, long ctimeNs, long inode, boolean byPerson) {}

  private final TreeMap<String, Held> files = new TreeMap<>();

  /** Every text there ever was, by digest: what digests mean, not what can be had. */
  private final Map<Digest, String> everything = new HashMap<>();

  private final Set<Digest> store = new LinkedHashSet<>();
  private final Set<Digest> kept = new HashSet<>();
  private final Map<String, Digest> written = new TreeMap<>();
  private final Map<String, String> writers = new HashMap<>();
  private final Set<String> unsaid = new LinkedHashSet<>();
  private final Map<String, ArtefactState> said = new HashMap<>();
  private long clock = 100 * COARSE_NS;

  void write(String path, String text, boolean byPerson) {
    clock += STEP_NS;
    everything.put(Digest.of(text), text);
    files.put(path, new Held(text, coarse(), clock, byPerson));
    unsaid.add(path);
    if (!byPerson) {
      written.put(path, Digest.of(text));
    }
  }

  /** Writes what no task declares: of that the notes in the workspace say nothing. */
  void writeBeside(String path, String text) {
    Digest noted = written.get(path);
    write(path, text, false);
    if (noted == null) {
      written.remove(path);
    } else {
      written.put(path, noted);
    }
  }

  private long coarse() {
    return clock - clock % COARSE_NS;
  }

  /** What jobs wrote last to each path, as the notes in the workspace say. */
  Map<String, Digest> written() {
    return written;
  }

  /** A job of this task wrote there last. */
  void wroteFor(String task, String path) {
    writers.put(path, task);
  }

  String writer(String path) {
    return writers.getOrDefault(path, "");
  }

  /** Removes what a job wrote, which is noted too. */
  void deleteWritten(String path) {
    written.remove(path);
    delete(path);
  }

  void delete(String path) {
    if (files.remove(path) != null) {
      unsaid.add(path);
    }
  }

  /** Takes a file away, for {@link #putBack}. */
  Optional<Held> take(String path) {
    Held held = files.remove(path);
    if (held != null) {
      unsaid.add(path);
    }
    return Optional.ofNullable(held);
  }

  /** Renames what was taken back; that changes its ctime. */
  void putBack(String path, Held held) {
    clock += STEP_NS;
    files.put(path, new Held(held.text(), coarse(), held.inode(), held.byPerson()));
    unsaid.add(path);
  }

  /** A file as it stands, left where it is. */
  Optional<Held> look(String path) {
    return Optional.ofNullable(files.get(path));
  }

  Optional<String> read(String path) {
    return Optional.ofNullable(files.get(path)).map(Held::text);
  }

  boolean byPerson(String path) {
    Held held = files.get(path);
    return held != null && held.byPerson();
  }

  Set<String> paths() {
    return files.keySet();
  }

  Map<String, String> texts() {
    var texts = new TreeMap<String, String>();
    files.forEach((path, held) -> texts.put(path, held.text()));
    return texts;
  }

  @Nullable String sha256(String path) {
    return read(path).map(text -> Digest.of(text).hex()).orElse(null);
  }

  ArtefactState state(String path) {
    return read(path)
        .<ArtefactState>map(text -> new ArtefactState.Present(Digest.of(text), false))
        .orElse(ArtefactState.absent());
  }

  FileRef ref(String path) {
    Held held = files.get(path);
    if (held == null) {
      return new FileRef(path, null, false, null, 0, 0, 0, List.of());
    }
    return new FileRef(
        path,
        Digest.of(held.text()).hex(),
        false,
        null,
        held.text().getBytes(StandardCharsets.UTF_8).length,
        held.inode(),
        held.ctimeNs(),
        List.of());
  }

  /** Whether a file is as a message says. */
  boolean holds(FileRef ref) {
    return Objects.equals(sha256(ref.path()), ref.sha256());
  }

  // ---- the store ----

  void keep(String text) {
    everything.put(Digest.of(text), text);
    store.add(Digest.of(text));
  }

  /** Keeps a person's file for good. */
  void pin(String text) {
    keep(text);
    kept.add(Digest.of(text));
  }

  Optional<String> stored(Digest digest) {
    return store.contains(digest) ? Optional.ofNullable(everything.get(digest)) : Optional.empty();
  }

  boolean pinned(String text) {
    return kept.contains(Digest.of(text));
  }

  /** The content of that digest, from the store or from where it stands. */
  Optional<String> content(String path, Digest digest) {
    return stored(digest).or(() -> read(path).filter(text -> Digest.of(text).equals(digest)));
  }

  /** What a digest means, whether or not anybody still has it. */
  Optional<String> meaning(Digest digest) {
    return Optional.ofNullable(everything.get(digest));
  }

  Set<Map.Entry<Digest, String>> meanings() {
    return everything.entrySet();
  }

  void loseBlobs(java.util.Random random) {
    store.removeIf(digest -> !kept.contains(digest) && random.nextInt(3) == 0);
  }

  void loseAllBlobs() {
    store.clear();
  }

  // ---- the watcher ----

  boolean unsaid() {
    return !unsaid.isEmpty();
  }

  /**
   * The next word of the watcher: how a path stands where something happened to it, unless it knows
   * it just so. Of an absence it says when it was seen.
   */
  Optional<Event.FileFact> say() {
    String path = unsaid.iterator().next();
    unsaid.remove(path);
    Event.FileFact fact = fact(path);
    ArtefactState known = Objects.requireNonNullElse(said.put(path, fact.state()), ABSENT);
    return Optional.of(fact).filter(_ -> !known.equals(fact.state()));
  }

  /** How files stand, whatever the watcher knows of them. */
  List<Event.FileFact> confirm(List<ArtefactPath> paths) {
    return paths.stream().map(path -> fact(path.value())).toList();
  }

  /** The whole tree; nothing is left to be said. */
  List<Event.FileFact> tree() {
    unsaid.clear();
    said.clear();
    files.keySet().forEach(path -> said.put(path, state(path)));
    return files.keySet().stream().map(this::fact).toList();
  }

  private Event.FileFact fact(String path) {
    Held held = files.get(path);
    return new Event.FileFact(
        ArtefactPath.of(path),
        state(path),
        held == null ? 0 : held.inode(),
        held == null ? clock + STEP_NS / 2 : held.ctimeNs());
  }
}
