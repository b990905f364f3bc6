package org.computepods.fswatcher;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.computepods.chef.bus.NatsClient;
import org.computepods.chef.bus.PrivateNatsServer;
import org.computepods.chef.bus.Role;
import org.computepods.chef.bus.StartAt;
import org.computepods.chef.wire.FileChanged;
import org.computepods.chef.wire.FilePack;
import org.computepods.chef.wire.Sync;
import org.computepods.chef.wire.Synced;
import org.computepods.chef.wire.TreePage;
import org.computepods.chef.wire.TreeRequest;
import org.computepods.chef.wire.WatchRequest;

/**
 * What NOTES.md says in figures; run by hand: {@code Measurements FILES}, or with a folder instead
 * that is there.
 */
final class Measurements {
  private static final int ROUNDS = 300;
  private static final int FILES_PER_FOLDER = 100;
  private static final Duration WAIT = Duration.ofMinutes(9);

  private Measurements() {}

  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory("measure");
    try {
      if (args.length == 0 || args[0].matches("[0-9]+")) {
        Path root = Files.createDirectories(folder.resolve("workspace")).toRealPath();
        make(root, args.length == 0 ? 20_000 : Integer.parseInt(args[0]));
        measure(folder, root);
      } else {
        measure(folder, Path.of(args[0]).toRealPath());
      }
    } finally {
      RandomOperations.deleteTree(folder);
    }
  }

  private static void make(Path root, int files) throws Exception {
    byte[] content = new byte[100];
    for (int i = 0; i < files; i++) {
      int folder = i / FILES_PER_FOLDER;
      Path parent = root.resolve("m" + folder / 200 + "/d" + folder);
      Files.createDirectories(parent);
      java.nio.ByteBuffer.wrap(content).putInt(i);
      Files.write(parent.resolve("source" + i), content);
    }
  }

  private static void measure(Path folder, Path root) throws Exception {
    var binary = PrivateNatsServer.findBinary(System.getenv()).orElseThrow();
    var settings = PrivateNatsServer.Settings.loopback(binary, folder.resolve("nats"), "measure");
    try (var server = PrivateNatsServer.start(settings);
        var pod = NatsClient.connect(server.clientSettings(Role.WATCHER, "pod1"));
        var asker = NatsClient.connect(server.clientSettings(Role.MAJORDOMO, "asker"))) {
      String sync = asker.subjects().fileSync("pod1");
      var question = new Sync(1, root.toString(), List.of());
      var watch = new WatchRequest(1, root.toString(), List.of(), List.of(), false, List.of());
      String subject = asker.subjects().fileWatch("pod1");
      memory("before");
      try (var _ = new FsWatcher("pod1", pod, folder.resolve("home"))) {
        seconds("first start, all hashed", () -> asker.request(subject, watch, Synced.class, WAIT));
        seconds("all pages, by NATS", () -> pages(asker, root));
        memory("after it");
      }
      for (int round = 0; round < 2; round++) {
        try (var watcher = new FsWatcher("pod1", pod, folder.resolve("home"))) {
          seconds(
              "start, nothing to hash", () -> asker.request(subject, watch, Synced.class, WAIT));
          seconds("all pages, by NATS", () -> pages(asker, root));
          memory("after it");
          if (round == 1) {
            asking(asker, watcher, root, sync, question);
          }
        }
      }
    }
  }

  private static void asking(
      NatsClient asker, FsWatcher watcher, Path root, String sync, Sync question) throws Exception {
    micros("no-op sync by NATS", () -> asker.request(sync, question, Synced.class, WAIT));
    micros("no-op sync in process", () -> watcher.workspaces().sync(question).get());
    Path file = root.resolve("saved");
    micros(
        "write, then sync",
        () -> {
          Files.write(file, new byte[] {(byte) System.nanoTime()});
          asker.request(sync, question, Synced.class, WAIT);
        });
    saveToAnnouncement(asker, file);
    Files.delete(file);
    idle();
    memory("at the end");
  }

  private static void pages(NatsClient asker, Path root) throws Exception {
    String after = "";
    long[] files = {0};
    long bytes = 0;
    do {
      var page =
          asker.request(
              asker.subjects().fileTree("pod1"),
              new TreeRequest(1, root.toString(), after),
              TreePage.class,
              WAIT);
      bytes += page.files().remaining();
      FilePack.read(page.files(), (_, _, _, _, _) -> files[0]++);
      after = page.next();
    } while (!after.isEmpty());
    System.out.printf(Locale.ROOT, "%,d files in %,d bytes of pages%n", files[0], bytes);
  }

  private static void memory(String when) throws IOException {
    String resident =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("VmRSS"))
            .findFirst()
            .orElse("");
    System.gc();
    System.out.printf(
        Locale.ROOT,
        "memory %s: heap used %,d bytes, %s%n",
        when,
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
        resident);
  }

  private static void saveToAnnouncement(NatsClient asker, Path file) throws Exception {
    var next = new Semaphore(0);
    try (var _ =
        asker.consume(
            asker.streams().names().files(),
            asker.subjects().fileChanged("pod1"),
            StartAt.NEW,
            FileChanged.class,
            _ -> next.release())) {
      int[] round = {0};
      micros(
          "save to announcement, with 20 ms to settle",
          () -> {
            Files.writeString(file, "round " + round[0]++);
            if (!next.tryAcquire(20, TimeUnit.SECONDS)) {
              throw new IllegalStateException("nothing was announced");
            }
          });
    }
  }

  private static void idle() throws InterruptedException {
    var os =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long before = os.getProcessCpuTime();
    boolean _ = new Semaphore(0).tryAcquire(10, TimeUnit.SECONDS);
    System.out.printf(
        Locale.ROOT,
        "%-45s %.2f %% of a core%n",
        "idle, 10 s",
        (os.getProcessCpuTime() - before) / 1e8);
  }

  private interface Step {
    void run() throws Exception;
  }

  private static void seconds(String what, Step step) throws Exception {
    long start = System.nanoTime();
    step.run();
    System.out.printf(Locale.ROOT, "%-45s %.2f s%n", what, (System.nanoTime() - start) / 1e9);
  }

  private static void micros(String what, Step step) throws Exception {
    for (int i = 0; i < ROUNDS / 3; i++) {
      step.run();
    }
    long[] took = new long[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      long start = System.nanoTime();
      step.run();
      took[i] = System.nanoTime() - start;
    }
    Arrays.sort(took);
    System.out.printf(
        Locale.ROOT,
        "%-45s p50 %.2f ms, p95 %.2f ms%n",
        what,
        took[ROUNDS / 2] / 1e6,
        took[ROUNDS * 95 / 100] / 1e6);
  }
}
