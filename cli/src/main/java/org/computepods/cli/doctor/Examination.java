package org.computepods.cli.doctor;

import static org.computepods.cli.doctor.Diagnosis.doubtful;
import static org.computepods.cli.doctor.Diagnosis.well;
import static org.computepods.cli.doctor.Diagnosis.wrong;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.computepods.chef.bus.PrivateNatsServer;
import org.computepods.chef.cooks.ChefFolder;
import org.computepods.chef.home.Home;
import org.computepods.chef.process.Tools;
import org.computepods.cli.federation.Federation;

/** Looks at everything, whatever it finds on the way. */
public final class Examination {
  private static final long MIN_WATCHES = 65_536;
  private static final long MIN_INSTANCES = 64;
  private static final long MIN_FILES = 1024;
  private static final long MIN_FREE = 1L << 30;
  private static final long MAX_SKEW_MS = 5_000;
  private static final Pattern NATS_VERSION = Pattern.compile("v?(\\d+)\\.(\\d+)\\.\\d+");

  private final Path home;
  private final Path here;
  private final Map<String, String> env;

  public Examination(Path home, Path here, Map<String, String> env) {
    this.home = home;
    this.here = here;
    this.env = env;
  }

  /** All there is to say. */
  public List<Diagnosis> all() {
    List<Diagnosis> all = new ArrayList<>();
    all.add(java());
    all.add(nats());
    all.add(names());
    all.add(ports());
    all.addAll(limits());
    all.add(disk("disk of the home", nearest(home)));
    all.add(disk("disk of this folder", here));
    all.add(clock());
    all.add(privacy());
    all.add(federation());
    all.addAll(chefs());
    all.addAll(watching());
    return all;
  }

  private static Diagnosis java() {
    Runtime.Version version = Runtime.version();
    return version.feature() >= 25
        ? well("Java", version + " in " + System.getProperty("java.home"))
        : wrong("Java", "this is " + version, "install a JDK 25, or set JAVA_HOME to one");
  }

  private Diagnosis nats() {
    String given = System.getProperty("computepods.nats", "");
    Optional<Path> binary =
        given.isEmpty() ? PrivateNatsServer.findBinary(env) : Optional.of(Path.of(given));
    if (binary.isEmpty() || !Files.isExecutable(binary.get())) {
      return wrong(
          "nats-server",
          "it is not in PATH, nor in the usual places",
          "sudo apt-get install nats-server, or brew install nats-server");
    }
    try {
      Process asked =
          new ProcessBuilder(binary.get().toString(), "--version")
              .redirectErrorStream(true)
              .start();
      String said =
          new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      Matcher version = NATS_VERSION.matcher(said);
      if (!version.find()) {
        return doubtful("nats-server", binary.get() + " says: " + said, "is it nats-server?");
      }
      int release = Integer.parseInt(version.group(1)) * 1000 + Integer.parseInt(version.group(2));
      return release >= 2009
          ? well("nats-server", said + ", " + binary.get())
          : wrong("nats-server", said + " is too old", "install 2.9 or later");
    } catch (IOException e) {
      return wrong("nats-server", binary.get() + " does not run: " + e.getMessage(), "install it");
    }
  }

  private static Diagnosis names() {
    String encoding = System.getProperty("sun.jnu.encoding", "");
    boolean utf8 =
        Charset.forName(encoding.isEmpty() ? "UTF-8" : encoding).equals(StandardCharsets.UTF_8);
    return utf8
        ? well("file names", "UTF-8")
        : doubtful(
            "file names",
            "the locale has " + encoding + "; names beyond ASCII cannot be read",
            "export LC_ALL=C.UTF-8");
  }

