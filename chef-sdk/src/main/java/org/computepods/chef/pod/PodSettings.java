package org.computepods.chef.pod;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.computepods.chef.bus.BusSettings;
import org.computepods.chef.bus.Subjects;
import org.computepods.chef.home.Home;

/**
 * What a pod is to be.
 *
 * @param name within the federation
 * @param roles that its heartbeat tells, {@code chef} among them
 * @param chefs rule sets that it may serve, {@code command} among them; empty: all
 * @param disabled rule sets that it does not serve for now
 * @param slots jobs that it runs at once
 * @param bus how it reaches the federation
 * @param sftpHost what its SFTP server listens on, and where others reach it
 * @param ownsWorkspaces whether it may be given workspaces of this machine
 * @param environment with the PATH, HOME and LANG of jobs for workspaces elsewhere
 * @param notices is told, a line each, what people should know
 */
public record PodSettings(
    String name,
    Home home,
    List<String> roles,
    Optional<Set<String>> chefs,
    Set<String> disabled,
    int slots,
    BusSettings bus,
    String sftpHost,
    boolean ownsWorkspaces,
    Map<String, String> environment,
    Consumer<String> notices) {
  public PodSettings {
    Subjects.requireToken(name);
    if (slots < 1) {
      throw new IllegalArgumentException("a pod has at least one slot");
    }
    roles = List.copyOf(roles);
    disabled = Set.copyOf(disabled);
    environment = Map.copyOf(environment);
  }

  /** A pod of this machine that serves all it can and holds its workspaces. */
  public static PodSettings local(
      Home home, BusSettings bus, Map<String, String> environment, Consumer<String> notices) {
    return new PodSettings(
        Home.LOCAL_POD,
        home,
        List.of("chef"),
        Optional.empty(),
        Set.of(),
        Runtime.getRuntime().availableProcessors(),
        bus,
        "127.0.0.1",
        true,
        environment,
        notices);
  }

  /** How many bytes its content store may take: {@code $COMPUTEPODS_STORE_MAX}. */
  StoreLimit storeLimit() {
    return StoreLimit.of(environment.getOrDefault(StoreLimit.VARIABLE, ""), notices);
  }

  /** Where the pod's content store lies. */
  public Path store() {
    return home.store(name);
  }
}
