package org.computepods.cli.workspace;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A source file of a program.
 *
 * @param path relative to the project's folder
 * @param main whether it has a {@code main}
 */
record Source(String path, Language language, boolean main) {
  /** What a program begins with; a look-alike in a comment costs a newcomer one line to remove. */
  static final Pattern MAIN = Pattern.compile("\\bmain\\s*\\(");

  /** A language by the bundled rule set for it. */
  enum Language {
    C("c", "cflags", ".o", ".c"),
    CXX("cxx", "cxxflags", ".cpp.o", ".cpp .cc .cxx");

    private final String set;
    private final String flags;
    private final String object;
    private final String endings;

    Language(String set, String flags, String object, String endings) {
      this.set = set;
      this.flags = flags;
      this.object = object;
      this.endings = endings;
    }

    /** The rule set's name. */
    String set() {
      return set;
    }

    /** The variable for the compiler's options. */
    String flags() {
      return flags;
    }

    boolean isOf(Source source) {
      return source.language == this;
    }

    private boolean isOf(String path) {
      return Arrays.stream(endings.split(" ")).anyMatch(path::endsWith);
    }
  }

  static Optional<Language> languageOf(String path) {
    return Arrays.stream(Language.values()).filter(language -> language.isOf(path)).findFirst();
  }

  /** Such as {@code .cpp}. */
  String ending() {
    return path.substring(path.lastIndexOf('.'));
  }

  /** The path without its ending: the program that the bundled rules make of this file alone. */
  String program() {
    return path.substring(0, path.lastIndexOf('.'));
  }

  /** The name alone. */
  String stem() {
    return program().substring(program().lastIndexOf('/') + 1);
  }

  /** The object file that the bundled rule makes of it. */
  String object() {
    return program() + language.object;
  }
}
