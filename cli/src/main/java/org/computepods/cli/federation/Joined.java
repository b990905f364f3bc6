package org.computepods.cli.federation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.computepods.chef.recipe.Reasons;
import org.computepods.cli.Failure;
import org.computepods.cli.json.Document;

/**
 * A federation that this home has joined: a role of it holds or watches workspaces for a MajorDomo
 * of another home. Each such role has a file in the home's folder {@code joined} while it lives;
 * commands of this home ask that federation, where none of its own runs.
 *
 * @param role {@code pod} or {@code fswatcher}
 * @param pod whose role it is
 * @param pid of its process, which began at {@code began}
 * @param natsUrl where the federation is
 * @param majorDomo the home of its MajorDomo; empty until that has answered
 */
record Joined(String role, String pod, long pid, String began, String natsUrl, String majorDomo) {
  static final String FOLDER = "joined";

  /** A role that does not know yet where its MajorDomo is will have asked by then. */
  static final Duration KNOWN_WITHIN = Membership.LATER.plusSeconds(2);

  static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

  /** The same in a process of now. */
  static Joined here(String role, String pod, String natsUrl) {
    ProcessHandle process = ProcessHandle.current();
    return new Joined(role, pod, process.pid(), began(process), natsUrl, "");
  }

  Joined at(String home) {
    return new Joined(role, pod, pid, began, natsUrl, home);
  }

  /** What roles that live say, those first that know their MajorDomo. */
  static List<Joined> of(Path home) {
    try (Stream<Path> files = Files.list(home.resolve(FOLDER))) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .flatMap(file -> read(file).stream())
          .filter(Joined::lives)
          .sorted((a, b) -> Boolean.compare(a.majorDomo.isEmpty(), b.majorDomo.isEmpty()))
          .toList();
    } catch (NoSuchFileException | NotDirectoryException none) {
      return List.of();
    } catch (IOException | UncheckedIOException e) {
      throw Failure.noFederation("cannot use the home " + home + ": " + Reasons.of(e));
    }
  }

  private static Optional<Joined> read(Path file) {
    try {
      Document said = Document.parse(Files.readString(file));
      return Optional.of(
          new Joined(
              said.text("role"),
              said.text("pod"),
              said.number("pid"),
              said.text("began"),
              said.text("natsUrl"),
              said.text("majorDomo")));
    } catch (IOException | IllegalArgumentException goneOrBroken) {
      return Optional.empty();
    }
  }

  Path file(Path home) {
    return home.resolve(FOLDER).resolve(role + "-" + pod + ".json");
  }

  /** Numbers of processes are used again. */
  private boolean lives() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(process -> began(process).equals(began))
        .isPresent();
  }

  private static String began(ProcessHandle process) {
    return process.info().startInstant().map(Object::toString).orElse("");
  }

  /**
   * The federation, if it can be asked from here. Whoever may read the file of the MajorDomo's home
   * may ask; one that is not this user's own is not believed, for only its path came over NATS.
   */
  Optional<Running> running(Path home) {
    if (majorDomo.isEmpty()) {
      return Optional.empty();
    }
    Path there = Path.of(majorDomo);
    try {
      Path file = there.resolve("federation.json");
      if (!Files.getOwner(file).equals(Files.getOwner(home))) {
        return Optional.empty();
      }
    } catch (IOException e) {
      return Optional.empty();
    }
    return Running.read(there).filter(Running::listens);
  }

  /** Why it cannot be asked, and what to do. */
  Failure unreachable() {
    String who =
        "%s %s of this home (process %d) works for the federation at %s"
            .formatted(role, pod, pid, natsUrl);
    String why =
        majorDomo.isEmpty()
            ? "whose MajorDomo has not answered (where it is to be: cpCtrl majordomo --nats "
                + natsUrl
                + ")"
            : "whose MajorDomo, of the home "
                + majorDomo
                + ", does not answer here (start it, or ask on its machine)";
    return Failure.noFederation(
        who + ", " + why + "; a federation of this home's own can be had" + " once that has ended");
  }
}
