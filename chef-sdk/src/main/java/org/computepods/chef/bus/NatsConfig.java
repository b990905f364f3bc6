package org.computepods.chef.bus;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The configuration of a private NATS server.
 *
 * <p>All users are inside {@code accounts}: beside {@code authorization} an account section would
 * let anybody in (CVE-2023-47090). JetStream's storage is capped, since a full disk would hang it
 * without a word.
 */
record NatsConfig(
    String federation,
    String host,
    int port,
    Path store,
    long fileStoreMax,
    Map<Role, String> passwords) {
  /** The most that NATS allows: a job with a hundred thousand inputs still fits. */
  private static final int PAYLOAD_MAX = 64 << 20;

  private static final int MEMORY_MAX = 64 << 20;

  String text() {
    String users =
        passwords.entrySet().stream()
            .map(e -> user(e.getKey(), e.getValue()))
            .collect(Collectors.joining(",\n"));
    return """
    host: %s
    port: %d
    server_name: %s
    max_payload: %d
    write_deadline: "5s"
    jetstream { store_dir: %s, max_memory_store: %d, max_file_store: %d }
    accounts {
      CP {
        jetstream: enabled
        users: [
    %s
        ]
      }
    }
    """
        .formatted(
            quote(host),
            port,
            quote("cp-" + federation),
            PAYLOAD_MAX,
            quote(store.toString()),
            MEMORY_MAX,
            fileStoreMax,
            users);
  }

  private String user(Role role, String password) {
    String permissions =
        switch (role) {
          case MAJORDOMO -> "{publish: \">\", subscribe: \">\"}";
          case WATCHER -> permissions(watcherSays(), watcherHears());
          case CHEF -> permissions(chefSays(), chefHears());
        };
    return "      {user: %s, password: %s, permissions: %s}"
        .formatted(quote(role.user()), quote(password), permissions);
  }

  private static String permissions(List<String> says, List<String> hears) {
    return "{publish: {allow: %s}, subscribe: {allow: %s}}".formatted(list(says), list(hears));
  }

  private List<String> watcherSays() {
    return both(
        cp("file.changed.*", "file.sync.*", "health.*", "majordomo.where"),
        List.of(kv(), BusSettings.inboxOf("majordomo") + ">"));
  }

  private List<String> watcherHears() {
    return both(
        cp("file.watch.*", "file.sync.*", "file.tree.*", "artefact.types.*"),
        List.of(BusSettings.inboxOf("watcher") + ">"));
  }

  private List<String> chefSays() {
    String jobs = new StreamNames(federation).jobs();
    return both(
        cp(
            "artefact.types.*",
            "build.canFrom",
            "build.results.*",
            "build.progress.*",
            "health.*",
            "majordomo.where"),
        List.of(
            kv(),
            "$JS.API.CONSUMER.MSG.NEXT." + jobs + ".*",
            "$JS.ACK." + jobs + ".>",
            BusSettings.inboxOf("majordomo") + ">"));
  }

  private List<String> chefHears() {
    return both(
        cp(
            "build.howTo",
            "artefact.view.*",
            "artefact.compare.*",
            "artefact.push.*",
            "artefact.read.*",
            "artefact.restore.*",
            "artefact.remove.*",
            "artefact.written.*",
            "artefact.outside.*",
            "artefact.offer.*",
            "workspace.open.*",
            "job.cancel.*",
            "log.tail.*",
            "pod.drain.*",
            "pod.heartbeat.*",
            "chef.switch.*"),
        List.of(BusSettings.inboxOf("chef") + ">"));
  }

  private String kv() {
    return "$KV." + new StreamNames(federation).pods() + ".*";
  }

  private List<String> cp(String... subjects) {
    var all = new ArrayList<String>();
    for (String subject : subjects) {
      all.add("cp." + federation + "." + subject);
    }
    return all;
  }

  private static List<String> both(List<String> one, List<String> other) {
    var all = new ArrayList<>(one);
    all.addAll(other);
    return all;
  }

  private static String list(List<String> subjects) {
    return subjects.stream().map(NatsConfig::quote).collect(Collectors.joining(", ", "[", "]"));
  }

  private static String quote(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
