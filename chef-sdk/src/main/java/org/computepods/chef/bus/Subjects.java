package org.computepods.chef.bus;

/**
 * Every subject of a federation. Nothing that a user typed is ever part of one but names of
 * federation, pods and chefs, which are plain tokens.
 */
public record Subjects(String federation) {
  /** The two lanes of the work queue, the first before the second. */
  public enum Lane {
    INTERACTIVE,
    BATCH;

    /** The lane's name in a subject. */
    public String token() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  private static final java.util.regex.Pattern TOKEN =
      java.util.regex.Pattern.compile("[A-Za-z0-9_-]{1,128}");

  public Subjects {
    requireToken(federation);
  }

  /** The name itself, if it may stand in a subject; @throws IllegalArgumentException if not. */
  public static String requireToken(String name) {
    if (!TOKEN.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'" + name + "' is no name: use 1 to 128 letters, digits, '-' and '_'");
    }
    return name;
  }

  public String fileChanged(String pod) {
    return of("file.changed", pod);
  }

  /** Changes on all pods. */
  public String fileChangedAll() {
    return prefix() + "file.changed.*";
  }

  public String fileWatch(String pod) {
    return of("file.watch", pod);
  }

  public String fileSync(String pod) {
    return of("file.sync", pod);
  }

  public String fileTree(String pod) {
    return of("file.tree", pod);
  }

  public String artefactTypes(String chef) {
    return of("artefact.types", chef);
  }

  /** The types of all chefs. */
  public String artefactTypesAll() {
    return prefix() + "artefact.types.*";
  }

  public String artefactView(String pod) {
    return of("artefact.view", pod);
  }

  public String artefactCompare(String pod) {
    return of("artefact.compare", pod);
  }

  public String artefactPush(String pod) {
    return of("artefact.push", pod);
  }

  public String artefactRead(String pod) {
    return of("artefact.read", pod);
  }

  public String artefactRestore(String pod) {
    return of("artefact.restore", pod);
  }

  public String artefactRemove(String pod) {
    return of("artefact.remove", pod);
  }

  public String artefactWritten(String pod) {
    return of("artefact.written", pod);
  }

  public String artefactOutside(String pod) {
    return of("artefact.outside", pod);
  }

  public String artefactOffer(String pod) {
    return of("artefact.offer", pod);
  }

  public String workspaceOpen(String pod) {
    return of("workspace.open", pod);
  }

  public String buildHowTo() {
    return prefix() + "build.howTo";
  }

  public String buildCanFrom() {
    return prefix() + "build.canFrom";
  }

  /** Jobs of a kind, for whichever pod can take them. */
  public String buildFrom(Lane lane, String kind) {
    return of("build.from." + lane.token(), kind);
  }

  /** Jobs placed on a pod. */
  public String buildFromAt(Lane lane, String pod) {
    return of("build.from." + lane.token() + ".at", pod);
  }

  /** Every job. */
  public String buildFromAll() {
    return prefix() + "build.from.>";
  }

  public String buildResults(String majordomo) {
    return of("build.results", majordomo);
  }

  /** Results for every MajorDomo. */
  public String buildResultsAll() {
    return prefix() + "build.results.*";
  }

  public String buildProgress(String build) {
    return of("build.progress", build);
  }

  /** Progress of every build. */
  public String buildProgressAll() {
    return prefix() + "build.progress.*";
  }

  public String jobCancel(String pod) {
    return of("job.cancel", pod);
  }

  public String logTail(String pod) {
    return of("log.tail", pod);
  }

  public String podDrain(String pod) {
    return of("pod.drain", pod);
  }

  public String chefSwitch(String pod) {
    return of("chef.switch", pod);
  }

  public String podHeartbeat(String pod) {
    return of("pod.heartbeat", pod);
  }

  /** The heartbeats of all pods. */
  public String podHeartbeatAll() {
    return prefix() + "pod.heartbeat.*";
  }

  /** Where the MajorDomo says where its federation is found. */
  public String majorDomoWhere() {
    return prefix() + "majordomo.where";
  }

  /** Where a client writes to see that JetStream still stores. */
  public String health(String client) {
    return of("health", client);
  }

  /** All health checks. */
  public String healthAll() {
    return prefix() + "health.*";
  }

  private String prefix() {
    return "cp." + federation + ".";
  }

  private String of(String what, String token) {
    return prefix() + what + "." + requireToken(token);
  }
}
