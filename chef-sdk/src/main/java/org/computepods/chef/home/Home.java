package org.computepods.chef.home;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * The home folder of one federation on this machine. Two homes are two federations that know
 * nothing of each other.
 */
public record Home(Path folder) {
  public Home {
    folder = folder.toAbsolutePath().normalize();
  }

  /** {@code $COMPUTEPODS_HOME}, else {@code ~/.computepods}, where {@code ~} is {@code $HOME}. */
  public static Home ofUser(Map<String, String> environment) {
    String named = environment.getOrDefault("COMPUTEPODS_HOME", "");
    // Java asks the user database instead, which may say otherwise.
    String user = environment.getOrDefault("HOME", System.getProperty("user.home", "/"));
    return new Home(named.isEmpty() ? Path.of(user, ".computepods") : Path.of(named));
  }

  /** Makes the folders that are missing. */
  public Home create() throws IOException {
    for (Path each : new Path[] {folder, nats(), natsStore(), store(), keys(), logs(), pods()}) {
      PrivateFiles.folder(each);
    }
    return this;
  }

  /** How the federation is found; see {@link FederationFile}. */
  public Path federationFile() {
    return folder.resolve("federation.json");
  }

  /** The MajorDomo's database. */
  public Path database() {
    return folder.resolve("computepods.db");
  }

  /** What belongs to the private NATS server. */
  public Path nats() {
    return folder.resolve("nats");
  }

  /** JetStream's files. */
  public Path natsStore() {
    return nats().resolve("store");
  }

  /** The content store of this home's own pod. */
  public Path store() {
    return folder.resolve("store");
  }

  /** The content store of a pod: its own folder where the pod is not the home's own. */
  public Path store(String pod) {
    return pod.equals(LOCAL_POD) ? store() : pods().resolve(pod).resolve("store");
  }

  /** Private keys, and credentials for other federations. */
  public Path keys() {
    return folder.resolve("keys");
  }

  /** Jars with chefs in them, which the pods of this home load when they begin. */
  public Path chefs() {
    return folder.resolve("chefs");
  }

  public Path logs() {
    return folder.resolve("logs");
  }

  /** What watchers keep from one start to the next. */
  public Path watch() {
    return folder.resolve("watch");
  }

  /** State of further pods of this home. */
  public Path pods() {
    return folder.resolve("pods");
  }

  /** Name of the pod that a federation in one process has. */
  public static final String LOCAL_POD = "local";
}
