package org.computepods.chef.bus;

import org.computepods.chef.bus.Subjects.Lane;

/** The names of a federation's streams, consumers and buckets. */
public record StreamNames(String federation) {
  public StreamNames {
    Subjects.requireToken(federation);
  }

  /** Changes of files. */
  public String files() {
    return "CP_" + federation + "_FILES";
  }

  /** The work queue. */
  public String jobs() {
    return "CP_" + federation + "_JOBS";
  }

  /** Results of jobs. */
  public String results() {
    return "CP_" + federation + "_RESULTS";
  }

  /** Health checks. */
  public String health() {
    return "CP_" + federation + "_HEALTH";
  }

  /** The bucket of heartbeats. */
  public String pods() {
    return "CP_" + federation + "_PODS";
  }

  /** The consumer from which chefs pull jobs of a kind. */
  public String kindConsumer(Lane lane, String kind) {
    return "kind-" + lane.token() + "-" + Subjects.requireToken(kind);
  }

  /** The consumer from which a pod pulls the jobs placed on it. */
  public String podConsumer(Lane lane, String pod) {
    return "at-" + lane.token() + "-" + Subjects.requireToken(pod);
  }
}
