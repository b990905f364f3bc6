package org.computepods.cli.federation;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.computepods.chef.rest.RestClient;
import org.computepods.cli.json.Document;

/**
 * A federation as its {@code federation.json} says, read by hand for speed.
 *
 * @param home the folder whose file says so
 * @param software which build it runs
 * @param pids by role
 */
public record Running(
    Path home,
    String name,
    String restUrl,
    String token,
    String natsUrl,
    String software,
    Map<String, Long> pids) {
  /** The server sends a heartbeat every few seconds; opening a large workspace takes minutes. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final int PROBE_MS = 2000;

  /** What the file in this home says; empty where there is none or it cannot be read. */
  static Optional<Running> read(Path home) {
    try {
      Document file = Document.parse(Files.readString(home.resolve("federation.json")));
      Map<String, Long> pids = new LinkedHashMap<>();
      file.textsByKey("pids").forEach((role, pid) -> pids.put(role, Long.parseLong(pid)));
      Running running =
          new Running(
              home,
              file.text("name"),
              file.text("restUrl"),
              file.text("token"),
              file.text("natsUrl"),
              file.text("software"),
              pids);
      return running.restUrl.isEmpty() ? Optional.empty() : Optional.of(running);
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Where the page for browsers is. */
  public String pageUrl() {
    return URI.create(restUrl).resolve("/").toString();
  }

  RestClient client(Patience patience, Doubt doubt) {
    return new RestClient(restUrl, token, PATIENCE, patience.silence(), doubt);
  }

  /** One that gives up after so long. */
  RestClient client(Duration patience) {
    return new RestClient(restUrl, token, patience);
  }

  /** Whether somebody answers there what no work can delay, whatever it be. */
  boolean isAwake(Duration patience) {
    try {
      return client(patience).get("/openapi.json").status() > 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether its process has ended for sure. */
  boolean isGone() {
    Long pid = pids.get("majordomo");
    return pid != null && ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty();
  }

  /** Which one it is, for people. */
  String words() {
    Long pid = pids.get("majordomo");
    return pid == null ? "the federation" : "the federation (process " + pid + ")";
  }

  /** Whether somebody listens there. It may be a stranger: only a token that is taken proves. */
  boolean listens() {
    URI uri = URI.create(restUrl);
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), PROBE_MS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Whether our federation answers there.
   *
   * @throws org.computepods.cli.Failure if its process is there and says nothing
   */
  boolean answers(Patience patience) {
    try {
      Doubt doubt = Doubt.ending(this, patience);
      return listens() && client(patience, doubt).get("/status").isOk();
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public String toString() {
    return "Running[name=" + name + ", restUrl=" + restUrl + ", pids=" + pids + "]";
  }
}
