package org.computepods.chef.bus;

import java.time.Duration;

/**
 * How a client reaches its federation.
 *
 * @param url of the NATS system, without any secret
 * @param credential who the client is
 * @param name of the client, for people who look at the NATS system's connections
 * @param federation whose subjects it speaks on
 * @param inboxPrefix subject under which answers reach this client, allowed to its role
 */
public record BusSettings(
    String url, Credential credential, String name, String federation, String inboxPrefix) {

  /** How long a durable message may wait for its acknowledgement before it is sent again. */
  public static final Duration PUBLISH_WAIT = Duration.ofSeconds(5);

  public BusSettings {
    if (url.contains("@")) {
      throw new IllegalArgumentException("a NATS URL holds no user and no password");
    }
    Subjects.requireToken(federation);
  }

  /** Settings with the usual inbox of a role. */
  public static BusSettings of(String url, Credential credential, String name, String federation) {
    String role = credential instanceof Credential.Password p ? p.user() : name;
    return new BusSettings(url, credential, name, federation, inboxOf(role));
  }

  /** The inbox that {@link PrivateNatsServer} allows to a role. */
  public static String inboxOf(String role) {
    return "_INBOX." + role + ".";
  }
}
