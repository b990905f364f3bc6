package org.computepods.rules.project;

import java.util.List;

/** What a name in a template stands for. */
sealed interface Value {
  /** One word. */
  record One(String word) implements Value {}

  /** Any number of words. */
  record Many(List<String> words) implements Value {}

  /** The words, be they one or many. */
  default List<String> words() {
    return switch (this) {
      case One(String word) -> List.of(word);
      case Many(List<String> words) -> words;
    };
  }
}
