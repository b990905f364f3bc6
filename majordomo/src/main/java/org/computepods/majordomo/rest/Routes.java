package org.computepods.majordomo.rest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/** What can be asked, by method and path; {@code {}} stands for any one step. */
final class Routes {
  /** Answers one request. */
  interface Handler {
    void handle(Exchange exchange) throws Refusal, IOException, InterruptedException;
  }

  /**
   * One route, with what the published description says of it.
   *
   * @param parameters names of query parameters
   * @param body record of the body, {@code Void} for none
   * @param answer record of the answer, {@code Void} for none
   */
  record Route(
      String method,
      String path,
      String help,
      List<String> parameters,
      Class<?> body,
      Class<?> answer,
      boolean list,
      Handler handler) {
    private Optional<List<String>> match(List<String> steps) {
      String[] pattern = path.substring(1).split("/", -1);
      if (pattern.length != steps.size()) {
        return Optional.empty();
      }
      var values = new ArrayList<String>();
      for (int i = 0; i < pattern.length; i++) {
        if (pattern[i].startsWith("{")) {
          values.add(steps.get(i));
        } else if (!pattern[i].equals(steps.get(i))) {
          return Optional.empty();
        }
      }
      return Optional.of(values);
    }
  }

  private final List<Route> all;

  Routes(List<Route> all) {
    this.all = List.copyOf(all);
  }

  List<Route> all() {
    return all;
  }

  /** Hands the request to its route. */
  void dispatch(Exchange exchange) throws Refusal, IOException, InterruptedException {
    List<String> steps = exchange.path();
    var allowed = new LinkedHashSet<String>();
    for (var route : all) {
      var values = route.match(steps);
      if (values.isPresent()) {
        if (route.method().equals(exchange.method())) {
          exchange.matched(values.get());
          exchange.readQuery();
          route.handler().handle(exchange);
          return;
        }
        allowed.add(route.method());
      }
    }
    if (allowed.isEmpty()) {
      throw Refusal.notFound("no such route; GET /v1/openapi.json lists them");
    }
    exchange.answerHeader("Allow", String.join(", ", allowed));
    throw new Refusal(405, "this route knows " + String.join(", ", allowed));
  }
}
