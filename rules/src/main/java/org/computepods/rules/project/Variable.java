package org.computepods.rules.project;

import java.util.List;
import org.computepods.rules.Place;

/**
 * A value that a rule uses, and that a task may set with {@code with:}.
 *
 * @param list whether it was written as a list, and so may be any number of words
 * @param words may hold {@code {dir}} and {@code {stem}}
 */
public record Variable(boolean list, List<Template> words, Place place) {
  public Variable {
    words = List.copyOf(words);
  }
}
