package org.computepods.majordomo.rest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.computepods.chef.json.Json;

/** Sends the events of a build as they come, until the last (server-sent events, WHATWG HTML). */
final class EventFeed {
  /** Silence after which a heartbeat is sent, so that a dead follower is noticed. */
  private static final Duration HEARTBEAT = Duration.ofSeconds(2);

  private EventFeed() {}

  /** Who gives up a build. */
  interface GiveUp {
    void giveUp() throws Refusal;
  }

  /**
   * Sends the events to one follower.
   *
   * @param deserted called when the last has gone of those for whom the build is done ({@code
   *     attended=true}): his process was killed, or his terminal is gone
   */
  static void send(Exchange exchange, BuildLog log, GiveUp deserted)
      throws Refusal, IOException, InterruptedException {
    if (!exchange.flag("attended")) {
      send(exchange, log);
      return;
    }
    log.attend();
    boolean gone = false;
    try {
      send(exchange, log);
    } catch (IOException e) {
      gone = true;
      throw e;
    } finally {
      if (log.leave() && gone) {
        deserted.giveUp();
      }
    }
  }

  private static void send(Exchange exchange, BuildLog log)
      throws Refusal, IOException, InterruptedException {
    long seen = lastSeen(exchange);
    var follower = exchange.flag("brief") ? log.followInBrief(seen) : log.follow(seen);
    var out = exchange.stream("text/event-stream; charset=utf-8");
    out.write(utf8(": events of a build\n\n"));
    out.flush();
    while (!follower.done()) {
      var event = follower.next(HEARTBEAT);
      if (event.isEmpty()) {
        out.write(utf8(": beat\n\n"));
      } else {
        var numbered = event.get();
        out.write(
            utf8(
                "id: "
                    + numbered.number()
                    + "\nevent: "
                    + numbered.event().kind()
                    + "\ndata: "
                    + Json.text(numbered.event())
                    + "\n\n"));
      }
      if (follower.caughtUp()) {
        out.flush();
      }
    }
    out.flush();
  }

  private static long lastSeen(Exchange exchange) throws Refusal {
    var header = exchange.header("Last-Event-ID");
    if (header.isEmpty()) {
      return -1;
    }
    try {
      long seen = Long.parseLong(header.get());
      return Math.max(-1, Math.min(seen, Long.MAX_VALUE - 1));
    } catch (NumberFormatException e) {
      throw Refusal.badRequest("Last-Event-ID is a number");
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
