package org.computepods.chef.bus;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.computepods.chef.bus.BusException.Reason;
import org.computepods.chef.home.PrivateFiles;
import org.computepods.chef.json.Json;

/**
 * A nats-server of our own, with JetStream, as a child of this process.
 *
 * <p>It dies with its parent, however that dies: a shell between them holds a pipe and kills the
 * server at its end. If the server itself dies it is started again with the same port and store,
 * and clients reconnect. Users, one for each {@link Role}, keep their passwords across restarts.
 */
public final class PrivateNatsServer implements AutoCloseable {
  /**
   * Reads its pipe to the parent in the background; whichever ends first, pipe or server, ends the
   * other. The first line tells the server's process id.
   */
  private static final String SUPERVISOR =
      """
      exec 3<&0
      "$0" -c "$1" </dev/null >>"$2" 2>&1 3<&- & server=$!
      echo $server
      exec >/dev/null
      { read -r _ <&3; kill $server; sleep 1; kill -9 $server; } 2>/dev/null & reader=$!
      wait $server
      kill $reader 2>/dev/null
      """;

  private static final Duration START_MAX = Duration.ofSeconds(10);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(3);
  private static final int STARTS_MAX = 5;
  private static final int PASSWORD_BYTES = 32;

  private final Settings settings;
  private final Map<Role, String> passwords;
  private final int port;
  private Process supervisor;
  private long pid;
  private boolean closed;
  private Runnable replaced = () -> {};

  /**
   * How the server is to be.
   *
   * @param binary the nats-server program
   * @param folder for its configuration, store and log
   * @param host what it listens on: {@code 127.0.0.1}, or {@code 0.0.0.0} where invited pods are on
   *     other machines
   * @param fileStoreMax bytes that JetStream may fill
   */
  public record Settings(
      Path binary, Path folder, String federation, String host, long fileStoreMax) {
    /** Enough for a million changes and a hundred thousand waiting jobs. */
    public static final long FILE_STORE_MAX = 4L << 30;

    /** Loopback only. */
    public static Settings loopback(Path binary, Path folder, String federation) {
      return new Settings(binary, folder, federation, "127.0.0.1", FILE_STORE_MAX);
    }
  }

  /** Where the nats-server program is, by PATH and the usual places. */
  public static java.util.Optional<Path> findBinary(Map<String, String> environment) {
    String path =
        environment.getOrDefault("PATH", "") + ":/usr/sbin:/usr/local/bin:/usr/local/sbin";
    for (String folder : path.split(File.pathSeparator)) {
      Path candidate = Path.of(folder.isEmpty() ? "." : folder, "nats-server");
      if (Files.isExecutable(candidate)) {
        return java.util.Optional.of(candidate);
      }
    }
    return java.util.Optional.empty();
  }

  private PrivateNatsServer(Settings settings, Map<Role, String> passwords, int port)
      throws IOException {
    this.settings = settings;
    this.passwords = passwords;
    this.port = port;
    this.supervisor = launch();
  }

  /** Starts the server, and returns when it stores and answers. */
  public static PrivateNatsServer start(Settings settings)
      throws IOException, BusException, InterruptedException {
    PrivateFiles.folder(settings.folder());
    PrivateFiles.folder(settings.folder().resolve("store"));
    var passwords = passwords(settings.folder());
    for (int attempt = 1; ; attempt++) {
      var server = new PrivateNatsServer(settings, passwords, freePort(settings, attempt));
      try {
        server.awaitReady();
        PrivateFiles.write(
            settings.folder().resolve("port"),
            Integer.toString(server.port).getBytes(StandardCharsets.US_ASCII));
        return server;
      } catch (BusException e) {
        server.close();
        if (attempt == STARTS_MAX) {
          throw e;
        }
      }
    }
  }

  /** Where clients of this machine reach it. */
  public String url() {
    return "nats://127.0.0.1:" + port;
  }

  public int port() {
    return port;
  }

  /** Process id of the server itself. */
  public synchronized long pid() {
    return pid;
  }

  /** Has this called whenever another process has taken the place of one that died. */
  public synchronized void whenReplaced(Runnable listener) {
    replaced = listener;
  }

  /** The credential of a role. */
  public Credential.Password credential(Role role) {
    return new Credential.Password(
        role.user(), java.util.Objects.requireNonNull(passwords.get(role)));
  }

  /** Settings with which a client of this role connects. */
  public BusSettings clientSettings(Role role, String name) {
    return BusSettings.of(url(), credential(role), name, settings.federation());
  }

