package org.computepods.cli.show;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.computepods.cli.json.Document;
import org.computepods.cli.json.Writer;

/**
 * A JSON compilation database, as clangd and other tools for C read it: how each source is
 * compiled. Format: Clang's "JSON Compilation Database Format Specification".
 */
public final class CompileCommands {
  /** With the prefix of a cross compiler, and the suffix of a version. */
  private static final Pattern COMPILER =
      Pattern.compile("(.*[/-])?(cc|gcc|clang|c\\+\\+|g\\+\\+|clang\\+\\+)(-[0-9.]+)?");

  private CompileCommands() {}

  /** The database of those tasks that compile; one entry a line. */
  public static String of(Path workspace, Document tasks) {
    List<String> entries =
        tasks.elements().stream().flatMap(task -> entry(workspace, task).stream()).toList();
    return entries.isEmpty() ? "[]" : "[\n" + String.join(",\n", entries) + "\n]";
  }

  private static Optional<String> entry(Path workspace, Document task) {
    List<String> command = task.texts("command");
    if (!command.contains("-c") || !COMPILER.matcher(command.getFirst()).matches()) {
      return Optional.empty();
    }
    return task.texts("dependencies").stream()
        .filter(command::contains)
        .findFirst()
        .map(
            source -> {
              Map<String, Object> entry = new LinkedHashMap<>();
              entry.put("directory", workspace.toString());
              entry.put("file", source);
              entry.put("arguments", command);
              entry.put("output", task.texts("outputs").getFirst());
              return new Writer().value(entry).toString();
            });
  }
}
