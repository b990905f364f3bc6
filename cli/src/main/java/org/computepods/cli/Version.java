package org.computepods.cli;

/** Which version this is. */
public final class Version {
  private Version() {}

  /** As {@code --version} says it. */
  public static String text() {
    String version = Version.class.getPackage().getImplementationVersion();
    return "cpCtrl (ComputePods) "
        + (version == null ? "development" : version)
        + ", Java "
        + Runtime.version();
  }
}
