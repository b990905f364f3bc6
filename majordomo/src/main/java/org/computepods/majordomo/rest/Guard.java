package org.computepods.majordomo.rest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Set;

/**
 * Lets in only who knows the token, and no page of another origin, however it got a browser to ask
 * (a rebound host name, a form). Hosts and origins are compared as they stand.
 */
final class Guard {
  private static final String BEARER = "Bearer ";

  private final byte[] token;
  private final Set<String> hosts;
  private final Set<String> origins;

  Guard(String token, int port) {
    this.token = token.getBytes(StandardCharsets.UTF_8);
    this.hosts = Set.of("127.0.0.1:" + port, "localhost:" + port);
    this.origins = Set.of("http://127.0.0.1:" + port, "http://localhost:" + port);
  }

  /** Refuses a request that comes by another name or from another page. */
  void checkOrigin(Exchange exchange) throws Refusal {
    List<String> host = exchange.headers("Host");
    if (host.size() != 1 || !hosts.contains(host.getFirst())) {
      throw new Refusal(421, "this server is asked as " + hosts.stream().sorted().toList());
    }
    List<String> origin = exchange.headers("Origin");
    if (!origin.isEmpty() && (origin.size() != 1 || !origins.contains(origin.getFirst()))) {
      throw new Refusal(403, "pages of other origins may not ask");
    }
  }

  /** Refuses whoever does not know the token; takes as long for a nearly right one. */
  void checkToken(Exchange exchange) throws Refusal {
    String given = exchange.header("Authorization").orElse("");
    boolean bearer = given.regionMatches(true, 0, BEARER, 0, BEARER.length());
    byte[] said =
        (bearer ? given.substring(BEARER.length()) : "").strip().getBytes(StandardCharsets.UTF_8);
    if (!MessageDigest.isEqual(token, said)) {
      exchange.answerHeader("WWW-Authenticate", "Bearer");
      throw new Refusal(401, "say the token of this federation: Authorization: Bearer ...");
    }
  }
}
