package org.computepods.majordomo.simulation;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A task of a random project, as its project file says it.
 *
 * @param op a word of {@link Tool}
 * @param inputs declared ones, demanded; {@code path|regex} names a view
 * @param secondary declared ones, not demanded
 * @param auxiliary what it reads back, "" for none
 * @param when {@code path|regex} that must be found, "" for none
 */
record ToyTask(
    String name,
    String op,
    List<String> inputs,
    List<String> secondary,
    List<String> outputs,
    String auxiliary,
    String when,
    int passesMax) {

  static ToyTask of(String name, String op, String output, String... inputs) {
    return new ToyTask(name, op, List.of(inputs), List.of(), List.of(output), "", "", 10);
  }

  ToyTask op(String other) {
    return new ToyTask(name, other, inputs, secondary, outputs, auxiliary, when, passesMax);
  }

  ToyTask secondary(String... paths) {
    return new ToyTask(name, op, inputs, List.of(paths), outputs, auxiliary, when, passesMax);
  }

  ToyTask when(String condition) {
    return new ToyTask(name, op, inputs, secondary, outputs, auxiliary, condition, passesMax);
  }

  ToyTask passesMax(int passes) {
    return new ToyTask(name, op, inputs, secondary, outputs, auxiliary, when, passes);
  }

  ToyTask auxiliary(String path) {
    return new ToyTask(name, op, inputs, secondary, outputs, path, when, passesMax);
  }

  ToyTask outputs(String... paths) {
    return new ToyTask(name, op, inputs, secondary, List.of(paths), auxiliary, when, passesMax);
  }

  /** All that it may write. */
  List<String> writes() {
    return auxiliary.isEmpty()
        ? outputs
        : Stream.concat(outputs.stream(), Stream.of(auxiliary)).toList();
  }

  /** What its tool writes and its part of the project file does not say. */
  List<String> beside() {
    return word().equals("parts") ? List.of(Tool.part(outputs.getFirst())) : List.of();
  }

  /** All that it may write, declared or not. */
  List<String> makes() {
    return Stream.concat(writes().stream(), beside().stream()).toList();
  }

  List<String> command() {
    var command = new ArrayList<String>();
    command.add(op);
    command.addAll(writes());
    command.add("<");
    command.addAll(inputs);
    command.addAll(secondary);
    return command;
  }

  /** Paths of all declared dependencies. */
  Set<String> reads() {
    var reads = new LinkedHashSet<String>();
    Stream.concat(inputs.stream(), secondary.stream()).forEach(input -> reads.add(path(input)));
    return reads;
  }

  Set<String> required() {
    var reads = new LinkedHashSet<String>();
    inputs.forEach(input -> reads.add(path(input)));
    return reads;
  }

  /** Whether its tool notes what else it read. */
  boolean discovers() {
    return Set.of("include", "gather", "need", "labels", "parts").contains(word());
  }

  /** The op without its parameter. */
  String word() {
    int colon = op.indexOf(':');
    return colon < 0 ? op : op.substring(0, colon);
  }

  static String path(String input) {
    int bar = input.indexOf('|');
    return bar < 0 ? input : input.substring(0, bar);
  }

  static Optional<String> regex(String input) {
    int bar = input.indexOf('|');
    return bar < 0 ? Optional.empty() : Optional.of(input.substring(bar + 1));
  }

  /** Its part of the project file. */
  String yaml() {
    var text = new StringBuilder();
    text.append("  ").append(name).append(":\n");
    list(text, "dependencies", inputs);
    list(text, "secondaryDependencies", secondary);
    text.append("    outputs: ").append(outputs).append('\n');
    if (!auxiliary.isEmpty()) {
      text.append("    auxiliaries: [").append(auxiliary).append("]\n");
    }
    text.append("    command: [");
    text.append(String.join(", ", command().stream().map(word -> "'" + word + "'").toList()));
    text.append("]\n");
    if (discovers()) {
      text.append("    depfile: {path: ").append(name).append(".d, format: list}\n");
    }
    if (word().equals("need")) {
      text.append("    missing: 'missing (.*)'\n");
    }
    if (!when.isEmpty()) {
      text.append("    when: {artefact: ").append(path(when)).append(", contains: '");
      text.append(regex(when).orElse("")).append("'}\n");
    }
    text.append("    passes_max: ").append(passesMax).append('\n');
    return text.toString();
  }

  private static void list(StringBuilder text, String key, List<String> inputs) {
    if (inputs.isEmpty()) {
      return;
    }
    text.append("    ").append(key).append(":\n");
    for (String input : inputs) {
      text.append("      - ");
      regex(input)
          .ifPresentOrElse(
              regex ->
                  text.append("{artefact: ")
                      .append(path(input))
                      .append(", view: {keep: '")
                      .append(regex)
                      .append("'}}"),
              () -> text.append(input));
      text.append('\n');
    }
  }
}
