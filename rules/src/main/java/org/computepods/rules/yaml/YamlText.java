package org.computepods.rules.yaml;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.computepods.rules.Place;
import org.computepods.rules.Problem;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/** Reads one YAML document into a tree of located nodes. Bad YAML is a problem, never an error. */
public final class YamlText {
  /** Characters of a file: a generated file of a million tasks is smaller. */
  static final int CHARACTERS_MAX = 256 << 20;

  /** Levels of nesting: no file of ours needs ten. */
  static final int DEPTH_MAX = 50;

  /**
   * Nodes that aliases may add beyond those that are written: the guard against "billion laughs".
   */
  static final long ALIASED_NODES_MAX = 100_000;

  private static final Set<String> BLANK = Set.of("", "~", "null", "Null", "NULL");

  private final String file;
  private final ParserImpl parser;
  private final List<Problem> problems;
  private final Map<String, Anchored> anchors = new HashMap<>();
  private long nodes;
  private long aliasedNodes;

  /** What a document gave: its root, unless it is empty or no YAML. */
  public record Read(Optional<Node> root, List<Problem> problems) {}

  /** A node that can be named again, and how many nodes it holds. */
  private record Anchored(Node node, long size) {}

  /** Why reading cannot go on. */
  private static final class Stop extends Exception {
    private final transient Problem problem;

    Stop(Place place, String message) {
      super(message);
      this.problem = new Problem(place, message);
    }
  }

  private YamlText(String file, ParserImpl parser, List<Problem> problems) {
    this.file = file;
    this.parser = parser;
    this.problems = problems;
  }

  /**
   * Reads the text of a file.
   *
   * @param file named in the places of nodes and problems
   */
  public static Read read(String text, String file) {
    var problems = new ArrayList<Problem>();
    if (text.length() > CHARACTERS_MAX) {
      problems.add(new Problem(Place.of(file), "is larger than " + CHARACTERS_MAX + " characters"));
      return new Read(Optional.empty(), problems);
    }
    var options = new LoaderOptions();
    options.setCodePointLimit(CHARACTERS_MAX);
    options.setNestingDepthLimit(DEPTH_MAX + 10);
    try {
      var parser = new ParserImpl(new StreamReader(new StringReader(text)), options);
      return new Read(new YamlText(file, parser, problems).document(), problems);
    } catch (Stop stop) {
      problems.add(stop.problem);
    } catch (MarkedYAMLException bad) {
      problems.add(badSyntax(bad, file));
    } catch (YAMLException bad) {
      problems.add(new Problem(new Place(file, 1, 1), "is no YAML: " + firstLine(bad)));
    }
    return new Read(Optional.empty(), problems);
  }

  private Optional<Node> document() throws Stop {
    parser.getEvent(); // the stream begins
    if (parser.checkEvent(Event.ID.StreamEnd)) {
      return Optional.empty();
    }
    parser.getEvent(); // the document begins
    Node root = node(0);
    parser.getEvent(); // the document ends
    if (!parser.checkEvent(Event.ID.StreamEnd)) {
      problems.add(
          new Problem(
              place(parser.peekEvent()), "a second document begins; a file holds only one"));
    }
    return Optional.of(root);
  }

  private Node node(int depth) throws Stop {
    Event event = parser.getEvent();
    Place place = place(event);
    if (depth > DEPTH_MAX) {
      throw new Stop(place, "is nested deeper than " + DEPTH_MAX + " levels");
    }
    if (event instanceof AliasEvent alias) {
      return aliased(alias.getAnchor(), place);
    }
    long before = nodes + aliasedNodes;
    nodes++;
    Node node =
        switch (event.getEventId()) {
          case MappingStart -> mapping(place, depth);
          case SequenceStart -> sequence(place, depth);
          case Scalar -> scalar((ScalarEvent) event, place);
          default -> throw new Stop(place, "is no YAML: a value is missing");
        };
    String anchor = ((NodeEvent) event).getAnchor();
    if (anchor != null) {
      anchors.put(anchor, new Anchored(node, nodes + aliasedNodes - before));
    }
    return node;
  }

  private static Node.Scalar scalar(ScalarEvent scalar, Place place) {
    boolean blank = scalar.isPlain() && BLANK.contains(scalar.getValue());
    return new Node.Scalar(place, blank ? "" : scalar.getValue(), blank);
  }

  private Node aliased(String name, Place place) throws Stop {
    Anchored anchored = anchors.get(name);
    if (anchored == null) {
      throw new Stop(place, "nothing is anchored as '&" + name + "' before this");
    }
    aliasedNodes += anchored.size();
    if (aliasedNodes > ALIASED_NODES_MAX) {
      throw new Stop(place, "aliases repeat more than " + ALIASED_NODES_MAX + " nodes");
    }
    return anchored.node();
  }

  private Node.Sequence sequence(Place place, int depth) throws Stop {
    var items = new ArrayList<Node>();
    while (!parser.checkEvent(Event.ID.SequenceEnd)) {
      items.add(node(depth + 1));
    }
    parser.getEvent();
    return new Node.Sequence(place, items);
  }

  private Node.Mapping mapping(Place place, int depth) throws Stop {
    var entries = new ArrayList<Node.Entry>();
    var keys = new HashSet<String>();
    while (!parser.checkEvent(Event.ID.MappingEnd)) {
      Node key = node(depth + 1);
      Node value = node(depth + 1);
      if (!(key instanceof Node.Scalar name)) {
        problems.add(new Problem(key.place(), "a key is one word, not " + key.kind()));
      } else if (keys.add(name.text())) {
        entries.add(new Node.Entry(name, value));
      } else {
        problems.add(new Problem(key.place(), "the key '" + name.text() + "' comes twice"));
      }
    }
    parser.getEvent();
    return new Node.Mapping(place, entries);
  }

  private Place place(Event event) {
    var mark = event.getStartMark();
    return new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
  }

  private static Problem badSyntax(MarkedYAMLException bad, String file) {
    var mark = bad.getProblemMark();
    Place place =
        mark == null
            ? new Place(file, 1, 1)
            : new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
    String context = bad.getContext() == null ? "" : bad.getContext() + ": ";
    return new Problem(place, "is no YAML: " + context + bad.getProblem());
  }

  private static String firstLine(Exception bad) {
    return String.valueOf(bad.getMessage()).lines().findFirst().orElse("");
  }
}
