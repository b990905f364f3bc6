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
   * {@code pod}: a pod in the foreground.
   *
   * @param chefs the rule sets it serves; empty: all it can
   * @param invitation the line itself, or
   * @param invitationFile the file it is in
   * @param workspaces whether it holds workspaces of its machine
   */
  record Pod(
      String name,
      List<String> chefs,
      Optional<String> invitation,
      Optional<String> invitationFile,
      Optional<String> nats,
      OptionalInt slots,
      boolean workspaces)
      implements Invocation {}

  /** {@code pod invite}: the line that lets a pod join. */
  record Invite() implements Invocation {}

  /** {@code majordomo}: that role in the foreground. */
  record RunMajorDomo(String nats) implements Invocation {}

  /** {@code fswatcher}: that role in the foreground, for a pod that holds workspaces. */
  record RunFsWatcher(String nats, String pod) implements Invocation {}

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
