package org.computepods.cli.show;

import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * Where output goes.
 *
 * @param live whether {@code out} is a terminal that can redraw lines
 * @param colour whether {@code out} may be coloured
 * @param errColour whether {@code err} may be coloured
 * @param unicode whether it shows more than ASCII
 * @param width columns, asked for only when something is drawn
 */
public record Terminal(
    PrintStream out,
    PrintStream err,
    boolean live,
    boolean colour,
    boolean errColour,
    boolean unicode,
    IntSupplier width) {
  private static final int DEFAULT_WIDTH = 80;

  /** The terminal of this process. Output is UTF-8 whatever the locale: file names are. */
  public static Terminal ofProcess(Map<String, String> env) {
    boolean dumb = env.getOrDefault("TERM", "").equals("dumb") || !env.containsKey("TERM");
    boolean plain = !env.getOrDefault("NO_COLOR", "").isEmpty();
    boolean outTty = isTerminal(1);
    boolean errTty = isTerminal(2);
    return new Terminal(
        stream(FileDescriptor.out),
        stream(FileDescriptor.err),
        outTty && !dumb,
        outTty && !dumb && !plain,
        errTty && !dumb && !plain,
        isUtf8(env),
        new Width(env));
  }

  private static PrintStream stream(FileDescriptor fd) {
    return new PrintStream(new FileOutputStream(fd), false, StandardCharsets.UTF_8);
  }

  private static boolean isUtf8(Map<String, String> env) {
    for (String key : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
      String value = env.getOrDefault(key, "");
      if (!value.isEmpty()) {
        return value.toLowerCase(Locale.ROOT).replace("-", "").contains("utf8");
      }
    }
    return false;
  }

  /** By what the descriptor points to; where that cannot be seen, by the console. */
  @SuppressWarnings("SystemConsoleNull") // it is null again where nobody is there to type
  private static boolean isTerminal(int fd) {
    Path link = Path.of("/proc/self/fd/" + fd);
    try {
      String to = Files.readSymbolicLink(link).toString();
      return to.startsWith("/dev/pts/") || to.startsWith("/dev/tty") || to.equals("/dev/console");
    } catch (IOException | UnsupportedOperationException e) {
      return System.console() != null && System.console().isTerminal();
    }
  }

  public Paint paint() {
    return new Paint(colour);
  }

  public Paint errPaint() {
    return new Paint(errColour);
  }

  /** Both streams, so that lines of the two come in order. */
  public void flush() {
    out.flush();
    err.flush();
  }

  /** Columns, as {@code stty} says; asked anew at most once in two seconds, as windows change. */
  private static final class Width implements IntSupplier {
    private static final long AGE_NS = TimeUnit.SECONDS.toNanos(2);
    private final Map<String, String> env;
    private int known;
    private long asked;

    Width(Map<String, String> env) {
      this.env = env;
    }

    @Override
    public synchronized int getAsInt() {
      if (known == 0 || System.nanoTime() - asked > AGE_NS) {
        known = ask();
        asked = System.nanoTime();
      }
      return known;
    }

    private int ask() {
      String columns = env.getOrDefault("COLUMNS", "");
      if (columns.matches("[1-9][0-9]{0,4}")) {
        return Integer.parseInt(columns);
      }
      try {
        Process stty =
            new ProcessBuilder("stty", "size")
                .redirectInput(new File("/dev/tty"))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String[] size =
            new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                .strip()
                .split(" ");
        int width = size.length == 2 ? Integer.parseInt(size[1]) : 0;
        return width > 0 ? width : DEFAULT_WIDTH;
      } catch (IOException | NumberFormatException e) {
        return DEFAULT_WIDTH;
      }
    }
  }
}
