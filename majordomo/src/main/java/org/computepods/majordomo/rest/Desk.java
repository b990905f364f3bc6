package org.computepods.majordomo.rest;

import java.util.List;
import java.util.Optional;
import org.computepods.chef.wire.rest.BuildLine;
import org.computepods.chef.wire.rest.BuildReport;
import org.computepods.chef.wire.rest.BuildRequest;
import org.computepods.chef.wire.rest.BuildStarted;
import org.computepods.chef.wire.rest.ChefLine;
import org.computepods.chef.wire.rest.ChefSwitch;
import org.computepods.chef.wire.rest.CleanRequest;
import org.computepods.chef.wire.rest.Cleaned;
import org.computepods.chef.wire.rest.Explanation;
import org.computepods.chef.wire.rest.GraphDocument;
import org.computepods.chef.wire.rest.LogText;
import org.computepods.chef.wire.rest.PodLine;
import org.computepods.chef.wire.rest.ProjectLine;
import org.computepods.chef.wire.rest.ProjectRequest;
import org.computepods.chef.wire.rest.QueryAnswer;
import org.computepods.chef.wire.rest.RuleLine;
import org.computepods.chef.wire.rest.Status;
import org.computepods.chef.wire.rest.TaskLine;
import org.computepods.chef.wire.rest.Whereabouts;
import org.computepods.chef.wire.rest.WhyNot;

/**
 * Where everything that is asked over REST is answered. A {@code workspace} that is empty stands
 * for the only one that is open. May be asked by any number of threads; each answer waits for what
 * it needs.
 */
public interface Desk {
  Status status() throws Refusal;

  List<ProjectLine> projects() throws Refusal;

  ProjectLine open(ProjectRequest request) throws Refusal;

  /** Forgets an open workspace; refused while a build is under way there. */
  void close(String workspace) throws Refusal;

  BuildStarted build(BuildRequest request) throws Refusal;

  List<BuildLine> builds(String workspace, int limit) throws Refusal;

  BuildReport report(String build) throws Refusal;

  /** The events of a build, from the first on. */
  BuildLog events(String build) throws Refusal;

  void cancel(String build) throws Refusal;

  Cleaned clean(CleanRequest request) throws Refusal;

  /** An artefact's versions, or, without a path, the one in place of all that tasks make. */
  List<Whereabouts> artefacts(String workspace, Optional<String> path) throws Refusal;

  Explanation explain(String workspace, String path) throws Refusal;

  WhyNot whyNot(String workspace, String path) throws Refusal;

  /**
   * @param targets names as a build request has them; empty: the whole graph
   */
  GraphDocument graph(String workspace, List<String> targets, boolean stale, boolean plan)
      throws Refusal;

  QueryAnswer query(String workspace, String query) throws Refusal;

  LogText log(String workspace, String taskOrPath, LogFrom from) throws Refusal;

  /**
   * From where on a log is read.
   *
   * @param offset counted from the end where negative, of a file only
   * @param file which file was read, 0 for none
   * @param job what is followed, and the {@code pod} it runs on; empty: what there is
   */
  record LogFrom(long offset, long file, String job, String pod) {}

  List<TaskLine> tasks(String workspace) throws Refusal;

  List<RuleLine> rules(String workspace) throws Refusal;

  List<ChefLine> chefs() throws Refusal;

  List<PodLine> pods() throws Refusal;

  void switchChef(String pod, String chef, ChefSwitch wanted) throws Refusal;

  /** Whoever owns this process is asked to end it. */
  void shutdown();
}
