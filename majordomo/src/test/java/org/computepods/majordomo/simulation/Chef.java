package org.computepods.majordomo.simulation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.computepods.chef.wire.BuildFrom;
import org.computepods.chef.wire.BuildResults;
import org.computepods.chef.wire.BuildResults.Outcome;
import org.computepods.chef.wire.FileRef;
import org.computepods.rules.ArtefactState;
import org.computepods.rules.Digest;
import org.jspecify.annotations.Nullable;

/**
 * One job in the hands of a chef. In place it puts what stands where outputs belong aside, as the
 * real one does, and back unless the run succeeds; elsewhere it works on the pinned contents.
 */
final class Chef {
  private static final String TOOLS = "/toy/";

  final BuildFrom job;
  final String pod;
  private final int attempt;
  private final Disk disk;
  private final boolean scratch;

  /** What the core took for the states of all files when it made the job. */
  private final Map<String, ArtefactState> known;

  private final boolean readsEarly;
  private final Map<String, Disk.Held> aside = new LinkedHashMap<>();
  private final Set<String> there = new LinkedHashSet<>();
  private final Map<String, String> early = new TreeMap<>();
  private final List<FileRef> saved = new ArrayList<>();
  private final List<FileRef> found = new ArrayList<>();

  /** What earlier runs wrote undeclared, as it stood. */
  private final Map<String, String> parts = new LinkedHashMap<>();

  private final Map<String, Optional<String>> otherwise = new LinkedHashMap<>();
  private boolean begun;

  /**
   * @param readsEarly whether the tool reads at its beginning, or at its end
   */
  Chef(
      BuildFrom job,
      int attempt,
      Disk disk,
      Map<String, ArtefactState> known,
      boolean far,
      boolean readsEarly) {
    this.attempt = attempt;
    this.known = known;
    this.job = job;
    this.disk = disk;
    this.pod = far ? "far" : "local";
    this.scratch = far || job.scratch();
    this.readsEarly = readsEarly;
  }

  boolean running() {
    return begun;
  }

  boolean inPlace() {
    return !scratch;
  }

  Set<String> writes() {
    var writes = new LinkedHashSet<>(job.outputs());
    writes.addAll(job.auxiliaries());
    return writes;
  }

  boolean mayWrite(String path) {
    return writes().contains(path)
        || (Tool.isPart(path) && path.equals(Tool.part(job.outputs().getFirst())));
  }

  /** Begins; an answer at once where the inputs are not as pinned. */
  Optional<BuildResults> begin() {
    if (scratch) {
      return fill();
    }
    Set<String> moved = moved();
    if (!moved.isEmpty()) {
      return Optional.of(answer(Outcome.INPUTS_GONE, null, Set.of(), moved));
    }
    var pinned = new HashSet<>(job.readBack());
    job.inputs().forEach(input -> pinned.add(input.path()));
    job.absent().forEach(pinned::remove);
    for (String path : writes()) {
      disk.read(path)
          .ifPresent(
              text -> {
                there.add(path);
                if (!Digest.of(text).hex().equals(job.ours().get(path))) {
                  disk.pin(text);
                  saved.add(disk.ref(path));
                }
                boolean copied = pinned.contains(path);
                if (copied) {
                  found.add(disk.ref(path));
                }
                aside.put(path, (copied ? disk.look(path) : disk.take(path)).orElseThrow());
              });
    }
    for (String path : job.readBack()) {
      if (!writes().contains(path) && disk.read(path).isPresent()) {
        parts.put(path, disk.read(path).orElseThrow());
        found.add(disk.ref(path));
      }
    }
    if (readsEarly) {
      early.putAll(disk.texts());
    }
    begun = true;
    return Optional.empty();
  }

  private Optional<BuildResults> fill() {
    for (FileRef input : job.inputs()) {
      String sha256 = input.sha256();
      if (sha256 != null && !input.path().startsWith("/")) {
        Optional<String> text = disk.content(input.path(), Digest.parse(sha256));
        if (text.isEmpty()) {
          return Optional.of(answer(Outcome.INPUTS_GONE, null, Set.of(), Set.of(input.path())));
        }
        disk.keep(text.get());
        early.put(input.path(), text.get());
      }
    }
    begun = true;
    return Optional.empty();
  }

  private Set<String> moved() {
    var moved = new LinkedHashSet<String>();
    for (FileRef input : job.inputs()) {
      if (!input.path().startsWith("/") && !disk.holds(input)) {
        moved.add(input.path());
      }
    }
    for (String path : job.absent()) {
      if (!writes().contains(path) && disk.read(path).isPresent()) {
        moved.add(path);
      }
    }
    return moved;
  }

  /** Of the inputs that the tool read, those that stood otherwise at its end, as it read them. */
  Map<String, Optional<String>> otherwise() {
    return otherwise;
  }

  private void seesOtherwise(Map<String, Optional<String>> read) {
    var inputs = new HashSet<>(job.absent());
    job.inputs().forEach(input -> inputs.add(input.path()));
    inputs.removeAll(writes());
    read.forEach(
        (path, text) -> {
          if (inputs.contains(path) && !text.equals(disk.read(path))) {
            otherwise.put(path, text);
          }
        });
  }

