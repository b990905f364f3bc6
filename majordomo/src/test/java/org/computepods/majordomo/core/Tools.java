package org.computepods.majordomo.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.Dependency;
import org.computepods.rules.Task;
import org.jspecify.annotations.Nullable;

/**
 * Pretended tools: what each would write, as a function of the files it reads. Judge and oracle
 * share nothing else.
 */
final class Tools {
  /**
   * What a tool does.
   *
   * @param outputs contents by path; empty if it failed
   * @param discovered what it read beside what its task declares
   * @param missing files that it named as missing
   */
  record Effect(
      boolean ok, Map<String, String> outputs, List<String> discovered, List<String> missing) {
    Effect discovering(String path) {
      return new Effect(ok, outputs, List.of(path), missing);
    }
  }

  private Tools() {}

  /**
   * @param read content by path, null where there is no such file
   */
  static Effect run(Task task, Function<String, @Nullable String> read, LongSupplier clock) {
    List<String> argv = task.command();
    var inputs = new ArrayList<String>();
    declared(task).forEach(path -> inputs.add(read.apply(path)));
    List<String> contents = inputs.stream().filter(c -> c != null).toList();
    String out = task.outputs().getFirst().value();
    return switch (argv.getFirst()) {
      case "cat" -> wrote(task, String.join("+", contents));
      case "const" -> wrote(task, "constant");
      case "say" -> wrote(task, argv.get(1));
      case "define" -> {
        int next = argv.get(1).equals("flip") ? 1 - max(contents) % 2 : 1 + max(contents);
        yield wrote(task, "tasks: {x: {outputs: [x], command: [say, '" + next + "']}}");
      }
      case "fail" -> new Effect(false, Map.of(), List.of(), List.of());
      case "no" ->
          contents.contains(argv.get(1))
              ? new Effect(false, Map.of(), List.of(), List.of())
              : wrote(task, String.join("+", contents));
      case "max" -> wrote(task, "" + Math.min(Integer.parseInt(argv.get(1)), 1 + max(contents)));
      case "turn" -> {
        String before = read.apply(out);
        int period = Integer.parseInt(argv.get(1));
        yield wrote(task, "" + (before == null ? 0 : (Integer.parseInt(before) + 1) % period));
      }
      case "count" -> wrote(task, "" + (1 + max(contents)));
      case "grow" -> wrote(task, String.join("", contents) + "x");
      case "clock" -> wrote(task, "at " + clock.getAsLong());
      case "climb" -> {
        int top = max(contents.subList(0, 1));
        int reached = max(contents.subList(1, contents.size()));
        yield wrote(task, "" + (reached < top ? reached + 1 : reached));
      }
      case "length" -> wrote(task, "" + String.join("", contents).length());
      case "moody" -> {
        String before = read.apply(out);
        boolean restless = contents.getFirst().startsWith("restless");
        yield wrote(task, restless && "up".equals(before) ? "down" : restless ? "up" : "calm");
      }
      case "include" -> include(task, contents, read);
      case "look" -> {
        String looked = argv.get(1);
        String there = read.apply(looked);
        yield wrote(task, "" + there).discovering(looked);
      }
      default -> throw new IllegalArgumentException("no tool " + argv);
    };
  }

  static List<String> declared(Task task) {
    var paths = new ArrayList<String>();
    task.dependencies().stream().map(Dependency::path).map(ArtefactPath::value).forEach(paths::add);
    task.secondary().stream().map(Dependency::path).map(ArtefactPath::value).forEach(paths::add);
    return paths;
  }

  /**
   * Follows the lines {@code #include PATH} of what it reads, one level deep; what is broken there
   * fails it.
   */
  private static Effect include(
      Task task, List<String> contents, Function<String, @Nullable String> read) {
    var discovered = new ArrayList<String>();
    var missing = new ArrayList<String>();
    var text = new StringBuilder();
    for (String content : contents) {
      for (String line : content.split("\n")) {
        String path = line.startsWith("#include ") ? line.substring(9) : null;
        String included = path == null ? line : read.apply(path);
        if (path != null && included == null) {
          missing.add(path);
        } else if (path != null) {
          discovered.add(path);
        }
        text.append(included).append('\n');
      }
    }
    boolean broken = discovered.stream().anyMatch(path -> "broken".equals(read.apply(path)));
    return missing.isEmpty() && !broken
        ? new Effect(true, wrote(task, text.toString()).outputs(), discovered, List.of())
        : new Effect(false, Map.of(), discovered, missing);
  }

  private static Effect wrote(Task task, String content) {
    return new Effect(
        true,
        task.outputs().stream()
            .map(ArtefactPath::value)
            .collect(Collectors.toMap(p -> p, _ -> content, (a, _) -> a, LinkedHashMap::new)),
        List.of(),
        List.of());
  }

  /** The largest number that stands in any of them, between signs of addition. */
  private static int max(List<String> contents) {
    return contents.stream()
        .flatMap(c -> java.util.Arrays.stream(c.split("\\D+")))
        .filter(word -> !word.isEmpty())
        .mapToInt(Integer::parseInt)
        .max()
        .orElse(0);
  }
}
