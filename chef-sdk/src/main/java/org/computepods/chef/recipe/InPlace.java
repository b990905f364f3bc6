package org.computepods.chef.recipe;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.computepods.chef.process.End;
import org.computepods.chef.recipe.Journal.Entry;
import org.computepods.chef.recipe.Journal.How;
import org.computepods.chef.store.ContentStore;
import org.computepods.chef.store.FileStat;
import org.computepods.chef.store.Hashing;
import org.computepods.chef.store.Seen;
import org.computepods.chef.wire.BuildFrom;
import org.computepods.chef.wire.BuildResults;
import org.computepods.chef.wire.BuildResults.Outcome;
import org.computepods.chef.wire.FileRef;
import org.computepods.rules.Digest;

/** A job done in the workspace itself. */
final class InPlace {
  /** A copy's times may be no finer than that. */
  private static final long COPY_ROUNDS_NS = 1_000;

  /** How far the file system's clock may be from ours to be compared with it. */
  private static final Duration SKEW_MAX = Duration.ofMillis(100);

  private final BuildFrom job;
  private final Kitchen kitchen;
  private final Bench bench;
  private final Report report;
  private final Ground ground;
  private final Hashing hashing;
  private final ContentStore store;

  /** Outputs and auxiliaries, and what stood there before the run. */
  private final Map<String, Seen> before = new LinkedHashMap<>();

  /** What the tool reads and an earlier run of it wrote undeclared, as it stood before the run. */
  private final Map<String, Seen.File> beside = new HashMap<>();

  /** How the inputs of the workspace stood when the run began. */
  private final Map<String, FileStat> stood = new HashMap<>();

  /** Inputs whose inode has changed since, though they hold the same. */
  private final Set<String> touched = new LinkedHashSet<>();

  private final List<Path> madeFolders = new ArrayList<>();

  InPlace(BuildFrom job, Kitchen kitchen, Bench bench, Report report) throws IOException {
    this.job = job;
    this.kitchen = kitchen;
    this.bench = bench;
    this.report = report;
    this.ground = Ground.at(Path.of(job.workspace()));
    this.hashing = kitchen.hashing();
    this.store = kitchen.store();
  }

  BuildResults cook() throws IOException {
    Path workspace = Path.of(job.workspace());
    Optional<String> old = Epochs.refusal(kitchen, workspace, job.epoch());
    if (old.isPresent()) {
      return report.as(Outcome.REFUSED, old.get());
    }
    Optional<Hand> hand = bench.hand(true, ground);
    if (hand.isEmpty()) {
      return report.as(Outcome.REFUSED, bench.nobody(ground));
    }
    look();
    findMoved();
    if (!report.moved.isEmpty()) {
      return report.as(Outcome.INPUTS_GONE, "changed since the job was made: " + report.moved);
    }
    List<String> taken = takenPlaces();
    if (!taken.isEmpty()) {
      return report.as(Outcome.REFUSED, String.join("; ", taken));
    }
    saveWhatIsNotOurs();
    Aside aside = Aside.plan(ground, kitchen.journals(), name(job), entries());
    try {
      aside.take();
      BuildResults results = run(aside, hand.get());
      if (results.outcome() != Outcome.SUCCEEDED) {
        undo(aside);
      }
      return results;
    } catch (IOException | RuntimeException e) {
      undo(aside);
      throw e;
    }
  }

  /** A folder name for this attempt, whatever characters the job's id has. */
  static String name(BuildFrom job) {
    return Digest.of(job.job()).hex().substring(0, 20) + "-" + job.attempt();
  }

  private void look() throws IOException {
    for (String each : job.outputs()) {
      before.put(each, hashing.look(ground.path(each)));
    }
    for (String each : job.auxiliaries()) {
      before.put(each, hashing.look(ground.path(each)));
    }
  }

  /**
   * Outputs in whose place stands what no file replaces: a tool would write into a folder, or to
   * whoever reads a pipe. Auxiliaries may be folders.
   */
  private List<String> takenPlaces() {
    var taken = new ArrayList<String>();
    for (String each : job.outputs()) {
      if (before.get(each) instanceof Seen.Other) {
        boolean folder = Files.isDirectory(ground.path(each), LinkOption.NOFOLLOW_LINKS);
        String what = folder ? "a folder" : "no regular file";
        taken.add(each + " is " + what + ", and a file is to be written there; move it away");
      }
    }
    return taken;
  }

