package org.computepods.rules.project;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.computepods.rules.Depfile;
import org.computepods.rules.View;
import org.computepods.rules.yaml.Node;

/** Reads what rules and tasks say of a run: their keys are the same. */
final class RecipeReader {
  /** A week: whoever needs longer has made a mistake, or a service. */
  private static final int TIMEOUT_S_MAX = 7 * 24 * 3600;

  private static final int PASSES_MAX = 1_000;
  private static final Pattern ENVIRONMENT_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  static final Pattern VARIABLE_NAME = Pattern.compile("[a-z][A-Za-z0-9_]*");

  private final Problems problems;

  RecipeReader(Problems problems) {
    this.problems = problems;
  }

  Recipe read(Fields fields) {
    return new Recipe(
        fields.text("help").orElse(""),
        inputs(fields, "dependencies"),
        inputs(fields, "secondaryDependencies"),
        outputs(fields),
        fields.templates("auxiliaries"),
        command(fields),
        environment(fields),
        depfile(fields),
        fields.number("timeout_s", "a whole number of seconds", 1, TIMEOUT_S_MAX),
        fields.number("passes_max", "a whole number", 1, PASSES_MAX),
        requires(fields),
        conditions(fields),
        seeds(fields),
        fields.regex("missing"));
  }

  private List<Template> outputs(Fields fields) {
    List<Template> outputs = fields.templates("outputs");
    for (Template output : outputs) {
      if (output.text().endsWith("/")) {
        problems.add(
            output.place(), "'" + output.text() + "' names a folder, and outputs are files");
      }
    }
    return outputs;
  }

  private List<Recipe.Input> inputs(Fields fields, String key) {
    var inputs = new ArrayList<Recipe.Input>();
    for (Node item : fields.items(key)) {
      if (item instanceof Node.Mapping mapping) {
        var input = new Fields(mapping, Keys.DEPENDENCY, problems);
        if (!input.has("artefact")) {
          problems.add(mapping.place(), "a dependency with a view needs its 'artefact'");
        }
        Optional<View> view = input.node("view").flatMap(this::view);
        input
            .template("artefact")
            .ifPresent(artefact -> inputs.add(new Recipe.Input(artefact, view, false)));
      } else {
        fields
            .scalar(item, "each of '" + key + "'")
            .map(this::input)
            .ifPresent(
                input -> {
                  if (input.away() && inputs.isEmpty()) {
                    problems.add(input.place(), nothingToTake(input.path().text()));
                  }
                  inputs.add(input);
                });
      }
    }
    return inputs;
  }

  private Recipe.Input input(Node.Scalar scalar) {
    boolean away = scalar.text().startsWith(Selection.AWAY);
    Template path =
        away
            ? Template.of(
                Selection.away(scalar.text().substring(Selection.AWAY.length())), scalar.place())
            : Fields.template(scalar);
    return new Recipe.Input(path, Optional.empty(), away);
  }

  static String nothingToTake(String text) {
    return "'"
        + Selection.AWAY
        + text
        + "' takes out of what stands before it in the list, and nothing does";
  }

  /** A view: what its readers see, or what they do not. */
  Optional<View> view(Node node) {
    int before = problems.count();
    return Fields.of(node, "'view'", Keys.VIEW, problems)
        .flatMap(
            view -> {
              if (Keys.VIEW.stream().filter(view::has).count() != 1) {
                if (problems.count() == before) {
                  problems.add(
                      view.place(),
                      "a view has one of 'keep', 'drop' and 'cut' with a pattern, or a 'program' and its words");
                }
                return Optional.empty();
              }
              if (view.has("program")) {
                return program(view, before);
              }
              if (view.has("cut")) {
                return view.regex("cut").map(View.Cut::new);
              }
              return view.has("keep")
                  ? view.regex("keep").map(View.Keep::new)
                  : view.regex("drop").map(View.Drop::new);
            });
  }

  private Optional<View> program(Fields view, int before) {
    List<String> words = view.scalars("program").stream().map(Node.Scalar::text).toList();
    if (words.isEmpty() && problems.count() == before) {
      problems.add(view.placeOf("program"), "'program' has no words");
    }
    return words.isEmpty() ? Optional.empty() : Optional.of(new View.Program(words));
  }

  private Optional<Recipe.Command> command(Fields fields) {
    if (fields.has("command") && fields.has("sh")) {
      problems.add(
          fields.placeOfKey("sh"), "there is a 'command' already; it is either this or 'sh'");
    }
    if (fields.has("sh")) {
      return fields.template("sh").map(Recipe.Command.Shell::new);
    }
    if (!fields.has("command")) {
      return Optional.empty();
    }
    if (fields.node("command").orElseThrow() instanceof Node.Scalar scalar && !scalar.blank()) {
      problems.add(
          scalar.place(),
          "'command' must be a list of words, not "
              + scalar.kind()
              + "; for the shell, write 'sh'");
      return Optional.empty();
    }
    int before = problems.count();
    List<Template> words = fields.templates("command");
    if (words.isEmpty()) {
      if (problems.count() == before) {
        problems.add(fields.placeOf("command"), "'command' has no words");
      }
      return Optional.empty();
    }
    return Optional.of(new Recipe.Command.Words(words));
  }

