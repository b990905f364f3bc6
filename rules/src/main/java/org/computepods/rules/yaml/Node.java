package org.computepods.rules.yaml;

import java.util.List;
import java.util.Optional;
import org.computepods.rules.Place;

/** A node of a YAML document, with the place where it begins. */
public sealed interface Node {
  /** Where the node begins. */
  Place place();

  /** What people call such a node, with its article. */
  String kind();

  /**
   * A single value, as it was written; what it means is for its reader to say.
   *
   * @param blank whether nothing was written, or {@code null} or {@code ~}
   */
  record Scalar(Place place, String text, boolean blank) implements Node {
    @Override
    public String kind() {
      return blank ? "nothing" : "'" + Node.brief(text) + "'";
    }
  }

  /** A list. */
  record Sequence(Place place, List<Node> items) implements Node {
    @Override
    public String kind() {
      return "a list";
    }
  }

  /** Keys with their values, in order; no key comes twice. */
  record Mapping(Place place, List<Entry> entries) implements Node {
    @Override
    public String kind() {
      return "a mapping";
    }

    /** The value of a key. */
    public Optional<Node> get(String key) {
      return entries.stream()
          .filter(entry -> entry.key().text().equals(key))
          .map(Entry::value)
          .findFirst();
    }
  }

  /** A key with its value. */
  record Entry(Scalar key, Node value) {}

  private static String brief(String text) {
    return text.length() <= 40 ? text : text.substring(0, 37) + "...";
  }
}