  /** Inputs that are not what the job was made for. */
  private void findMoved() throws IOException {
    for (FileRef each : job.inputs()) {
      Optional<Path> path = ground.anywhere(each.path());
      if (path.isPresent()) {
        boolean outside = each.path().startsWith("/");
        Seen seen = outside ? hashing.lookFollowing(path.get()) : hashing.look(path.get());
        if (!Refs.holds(each, seen)) {
          moved(each.path(), path.get());
        } else if (!outside && seen instanceof Seen.File(FileStat stat, _)) {
          FileStat first = stood.putIfAbsent(each.path(), stat);
          if (first != null && isTouched(first, stat)) {
            touched.add(each.path());
          }
        }
      }
    }
    for (String each : job.absent()) {
      // Where the job writes itself, what is there is put aside, and so is absent for the run.
      if (!before.containsKey(each)) {
        Optional<Path> path = ground.anywhere(each);
        if (path.isPresent() && Files.exists(path.get(), LinkOption.NOFOLLOW_LINKS)) {
          moved(each, path.get());
        }
      }
    }
  }

  /** A link made to a file, and permission given for it, change no more than that. */
  private static boolean isTouched(FileStat before, FileStat now) {
    boolean sameFile = before.inode() == now.inode() && before.mtimeNs() == now.mtimeNs();
    boolean explained = before.links() != now.links() || before.mode() != now.mode();
    return !sameFile || (before.ctimeNs() != now.ctimeNs() && !explained);
  }

  /**
   * It is not what the job was made for; waiting helps, unless it is there and nobody may read it.
   */
  private void moved(String name, Path path) throws AccessDeniedException {
    if (Files.exists(path) && !Files.isReadable(path)) {
      throw new AccessDeniedException(name);
    }
    report.moved.add(name);
  }

  /** Puts into the store, for good, each file at an output's place that we did not write. */
  private void saveWhatIsNotOurs() throws IOException {
    for (var each : before.entrySet()) {
      if (each.getValue() instanceof Seen.File file
          && !file.digest().hex().equals(job.ours().get(each.getKey()))
          && !kitchen.journals().isOurs(ground, each.getKey(), file)) {
        report.saved.add(save(ground, each.getKey(), file, store, kitchen.pod()));
      }
    }
  }

  static FileRef save(Ground ground, String path, Seen.File file, ContentStore store, String pod)
      throws IOException {
    Digest digest = store.put(ground.path(path));
    store.pin(digest, ground.root() + "/" + path + ", replaced by a build");
    return Refs.of(path, new Seen.File(file.stat(), digest), List.of(pod));
  }

  private List<Entry> entries() throws IOException {
    Set<String> pinned = new HashSet<>(job.readBack());
    job.inputs().forEach(each -> pinned.add(each.path()));
    job.absent().forEach(pinned::remove);
    var entries = new ArrayList<Entry>();
    before.forEach(
        (path, seen) ->
            entries.add(
                new Entry(
                    switch (seen) {
                      case Seen.Nothing() -> How.NEW;
                      case Seen.Link(_, _) -> How.MOVED;
                      case Seen.File(_, _) -> pinned.contains(path) ? How.COPIED : How.MOVED;
                      // An auxiliary that is a folder: left alone.
                      case Seen.Other(_) -> How.NEW;
                    },
                    path)));
    entries.removeIf(each -> before.get(each.path()) instanceof Seen.Other);
    for (String each : job.readBack()) {
      if (!before.containsKey(each) && hashing.look(ground.path(each)) instanceof Seen.File file) {
        beside.put(each, file);
        entries.add(new Entry(How.COPIED, each));
      }
    }
    for (String each : passing()) {
      Seen seen = hashing.look(ground.path(each));
      if (!(seen instanceof Seen.Other)) {
        entries.add(new Entry(seen instanceof Seen.Nothing ? How.NEW : How.MOVED, each));
      }
    }
    return entries;
  }

