package org.computepods.chef.recipe;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.computepods.chef.process.BoundedLog;
import org.computepods.chef.process.End;
import org.computepods.chef.process.KillLevel;
import org.computepods.chef.store.ContentStore;
import org.computepods.chef.store.Seen;
import org.computepods.chef.wire.BuildFrom;
import org.computepods.chef.wire.BuildResults;
import org.computepods.chef.wire.BuildResults.Outcome;
import org.computepods.chef.wire.FileRef;
import org.jspecify.annotations.Nullable;

/** What is to be said of a job, as it becomes known. */
final class Report {
  /** What travels of a log: more than people read at once, and less than a message may have. */
  private static final int SHOWN_MAX = 128 * 1024;

  /** The same of a run that went well, which is seldom shown. */
  private static final int SHOWN_OF_GOOD_MAX = 64 * 1024;

  /** What no shell takes for anything else. */
  private static final Pattern PLAIN = Pattern.compile("[\\w./-]+");

  /** A tool that misses more files than that is helped in several turns. */
  private static final int MISSING_MAX = 100;

  final List<FileRef> outputs = new ArrayList<>();
  final List<FileRef> reads = new ArrayList<>();
  final Set<String> absentBefore = new LinkedHashSet<>();
  final Set<String> sought = new LinkedHashSet<>();
  final List<FileRef> found = new ArrayList<>();
  final List<String> moved = new ArrayList<>();
  final Set<String> writes = new LinkedHashSet<>();
  final List<FileRef> undeclared = new ArrayList<>();
  final Set<String> missed = new LinkedHashSet<>();
  final List<FileRef> saved = new ArrayList<>();

  /** What the job had promised and did not make. */
  private final List<String> broken = new ArrayList<>();

  private final BuildFrom job;
  private final Kitchen kitchen;
  private final BoundedLog log;
  private final long startedMs = System.currentTimeMillis();
  private Optional<End> end = Optional.empty();

  Report(BuildFrom job, Kitchen kitchen, BoundedLog log) {
    this.job = job;
    this.kitchen = kitchen;
    this.log = log;
  }

  void ended(End how) {
    end = Optional.of(how);
  }

  /** How an output or auxiliary stands after the run, and which pods have it by digest. */
  void made(String path, Seen seen, List<String> pods) {
    outputs.add(Refs.of(path, seen, pods));
    if (job.outputs().contains(path)) {
      switch (seen) {
        case Seen.Nothing() -> broken.add(path + " was not made");
        case Seen.Other(_) -> broken.add(path + " is a folder or no regular file");
        case Seen.File(_, _), Seen.Link(_, _) -> {}
      }
    }
  }

  /** In what the job broke its word; empty where it kept it. */
  String broken() {
    return String.join("; ", broken);
  }

  /** The whole, with this outcome. */
  BuildResults as(Outcome outcome, String message) {
    boolean good = outcome == Outcome.SUCCEEDED;
    boolean failed = outcome == Outcome.FAILED || outcome == Outcome.BROKE_ITS_WORD;
    return BuildResults.of(job, outcome)
        .by(kitchen.pod(), kitchen.chef())
        .exit(end.map(End::exit).orElse(-1))
        .outputs(good ? List.copyOf(outputs) : List.of())
        .reads(List.copyOf(reads))
        .absentBefore(List.copyOf(absentBefore))
        .sought(List.copyOf(sought))
        .found(List.copyOf(found))
        .moved(List.copyOf(moved))
        .writes(List.copyOf(writes))
        .undeclared(List.copyOf(undeclared))
        .missing(failed ? missing() : List.of())
        .saved(List.copyOf(saved))
        .log(storedLog(), log.excerpt(good ? SHOWN_OF_GOOD_MAX : SHOWN_MAX, whole()))
        .message(message)
        .times(startedMs, end.map(each -> each.took().toMillis()).orElse(0L))
        .killLevel(end.flatMap(End::killLevel).map(KillLevel::word).orElse(null))
        .done();
  }

  /** What shows all of the log, as it is typed. */
  private String whole() {
    String task = job.task();
    return "cpCtrl log " + (PLAIN.matcher(task).matches() ? task : "'" + task + "'");
  }

  private @Nullable String storedLog() {
    if (log.total() == 0) {
      return null;
    }
    try {
      ContentStore store = kitchen.store();
      return store.put(log.content()).hex();
    } catch (IOException diskFull) {
      return null; // The tail is sent anyway.
    }
  }

  private List<String> missing() {
    String pattern = job.missing();
    if (pattern == null) {
      return List.copyOf(missed);
    }
    var files = new LinkedHashSet<>(missed);
    Matcher matcher =
        Pattern.compile(pattern, Pattern.MULTILINE)
            .matcher(new String(log.content(), StandardCharsets.UTF_8));
    while (matcher.find() && files.size() < MISSING_MAX) {
      String file = matcher.groupCount() > 0 ? matcher.group(1) : matcher.group();
      if (file != null && !file.isBlank()) {
        files.add(file.strip());
      }
    }
    return List.copyOf(files);
  }
}
