package org.computepods.cli;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What one call asks for, whoever read its arguments. */
public sealed interface Invocation {
  /** {@code build}, and {@code watch} where {@code watch} is set. */
  record Build(
      List<String> targets,
      boolean watch,
      boolean keepGoing,
      boolean dryRun,
      int jobs,
      boolean fresh,
      boolean acceptUnsettled,
      Optional<String> trace,
      int waitS)
      implements Invocation {
    /** Seconds to wait for a chef that is known but away. */
    public static final int WAIT_S = 10;

    public Build {
      if (jobs < 0 || waitS < 0) {
        throw Failure.usage("-j and --wait take a number of 0 or more");
      }
      targets = List.copyOf(targets);
    }
  }

  /** A question that changes nothing. */
  record Look(Subject subject, Optional<String> name) implements Invocation {}

  /** What {@link Look} looks at. */
  enum Subject {
    STATUS(false),
    BUILDS(false),
    TASKS(false),
    RULES(false),
    COMPDB(false),
    CHEFS(false),
    PODS(false),
    EXPLAIN(true),
    WHY_NOT(true),
    WHERE(true),
    LOG(true),
    QUERY(true);

    private final boolean named;

    Subject(boolean named) {
      this.named = named;
    }

    /** Whether the question names something. */
    public boolean isNamed() {
      return named;
    }

    /** As it is typed. */
    public String command() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * {@code where --get}: the content of a version.
   *
   * @param digest how it begins, as far as it is no other's
   */
  record Get(String path, String digest) implements Invocation {}

  /** {@code log -f}. */
  record Follow(String name) implements Invocation {}

  /** {@code graph}. */
  record Graph(Optional<String> target, Format format, boolean stale, boolean plan)
      implements Invocation {
    /** How a graph is drawn. */
    public enum Format {
      dot,
      json,
      svg
    }
  }

  /**
   * {@code cancel}.
   *
   * @param builds their names; none: all of this workspace
   */
  record Cancel(List<String> builds) implements Invocation {}

  /** {@code clean}. */
  record Clean(List<String> targets) implements Invocation {}

  /** {@code verify}. */
  record Verify(List<String> targets) implements Invocation {}

  /** {@code chefs --disable} and {@code --enable}. */
  record SwitchChef(String chef, boolean enabled, String pod) implements Invocation {}

  /** {@code init}. */
  record Init() implements Invocation {}

  /** {@code doctor}. */
  record Doctor() implements Invocation {}

  /** {@code up}. */
  record Up() implements Invocation {}

  /** {@code down}. */
  record Down() implements Invocation {}

  /**
   * How a role finds its federation, and proves who it is.
   *
   * @param nats the NATS system's address, instead of the invitation's; a wrong one is wrong use
   * @param invitation the line itself, or
   * @param invitationFile the file it is in
   * @param credentials a NATS credentials file
   */
  record Joining(
      Optional<String> nats,
      Optional<String> invitation,
      Optional<String> invitationFile,
      Optional<String> credentials) {
    public Joining {
      nats.ifPresent(NatsAddress::require);
    }
  }

  /**
   * {@code pod}: a pod in the foreground.
   *
   * @param chefs the rule sets it serves; empty: all it can
   * @param workspaces whether it holds workspaces of its machine
   */
  record Pod(
      String name, List<String> chefs, Joining joining, OptionalInt slots, boolean workspaces)
      implements Invocation {}

  /**
   * {@code pod invite} and {@code fswatcher invite}: the line that lets one join.
   *
   * @param role as the federation's NATS server knows it
   */
  record Invite(String role) implements Invocation {}

  /** {@code majordomo}: that role in the foreground. */
  record RunMajorDomo(Joining joining) implements Invocation {}

  /**
   * {@code fswatcher}: that role in the foreground.
   *
   * @param pod that holds the workspaces
   * @param workspaces folders to be watched before anybody asks
   */
  record RunFsWatcher(Joining joining, String pod, List<String> workspaces) implements Invocation {}

  /**
   * {@code install}: a file by which the system's service manager keeps a role running.
   *
   * @param role what is run
   * @param form for which service manager
   * @param print whether the file is only shown
   * @param to the folder it is written to; empty: where the service manager looks
   */
  record Install(Invocation role, Form form, boolean print, Optional<String> to)
      implements Invocation {
    /** Whose file it is. */
    public enum Form {
      /** The one of this system. */
      own,
      systemd,
      launchd
    }
  }

  /** {@code schema project|rules}. */
  record Schema(Kind kind) implements Invocation {
    /** Which file a schema describes. */
    public enum Kind {
      project,
      rules
    }
  }

  /** Something that the parser itself has to say: help, a version, a completion script. */
  record Say(String text) implements Invocation {}
}
