package org.computepods.rules.project;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The schemas that are published know the same keys as the loader. */
class SchemasTest {
  @Test
  void projectSchema_knowsTheKeysOfTheLoader() throws IOException {
    JsonNode schema = new ObjectMapper().readTree(Schemas.project());
    assertThat(keys(schema)).containsExactlyElementsOf(Keys.PROJECT);
    assertThat(Keys.PROJECT).containsAll(Keys.INCLUDED);
    assertThat(keys(schema.at("/$defs/task"))).containsExactlyElementsOf(Keys.TASK);
    assertThat(keys(schema.at("/$defs/target"))).containsExactlyElementsOf(Keys.TARGET);
    shared(schema);
  }

  @Test
  void rulesSchema_knowsTheKeysOfTheLoader() throws IOException {
    JsonNode schema = new ObjectMapper().readTree(Schemas.rules());
    assertThat(keys(schema)).containsExactlyElementsOf(Keys.RULE_SET);
    assertThat(keys(schema.at("/$defs/rule"))).containsExactlyElementsOf(Keys.RULE);
    assertThat(keys(schema.at("/$defs/type"))).containsExactlyElementsOf(Keys.TYPE);
    shared(schema);
  }

  private static void shared(JsonNode schema) {
    assertThat(keys(schema.at("/$defs/view"))).containsExactlyElementsOf(Keys.VIEW);
    assertThat(keys(schema.at("/$defs/depfile"))).containsExactlyElementsOf(Keys.DEPFILE);
    assertThat(keys(schema.at("/$defs/condition"))).containsExactlyElementsOf(Keys.CONDITION);
    assertThat(keys(schema.at("/$defs/dependency/oneOf/1")))
        .containsExactlyElementsOf(Keys.DEPENDENCY);
  }

  private static List<String> keys(JsonNode object) {
    assertThat(object.get("additionalProperties").asBoolean(true)).isFalse();
    var keys = new ArrayList<String>();
    object.get("properties").fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  /** The example of the project file, as it is documented. */
  static final String CONTRACT_PROJECT =
      """
      project: paper
      description: A paper whose figures are computed
      uses: [c, latex, rules/plot.rules.yaml]   # bundled sets by name, own ones by path; default: every bundled set
      ignore: ["*.bak", "scratch/"]             # beside the usual (.git, editors' swap files, ...)
      logs: ["*.progress"]                      # followed, not hashed
      default: document
      targets:
        document: {help: The paper, outputs: [paper.pdf]}
      tasks:
        figure:                                  # a task of its own command
          dependencies: [plot.py, data.csv]
          secondaryDependencies: [style.json]    # used if it exists or can be built
          outputs: [figure.pdf]
          command: [python3, plot.py]            # argv, no shell
          env: {TZ: UTC}                         # the only environment it sees, beside PATH, HOME, LANG, TMPDIR
          depfile: {path: figure.d, format: make}    # make | fls | list
          timeout_s: 600
          passes_max: 10
          requires: {tool: python3}
        objects:
          foreach: "src/**/*.c"                  # one task per file, which is its first dependency
          rule: c.compile                        # a rule's command, outputs, depfile, views ...
          with: {cflags: [-O2, -Wall]}           # its variables
        engine:
          dependencies: ["@objects"]             # the outputs of another task
          rule: c.link
          outputs: [bin/engine]
      include: [generated.tasks.yaml]            # more `tasks:`
      """;

  /** The example of a rule set, as it is documented. */
  static final String CONTRACT_RULES =
      """
      set: c
      required: [gcc]                            # tools that a chef must have to publish this set
      types:
        cSource: {globs: ["*.c"]}
        texLog: {globs: ["*.log"], log: true}    # a chef knows what is a log
        latexAux: {globs: ["*.aux"], view: {drop: '^\\\\relax *$'}}   # a view drops only what no reader can see
      rules:
        compile:
          help: Compile one C file
          dependencies: ["{dir}{stem}.c"]
          outputs: ["{dir}{stem}.o"]
          command: [gcc, -MMD, "{cflags}", -c, "{dependencies[0]}", -o, "{outputs[0]}"]
          depfile: {path: "{dir}{stem}.d", format: make}
          variables: {cflags: [-O2]}
      """;
}
