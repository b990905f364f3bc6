package org.computepods.rules.project;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.computepods.rules.Place;

/** The names that are bound, and what they stand for. What cannot be expanded becomes a problem. */
final class Scope {
  private final Map<String, Value> values;
  private final Problems problems;

  Scope(Problems problems) {
    this(new HashMap<>(), problems);
  }

  private Scope(Map<String, Value> values, Problems problems) {
    this.values = values;
    this.problems = problems;
  }

  Scope bind(String name, String word) {
    values.put(name, new Value.One(word));
    return this;
  }

  Scope bind(String name, List<String> words) {
    values.put(name, new Value.Many(words));
    return this;
  }

  /** Binds the variables of a rule; their values may hold names that are bound already. */
  Scope bind(Map<String, Variable> variables) {
    if (!variables.isEmpty()) {
      var bound = new HashMap<String, Value>();
      variables.forEach(
          (name, variable) -> {
            List<String> words = words(variable.words());
            bound.put(
                name,
                variable.list() || words.size() != 1
                    ? new Value.Many(words)
                    : new Value.One(words.getFirst()));
          });
      values.putAll(bound);
    }
    return this;
  }

  /** The words that the templates stand for. */
  List<String> words(List<Template> templates) {
    var words = new ArrayList<String>(templates.size());
    for (Template template : templates) {
      words.addAll(words(template));
    }
    return words;
  }

  /** The words that the template stands for: several only where it is one name and no more. */
  List<String> words(Template template) {
    var only = template.onlyName();
    if (only.isPresent() && only.get().index().isEmpty()) {
      return value(only.get(), template.place()).words();
    }
    return List.of(word(template));
  }

  /** The one word that the template stands for. */
  String word(Template template) {
    return word(template, UnaryOperator.identity(), UnaryOperator.identity());
  }

  /** The one word that the template stands for, its literals and its values changed on the way. */
  String word(Template template, UnaryOperator<String> literals, UnaryOperator<String> names) {
    if (template.parts().size() == 1
        && template.parts().getFirst() instanceof Template.Part.Literal(var text)) {
      return literals.apply(text);
    }
    var word = new StringBuilder();
    for (Template.Part part : template.parts()) {
      word.append(
          switch (part) {
            case Template.Part.Literal(String literal) -> literals.apply(literal);
            case Template.Part.Name name -> names.apply(oneWord(name, template.place()));
          });
    }
    return word.toString();
  }

  private String oneWord(Template.Part.Name name, Place place) {
    return switch (value(name, place)) {
      case Value.One(String word) -> word;
      case Value.Many(List<String> words) -> {
        problems.add(place, insideWord(name));
        yield "";
      }
    };
  }

  /** What a name stands for; with an index, the one that is meant. */
  Value value(Template.Part.Name name, Place place) {
    Value value = values.get(name.name());
    if (value == null) {
      problems.add(
          place,
          "there is no name '"
              + name.name()
              + "' here"
              + NearestName.hint(name.name(), values.keySet()));
      return new Value.One("");
    }
    if (name.index().isEmpty()) {
      return value;
    }
    int index = name.index().getAsInt();
    List<String> words = value.words();
    if (index >= words.size()) {
      problems.add(
          place,
          name
              + " is not there: '"
              + name.name()
              + "' has "
              + words.size()
              + " of them, counted from 0");
      return new Value.One("");
    }
    return new Value.One(words.get(index));
  }

  static String insideWord(Template.Part.Name name) {
    return name
        + " is a list, and cannot stand inside a word; write it as a word of its own, or name one"
        + " of it as {"
        + name.name()
        + "[0]}";
  }
}
