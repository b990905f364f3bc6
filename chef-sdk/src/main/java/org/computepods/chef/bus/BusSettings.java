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
 * @param pingEvery how often it is seen whether the system still answers
 */
public record BusSettings(
    String url,
    Credential credential,
    String name,
    String federation,
    String inboxPrefix,
    Duration pingEvery) {

  /** Two in vain: told within 3 s. */
  private static final Duration QUICK = Duration.ofSeconds(1);

  private static final Duration PATIENT = Duration.ofMinutes(1);

  private static final java.util.regex.Pattern LOOPBACK =
      java.util.regex.Pattern.compile("(nats://)?(127\\.[0-9.]+|localhost|\\[::1])(:\\d+)?/?");

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
    return new BusSettings(url, credential, name, federation, inboxOf(role), QUICK);
  }

  /**
   * The same for who has nothing to tell anybody when the system is silent, and who shall not be
   * woken each second to see that it is not. On this machine only: there no link can be cut unseen.
   */
  public BusSettings patient() {
    return LOOPBACK.matcher(url).matches()
        ? new BusSettings(url, credential, name, federation, inboxPrefix, PATIENT)
        : this;
  }

  /** The inbox that {@link PrivateNatsServer} allows to a role. */
  public static String inboxOf(String role) {
    return "_INBOX." + role + ".";
  }
}
