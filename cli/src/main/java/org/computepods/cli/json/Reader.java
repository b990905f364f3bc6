package org.computepods.cli.json;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one JSON value (RFC 8259) by recursive descent. */
final class Reader {
  /** Deeper than any document of ours; a limit to the stack. */
  private static final int MAX_DEPTH = 100;

  private final String text;

  /** Keys and short texts come again and again. */
  private final Map<String, String> shared = new HashMap<>();

  private int at;

  Reader(String text) {
    this.text = text;
  }

  @Nullable Object whole() {
    Object value = value(0);
    blanks();
    if (at < text.length()) {
      throw wrong("something follows");
    }
    return value;
  }

  private @Nullable Object value(int depth) {
    if (depth > MAX_DEPTH) {
      throw wrong("too deep");
    }
    blanks();
    return switch (peek()) {
      case '{' -> object(depth);
      case '[' -> list(depth);
      case '"' -> string();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", null);
      default -> number();
    };
  }

  private Map<String, @Nullable Object> object(int depth) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    expect('{');
    if (!closes('}')) {
      do {
        blanks();
        String key = string();
        blanks();
        expect(':');
        members.put(key, value(depth + 1));
      } while (!ends('}'));
    }
    return members;
  }

  private List<@Nullable Object> list(int depth) {
    List<@Nullable Object> elements = new ArrayList<>();
    expect('[');
    if (!closes(']')) {
      do {
        elements.add(value(depth + 1));
      } while (!ends(']'));
    }
    return elements;
  }

  private String string() {
    expect('"');
    int from = at;
    while (peek() != '"' && peek() != '\\') {
      at++;
    }
    if (peek() == '"') {
      String plain = text.substring(from, at++);
      return plain.length() > 40 ? plain : shared.computeIfAbsent(plain, key -> key);
    }
    StringBuilder built = new StringBuilder().append(text, from, at);
    for (char c = next(); c != '"'; c = next()) {
      built.append(c == '\\' ? escaped() : c);
    }
    return built.toString();
  }

  private char escaped() {
    char c = next();
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'u' -> {
        if (at + 4 > text.length()) {
          throw wrong("four digits expected");
        }
        at += 4;
        yield (char) Integer.parseInt(text.substring(at - 4, at), 16);
      }
      default -> c;
    };
  }

  private Number number() {
    int from = at;
    boolean whole = true;
    while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
      whole &= ".eE".indexOf(text.charAt(at++)) < 0;
    }
    try {
      String digits = text.substring(from, at);
      return whole ? (Number) Long.valueOf(digits) : (Number) Double.valueOf(digits);
    } catch (NumberFormatException e) {
      throw wrong("a value expected", e);
    }
  }

  private @Nullable Object word(String word, @Nullable Object meaning) {
    if (!text.startsWith(word, at)) {
      throw wrong(word + " expected");
    }
    at += word.length();
    return meaning;
  }

  private boolean closes(char closing) {
    blanks();
    if (peek() == closing) {
      at++;
      return true;
    }
    return false;
  }

  private boolean ends(char closing) {
    if (closes(closing)) {
      return true;
    }
    expect(',');
    return false;
  }

  private void blanks() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private void expect(char expected) {
    if (next() != expected) {
      at--;
      throw wrong("'" + expected + "' expected");
    }
  }

  private char peek() {
    if (at >= text.length()) {
      throw wrong("unexpected end");
    }
    return text.charAt(at);
  }

  private char next() {
    char c = peek();
    at++;
    return c;
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException("no JSON, at character " + at + ": " + what);
  }

  private IllegalArgumentException wrong(String what, Throwable cause) {
    return new IllegalArgumentException("no JSON, at character " + at + ": " + what, cause);
  }
}
