package org.computepods.chef.home;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.computepods.chef.json.Json;
import org.computepods.chef.json.MalformedJson;

/**
 * All that a pod needs to join a federation: what {@code cpCtrl pod invite} prints on one line. It
 * holds a secret.
 *
 * @param user and {@code password}: the NATS credential of the chef's role
 */
public record Invitation(int v, String federation, String natsUrl, String user, String password) {
  private static final String MARK = "cp1.";

  /** The invitation on one line. */
  public String print() {
    return MARK + Base64.getUrlEncoder().withoutPadding().encodeToString(Json.bytes(this));
  }

  /** Reads such a line; @throws IllegalArgumentException if it is none. */
  public static Invitation parse(String line) {
    String text = line.strip();
    if (!text.startsWith(MARK)) {
      throw new IllegalArgumentException("an invitation begins with '" + MARK + "'");
    }
    try {
      byte[] json = Base64.getUrlDecoder().decode(text.substring(MARK.length()));
      return Json.read(new String(json, StandardCharsets.UTF_8), Invitation.class);
    } catch (IllegalArgumentException | MalformedJson e) {
      throw new IllegalArgumentException("the invitation is not complete; copy the whole line", e);
    }
  }

  @Override
  public String toString() {
    return "Invitation[federation=" + federation + ", natsUrl=" + natsUrl + "]";
  }
}