  private static Diagnosis ports() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return well("ports", "one can listen on 127.0.0.1, e.g. on " + socket.getLocalPort());
    } catch (IOException e) {
      return wrong(
          "ports", "nobody can listen on 127.0.0.1: " + e.getMessage(), "is `lo` up? (ip link)");
    }
  }

  private static List<Diagnosis> limits() {
    List<Diagnosis> limits = new ArrayList<>();
    limit("max_user_watches", MIN_WATCHES).ifPresent(limits::add);
    limit("max_user_instances", MIN_INSTANCES).ifPresent(limits::add);
    openFiles().ifPresent(limits::add);
    return limits;
  }

  private static Optional<Diagnosis> limit(String name, long enough) {
    return number(Path.of("/proc/sys/fs/inotify/" + name))
        .map(
            limit ->
                limit >= enough
                    ? well("inotify", name + " is " + limit)
                    : doubtful(
                        "inotify",
                        name + " is " + limit + "; a large tree needs more",
                        "sudo sysctl fs.inotify." + name + "=" + 8 * enough));
  }

  /** In one read: of these files the kernel gives the second read nothing, whatever is left. */
  private static Optional<Long> number(Path file) {
    try (var in = Files.newInputStream(file)) {
      byte[] text = new byte[64];
      int length = Math.max(0, in.read(text));
      return Optional.of(
          Long.parseLong(new String(text, 0, length, StandardCharsets.US_ASCII).strip()));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<Diagnosis> openFiles() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/limits"))) {
      return lines
          .filter(line -> line.startsWith("Max open files"))
          .map(line -> line.split("\\s+")[3])
          .filter(soft -> soft.matches("\\d+"))
          .map(Long::parseLong)
          .map(
              soft ->
                  soft >= MIN_FILES
                      ? well("open files", "up to " + soft)
                      : doubtful("open files", "only up to " + soft, "ulimit -n 4096"))
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Diagnosis disk(String subject, Path folder) {
    try {
      long free = Files.getFileStore(folder).getUsableSpace();
      String words = (free >> 20) + " MiB free";
      if (!Files.isWritable(folder)) {
        return wrong(subject, folder + " cannot be written", "chown or chmod it, or use another");
      }
      return free >= MIN_FREE
          ? well(subject, words)
          : doubtful(subject, "only " + words + " in " + folder, "make room");
    } catch (IOException e) {
      return wrong(subject, folder + ": " + e.getMessage(), "is it there?");
    }
  }

  /** File systems of other machines have clocks of their own. */
  private Diagnosis clock() {
    long now = System.currentTimeMillis();
    try {
      Path probe = Files.createTempFile(nearest(home), ".clock", null);
      long there = Files.getLastModifiedTime(probe).toMillis();
      Files.delete(probe);
      long skew = Math.abs(there - now);
      return skew <= MAX_SKEW_MS
          ? well("clock", "that of the disk agrees within " + Math.max(1, skew) + " ms")
          : doubtful("clock", "that of the disk is " + skew + " ms off", "start an NTP client");
    } catch (IOException e) {
      return doubtful("clock", "cannot be compared: " + e.getMessage(), "see the disk of the home");
    }
  }

  private Diagnosis privacy() {
    List<String> open = new ArrayList<>();
    List<Path> secret = new ArrayList<>(List.of(home, home.resolve("federation.json")));
    for (String folder : new String[] {"keys", "nats"}) {
      try (Stream<Path> files = Files.list(home.resolve(folder))) {
        files.filter(Files::isRegularFile).forEach(secret::add);
      } catch (IOException none) {
        // nothing there yet
      }
    }
    for (Path file : secret) {
      try {
        Set<PosixFilePermission> modes = Files.getPosixFilePermissions(file);
        if (modes.stream().anyMatch(mode -> !mode.name().startsWith("OWNER"))
            && !file.toString().endsWith(".log")) {
          open.add(file.toString());
        }
      } catch (IOException | UnsupportedOperationException none) {
        // nothing there yet
      }
    }
    return open.isEmpty()
        ? well("secrets", "nobody else can read them")
        : wrong("secrets", "others can read " + String.join(", ", open), "chmod -R go= " + home);
  }

  private Diagnosis federation() {
    if (!Files.exists(home.resolve("federation.json"))) {
      return well("federation", "none runs in " + home);
    }
    return new Federation(home, env, ignored -> {}).isUp()
        ? well("federation", "it runs and answers, home " + home)
        : doubtful(
            "federation",
            home.resolve("federation.json") + " names one that does not answer",
            "cpCtrl down (the next build clears it away too); its words are in "
                + home.resolve("logs"));
  }

  /** Those in jars of the home: who is there, and which jar is broken. */
  private List<Diagnosis> chefs() {
    Path jars = new Home(home).chefs();
    if (!Files.isDirectory(jars)) {
      return List.of();
    }
    List<Diagnosis> all = new ArrayList<>();
    try {
      Path copies = Files.createTempDirectory("doctor");
      try (ChefFolder folder = ChefFolder.open(jars, copies)) {
        folder.chefs().forEach(chef -> all.add(well("chefs", chef.set().name() + ", in " + jars)));
        folder
            .problems()
            .forEach(
                problem ->
                    all.add(
                        wrong(
                            "chefs", problem, "mend that jar, or take it away; then cpCtrl down")));
      } finally {
        Tools.remove(copies);
      }
    } catch (IOException e) {
      all.add(wrong("chefs", jars + " cannot be read: " + e.getMessage(), "chmod it"));
    }
    return all;
  }

  /** What the watchers of a federation that runs say of themselves. */
  private List<Diagnosis> watching() {
    List<Diagnosis> all = new ArrayList<>();
    try {
      var status = new Federation(home, env, ignored -> {}).status();
      for (var workspace : status.map(s -> s.list("workspaces")).orElse(List.of())) {
        for (var trouble : workspace.list("troubles")) {
          all.add(
              doubtful(
                  "watching",
                  workspace.text("workspace") + ": " + trouble.text("what"),
                  trouble.text("cure")));
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      all.add(doubtful("watching", "nobody says: " + e.getMessage(), "cpCtrl down"));
    }
    return all;
  }

  private static Path nearest(Path folder) {
    Path there = folder;
    while (there.getParent() != null && !Files.isDirectory(there)) {
      there = there.getParent();
    }
    return there;
  }
}
