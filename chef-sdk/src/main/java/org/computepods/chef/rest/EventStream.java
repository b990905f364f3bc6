package org.computepods.chef.rest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A stream of server-sent events, as one reads a file line by line. */
public final class EventStream implements AutoCloseable {
  private final Socket socket;
  private final HttpResponse response;
  private final BufferedReader lines;

  EventStream(Socket socket, HttpResponse response) {
    this.socket = socket;
    this.response = response;
    this.lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8), 8192);
  }

  /** The status; only below 300 there are events. */
  public int status() {
    return response.status();
  }

  /** The whole body, where the status says that these are no events. */
  public String text() throws IOException {
    return response.text();
  }

  /** The data of the next event; empty at the end of the stream. Waits for it. */
  public Optional<String> next() throws IOException {
    StringBuilder data = new StringBuilder();
    boolean any = false;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.isEmpty()) {
        if (any) {
          return Optional.of(data.toString());
        }
      } else if (line.startsWith("data:")) {
        data.append(any ? "\n" : "");
        data.append(line, line.startsWith("data: ") ? 6 : 5, line.length());
        any = true;
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
