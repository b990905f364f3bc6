package org.computepods.rules.project;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.computepods.rules.Place;

/**
 * A text with names in it, which stand for something else once they are bound: {@code {stem}.o},
 * {@code {dependencies[0]}}.
 *
 * <p>{@code {{} and {@code }}} write braces; any brace that begins no name stands for itself.
 *
 * @param text as it was written
 */
public record Template(String text, List<Part> parts, Place place) {
  private static final Pattern NAME =
      Pattern.compile("\\{([a-z][A-Za-z0-9_]*)(?:\\[(\\d{1,9})])?}");

  /** A piece of a template. */
  public sealed interface Part {
    /** Text that stands for itself. */
    record Literal(String text) implements Part {}

    /** A name, and which of its values is meant if not all of them. */
    record Name(String name, OptionalInt index) implements Part {
      @Override
      public String toString() {
        return "{" + name + (index.isPresent() ? "[" + index.getAsInt() + "]" : "") + "}";
      }
    }
  }

  public Template {
    parts = List.copyOf(parts);
  }

  /** The template so written. */
  static Template of(String text, Place place) {
    var parts = new ArrayList<Part>();
    var literal = new StringBuilder();
    Matcher name = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean twice = i + 1 < text.length() && text.charAt(i + 1) == c;
      if (c == '{' && !twice) {
        name = name == null ? NAME.matcher(text) : name;
        name.region(i, text.length());
        if (name.lookingAt()) {
          flush(literal, parts);
          String index = name.group(2);
          parts.add(
              new Part.Name(
                  name.group(1),
                  index == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(index))));
          i = name.end() - 1;
          continue;
        }
      } else if ((c == '{' || c == '}') && twice) {
        i++;
      }
      literal.append(c);
    }
    flush(literal, parts);
    return new Template(text, parts, place);
  }

  private static void flush(StringBuilder literal, List<Part> parts) {
    if (!literal.isEmpty()) {
      parts.add(new Part.Literal(literal.toString()));
      literal.setLength(0);
    }
  }

  /** The names in the template. */
  Stream<Part.Name> names() {
    return parts.stream()
        .flatMap(part -> part instanceof Part.Name name ? Stream.of(name) : Stream.empty());
  }

  /** The one name that is all of the template: only such a name may stand for several words. */
  Optional<Part.Name> onlyName() {
    return parts.size() == 1 && parts.getFirst() instanceof Part.Name name
        ? Optional.of(name)
        : Optional.empty();
  }

  /** The text without its names, for those who look for patterns in it. */
  String literals() {
    var all = new StringBuilder();
    for (Part part : parts) {
      if (part instanceof Part.Literal(String literal)) {
        all.append(literal);
      }
    }
    return all.toString();
  }

  @Override
  public String toString() {
    return text;
  }
}
