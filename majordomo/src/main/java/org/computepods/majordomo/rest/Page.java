package org.computepods.majordomo.rest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.computepods.rules.Digest;

/**
 * The page for browsers, at {@code /}. It holds nothing of anybody's, so it is given without a
 * token, which it takes from the fragment of its address or asks for.
 */
final class Page {
  private final byte[] html;
  private final String policy;

  private Page(String html) {
    this.html = html.getBytes(StandardCharsets.UTF_8);
    this.policy =
        "default-src 'none'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none';"
            + " frame-ancestors 'none'; style-src "
            + hash(html, "style")
            + "; script-src "
            + hash(html, "script");
  }

  static Page load() {
    try (var in = Page.class.getResourceAsStream("page.html")) {
      if (in == null) {
        throw new IllegalStateException("page.html is not in the jar");
      }
      return new Page(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Answers the request if it is for the page. */
  boolean answers(Exchange exchange) throws Refusal, IOException {
    var path = exchange.path();
    if (path.size() != 1 || !path.getFirst().isEmpty()) {
      return false;
    }
    if (!exchange.method().equals("GET") && !exchange.method().equals("HEAD")) {
      return false;
    }
    exchange.answerHeader("Content-Security-Policy", policy);
    exchange.answerHeader("Referrer-Policy", "no-referrer");
    exchange.answerHeader("X-Frame-Options", "DENY");
    exchange.answer(200, "text/html; charset=utf-8", html);
    return true;
  }

  /** Only the page's own script and style may run: they are named by their digests. */
  private static String hash(String html, String element) {
    int from = html.indexOf("<" + element + ">") + element.length() + 2;
    String content = html.substring(from, html.indexOf("</" + element + ">", from));
    return "'sha256-" + Base64.getEncoder().encodeToString(Digest.of(content).bytes()) + "'";
  }
}
