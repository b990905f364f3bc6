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
import org.computepods.chef.wire.BuildFrom;
import org.computepods.chef.wire.BuildResults;
import org.computepods.chef.wire.BuildResults.Outcome;
import org.computepods.chef.wire.FileRef;
import org.jspecify.annotations.Nullable;

/** What is to be said of a job, as it becomes known. */
final class Report {
  private static final int TAIL_MAX = 64 * 1024;

  /** A tool that misses more files than that is helped in several turns. */
  private static final int MISSING_MAX = 100;

  final List<FileRef> outputs = new ArrayList<>();
  final List<FileRef> reads = new ArrayList<>();
  final Set<String> absentBefore = new LinkedHashSet<>();
  final List<FileRef> found = new ArrayList<>();
  final List<String> moved = new ArrayList<>();
  final Set<String> writes = new LinkedHashSet<>();
  final Set<String> missed = new LinkedHashSet<>();
  final List<FileRef> saved = new ArrayList<>();

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

  /** The whole, with this outcome. */
  BuildResults as(Outcome outcome, String message) {
    boolean good = outcome == Outcome.SUCCEEDED;
    boolean failed = outcome == Outcome.FAILED || outcome == Outcome.BROKE_ITS_WORD;
    return new BuildResults(
        job.v(),
        job.job(),
        job.attempt(),
        kitchen.pod(),
        kitchen.chef(),
        outcome,
        end.map(End::exit).orElse(-1),
        good ? List.copyOf(outputs) : List.of(),
        List.copyOf(reads),
        List.copyOf(absentBefore),
        List.copyOf(found),
        List.copyOf(moved),
        List.copyOf(writes),
        failed ? missing() : List.of(),
        List.copyOf(saved),
        storedLog(),
        log.tail(TAIL_MAX),
        message,
        startedMs,
        end.map(each -> each.took().toMillis()).orElse(0L),
        end.flatMap(End::killLevel).map(KillLevel::word).orElse(null));
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