  private Map<String, Template> environment(Fields fields) {
    var environment = new LinkedHashMap<String, Template>();
    fields
        .texts("env")
        .forEach(
            (name, value) -> {
              if (ENVIRONMENT_NAME.matcher(name).matches()) {
                environment.put(name, Fields.template(value));
              } else {
                problems.add(value.place(), "'" + name + "' is no name for the environment");
              }
            });
    return environment;
  }

  private Optional<Recipe.Notes> depfile(Fields fields) {
    return fields
        .node("depfile")
        .flatMap(node -> Fields.of(node, "'depfile'", Keys.DEPFILE, problems))
        .flatMap(
            depfile -> {
              for (String key : List.of("path", "format")) {
                if (!depfile.has(key)) {
                  problems.add(depfile.place(), "a depfile needs its '" + key + "'");
                }
              }
              var format = depfile.scalar("format").flatMap(this::format);
              var readBack = depfile.node("readBack").flatMap(this::view);
              return depfile
                  .template("path")
                  .flatMap(path -> format.map(known -> new Recipe.Notes(path, known, readBack)));
            });
  }

  private Optional<Depfile.Format> format(Node.Scalar scalar) {
    var known = List.of("make", "fls", "list");
    if (known.contains(scalar.text())) {
      return Optional.of(Depfile.Format.valueOf(scalar.text().toUpperCase(Locale.ROOT)));
    }
    problems.add(
        scalar.place(),
        "'format' is make, fls or list, not '"
            + scalar.text()
            + "'"
            + NearestName.hint(scalar.text(), known));
    return Optional.empty();
  }

  private static Map<String, String> requires(Fields fields) {
    var requires = new LinkedHashMap<String, String>();
    fields.texts("requires").forEach((name, value) -> requires.put(name, value.text()));
    return requires;
  }

  /** {@code when:} is one condition, or a list of them. */
  private List<Recipe.When> conditions(Fields fields) {
    List<Node> nodes =
        switch (fields.node("when").orElse(null)) {
          case null -> List.of();
          case Node.Sequence several -> several.items();
          case Node one -> List.of(one);
        };
    var conditions = new ArrayList<Recipe.When>();
    for (Node node : nodes) {
      Fields.of(node, "'when'", Keys.CONDITION, problems)
          .ifPresent(
              condition -> {
                for (String key : Keys.CONDITION) {
                  if (!condition.has(key)) {
                    problems.add(condition.place(), "a condition needs its '" + key + "'");
                  }
                }
                var regex = condition.regex("contains");
                condition
                    .template("artefact")
                    .ifPresent(
                        artefact ->
                            regex.ifPresent(
                                pattern -> conditions.add(new Recipe.When(artefact, pattern))));
              });
    }
    return conditions;
  }

  private List<Recipe.Seed> seeds(Fields fields) {
    var seeds = new ArrayList<Recipe.Seed>();
    for (Node.Entry entry : fields.entries("seed")) {
      Template artefact = Fields.template(entry.key());
      if (entry.value() instanceof Node.Scalar content) {
        seeds.add(new Recipe.Seed(artefact, content.text()));
      } else {
        problems.add(entry.value().place(), "a seed is text, not " + entry.value().kind());
      }
    }
    return seeds;
  }

  /** The values of {@code variables:} or {@code with:}. */
  Map<String, Variable> variables(Fields fields, String key) {
    var variables = new LinkedHashMap<String, Variable>();
    for (Node.Entry entry : fields.entries(key)) {
      String name = entry.key().text();
      if (!VARIABLE_NAME.matcher(name).matches()) {
        problems.add(
            entry.key().place(),
            "'" + name + "' is no name for a variable; it begins with a small letter");
        continue;
      }
      if (Names.RESERVED.contains(name)) {
        problems.add(entry.key().place(), "'" + name + "' has a meaning already");
        continue;
      }
      variable(entry.value(), name).ifPresent(value -> variables.put(name, value));
    }
    return variables;
  }

  private Optional<Variable> variable(Node node, String name) {
    return switch (node) {
      case Node.Sequence list -> {
        var words = new ArrayList<Template>();
        for (Node item : list.items()) {
          if (item instanceof Node.Scalar scalar) {
            words.add(Fields.template(scalar));
          } else {
            problems.add(
                item.place(), "each of '" + name + "' must be one value, not " + item.kind());
          }
        }
        yield Optional.of(new Variable(true, words, list.place()));
      }
      case Node.Scalar one ->
          Optional.of(new Variable(false, List.of(Fields.template(one)), one.place()));
      case Node.Mapping other -> {
        problems.add(
            other.place(), "'" + name + "' must be a value or a list, not " + other.kind());
        yield Optional.empty();
      }
    };
  }
}
