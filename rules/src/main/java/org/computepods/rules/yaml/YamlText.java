package org.computepods.rules.yaml;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.computepods.rules.Place;
import org.computepods.rules.Problem;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

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

  private static final YAMLFactory FACTORY = factory();

  private final String file;
  private final YAMLParser parser;
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

  private YamlText(String file, YAMLParser parser, List<Problem> problems) {
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
    try (YAMLParser parser = FACTORY.createParser(text)) {
      return new Read(new YamlText(file, parser, problems).document(), problems);
    } catch (Stop stop) {
      problems.add(stop.problem);
    } catch (JsonProcessingException bad) {
      problems.add(badSyntax(bad, file));
    } catch (IOException | YAMLException bad) {
      problems.add(new Problem(new Place(file, 1, 1), "is no YAML: " + firstLine(bad)));
    }
    return new Read(Optional.empty(), problems);
  }

  private Optional<Node> document() throws IOException, Stop {
    JsonToken token = parser.nextToken();
    if (token == null) {
      return Optional.empty();
    }
    Node root = node(token, 0);
    if (parser.nextToken() != null) {
      problems.add(new Problem(here(), "a second document begins; a file holds only one"));
    }
    return Optional.of(root);
  }

  private Node node(JsonToken token, int depth) throws IOException, Stop {
    Place place = here();
    if (depth > DEPTH_MAX) {
      throw new Stop(place, "is nested deeper than " + DEPTH_MAX + " levels");
    }
    if (parser.isCurrentAlias()) {
      return aliased(parser.getText(), place);
    }
    String anchor = Objects.requireNonNullElse(parser.getObjectId(), "");
    long before = nodes + aliasedNodes;
    nodes++;
    Node node =
        switch (token) {
          case START_OBJECT -> mapping(place, depth);
          case START_ARRAY -> sequence(place, depth);
          case VALUE_NULL -> new Node.Scalar(place, "", true);
          default -> new Node.Scalar(place, textOf(), false);
        };
    if (!anchor.isEmpty()) {
      anchors.put(anchor, new Anchored(node, nodes + aliasedNodes - before));
    }
    return node;
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

  private Node.Sequence sequence(Place place, int depth) throws IOException, Stop {
    var items = new ArrayList<Node>();
    for (JsonToken token = next(); token != JsonToken.END_ARRAY; token = next()) {
      items.add(node(token, depth + 1));
    }
    return new Node.Sequence(place, items);
  }

  private Node.Mapping mapping(Place place, int depth) throws IOException, Stop {
    var entries = new ArrayList<Node.Entry>();
    var keys = new HashSet<String>();
    for (JsonToken token = next(); token != JsonToken.END_OBJECT; token = next()) {
      var key = new Node.Scalar(here(), parser.currentName(), false);
      Node value = node(next(), depth + 1);
      if (keys.add(key.text())) {
        entries.add(new Node.Entry(key, value));
      } else {
        problems.add(new Problem(key.place(), "the key '" + key.text() + "' comes twice"));
      }
    }
    return new Node.Mapping(place, entries);
  }

  private JsonToken next() throws IOException, Stop {
    JsonToken token = parser.nextToken();
    if (token == null) {
      throw new Stop(here(), "the file ends in the middle");
    }
    return token;
  }

  private String textOf() throws IOException {
    String text = parser.getText();
    return text == null ? "" : text;
  }

  private Place here() {
    return place(parser.currentTokenLocation(), file);
  }

  private static Place place(JsonLocation at, String file) {
    return new Place(file, Math.max(1, at.getLineNr()), Math.max(1, at.getColumnNr()));
  }

  private static Problem badSyntax(JsonProcessingException bad, String file) {
    if (bad.getCause() instanceof MarkedYAMLException marked
        && marked.getProblem() != null
        && marked.getProblemMark() != null) {
      var mark = marked.getProblemMark();
      return new Problem(
          new Place(file, mark.getLine() + 1, mark.getColumn() + 1),
          "is no YAML: " + marked.getProblem());
    }
    Place place =
        bad.getLocation() == null ? new Place(file, 1, 1) : place(bad.getLocation(), file);
    return new Problem(place, "is no YAML: " + firstLine(bad));
  }

  private static String firstLine(Exception bad) {
    String message =
        bad instanceof JsonProcessingException json ? json.getOriginalMessage() : bad.getMessage();
    return message == null ? "it cannot be read" : message.lines().findFirst().orElse("");
  }

  private static YAMLFactory factory() {
    var options = new LoaderOptions();
    options.setCodePointLimit(CHARACTERS_MAX);
    options.setNestingDepthLimit(DEPTH_MAX + 10);
    var constraints =
        StreamReadConstraints.builder()
            .maxNestingDepth(DEPTH_MAX + 10)
            .maxDocumentLength(-1)
            .build();
    var factory = YAMLFactory.builder().loaderOptions(options).build();
    factory.setStreamReadConstraints(constraints);
    return factory;
  }
}
