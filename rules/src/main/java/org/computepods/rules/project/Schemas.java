package org.computepods.rules.project;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The JSON Schemas of the two kinds of file that people write. */
public final class Schemas {
  private Schemas() {}

  /** The schema of {@code computepods.yaml}. */
  public static String project() {
    return resource("schema/project.schema.json");
  }

  /** The schema of {@code NAME.rules.yaml}. */
  public static String rules() {
    return resource("schema/rules.schema.json");
  }

  static String resource(String name) {
    try (var in = Schemas.class.getResourceAsStream("/org/computepods/rules/" + name)) {
      if (in == null) {
        throw new IllegalStateException("the resource " + name + " is not in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
