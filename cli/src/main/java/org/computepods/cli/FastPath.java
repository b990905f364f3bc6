package org.computepods.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the arguments of the everyday commands by hand, as picocli costs 70 ms. It understands what
 * is simple and certain; whatever else there is, errors and help included, it leaves to picocli,
 * which understands the same arguments in the same way (a test holds the two together).
 */
final class FastPath {
  private static final Set<String> VALUED =
      Set.of(
          "-C",
          "-j",
          "--home",
          "--wait",
          "--trace",
          "--nats",
          "--invite-file",
          "--pod",
          "--workspace");
  private static final Set<String> SHORT_FLAGS = Set.of("-k", "-n", "-q", "-v");
  private static final Map<String, String> SHORT_NAMES =
      Map.of(
          "--keep-going", "-k",
          "--jobs", "-j",
          "--dry-run", "-n",
          "--quiet", "-q",
          "--verbose", "-v");

  private final List<String> args = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();
  private final List<String> operands = new ArrayList<>();
  private Optional<String> dir = Optional.empty();
  private Optional<String> home = Optional.empty();
  private Optional<String> trace = Optional.empty();
  private Optional<String> jobs = Optional.empty();
  private Optional<String> wait = Optional.empty();
  private Optional<String> nats = Optional.empty();
  private Optional<String> inviteFile = Optional.empty();
  private Optional<String> pod = Optional.empty();
  private Optional<String> workspace = Optional.empty();
  private int at;

  private FastPath(String[] args) {
    for (String arg : args) {
      spellOut(arg);
    }
  }

  /** {@code -kj4} is {@code -k -j 4}, and {@code --jobs=4} is {@code -j 4}. */
  private void spellOut(String arg) {
    int equals = arg.indexOf('=');
    String name = equals < 0 ? arg : arg.substring(0, equals);
    String option = SHORT_NAMES.getOrDefault(name, name);
    if (arg.startsWith("--")) {
      if (equals < 0) {
        args.add(option);
      } else if (VALUED.contains(option)) {
        args.add(option);
        args.add(arg.substring(equals + 1));
      } else {
        args.add(arg);
      }
    } else if (arg.length() > 2 && VALUED.contains(arg.substring(0, 2))) {
      args.add(arg.substring(0, 2));
      args.add(arg.substring(equals == 2 ? 3 : 2));
    } else if (arg.length() > 2 && SHORT_FLAGS.contains(arg.substring(0, 2)) && equals != 2) {
      args.add(arg.substring(0, 2));
      spellOut("-" + arg.substring(2));
    } else {
      args.add(arg);
    }
  }

  /** What the arguments ask for; empty: let picocli see. */
  static Optional<Request> read(String... args) {
    return new FastPath(args).request();
  }

  private Optional<Request> request() {
    String command = "";
    while (at < args.size()) {
      String arg = args.get(at++);
      if (!arg.startsWith("-") && !arg.isEmpty()) {
        if (command.isEmpty()) {
          command = arg;
        } else {
          operands.add(arg);
        }
      } else if (!option(arg, command)) {
        return Optional.empty();
      }
    }
    if (seen.contains("-q") && seen.contains("-v")) {
      return Optional.empty();
    }
    Globals globals =
        new Globals(dir, home, seen.contains("--json"), seen.contains("-q"), seen.contains("-v"));
    return invocation(command).map(invocation -> new Request(globals, invocation));
  }

  /** Whether it is an option we know, standing where it may, for the first time. */
  private boolean option(String arg, String command) {
    if (!seen.add(arg)) {
      return false;
    }
    boolean watcher = command.equals("fswatcher");
    boolean role = watcher || command.equals("majordomo");
    boolean builds = command.equals("build") || command.equals("watch");
    return switch (arg) {
      case "--json", "-q", "-v" -> true;
      case "-C" -> {
        dir = value();
        yield dir.isPresent();
      }
      case "--home" -> {
        home = value();
        yield home.isPresent();
      }
      case "-k", "--fresh", "--accept-unsettled" -> builds;
      case "-n" -> command.equals("build");
      case "-j" -> {
        jobs = number().filter(text -> Integer.parseInt(text) > 0);
        yield builds && jobs.isPresent();
      }
      case "--wait" -> {
        wait = number();
        yield builds && wait.isPresent();
      }
      case "--trace" -> {
        trace = value();
        yield command.equals("build") && trace.isPresent();
      }
      case "--nats" -> {
        nats = value();
        yield role && nats.isPresent();
      }
      case "--invite-file" -> {
        inviteFile = value();
        yield role && inviteFile.isPresent();
      }
      case "--pod" -> {
        pod = value();
        yield watcher && pod.isPresent();
      }
      case "--workspace" -> {
        workspace = value();
        yield watcher && workspace.isPresent();
      }
      default -> false;
    };
  }

  private Optional<String> value() {
    if (at == args.size() || args.get(at).isEmpty() || args.get(at).startsWith("-")) {
      return Optional.empty();
    }
    return Optional.of(args.get(at++));
  }

  private Optional<String> number() {
    return value().filter(text -> text.length() < 7 && text.chars().allMatch(FastPath::isDigit));
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private Optional<Invocation> invocation(String command) {
    if (command.equals("build") || command.equals("watch")) {
      return Optional.of(
          new Invocation.Build(
              operands,
              command.equals("watch"),
              seen.contains("-k"),
              seen.contains("-n"),
              jobs.map(Integer::parseInt).orElse(0),
              seen.contains("--fresh"),
              seen.contains("--accept-unsettled"),
              trace,
              wait.map(Integer::parseInt).orElse(Invocation.Build.WAIT_S)));
    }
    if (nats.isPresent() || inviteFile.isPresent()) {
      return operands.isEmpty() ? role(command) : Optional.empty();
    }
    for (Invocation.Subject subject : Invocation.Subject.values()) {
      if (subject.command().equals(command) && operands.size() == (subject.isNamed() ? 1 : 0)) {
        return Optional.of(
            new Invocation.Look(
                subject, operands.isEmpty() ? Optional.empty() : Optional.of(operands.get(0))));
      }
    }
    return Optional.empty();
  }

  private Optional<Invocation> role(String command) {
    var joining = new Invocation.Joining(nats, Optional.empty(), inviteFile, Optional.empty());
    return Optional.of(
        command.equals("fswatcher")
            ? new Invocation.RunFsWatcher(
                joining, pod.orElse("local"), workspace.map(List::of).orElse(List.of()))
            : new Invocation.RunMajorDomo(joining));
  }
}
