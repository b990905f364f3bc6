package org.computepods.chef.recipe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.computepods.chef.process.End;
import org.computepods.chef.process.Tools;
import org.computepods.chef.store.ContentStore;
import org.computepods.chef.store.Hashing;
import org.computepods.chef.store.Seen;
import org.computepods.chef.wire.BuildFrom;
import org.computepods.chef.wire.BuildResults;
import org.computepods.chef.wire.BuildResults.Outcome;
import org.computepods.chef.wire.FileRef;
import org.computepods.rules.Digest;

/** A job done in a scratch folder, which is filled by digest and gone afterwards. */
final class Elsewhere {
  private final BuildFrom job;
  private final Kitchen kitchen;
  private final Bench bench;
  private final Report report;
  private final Hashing hashing;
  private final ContentStore store;

  Elsewhere(BuildFrom job, Kitchen kitchen, Bench bench, Report report) {
    this.job = job;
    this.kitchen = kitchen;
    this.bench = bench;
    this.report = report;
    this.hashing = kitchen.hashing();
    this.store = kitchen.store();
  }

  BuildResults cook() throws IOException {
    Path scratch = kitchen.scratch().resolve(InPlace.name(job));
    Tools.remove(scratch);
    Files.createDirectories(scratch);
    try {
      return cook(Ground.at(scratch));
    } finally {
      Tools.remove(scratch);
    }
  }

  private BuildResults cook(Ground ground) throws IOException {
    List<String> missing = fill(ground);
    if (!missing.isEmpty()) {
      report.moved.addAll(missing);
      return report.as(Outcome.INPUTS_GONE, "no pod could send " + String.join(", ", missing));
    }
    if (bench.cancelled()) {
      return report.as(Outcome.CANCELLED, "cancelled");
    }
    Optional<Hand> found = bench.hand(atHome(), ground);
    if (found.isEmpty()) {
      return report.as(Outcome.REFUSED, bench.nobody(ground));
    }
    Hand hand = found.get();
    var known = new HashSet<String>();
    job.inputs().forEach(each -> known.add(each.path()));
    for (String each : written()) {
      Aside.createParents(ground.path(each));
    }
    FileTime begun = Files.getLastModifiedTime(ground.root());
    End end = bench.run(hand, atHome(), ground);
    report.ended(end);
    observe(ground, hand, known, begun);
    return bench.results(hand, end, report, () -> succeed(ground, hand));
  }

  /** A replay beside the workspace sees the environment that the run in place saw. */
  private boolean atHome() {
    return kitchen.pod().equals(job.home());
  }

  private Set<String> written() {
    var written = new LinkedHashSet<>(job.outputs());
    written.addAll(job.auxiliaries());
    return written;
  }

  /** Puts every input and seed in; @return the paths whose content is nowhere to be had. */
  private List<String> fill(Ground ground) throws IOException {
    Map<Digest, Fetcher.Wanted> wanted = new LinkedHashMap<>();
    for (FileRef each : job.inputs()) {
      Optional<Digest> digest = Refs.digest(each).filter(d -> isInside(each) && !store.use(d));
      digest.ifPresent(d -> wanted.put(d, new Fetcher.Wanted(d, each.pods(), each.size())));
    }
    if (!wanted.isEmpty()) {
      kitchen.fetcher().bring(wanted.values());
    }
    var missing = new ArrayList<String>();
    for (FileRef each : job.inputs()) {
      if (isInside(each) && !place(ground, each)) {
        missing.add(each.path());
      }
    }
    for (var each : job.seeds().entrySet()) {
      Path path = ground.path(each.getKey());
      if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        Aside.createParents(path);
        Files.writeString(path, each.getValue());
      }
    }
    return missing;
  }

  private boolean place(Ground ground, FileRef input) throws IOException {
    Path path = ground.path(input.path());
    Aside.createParents(path);
    String link = input.link();
    if (link != null) {
      Files.createSymbolicLink(path, Path.of(link));
      return true;
    }
    Optional<Digest> digest = Refs.digest(input);
    if (digest.isEmpty() || store.materialise(digest.get(), path, input.executable())) {
      return true;
    }
    // It was there and had rotted: once more, from elsewhere.
    var again = new Fetcher.Wanted(digest.get(), input.pods(), input.size());
    return kitchen.fetcher().bring(List.of(again)).isEmpty()
        && store.materialise(digest.get(), path, input.executable());
  }

  private static boolean isInside(FileRef input) {
    return !input.path().startsWith("/") && !input.path().contains(":/");
  }

  private void observe(Ground ground, Hand hand, Set<String> known, FileTime begun)
      throws IOException {
    var observed = new Observed(ground, hashing, report);
    bench.observe(hand, observed, known, () -> begun);
    for (String each : written()) {
      if (!known.contains(each) && Files.exists(ground.path(each), LinkOption.NOFOLLOW_LINKS)) {
        report.absentBefore.add(each);
      }
    }
    var depfile = job.depfile();
    if (depfile != null) {
      observed.depfile(depfile, job.command(), known, begun);
    }
  }

  private BuildResults succeed(Ground ground, Hand hand) throws IOException {
    for (String each : written()) {
      Path path = ground.path(each);
      Seen seen = hashing.look(path);
      report.made(each, seen, List.of(kitchen.pod()));
      if (report.broken().isEmpty() && seen instanceof Seen.File(_, Digest digest)) {
        store.adopt(path, digest);
      }
    }
    if (!report.broken().isEmpty()) {
      return report.as(Outcome.BROKE_ITS_WORD, bench.who(hand) + report.broken());
    }
    if (!job.scratch()) {
      reportUndeclared(ground);
    }
    return report.as(Outcome.SUCCEEDED, "");
  }

  /**
   * What the run made beside its outputs goes home with them, for its next run, or another task,
   * may read it. What it left nothing of concerns home only if it came from there.
   */
  private void reportUndeclared(Ground ground) throws IOException {
    var beside = new LinkedHashSet<>(report.writes);
    beside.removeAll(written());
    for (String each : beside) {
      Path path = ground.path(each);
      Seen seen = hashing.look(path);
      if (seen instanceof Seen.File(_, Digest digest)) {
        store.adopt(path, digest);
      }
      boolean removed = seen instanceof Seen.Nothing && isInput(each);
      if (seen instanceof Seen.File || seen instanceof Seen.Link || removed) {
        report.undeclared.add(Refs.of(each, seen, List.of(kitchen.pod())));
      }
    }
  }

  private boolean isInput(String path) {
    return job.inputs().stream().anyMatch(input -> input.path().equals(path));
  }
}
