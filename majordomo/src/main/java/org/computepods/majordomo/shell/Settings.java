package org.computepods.majordomo.shell;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.computepods.chef.bus.NatsClient;

/**
 * How a MajorDomo is to run.
 *
 * @param home its folder; the database is kept there
 * @param nats its connection, which stays the caller's to close
 * @param homePod the pod that holds the workspaces which builds name, unless only another one
 *     watches files
 * @param restPort 0 for a free one
 * @param token that whoever asks over REST must say
 * @param software which build of the program this is; another one may decide otherwise
 * @param idle after so long without a build or a question it asks to be shut down; zero for never
 * @param shutdown asks the owner of the process to end it; called at most a few times, on any
 *     thread
 * @param say hears what goes into the log
 */
public record Settings(
    Path home,
    NatsClient nats,
    String homePod,
    int restPort,
    String token,
    String software,
    Duration idle,
    Runnable shutdown,
    Consumer<String> say) {
  private static final int TOKEN_BYTES = 32;

  /** A fresh token of 256 bits. */
  public static String newToken() {
    byte[] bytes = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  @Override
  public String toString() {
    return "Settings[home=" + home + ", homePod=" + homePod + "]";
  }
}
