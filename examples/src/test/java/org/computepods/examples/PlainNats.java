package org.computepods.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.computepods.chef.bus.PrivateNatsServer;

/** A NATS server as anybody starts one, with JetStream, told nothing else. */
final class PlainNats implements AutoCloseable {
  private static final String PORTS = ".ports";

  private final Path folder;
  private final Running process;

  private PlainNats(Path folder, Running process) {
    this.folder = folder;
    this.process = process;
  }

  static PlainNats startIn(Path folder) throws IOException {
    Files.createDirectories(folder);
    Path binary = PrivateNatsServer.findBinary(System.getenv()).orElseThrow();
    var command =
        List.of(
            binary.toString(),
            "-js",
            "-sd",
            folder.resolve("store").toString(),
            "-a",
            "127.0.0.1",
            "-p",
            "-1",
            "--ports_file_dir",
            folder.toString());
    var server = new PlainNats(folder, Running.start(folder, command));
    FileWaits.until(folder.resolve("ports"), "the server's ports", () -> !server.ports().isEmpty());
    return server;
  }

  String url() {
    String url = Json.read(ports()).path("nats").path(0).asText();
    assertThat(url).startsWith("nats://");
    return url;
  }

  private String ports() {
    try (Stream<Path> files = Files.list(folder)) {
      Path file = files.filter(f -> f.toString().endsWith(PORTS)).findFirst().orElse(null);
      String text = file == null ? "" : Files.readString(file);
      return text.strip().endsWith("}") ? text : "";
    } catch (IOException notYet) {
      return "";
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
