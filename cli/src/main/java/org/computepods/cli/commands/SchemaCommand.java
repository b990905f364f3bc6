package org.computepods.cli.commands;

import org.computepods.cli.ExitCode;
import org.computepods.cli.Invocation;
import org.computepods.rules.project.Schemas;

/** {@code schema}: the JSON Schema of project or rule files. */
final class SchemaCommand {
  private SchemaCommand() {}

  static int run(Context context, Invocation.Schema schema) {
    String text =
        switch (schema.kind()) {
          case project -> Schemas.project();
          case rules -> Schemas.rules();
        };
    context.terminal().out().println(text.strip());
    return ExitCode.UP_TO_DATE;
  }
}
