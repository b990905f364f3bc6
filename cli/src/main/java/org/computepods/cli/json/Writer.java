package org.computepods.cli.json;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes JSON, on one line. */
public final class Writer {
  private final StringBuilder out = new StringBuilder();

  /**
   * @param value null, text, number, boolean, {@link Map}, {@link Iterable} or {@link Document}
   */
  public Writer value(@Nullable Object value) {
    // No switch over types: it is linked at run time, for 15 ms.
    if (value == null || value instanceof Number || value instanceof Boolean) {
      out.append(value);
    } else if (value instanceof Map<?, ?> map) {
      object(map);
    } else if (value instanceof Iterable<?> elements) {
      list(elements);
    } else if (value instanceof Document document) {
      out.append(document);
    } else {
      string(value.toString());
    }
    return this;
  }

  private void object(Map<?, ?> map) {
    String separator = "{";
    for (Map.Entry<?, ?> member : map.entrySet()) {
      out.append(separator);
      string(String.valueOf(member.getKey()));
      out.append(':');
      value(member.getValue());
      separator = ",";
    }
    out.append(map.isEmpty() ? "{}" : "}");
  }

  private void list(Iterable<?> elements) {
    out.append('[');
    String separator = "";
    for (Object element : elements) {
      out.append(separator);
      value(element);
      separator = ",";
    }
    out.append(']');
  }

  private void string(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ' || c == 0x7f) {
            out.append("\\u00").append(Character.forDigit(c >> 4, 16));
            out.append(Character.forDigit(c & 15, 16));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
