package org.computepods.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A command that still runs; its words go to files, so that it never waits for its reader. */
final class Running implements AutoCloseable {

  /** No command of these tests takes a tenth of it; past it, it hangs. */
  private static final Duration LIMIT = Duration.ofSeconds(100);

  private final List<String> command;
  private final Process process;
  private final Path out;
  private final Path err;

  private Running(List<String> command, Process process, Path out, Path err) {
    this.command = command;
    this.process = process;
    this.out = out;
    this.err = err;
  }

  static Running start(Path folder, List<String> command) {
    try {
      Path out = Files.createTempFile("said", ".out");
      Path err = Files.createTempFile("said", ".err");
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      return new Running(command, process, out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As Ctrl-C does. */
  Running interrupt() {
    signal("INT");
    return this;
  }

  void signal(String name) {
    var command = List.of("kill", "-" + name, Long.toString(process.pid()));
    try (var kill = Running.start(Path.of("/"), command)) {
      kill.ends();
    }
  }

  /** Until it has said this, on either stream. */
  Running says(String words) {
    FileWaits.until(out, words, () -> all().contains(words) || !process.isAlive());
    assertThat(all()).as("what %s said", command).contains(words);
    return this;
  }

  /** Until what it has said, on either stream, is as wanted. */
  Running says(String what, Predicate<String> wanted) {
    FileWaits.until(out, what, () -> wanted.test(all()) || !process.isAlive());
    assertThat(all()).as("what %s said, wanted: %s", command, what).matches(wanted);
    return this;
  }

  Said ends() {
    try {
      boolean ended = process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
      if (!ended) process.destroyForcibly().waitFor();
      var said =
          new Said(command, process.exitValue(), Files.readString(out), Files.readString(err));
      assertThat(ended).as("came to an end: %s", said).isTrue();
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private String all() {
    try {
      return Files.readString(out) + Files.readString(err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
      Files.deleteIfExists(out);
      Files.deleteIfExists(err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
