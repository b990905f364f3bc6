package org.computepods.rules;

/**
 * Something wrong in a project or rule file, at its place.
 *
 * @param message what is wrong, and what was perhaps meant
 */
public record Problem(Place place, String message) {
  @Override
  public String toString() {
    return place + ": " + message;
  }
}
