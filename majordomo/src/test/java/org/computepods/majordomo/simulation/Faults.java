package org.computepods.majordomo.simulation;

/**
 * How often what goes wrong, as probabilities.
 *
 * @param doubled an answer comes twice
 * @param late an answer comes much later than it was given
 * @param lost an answer does not come, and its job is done again
 * @param crashed a chef dies in mid-run: the job is done again, or nobody can do it
 * @param refused a restore or a removal is answered by an error, done or not
 * @param far a job is done on another pod
 */
record Faults(
    double doubled, double late, double lost, double crashed, double refused, double far) {
  static final Faults NONE = new Faults(0, 0, 0, 0, 0, 0.2);
  static final Faults ROUGH = new Faults(0.1, 0.1, 0.05, 0.05, 0.05, 0.3);
}
