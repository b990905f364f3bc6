package org.computepods.rules.project;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.computepods.rules.Glob;
import org.computepods.rules.Place;
import org.computepods.rules.yaml.Node;

/** The keys of one mapping, read one by one; what is unknown or of the wrong kind is a problem. */
final class Fields {
  /** Files are read by people, and a pattern longer than this is a mistake. */
  private static final int REGEX_MAX = 4_000;

  private final Node.Mapping mapping;
  private final Problems problems;

  /** Reads a mapping with these keys and no others. */
  Fields(Node.Mapping mapping, List<String> known, Problems problems) {
    this.mapping = mapping;
    this.problems = problems;
    for (Node.Entry entry : mapping.entries()) {
      String key = entry.key().text();
      if (!known.contains(key)) {
        problems.add(
            entry.key().place(), "unknown key '" + key + "'" + NearestName.hintOrAll(key, known));
      }
    }
  }

  /** The fields of a node that must be a mapping; without them if it is none. */
  static Optional<Fields> of(Node node, String what, List<String> known, Problems problems) {
    if (node instanceof Node.Mapping mapping) {
      return Optional.of(new Fields(mapping, known, problems));
    }
    problems.add(node.place(), what + " must be a mapping, not " + node.kind());
    return Optional.empty();
  }

  Place place() {
    return mapping.place();
  }

  boolean has(String key) {
    return mapping.get(key).isPresent();
  }

  Optional<Node> node(String key) {
    return mapping.get(key);
  }

  /** Where the key's value is, or else the mapping. */
  Place placeOf(String key) {
    return mapping.get(key).map(Node::place).orElse(mapping.place());
  }

  /** Where the key itself is. */
  Place placeOfKey(String key) {
    return mapping.entries().stream()
        .filter(entry -> entry.key().text().equals(key))
        .map(entry -> entry.key().place())
        .findFirst()
        .orElse(mapping.place());
  }

  /** The single value of a key. */
  Optional<Node.Scalar> scalar(String key) {
    return node(key).flatMap(node -> scalar(node, "'" + key + "'"));
  }

  Optional<String> text(String key) {
    return scalar(key).map(Node.Scalar::text);
  }

  /** A node that must be a single value. */
  Optional<Node.Scalar> scalar(Node node, String what) {
    if (node instanceof Node.Scalar scalar && !scalar.blank()) {
      return Optional.of(scalar);
    }
    problems.add(node.place(), what + " must be one value, not " + node.kind());
    return Optional.empty();
  }

  /** The values of a key that must be a list of single values. */
  List<Node.Scalar> scalars(String key) {
    return items(key).stream()
        .flatMap(item -> scalar(item, "each of '" + key + "'").stream())
        .toList();
  }

  /** The items of a key that must be a list; none where nothing is written. */
  List<Node> items(String key) {
    return switch (node(key).orElse(null)) {
      case null -> List.of();
      case Node.Sequence list -> list.items();
      case Node.Scalar blank when blank.blank() -> List.of();
      case Node.Scalar one -> {
        problems.add(
            one.place(),
            "'" + key + "' must be a list, not " + one.kind() + "; write [" + one.text() + "]");
        yield List.of();
      }
      case Node.Mapping other -> {
        problems.add(other.place(), "'" + key + "' must be a list, not " + other.kind());
        yield List.of();
      }
    };
  }

  /** The entries of a key that must be a mapping; none where nothing is written. */
  List<Node.Entry> entries(String key) {
    return switch (node(key).orElse(null)) {
      case null -> List.of();
      case Node.Mapping map -> map.entries();
      case Node.Scalar blank when blank.blank() -> List.of();
      case Node other -> {
        problems.add(other.place(), "'" + key + "' must be a mapping, not " + other.kind());
        yield List.of();
      }
    };
  }

  List<Template> templates(String key) {
    return scalars(key).stream().map(Fields::template).toList();
  }

  Optional<Template> template(String key) {
    return scalar(key).map(Fields::template);
  }

  static Template template(Node.Scalar scalar) {
    return Template.of(scalar.text(), scalar.place());
  }

  /** A mapping of names to single values. */
  Map<String, Node.Scalar> texts(String key) {
    var texts = new LinkedHashMap<String, Node.Scalar>();
    for (Node.Entry entry : entries(key)) {
      if (entry.value() instanceof Node.Scalar value && value.blank()) {
        texts.put(entry.key().text(), value);
      } else {
        scalar(entry.value(), "'" + entry.key().text() + "'")
            .ifPresent(value -> texts.put(entry.key().text(), value));
      }
    }
    return texts;
  }

  /** A whole number within bounds. */
  OptionalInt number(String key, String what, int min, int max) {
    var scalar = scalar(key);
    if (scalar.isEmpty()) {
      return OptionalInt.empty();
    }
    String text = scalar.get().text();
    if (text.matches("\\d{1,9}")) {
      int number = Integer.parseInt(text);
      if (number >= min && number <= max) {
        return OptionalInt.of(number);
      }
    }
    problems.add(
        scalar.get().place(),
        "'" + key + "' must be " + what + " from " + min + " to " + max + ", not '" + text + "'");
    return OptionalInt.empty();
  }

  boolean truth(String key) {
    var scalar = scalar(key);
    return switch (scalar.map(Node.Scalar::text).orElse("false")) {
      case "true" -> true;
      case "false" -> false;
      case String other -> {
        problems.add(
            scalar.orElseThrow().place(),
            "'" + key + "' must be true or false, not '" + other + "'");
        yield false;
      }
    };
  }

  /** A regular expression. */
  Optional<String> regex(String key) {
    return scalar(key).filter(this::isRegex).map(Node.Scalar::text);
  }

  private boolean isRegex(Node.Scalar scalar) {
    String text = scalar.text();
    if (text.length() > REGEX_MAX) {
      problems.add(scalar.place(), "the pattern is longer than " + REGEX_MAX + " characters");
      return false;
    }
    try {
      Pattern.compile(text);
      return true;
    } catch (PatternSyntaxException bad) {
      problems.add(
          scalar.place(), "'" + text + "' is no regular expression: " + bad.getDescription());
      return false;
    } catch (StackOverflowError tooDeep) {
      problems.add(scalar.place(), "the pattern is nested too deeply");
      return false;
    }
  }

  /** Globs in a list. */
  List<Glob> globs(String key) {
    var globs = new ArrayList<Glob>();
    for (Node.Scalar scalar : scalars(key)) {
      glob(scalar.text(), scalar.place(), problems).ifPresent(globs::add);
    }
    return globs;
  }

  static Optional<Glob> glob(String text, Place place, Problems problems) {
    try {
      return Optional.of(Glob.of(text));
    } catch (IllegalArgumentException bad) {
      problems.add(place, String.valueOf(bad.getMessage()));
      return Optional.empty();
    }
  }
}
