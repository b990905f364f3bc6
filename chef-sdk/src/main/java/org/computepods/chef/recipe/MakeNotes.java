package org.computepods.chef.recipe;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Make's {@code target ...: dependency ...} lines, as compilers write them.
 *
 * <p>A backslash before a space, {@code #} or colon makes it part of a name, one before the end of
 * a line joins the next, {@code $$} is a dollar. A colon ends the targets only before a space or
 * the end of the line, so that a name may hold one. Targets are not taken for writes: the command
 * says which of them exist, and a target without dependencies is one that {@code -MP} made up.
 */
final class MakeNotes {
  private final String text;
  private int at;
  private boolean separated;

  private MakeNotes(String text) {
    this.text = text;
  }

  static Notes read(String text, Path from) {
    var notes = new MakeNotes(text.replace("\r\n", "\n"));
    var reads = new LinkedHashSet<String>();
    while (notes.at < notes.text.length()) {
      reads.addAll(notes.rule());
    }
    return new Notes(reads, Set.of(), Set.of(), from);
  }

  /** The dependencies of the rule that begins here. */
  private List<String> rule() {
    var dependencies = new ArrayList<String>();
    separated = false;
    while (skipSpace()) {
      boolean target = !separated;
      String word = word();
      if (!target && !word.isEmpty()) {
        dependencies.add(word);
      }
    }
    return dependencies;
  }

  /** To the next word; false at the end of the rule, which is passed. */
  private boolean skipSpace() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\n') {
        at++;
        return false;
      }
      if (c == '#') {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
      } else if (c == ' ' || c == '\t') {
        at++;
      } else if (c == '\\' && next('\n')) {
        at += 2;
      } else {
        return true;
      }
    }
    return false;
  }

  private String word() {
    var word = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == ' ' || c == '\t' || c == '\n' || (c == '\\' && next('\n'))) {
        break;
      }
      if (c == ':' && !separated && endsAt(at + 1)) {
        separated = true;
        at++;
        break;
      }
      if (c == '\\') {
        backslashes(word);
      } else {
        word.append(c);
        at += c == '$' && next('$') ? 2 : 1;
      }
    }
    return word.toString();
  }

  /** Backslashes escape one another only before what they escape. */
  private void backslashes(StringBuilder word) {
    int end = at;
    while (end < text.length() && text.charAt(end) == '\\') {
      end++;
    }
    int count = end - at;
    if (end == text.length()) {
      word.append("\\".repeat(count));
      at = end;
      return;
    }
    char escaped = text.charAt(end);
    if (Set.of(' ', '\t', '#', ':').contains(escaped)) {
      word.append("\\".repeat(count / 2));
      at = end;
      if (count % 2 == 1) {
        word.append(escaped);
        at++;
      }
    } else if (escaped == '\n') {
      word.append("\\".repeat(count - 1));
      at = end - 1;
    } else {
      word.append("\\".repeat(count));
      at = end;
    }
  }

  private boolean next(char c) {
    return at + 1 < text.length() && text.charAt(at + 1) == c;
  }

  private boolean endsAt(int index) {
    return index >= text.length() || " \t\n\\".indexOf(text.charAt(index)) >= 0;
  }
}
