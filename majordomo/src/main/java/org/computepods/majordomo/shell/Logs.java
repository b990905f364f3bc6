package org.computepods.majordomo.shell;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.computepods.chef.bus.BusException;
import org.computepods.chef.wire.PodRequests.LogReply;
import org.computepods.chef.wire.PodRequests.LogRequest;
import org.computepods.chef.wire.rest.LogText;
import org.computepods.majordomo.answers.Locator;
import org.computepods.majordomo.answers.Locator.LogPlace;
import org.computepods.majordomo.core.EngineView;
import org.computepods.majordomo.rest.Desk.LogFrom;
import org.computepods.majordomo.rest.Refusal;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.project.RulesManager;
import org.jspecify.annotations.Nullable;

/** What tools wrote, from the pods that ran them. */
final class Logs {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** A longer log is asked for piece by piece; what pods keep of one run is no longer. */
  private static final int LENGTH_MAX = 16 << 20;

  private final Household house;
  private final Workspace workspace;

  Logs(Household house, Workspace workspace) {
    this.house = house;
    this.workspace = workspace;
  }

  private record Found(LogPlace place, Optional<DispatchedJob> running) {}

  /** One log, and who has it. */
  private record Source(
      String task, String build, String pod, @Nullable String digest, @Nullable String job) {}

  LogText read(String taskOrPath, LogFrom from) throws Refusal {
    if (isLogFile(taskOrPath)) {
      return file(taskOrPath, from);
    }
    long offset = Math.max(0, from.offset());
    var found = find(taskOrPath);
    var place = found.place();
    if (!from.job().isEmpty()) {
      var still = found.running().filter(job -> job.job.job().equals(from.job()));
      String pod = still.flatMap(job -> job.runningOn).orElse(from.pod());
      var source = new Source(place.task(), "", pod, null, from.job());
      return read(source, offset, true, still.isPresent());
    }
    if (found.running().isPresent()) {
      var job = found.running().get();
      String pod = job.runningOn.orElse(workspace.pod());
      var source = new Source(place.task(), job.job.build(), pod, null, job.job.job());
      return read(source, offset, true, true);
    }
    var failed = house.failures().log(workspace.path(), place.task());
    if (failed.isPresent()) {
      return failed(place, failed.get(), offset);
    }
    if (place.digest().isEmpty()) {
      return text(place, "", offset);
    }
    return read(
        new Source(place.task(), place.build(), place.pod(), place.digest(), null),
        offset,
        false,
        false);
  }

  /** All that it said, or what was told of it where its pod has it no more. */
  private LogText failed(LogPlace place, Failures.Log log, long offset) throws Refusal {
    if (log.digest().isPresent()) {
      var source = new Source(place.task(), "", log.pod(), log.digest().get(), null);
      try {
        return read(source, offset, false, false);
      } catch (Refusal gone) {
        return text(place, log.shown(), offset);
      }
    }
    return text(place, log.shown(), offset);
  }

  private static LogText text(LogPlace place, String all, long offset) {
    String text = all.substring((int) Math.min(offset, all.length()));
    return new LogText(place.task(), place.build(), place.pod(), text, false, all.length(), false);
  }

  // A file that is a log ---------------------------------------------------------------------

  private boolean isLogFile(String name) {
    return house
        .core()
        .ask(
            () ->
                workspace
                    .view()
                    .filter(view -> view.task(name).isEmpty())
                    .flatMap(EngineView::rules)
                    .map(rules -> isLog(rules, name))
                    .orElse(false))
        .join();
  }

  private static boolean isLog(RulesManager rules, String name) {
    try {
      var path = ArtefactPath.of(name);
      return !path.outside() && rules.isLog(path);
    } catch (IllegalArgumentException noPath) {
      return false;
    }
  }

  private LogText file(String path, LogFrom from) throws Refusal {
    var request = new LogRequest(1, null, null, from.offset(), workspace.path(), path, from.file());
    var reply = ask(workspace.pod(), request);
    if (reply.error() != null) {
      throw Refusal.notFound(reply.error());
    }
    return new LogText(
        "",
        "",
        workspace.pod(),
        reply.text(),
        false,
        reply.next(),
        false,
        null,
        reply.file(),
        reply.again());
  }

  // What a tool says -------------------------------------------------------------------------

  private Found find(String taskOrPath) throws Refusal {
    try {
      return house
          .core()
          .ask(
              () ->
                  workspace
                      .view()
                      .flatMap(
                          view ->
                              new Locator(view, workspace.pod(), house.holdings()::of)
                                  .log(taskOrPath))
                      .map(this::withJob))
          .join()
          .orElseThrow(
              () ->
                  Refusal.notFound(
                      "nothing makes '" + taskOrPath + "', so no tool wrote about it"));
    } catch (CompletionException e) {
      if (e.getCause() instanceof IllegalArgumentException senseless) {
        throw Refusal.badRequest(String.valueOf(senseless.getMessage()));
      }
      throw e;
    }
  }

  private Found withJob(LogPlace place) {
    return new Found(place, house.dispatch().underWay(place.task(), workspace.path()));
  }

  /**
   * @param growing whether it may still grow, as long as nobody says that it has ended
   * @param underWay whether who has it may not know of it yet
   */
  private LogText read(Source from, long offset, boolean growing, boolean underWay) throws Refusal {
    var text = new StringBuilder();
    long at = offset;
    boolean more = true;
    boolean end = false;
    while (more && text.length() < LENGTH_MAX) {
      var reply = ask(from.pod(), new LogRequest(1, from.digest(), from.job(), at));
      if (reply.error() != null) {
        if (growing) {
          end = !underWay;
          break;
        }
        throw Refusal.notFound(reply.error());
      }
      text.append(reply.text());
      end = reply.end();
      more = !end && reply.next() > at;
      at = reply.next();
    }
    return new LogText(
        from.task(),
        from.build(),
        from.pod(),
        text.toString(),
        growing && !end,
        at,
        more && !growing,
        from.job(),
        0,
        false);
  }

  private LogReply ask(String pod, LogRequest request) throws Refusal {
    try {
      var messenger = house.messenger();
      return messenger.ask(messenger.subjects().logTail(pod), request, LogReply.class, PATIENCE);
    } catch (BusException e) {
      throw Refusal.unavailable("pod " + pod + " has the log: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Refusal.unavailable("interrupted");
    }
  }
}
