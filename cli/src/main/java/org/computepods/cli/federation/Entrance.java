package org.computepods.cli.federation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.computepods.chef.bus.BusSettings;
import org.computepods.chef.bus.Credential;
import org.computepods.chef.home.Invitation;
import org.computepods.cli.Failure;
import org.computepods.cli.Invocation;

/** How a role gets into its federation: where that is, what it is called, and who comes. */
record Entrance(String url, Credential credential, String federation) {

  /** What these options say; files are named as from this folder. */
  static Entrance of(Invocation.Joining joining, Path cwd) {
    Optional<Invitation> invitation = invitation(joining, cwd);
    String url =
        joining
            .nats()
            .or(() -> invitation.map(Invitation::natsUrl))
            .orElseThrow(() -> Failure.usage("no NATS server is named: --nats URL"));
    Credential credential =
        joining.credentials().isPresent()
            ? new Credential.File(readable(cwd.resolve(joining.credentials().get())))
            : invitation.map(Entrance::credential).orElseGet(Credential.None::new);
    return new Entrance(
        url, credential, invitation.map(Invitation::federation).orElse(EmbeddedFederation.NAME));
  }

  private static Credential credential(Invitation invitation) {
    return invitation.user().isEmpty()
        ? new Credential.None()
        : new Credential.Password(invitation.user(), invitation.password());
  }

  private static Optional<Invitation> invitation(Invocation.Joining joining, Path cwd) {
    try {
      if (joining.invitation().isPresent()) {
        return joining.invitation().map(Invitation::parse);
      }
      if (joining.invitationFile().isEmpty()) {
        return Optional.empty();
      }
      String line = Files.readString(cwd.resolve(joining.invitationFile().get()));
      return Optional.of(Invitation.parse(line));
    } catch (IOException e) {
      throw Failure.usage("the invitation cannot be read: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw Failure.usage(String.valueOf(e.getMessage()));
    }
  }

  private static Path readable(Path file) {
    if (!Files.isReadable(file)) {
      throw Failure.usage("the credentials cannot be read: " + file);
    }
    return file;
  }

  /** How a client of this name connects. */
  BusSettings settings(String client) {
    return BusSettings.of(url, credential, client, federation);
  }
}
