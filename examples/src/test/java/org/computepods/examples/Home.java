package org.computepods.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A federation of its own, and the command line that speaks to it. */
record Home(Path folder) {

  static final String MAIN = "org.computepods.cli.CpCtrl";

  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

  Said cpCtrl(Path in, String... arguments) {
    try (var running = start(in, arguments)) {
      return running.ends();
    }
  }

  Running start(Path in, String... arguments) {
    return Running.start(in, command(in, arguments));
  }

  /** The same for a caller who finds tools by this path. */
  Running startWithPath(String path, Path in, String... arguments) {
    var command = command(in, arguments);
    command.addAll(0, List.of("/usr/bin/env", "PATH=" + path));
    return Running.start(in, command);
  }

  private List<String> command(Path in, String... arguments) {
    var command = new ArrayList<String>();
    command.add(JAVA.toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(MAIN);
    command.addAll(List.of("-C", in.toString(), "--home", folder.toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  /** The processes of this federation that are alive, as its own note names them. */
  List<ProcessHandle> processes() {
    Path note = folder.resolve("federation.json");
    if (!Files.exists(note)) return List.of();
    try {
      var pids = new ArrayList<ProcessHandle>();
      for (var entry : Json.read(Files.readString(note)).path("pids")) {
        ProcessHandle.of(entry.asLong()).filter(ProcessHandle::isAlive).ifPresent(pids::add);
      }
      return pids;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the federation, and says which of its processes did not end with it. */
  List<ProcessHandle> down() {
    List<ProcessHandle> before = processes();
    if (Files.exists(folder)) cpCtrl(folder, "down");
    return before.stream().filter(ProcessHandle::isAlive).toList();
  }

  /** Ends the federation, and removes all that it kept. */
  void lose() {
    assertThat(down()).as("processes left").isEmpty();
    Kitchen.delete(folder);
  }

  /** What the federation wrote for those who look for a mistake. */
  String logs() {
    try (Stream<Path> files = Files.walk(folder)) {
      var text = new StringBuilder();
      for (Path log : files.filter(f -> f.toString().endsWith(".log")).sorted().toList()) {
        text.append("== ").append(log).append('\n').append(Files.readString(log));
      }
      return text.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
