package org.computepods.chef.home;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.Optional;
import org.computepods.chef.json.Json;

/**
 * Where a running federation is: what {@code federation.json} says.
 *
 * @param name of the federation
 * @param restUrl of the MajorDomo, such as {@code http://127.0.0.1:4711/v1}
 * @param token bearer token for it
 * @param natsUrl of the NATS system, without credentials
 * @param pids process ids by role: {@code majordomo}, {@code nats}, ...
 * @param started ISO 8601, for people
 * @param software which build of the software it runs, empty where that does not matter
 */
public record FederationFile(
    String name,
    String restUrl,
    String token,
    String natsUrl,
    Map<String, Long> pids,
    String started,
    String software) {

  /** Writes it where clients look, as a whole, mode 0600. */
  public void write(Home home) throws IOException {
    PrivateFiles.folder(home.folder());
    PrivateFiles.write(home.federationFile(), Json.bytes(this));
  }

  /** What the file says; empty where no federation was started, or it was taken down. */
  public static Optional<FederationFile> read(Home home) throws IOException {
    try {
      return Optional.of(
          Json.read(Files.readAllBytes(home.federationFile()), FederationFile.class));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    }
  }

  /** Takes the file away, when the federation goes down. */
  public static void remove(Home home) throws IOException {
    Files.deleteIfExists(home.federationFile());
  }

  @Override
  public String toString() {
    return "FederationFile[name=" + name + ", restUrl=" + restUrl + ", pids=" + pids + "]";
  }
}
