package org.computepods.chef.pod;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.computepods.chef.bus.BusSettings;
import org.computepods.chef.bus.Credential;
import org.computepods.chef.bus.Role;
import org.computepods.chef.home.FederationFile;
import org.computepods.chef.home.Home;
import org.computepods.chef.home.Invitation;
import org.computepods.chef.json.Json;

/** How a chef of its own process comes to its federation: what its arguments say. */
record ChefsWay(Map<String, String> options, Home home, String pod, int slots) {
  private static final List<String> KNOWN =
      List.of("--home", "--invite-file", "--nats", "--creds", "--name", "--slots");

  /** The name of a federation that has no other. */
  private static final String USUAL = "local";

  /** The passwords that our NATS server made for its home. */
  private record Kept(Map<String, String> passwords) {}

  /** Where a federation is, just now. */
  record In(String url, Credential credential, String federation) {
    BusSettings settings(String client) {
      return BusSettings.of(url, credential, client, federation);
    }
  }

  /**
   * @throws IllegalArgumentException if the arguments say nothing sensible
   */
  static ChefsWay of(List<String> args, String chef) {
    var options = new HashMap<String, String>();
    for (int n = 0; n < args.size(); n += 2) {
      if (!KNOWN.contains(args.get(n)) || n + 1 == args.size()) {
        throw new IllegalArgumentException(
            "not understood: "
                + args.get(n)
                + "; there are "
                + String.join(", ", KNOWN)
                + ", each with a value");
      }
      options.put(args.get(n), args.get(n + 1));
    }
    String home = options.getOrDefault("--home", "");
    String slots = options.getOrDefault("--slots", "");
    if (!slots.matches("([1-9][0-9]{0,3})?")) {
      throw new IllegalArgumentException("--slots is a number from 1 to 9999, not " + slots);
    }
    return new ChefsWay(
        Map.copyOf(options),
        home.isEmpty() ? Home.ofUser(System.getenv()) : new Home(Path.of(home).toAbsolutePath()),
        options.getOrDefault("--name", "chef-" + chef),
        slots.isEmpty() ? Runtime.getRuntime().availableProcessors() : Integer.parseInt(slots));
  }

  /** Where the federation is; empty where none runs in the home. */
  Optional<In> in() throws IOException {
    String invitation = options.getOrDefault("--invite-file", "");
    if (!invitation.isEmpty()) {
      return Optional.of(by(Invitation.parse(Files.readString(Path.of(invitation)))));
    }
    String url = options.getOrDefault("--nats", "");
    if (!url.isEmpty()) {
      String file = options.getOrDefault("--creds", "");
      return Optional.of(
          new In(
              url,
              file.isEmpty() ? new Credential.None() : new Credential.File(Path.of(file)),
              USUAL));
    }
    Optional<FederationFile> running = FederationFile.read(home);
    if (running.isEmpty()) {
      return Optional.empty();
    }
    FederationFile there = running.get();
    try {
      byte[] kept = Files.readAllBytes(home.nats().resolve("credentials.json"));
      String user = Role.CHEF.user();
      String password = Json.read(kept, Kept.class).passwords().getOrDefault(user, "");
      return Optional.of(
          new In(there.natsUrl(), new Credential.Password(user, password), there.name()));
    } catch (NoSuchFileException anothersServer) {
      return Optional.of(new In(there.natsUrl(), new Credential.None(), there.name()));
    }
  }

  private static In by(Invitation invitation) {
    return new In(
        invitation.natsUrl(),
        invitation.user().isEmpty()
            ? new Credential.None()
            : new Credential.Password(invitation.user(), invitation.password()),
        invitation.federation());
  }
}
