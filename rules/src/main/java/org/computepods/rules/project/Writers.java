package org.computepods.rules.project;

import java.util.Optional;
import org.computepods.rules.ArtefactPath;
import org.jspecify.annotations.Nullable;

/**
 * Which task makes what, the first to say so: a hash table with open addresses, for there may be a
 * million while a project is bound, and a map with links takes three times as much.
 */
final class Writers {
  private final @Nullable ArtefactPath[] outputs;
  private final @Nullable Draft[] makers;

  /**
   * @param most outputs that are entered
   */
  Writers(int most) {
    int places = Integer.highestOneBit(Math.max(1, most)) << 2; // a half full at most
    outputs = new @Nullable ArtefactPath[places];
    makers = new @Nullable Draft[places];
  }

  /** Enters that this task makes it; the answer: the one that was entered first, if one was. */
  Optional<Draft> enter(ArtefactPath output, Draft draft) {
    int place = place(output);
    Optional<Draft> first = Optional.ofNullable(makers[place]);
    if (first.isEmpty()) {
      outputs[place] = output;
      makers[place] = draft;
    }
    return first;
  }

  /** What makes it. */
  Optional<Draft> of(ArtefactPath output) {
    return Optional.ofNullable(makers[place(output)]);
  }

  /** Where it is, or would be: the next place that is free from its hash on. */
  private int place(ArtefactPath output) {
    int hash = output.hashCode() * 0x9E3779B9;
    int place = (hash ^ (hash >>> 16)) & (outputs.length - 1);
    while (true) {
      ArtefactPath there = outputs[place];
      if (there == null || there.equals(output)) {
        return place;
      }
      place = (place + 1) & (outputs.length - 1);
    }
  }
}
