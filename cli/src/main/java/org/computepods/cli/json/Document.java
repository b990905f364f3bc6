package org.computepods.cli.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value, read-only. What is not there, or is of another kind than asked for, reads as its
 * kind's empty value, so that a newer server does not break an older client.
 */
public final class Document {
  private final @Nullable Object value;

  /**
   * @param value of String, Long, Double, Boolean, Map, List, or null
   */
  Document(@Nullable Object value) {
    this.value = value;
  }

  /**
   * @throws IllegalArgumentException if this is not one JSON value
   */
  public static Document parse(String text) {
    return new Document(new Reader(text).whole());
  }

  public Document at(String key) {
    return new Document(member(key));
  }

  public boolean has(String key) {
    return member(key) != null;
  }

  public String text(String key) {
    return member(key) instanceof String text ? text : "";
  }

  public Optional<String> optionalText(String key) {
    return member(key) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  public long number(String key) {
    return member(key) instanceof Number number ? number.longValue() : 0;
  }

  public int count(String key) {
    return (int) number(key);
  }

  public boolean flag(String key) {
    return member(key) instanceof Boolean flag && flag;
  }

  /** The elements of a list. */
  public List<Document> list(String key) {
    return at(key).elements();
  }

  public List<Document> elements() {
    List<Document> elements = new ArrayList<>();
    if (value instanceof List<?> list) {
      for (Object element : list) {
        elements.add(new Document(element));
      }
    }
    return elements;
  }

  /** The texts in a list. */
  public List<String> texts(String key) {
    return at(key).texts();
  }

  public List<String> texts() {
    List<String> texts = new ArrayList<>();
    if (value instanceof List<?> list) {
      for (Object element : list) {
        texts.add(String.valueOf(element));
      }
    }
    return texts;
  }

  /** The texts in an object, by key. */
  public Map<String, String> textsByKey(String key) {
    Map<String, String> texts = new LinkedHashMap<>();
    if (member(key) instanceof Map<?, ?> map) {
      map.forEach((name, text) -> texts.put(String.valueOf(name), String.valueOf(text)));
    }
    return texts;
  }

  private @Nullable Object member(String key) {
    return value instanceof Map<?, ?> map ? map.get(key) : null;
  }

  @Override
  public String toString() {
    return new Writer().value(value).toString();
  }
}
