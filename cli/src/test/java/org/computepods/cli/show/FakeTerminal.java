package org.computepods.cli.show;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** A terminal whose text can be read. */
public final class FakeTerminal {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Terminal terminal;

  private FakeTerminal(boolean live, int width) {
    terminal =
        new Terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            live,
            false,
            false,
            true,
            () -> width);
  }

  public static FakeTerminal pipe() {
    return new FakeTerminal(false, 80);
  }

  public static FakeTerminal screen(int width) {
    return new FakeTerminal(true, width);
  }

  public Terminal terminal() {
    return terminal;
  }

  public String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  public String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
