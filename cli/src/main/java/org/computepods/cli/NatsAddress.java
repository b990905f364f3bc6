package org.computepods.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/** The address of a NATS system as somebody types it; several servers are parted by commas. */
final class NatsAddress {
  private static final Set<String> SCHEMES = Set.of("nats", "tls", "opentls", "ws", "wss");

  private static final int PORT_MAX = 65_535;

  private NatsAddress() {}

  /**
   * @throws Failure if NATS could not use it
   */
  static void require(String typed) {
    if (typed.contains("@")) {
      throw Failure.usage(
          "a NATS address holds no user and no password, since anybody can read it in a list of"
              + " processes: --creds FILE, or an invitation");
    }
    for (String each : typed.split(",", -1)) {
      if (!isGood(each.strip())) {
        throw Failure.usage(
            "'%s' is no address of a NATS server%s"
                .formatted(each, near(each.strip()) + ", as in --nats nats://127.0.0.1:4222"));
      }
    }
  }

  private static boolean isGood(String address) {
    try {
      URI uri = new URI(address.contains("://") ? address : "nats://" + address);
      // A lone word may be a slip as well as a host; with a scheme or a port it is meant.
      boolean meant = address.contains("://") || uri.getPort() > 0;
      return meant
          && SCHEMES.contains(uri.getScheme())
          && uri.getHost() != null
          && uri.getPort() != 0
          && uri.getPort() <= PORT_MAX
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static String near(String address) {
    String meant = "nats://" + address.replaceFirst("^[a-z]+:/*", "");
    return isGood(meant) ? " (did you mean " + meant + "?)" : "";
  }
}
