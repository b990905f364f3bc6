package org.computepods.rules.project;

import java.util.List;

/** The keys that the files know; a test holds the published schemas to them. */
final class Keys {
  static final List<String> PROJECT =
      List.of(
          "project",
          "description",
          "uses",
          "ignore",
          "gitignore",
          "logs",
          "default",
          "targets",
          "tasks",
          "include");
  static final List<String> INCLUDED = List.of("tasks");
  static final List<String> TARGET = List.of("help", "outputs");
  static final List<String> TASK =
      List.of(
          "help",
          "foreach",
          "rule",
          "with",
          "dependencies",
          "secondaryDependencies",
          "outputs",
          "auxiliaries",
          "command",
          "sh",
          "env",
          "depfile",
          "timeout_s",
          "passes_max",
          "requires",
          "when",
          "seed",
          "missing");
  static final List<String> RULE_SET = List.of("set", "cookedBy", "required", "types", "rules");
  static final List<String> TYPE = List.of("globs", "view", "log");
  static final List<String> RULE =
      List.of(
          "help",
          "dependencies",
          "secondaryDependencies",
          "outputs",
          "auxiliaries",
          "command",
          "sh",
          "env",
          "depfile",
          "variables",
          "timeout_s",
          "passes_max",
          "requires",
          "when",
          "seed",
          "missing",
          "takesOver");
  static final List<String> DEPENDENCY = List.of("artefact", "view");
  static final List<String> VIEW = List.of("keep", "drop", "cut", "program");
  static final List<String> DEPFILE = List.of("path", "format", "readBack");
  static final List<String> CONDITION = List.of("artefact", "contains");

  private Keys() {}
}
