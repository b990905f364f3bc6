package org.computepods.rules.project;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A text for the shell, with names that are quoted for the place where they stand: as words of
 * their own, in double quotes, or in single quotes. So a file name is only ever a name.
 */
final class ShellText {
  private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");
  private static final String WORD_ENDS = " \t\n;|&<>()";

  private ShellText() {}

  /** Where in the shell's syntax a name stands. */
  private enum Quotes {
    NONE,
    SINGLE,
    DOUBLE
  }

  /** The text with its names replaced. */
  static String expand(Template template, Scope scope, Problems problems) {
    var shell = new StringBuilder();
    var reader = new Reader();
    List<Template.Part> parts = template.parts();
    for (int i = 0; i < parts.size(); i++) {
      switch (parts.get(i)) {
        case Template.Part.Literal(String literal) -> {
          reader.read(literal);
          shell.append(literal);
        }
        case Template.Part.Name name -> {
          boolean ownWord =
              reader.quotes == Quotes.NONE && reader.atWordStart && endsWord(parts, i + 1);
          shell.append(
              switch (scope.value(name, template.place())) {
                case Value.One(String word) -> quote(word, reader.quotes);
                case Value.Many(List<String> words) when ownWord ->
                    words.stream()
                        .map(word -> quote(word, Quotes.NONE))
                        .collect(Collectors.joining(" "));
                case Value.Many many -> {
                  problems.add(template.place(), Scope.insideWord(name));
                  yield "";
                }
              });
          reader.atWordStart = false;
        }
      }
    }
    return shell.toString();
  }

  /** The names of the template that stand inside a word, or in quotes. */
  static List<Template.Part.Name> insideWords(Template template) {
    var inside = new java.util.ArrayList<Template.Part.Name>();
    var reader = new Reader();
    List<Template.Part> parts = template.parts();
    for (int i = 0; i < parts.size(); i++) {
      switch (parts.get(i)) {
        case Template.Part.Literal(String literal) -> reader.read(literal);
        case Template.Part.Name name -> {
          if (reader.quotes != Quotes.NONE || !reader.atWordStart || !endsWord(parts, i + 1)) {
            inside.add(name);
          }
          reader.atWordStart = false;
        }
      }
    }
    return inside;
  }

  private static boolean endsWord(List<Template.Part> parts, int next) {
    return next == parts.size()
        || (parts.get(next) instanceof Template.Part.Literal(String text)
            && WORD_ENDS.indexOf(text.charAt(0)) >= 0);
  }

  private static String quote(String word, Quotes quotes) {
    return switch (quotes) {
      case NONE -> SAFE.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
      case SINGLE -> word.replace("'", "'\\''");
      case DOUBLE -> word.replaceAll("([\\\\\"$`])", "\\\\$1");
    };
  }

  /** Follows the shell's quotes through literal text. */
  private static final class Reader {
    private Quotes quotes = Quotes.NONE;
    private boolean atWordStart = true;
    private boolean comment;

    void read(String text) {
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        switch (quotes) {
          case NONE -> i += outside(c);
          case SINGLE -> quotes = c == '\'' ? Quotes.NONE : Quotes.SINGLE;
          case DOUBLE -> {
            quotes = c == '"' ? Quotes.NONE : Quotes.DOUBLE;
            i += c == '\\' ? 1 : 0;
          }
        }
      }
    }

    /** Reads a character outside of quotes; returns how many more it takes with it. */
    private int outside(char c) {
      if (comment) {
        comment = c != '\n';
        atWordStart = true;
        return 0;
      }
      boolean wordStart = atWordStart;
      atWordStart = WORD_ENDS.indexOf(c) >= 0;
      switch (c) {
        case '\'' -> quotes = Quotes.SINGLE;
        case '"' -> quotes = Quotes.DOUBLE;
        case '#' -> comment = wordStart;
        case '\\' -> {
          return 1;
        }
        default -> {}
      }
      return 0;
    }
  }
}
