package org.computepods.cli;

/** The entry point of the command line. */
public final class CpCtrl {
  private CpCtrl() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] args) {
    System.exit(2);
  }
}
