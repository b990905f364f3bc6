package org.computepods.fswatcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
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
import org.computepods.rules.Digest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The watcher as its federation sees it: by messages only. */
class FsWatcherTest {
  private static final Duration WAIT = Duration.ofSeconds(20);

  @TempDir Path folder;

  @Test
  void changes_askedForByMessages_areOnTheStreamWhenTheSyncIsAnswered() throws Exception {
    Path root = Files.createDirectories(folder.resolve("workspace")).toRealPath();
    Files.writeString(root.resolve("a"), "A");
    var binary = PrivateNatsServer.findBinary(System.getenv()).orElseThrow();
    var settings = PrivateNatsServer.Settings.loopback(binary, folder.resolve("nats"), "test");
    try (var server = PrivateNatsServer.start(settings);
        var pod = NatsClient.connect(server.clientSettings(Role.WATCHER, "pod1"));
        var majordomo = NatsClient.connect(server.clientSettings(Role.MAJORDOMO, "majordomo"));
        var watcher = new FsWatcher("pod1", pod, folder.resolve("home"))) {
      var heard = new LinkedBlockingQueue<FileChanged>();
      var subjects = majordomo.subjects();
      try (var _ =
          majordomo.consume(
              majordomo.streams().names().files(),
              subjects.fileChanged("pod1"),
              StartAt.OLDEST,
              FileChanged.class,
              received -> heard.add(received.message()))) {
        var asked = new WatchRequest(1, root.toString(), List.of(), List.of(), false, List.of());
        Synced first = majordomo.request(subjects.fileWatch("pod1"), asked, Synced.class, WAIT);
        TreePage tree =
            majordomo.request(
                subjects.fileTree("pod1"),
                new TreeRequest(1, root.toString(), ""),
                TreePage.class,
                WAIT);
        Files.writeString(root.resolve("a"), "A2");
        Synced second =
            majordomo.request(
                subjects.fileSync("pod1"),
                new Sync(1, root.toString(), List.of()),
                Synced.class,
                WAIT);

        assertThat(first.seq()).isEqualTo(0);
        assertThat(second.epoch()).isEqualTo(first.epoch());
        assertThat(second.seq()).isEqualTo(1);
        assertThat(tree.next()).isEmpty();
        assertThat(tree.seq()).isEqualTo(0);
        var files = new ArrayList<String>();
        FilePack.read(
            tree.files(), (path, state, _, _, _) -> files.add(path + " " + state.sight()));
        assertThat(files).containsExactly("a " + Digest.of("A"));
        assertThat(next(heard).sha256()).isEqualTo(Digest.of("A2").hex());
        assertThat(watcher.status()).hasSize(1);
      }
    }
  }

  private static FileChanged next(LinkedBlockingQueue<FileChanged> heard)
      throws InterruptedException {
    var change = heard.poll(WAIT.toSeconds(), TimeUnit.SECONDS);
    assertThat(change).isNotNull();
    return change;
  }
}
