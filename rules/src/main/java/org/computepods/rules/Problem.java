package org.computepods.rules;

/**
 * Something wrong in a project or rule file, at its place.
 *
 * @param message what is wrong, and what was perhaps meant
 * @param lacksTask whether a task of that name is all that is missing: a file of tasks that a task
 *     is to write anew may have it
 */
public record Problem(Place place, String message, boolean lacksTask) {
  /** What no other file can put right. */
  public Problem(Place place, String message) {
    this(place, message, false);
  }

  @Override
  public String toString() {
    return place + ": " + message;
  }
}
