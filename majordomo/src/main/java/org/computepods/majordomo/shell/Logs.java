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
import org.computepods.majordomo.rest.Refusal;
import org.jspecify.annotations.Nullable;

/** What tools wrote, from the pods that ran them. */
final class Logs {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** A longer log is asked for piece by piece. */
  private static final int LENGTH_MAX = 4 << 20;

  private final Household house;
  private final Workspace workspace;

  Logs(Household house, Workspace workspace) {
    this.house = house;
    this.workspace = workspace;
  }

  private record Found(LogPlace place, Optional<DispatchedJob> running) {}

  LogText read(String taskOrPath, long offset) throws Refusal {
    var found = find(taskOrPath);
    var place = found.place();
    if (found.running().isPresent()) {
      var job = found.running().get();
      String pod = job.runningOn.orElse(workspace.pod());
      return read(place.task(), job.job.build(), pod, null, job.job.job(), offset, true);
    }
    if (place.digest().isEmpty() || house.failures().has(workspace.path(), place.task())) {
      String said = house.failures().log(workspace.path(), place.task());
      String text = said.substring((int) Math.min(offset, said.length()));
      return new LogText(
          place.task(), place.build(), place.pod(), text, false, said.length(), false);
    }
    return read(place.task(), place.build(), place.pod(), place.digest(), null, offset, false);
  }

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

  private LogText read(
      String task,
      String build,
      String pod,
      @Nullable String digest,
      @Nullable String job,
      long offset,
      boolean running)
      throws Refusal {
    var text = new StringBuilder();
    long at = offset;
    boolean more = true;
    try {
      while (more && text.length() < LENGTH_MAX) {
        var reply =
            house
                .messenger()
                .ask(
                    house.messenger().subjects().logTail(pod),
                    new LogRequest(1, digest, job, at),
                    LogReply.class,
                    PATIENCE);
        if (reply.error() != null) {
          throw Refusal.notFound(reply.error());
        }
        text.append(reply.text());
        more = !reply.end() && reply.next() > at;
        at = reply.next();
      }
    } catch (BusException e) {
      throw Refusal.unavailable("pod " + pod + " has the log: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Refusal.unavailable("interrupted");
    }
    return new LogText(task, build, pod, text.toString(), running, at, more && !running);
  }
}