  /** Lets the tool come to its end; empty where its answer could not be trusted by anybody. */
  Optional<BuildResults> end(long tick) {
    Tool.Reader files =
        readsEarly || scratch ? path -> Optional.ofNullable(early.get(path)) : disk::read;
    var read = new TreeMap<String, Optional<String>>();
    Tool.Work work =
        Tool.run(
            job.command(),
            path -> {
              read.put(path, files.read(path));
              return files.read(path);
            },
            tick);
    begun = false;
    seesOtherwise(read);
    if (!scratch && backAndForth(work, files)) {
      undo();
      return Optional.empty();
    }
    var absentBefore = new LinkedHashSet<String>();
    work.outputs().keySet().stream()
        .filter(path -> Tool.isPart(path) ? files.read(path).isEmpty() : !there.contains(path))
        .forEach(absentBefore::add);
    if (scratch) {
      absentBefore.removeAll(early.keySet());
    }
    if (!work.ok()) {
      List<FileRef> reads = reads(work);
      Set<String> other = scratch ? new LinkedHashSet<>() : moved();
      other.removeAll(writes());
      undo();
      return Optional.of(answer(Outcome.FAILED, work, absentBefore, other, reads));
    }
    Set<String> moved = new LinkedHashSet<>();
    if (job.scratch()) {
      work.outputs().values().forEach(disk::keep);
    } else if (scratch) {
      bringHome(work);
    } else {
      aside.keySet().stream()
          .filter(path -> !work.outputs().containsKey(path))
          .forEach(disk::deleteWritten);
      work.outputs()
          .forEach(
              (path, text) -> {
                if (Tool.isPart(path)) {
                  disk.writeBeside(path, text);
                } else {
                  disk.write(path, text, false);
                }
              });
      parts.values().forEach(disk::keep);
      moved.addAll(moved());
      moved.removeAll(writes());
      moved.removeAll(work.outputs().keySet());
      aside.values().forEach(held -> disk.keep(held.text()));
    }
    aside.clear();
    writes().forEach(path -> disk.wroteFor(job.task(), path));
    return Optional.of(answer(Outcome.SUCCEEDED, work, absentBefore, moved));
  }

  /** Outputs made elsewhere are put in place, as a restore does. */
  private void bringHome(Tool.Work work) {
    work.outputs()
        .forEach(
            (path, text) -> {
              disk.keep(text);
              Optional<String> old = disk.read(path);
              if (old.isPresent() && !old.get().equals(text)) {
                if (!Digest.of(old.get()).hex().equals(job.ours().get(path))) {
                  disk.pin(old.get());
                  saved.add(disk.ref(path));
                }
                disk.keep(old.get());
              }
              if (!old.equals(Optional.of(text))) {
                disk.write(path, text, false);
              }
            });
  }

  /**
   * Whether a file was changed and changed back, so that what was read is neither what was there
   * when the job was made nor what is there now, and no digest tells.
   */
  private boolean backAndForth(Tool.Work work, Tool.Reader files) {
    var read = new LinkedHashSet<>(work.noted());
    job.inputs().forEach(input -> read.add(input.path()));
    read.removeAll(writes());
    return read.stream()
        .anyMatch(
            path ->
                !files.read(path).equals(disk.read(path))
                    && disk.state(path).equals(known.getOrDefault(path, ArtefactState.absent())));
  }

  /** As if the job had never run. */
  void undo() {
    aside.forEach(
        (path, held) -> {
          disk.delete(path);
          disk.putBack(path, held);
        });
    aside.clear();
    begun = false;
  }

  BuildResults cancelled() {
    undo();
    return answer(Outcome.CANCELLED, null, Set.of(), Set.of());
  }

  private List<FileRef> outputs(Tool.Work work) {
    return writes().stream()
        .map(path -> job.scratch() ? made(path, work.outputs().get(path)) : disk.ref(path))
        .toList();
  }

  private static FileRef made(String path, @Nullable String text) {
    String sha256 = text == null ? null : Digest.of(text).hex();
    int size = text == null ? 0 : text.length();
    return new FileRef(path, sha256, false, null, size, 0, 0, List.of());
  }

  private List<FileRef> reads(Tool.Work work) {
    var reads = new ArrayList<FileRef>();
    String tool = TOOLS + job.command().getFirst();
    String name = pod.equals("far") ? pod + ":" + tool : tool;
    reads.add(new FileRef(name, Digest.of("tool " + tool).hex(), true, null, 9, 9, 9, List.of()));
    for (String path : work.noted()) {
      if (!scratch) {
        reads.add(disk.ref(path));
      } else {
        String text = work.outputs().get(path);
        reads.add(made(path, text == null ? early.get(path) : text));
      }
    }
    return reads;
  }

  private BuildResults answer(
      Outcome outcome, Tool.@Nullable Work work, Set<String> absentBefore, Set<String> moved) {
    List<FileRef> reads = work == null ? List.of() : reads(work);
    return answer(outcome, work, absentBefore, moved, reads);
  }

  private BuildResults answer(
      Outcome outcome,
      Tool.@Nullable Work work,
      Set<String> absentBefore,
      Set<String> moved,
      List<FileRef> reads) {
    boolean ok = outcome == Outcome.SUCCEEDED;
    return new BuildResults(
        1,
        job.job(),
        attempt,
        pod,
        pod,
        outcome,
        ok ? 0 : 1,
        ok && work != null ? outputs(work) : List.of(),
        reads,
        List.copyOf(absentBefore),
        List.of(),
        List.copyOf(found),
        List.copyOf(moved),
        work == null
            ? List.of()
            : work.outputs().keySet().stream().filter(work.noted()::contains).toList(),
        work == null || scratch
            ? List.of()
            : work.outputs().keySet().stream().filter(Tool::isPart).map(disk::ref).toList(),
        work == null ? List.of() : work.missing(),
        List.copyOf(saved),
        null,
        "",
        ok ? "" : outcome.toString(),
        0,
        1,
        null);
  }
}
