package org.computepods.majordomo.rest;

import java.util.List;
import org.computepods.chef.wire.rest.BuildReport;

/** What was asked cannot be answered; says why, to people. */
public final class Refusal extends Exception {
  /** HTTP's status for it. */
  private final int status;

  private final transient List<BuildReport.Problem> problems;

  public Refusal(int status, String detail) {
    this(status, detail, List.of());
  }

  public Refusal(int status, String detail, List<BuildReport.Problem> problems) {
    super(detail);
    this.status = status;
    this.problems = List.copyOf(problems);
  }

  public static Refusal badRequest(String detail) {
    return new Refusal(400, detail);
  }

  public static Refusal notFound(String detail) {
    return new Refusal(404, detail);
  }

  public static Refusal unavailable(String detail) {
    return new Refusal(503, detail);
  }

  public int status() {
    return status;
  }

  public String detail() {
    return String.valueOf(getMessage());
  }

  /** In project and rule files, at their places. */
  public List<BuildReport.Problem> problems() {
    return problems;
  }
}