  /** Files that the run makes and nobody wants to see: the depfile, seeds of no output. */
  private Set<String> passing() {
    var passing = new LinkedHashSet<String>();
    var depfile = job.depfile();
    if (depfile != null) {
      passing.add(depfile.path());
    }
    for (String each : job.seeds().keySet()) {
      if (!Files.exists(ground.path(each), LinkOption.NOFOLLOW_LINKS)) {
        passing.add(each);
      }
    }
    passing.removeAll(before.keySet());
    return passing;
  }

  private BuildResults run(Aside aside, Hand hand) throws IOException {
    for (String each : before.keySet()) {
      madeFolders.addAll(Aside.createParents(ground.path(each)));
    }
    Set<String> seeded = sow();
    Instant begun = Instant.now();
    End end = bench.run(hand, true, ground);
    Instant ended = Instant.now();
    report.ended(end);
    observe(aside, hand, seeded);
    if (end.way() == End.Way.BY_ITSELF && end.exit() != 0) {
      findMovedMeanwhile();
    }
    return bench.results(hand, end, report, () -> succeed(aside, hand, begun, ended));
  }

  /** Writes seeds where there is nothing. */
  private Set<String> sow() throws IOException {
    var seeded = new LinkedHashSet<String>();
    for (var each : job.seeds().entrySet()) {
      Path path = ground.path(each.getKey());
      if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        madeFolders.addAll(Aside.createParents(path));
        Files.writeString(path, each.getValue());
        seeded.add(each.getKey());
      }
    }
    return seeded;
  }

  private void observe(Aside aside, Hand hand, Set<String> seeded) throws IOException {
    var observed = new Observed(ground, hashing, report);
    var known = new HashSet<>(before.keySet());
    job.inputs().forEach(each -> known.add(each.path()));
    bench.observe(hand, observed, known, aside::begun);
    observed.behindLinks(job.inputs());
    report.absentBefore.addAll(seeded);
    beside.forEach((path, seen) -> report.found.add(Refs.of(path, seen, List.of())));
    for (Entry each : aside.entries()) {
      Seen stood = before.get(each.path());
      if (each.how() == How.COPIED && stood != null) {
        report.found.add(Refs.of(each.path(), stood, List.of()));
      }
      if (each.how() == How.NEW
          && before.containsKey(each.path())
          && Files.exists(ground.path(each.path()), LinkOption.NOFOLLOW_LINKS)) {
        report.absentBefore.add(each.path());
      }
    }
    var depfile = job.depfile();
    if (depfile != null) {
      observed.depfile(depfile, job.command(), known, aside.begun());
    }
    for (String each : report.writes) {
      if (!before.containsKey(each)) {
        report.undeclared.add(Refs.of(each, hashing.look(ground.path(each)), List.of()));
      }
    }
  }

  private BuildResults succeed(Aside aside, Hand hand, Instant begun, Instant ended)
      throws IOException {
    var after = new LinkedHashMap<String, Seen>();
    for (String each : before.keySet()) {
      Seen seen = hashing.look(ground.path(each));
      after.put(each, seen);
      report.made(each, seen, List.of());
    }
    if (!report.broken().isEmpty()) {
      return report.as(Outcome.BROKE_ITS_WORD, bench.who(hand) + report.broken());
    }
    findMovedMeanwhile();
    saveLateEdits(after, aside, begun, ended);
    noteOurs(after);
    keepOldGenerations(aside, after);
    return report.as(Outcome.SUCCEEDED, "");
  }

  /**
   * What was changed after the tool had ended is a person's: it is kept, and the task runs again.
   * Where another machine's clock stamps the files that cannot be told.
   */
  private void saveLateEdits(Map<String, Seen> after, Aside aside, Instant begun, Instant ended)
      throws IOException {
    for (var each : after.entrySet()) {
      if (each.getValue() instanceof Seen.File file
          && isLater(file.stat(), ended)
          && Duration.between(aside.begun().toInstant(), begun).abs().compareTo(SKEW_MAX) < 0) {
        report.saved.add(save(ground, each.getKey(), file, store, kitchen.pod()));
        report.moved.add(each.getKey());
      }
    }
  }

  /** Whether a file changed after that moment, by a clock that lags if it is wrong at all. */
  static boolean isLater(FileStat stat, Instant moment) {
    return stat.ctimeNs() > TimeUnit.SECONDS.toNanos(moment.getEpochSecond()) + moment.getNano();
  }

  /** From here on it is known whose they are, whatever ends before the MajorDomo has heard. */
  private void noteOurs(Map<String, Seen> after) {
    var files = new LinkedHashMap<String, Digest>();
    after.forEach(
        (path, seen) -> {
          if (seen instanceof Seen.File file) {
            files.put(path, file.digest());
          } else if (before.get(path) instanceof Seen.File) {
            files.put(path, Digest.ABSENT);
          }
        });
    try {
      kitchen.journals().written(ground).note(job.task(), files);
    } catch (IOException diskIsFull) {
      // The job stands. After a crash just now its outputs may be kept as a person's, too.
    }
  }

  /** Inputs that changed while the tool ran, and not by the tool. */
  private void findMovedMeanwhile() throws IOException {
    findMoved();
    String task = job.workspace() + "\n" + job.task();
    report.moved.addAll(kitchen.touched().byOthers(task, touched));
    report.moved.removeIf(each -> before.containsKey(each) || report.writes.contains(each));
    report.moved.removeAll(job.seeds().keySet());
  }

  private void keepOldGenerations(Aside aside, Map<String, Seen> after) throws IOException {
    List<Entry> entries = aside.entries();
    for (int n = 0; n < entries.size(); n++) {
      String path = entries.get(n).path();
      if (!before.containsKey(path) && !beside.containsKey(path)) {
        aside.bringBack(n, Files::delete);
      }
    }
    aside.commit();
    try {
      adoptOldGenerations(aside, after);
    } catch (IOException storeIsFull) {
      // The job stands. What could not be kept costs a run later; recovery sweeps it away.
    }
  }

  private void adoptOldGenerations(Aside aside, Map<String, Seen> after) throws IOException {
    List<Entry> entries = aside.entries();
    for (int n = 0; n < entries.size(); n++) {
      Entry each = entries.get(n);
      Seen.File besideIt = beside.get(each.path());
      if (besideIt != null) {
        adoptOldPart(besideIt, each.path(), aside.at(n));
      } else if (before.get(each.path()) instanceof Seen.File file
          && isEdited(file.stat(), aside.at(n))) {
        Digest edited = store.put(aside.at(n));
        store.pin(edited, ground.root() + "/" + each.path() + ", replaced by a build");
        report.saved.add(
            Refs.of(each.path(), new Seen.File(file.stat(), edited), List.of(kitchen.pod())));
        Files.delete(aside.at(n));
      } else if (before.get(each.path()) instanceof Seen.File(_, Digest old)) {
        boolean same =
            after.get(each.path()) instanceof Seen.File(_, Digest now) && now.equals(old);
        if (same) {
          Files.delete(aside.at(n));
        } else {
          store.adopt(aside.at(n), old);
        }
      } else if (before.get(each.path()) instanceof Seen.Link) {
        Files.delete(aside.at(n));
      }
    }
  }

  /** Of what no task declares only that is kept which this run has written anew. */
  private void adoptOldPart(Seen.File old, String path, Path aside) throws IOException {
    String digest = old.digest().hex();
    boolean replaced =
        report.undeclared.stream()
            .anyMatch(now -> now.path().equals(path) && !digest.equals(now.sha256()));
    if (replaced && !isEdited(old.stat(), aside)) {
      store.adopt(aside, old.digest());
    } else {
      Files.deleteIfExists(aside);
    }
  }

  /** Whether a person was at a file between our look at it and the moment when it was put aside. */
  private static boolean isEdited(FileStat seen, Path aside) throws IOException {
    Optional<FileStat> stat = FileStat.of(aside);
    long apart = stat.map(now -> Math.abs(now.mtimeNs() - seen.mtimeNs())).orElse(0L);
    return stat.isPresent() && (stat.get().size() != seen.size() || apart >= COPY_ROUNDS_NS);
  }

  /** As if the job had never run. */
  private void undo(Aside aside) throws IOException {
    aside.bringBack(Files::delete);
    aside.commit();
    for (Path each : madeFolders.reversed()) {
      try {
        Files.deleteIfExists(each);
      } catch (DirectoryNotEmptyException used) {
        // By the tool for something else, or by a person.
      }
    }
  }
}