  private synchronized Process launch() throws IOException {
    Path config = settings.folder().resolve("nats-server.conf");
    PrivateFiles.write(
        config,
        new NatsConfig(
                settings.federation(),
                settings.host(),
                port,
                settings.folder().resolve("store"),
                settings.fileStoreMax(),
                passwords)
            .text()
            .getBytes(StandardCharsets.UTF_8));
    Process process =
        new ProcessBuilder(
                "/bin/sh",
                "-c",
                SUPERVISOR,
                settings.binary().toString(),
                config.toString(),
                settings.folder().resolve("nats-server.log").toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String line = process.inputReader().readLine();
    if (line == null) {
      throw new IOException("cannot start " + settings.binary());
    }
    pid = Long.parseLong(line.strip());
    return process;
  }

  /** Watches over the server once it has been ready: starts it again when it dies. */
  private void watch(Process process) {
    Thread.ofVirtual()
        .name("nats-server watch")
        .start(
            () -> {
              process.onExit().join();
              restart();
            });
  }

  private synchronized void restart() {
    if (closed) {
      return;
    }
    try {
      supervisor = launch();
      watch(supervisor);
      replaced.run();
    } catch (IOException e) {
      // Clients go on saying that they are disconnected; the log says why.
    }
  }

  private void awaitReady() throws BusException, InterruptedException {
    long end = System.nanoTime() + START_MAX.toNanos();
    while (!listens()) {
      if (!supervisor.isAlive() || System.nanoTime() > end) {
        throw new BusException(Reason.DISCONNECTED, "nats-server did not start: " + lastWords());
      }
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
    var admin = clientSettings(Role.MAJORDOMO, "start");
    try (var client = NatsClient.connect(admin)) {
      client.streams().ensure();
      client.roundTrip(START_MAX);
    }
    requireClosedToStrangers();
    watch(supervisor);
  }

  /**
   * Some versions let anybody in where users are set up in certain ways: see that this does not.
   */
  private void requireClosedToStrangers() throws BusException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        var lines =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
      socket.setSoTimeout((int) START_MAX.toMillis());
      socket.getOutputStream().write("CONNECT {}\r\nPING\r\n".getBytes(StandardCharsets.US_ASCII));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("-ERR 'Authorization")) {
          return;
        }
        if (line.startsWith("PONG")) {
          throw new BusException(
              Reason.FORBIDDEN, "nats-server lets in a client without credential; it is not used");
        }
      }
    } catch (IOException closedOnUs) {
      // As wanted.
    }
  }

  private boolean listens() {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  private String lastWords() {
    try {
      List<String> lines = Files.readAllLines(settings.folder().resolve("nats-server.log"));
      return lines.isEmpty() ? "no output" : lines.getLast();
    } catch (IOException e) {
      return "no log: " + e.getMessage();
    }
  }

  /** The port of the last time where it is free, so that invitations stay good. */
  private static int freePort(Settings settings, int attempt) throws IOException {
    InetAddress host = InetAddress.getByName(settings.host());
    Path file = settings.folder().resolve("port");
    if (attempt == 1 && Files.exists(file)) {
      try (var socket =
          new ServerSocket(Integer.parseInt(Files.readString(file).strip()), 1, host)) {
        return socket.getLocalPort();
      } catch (IOException | NumberFormatException taken) {
        // Another one, then.
      }
    }
    try (var socket = new ServerSocket(0, 1, host)) {
      return socket.getLocalPort();
    }
  }

  /** The file in which the users' passwords are kept. */
  private record Kept(Map<String, String> passwords) {}

  private static Map<Role, String> passwords(Path folder) throws IOException {
    Path file = folder.resolve("credentials.json");
    var kept = new TreeMap<String, String>();
    if (Files.exists(file)) {
      kept.putAll(Json.read(Files.readAllBytes(file), Kept.class).passwords());
    }
    var random = new SecureRandom();
    var passwords = new EnumMap<Role, String>(Role.class);
    for (Role role : Role.values()) {
      passwords.put(
          role,
          kept.computeIfAbsent(
              role.user(),
              r -> {
                byte[] bytes = new byte[PASSWORD_BYTES];
                random.nextBytes(bytes);
                return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
              }));
    }
    PrivateFiles.write(file, Json.bytes(new Kept(kept)));
    return passwords;
  }

  /** Ends the server; returns when it is gone. */
  @Override
  public void close() {
    Process last;
    synchronized (this) {
      closed = true;
      last = supervisor;
    }
    try (OutputStream pipe = last.getOutputStream()) {
      pipe.flush();
    } catch (IOException alreadyGone) {
      // As wanted.
    }
    try {
      if (!last.waitFor(3, TimeUnit.SECONDS)) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        last.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
