package org.computepods.majordomo.shell;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Describes what should never have been thrown. */
final class Faults {
  private static final int LENGTH_MAX = 4_000;

  private Faults() {}

  static String describe(Throwable fault) {
    var text = new StringWriter();
    fault.printStackTrace(new PrintWriter(text));
    String all = text.toString();
    return all.length() <= LENGTH_MAX ? all : all.substring(0, LENGTH_MAX) + "...";
  }
}
