package org.computepods.chef.recipe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.computepods.chef.store.Pin;
import org.computepods.chef.wire.FileRef;
import org.computepods.chef.wire.PodRequests.LogRequest;
import org.computepods.chef.wire.PodRequests.OutsideRequest;
import org.computepods.chef.wire.PodRequests.ReadRequest;
import org.computepods.chef.wire.PodRequests.RemoveRequest;
import org.computepods.chef.wire.PodRequests.RestoreRequest;
import org.computepods.chef.wire.PodRequests.ViewRequest;
import org.computepods.chef.wire.PodRequests.WrittenRequest;
import org.computepods.rules.Digest;
import org.computepods.rules.View;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeskTest {
  @TempDir Path folder;
  private Workshop at;
  private Desk desk;

  @BeforeEach
  void open() throws IOException {
    at = new Workshop(folder);
    desk = new Desk(at.kitchen);
  }

  @AfterEach
  void close() {
    at.close();
  }

  @Test
  void view_ofAContent_isTakenFromWorkspaceOrStore() throws IOException {
    Digest now = at.write("a.aux", "x\ny\n");
    Digest before = at.store.put("y\nz\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    var view = new View.Keep("^y");

    var reply =
        desk.view(
            new ViewRequest(
                1,
                at.workspace.toString(),
                List.of(
                    new ViewRequest.Item("a.aux", now.hex(), view.key()),
                    new ViewRequest.Item("a.aux", before.hex(), view.key()),
                    new ViewRequest.Item("a.aux", Digest.of("?").hex(), view.key()))));

    String seen = view.of("y\n".getBytes(java.nio.charset.StandardCharsets.UTF_8)).hex();
    assertThat(reply.error()).isNull();
    assertThat(reply.sights().getFirst()).isEqualTo(reply.sights().get(1));
    assertThat(reply.sights().get(2)).isNull();
    assertThat(seen).hasSize(64);
  }

  @Test
  void files_read_areTextOrNull() throws IOException {
    at.write("computepods.yaml", "project: x");

    var reply =
        desk.read(new ReadRequest(1, at.workspace.toString(), List.of("computepods.yaml", "no")));

    assertThat(reply.texts()).containsExactly("project: x", null);
    assertThat(desk.read(new ReadRequest(1, at.workspace.toString(), List.of("../x"))).error())
        .contains("../x");
  }

  @Test
  void files_ofMoreThanAMessageTakes_areReadAsFarAsTheyFit() throws IOException {
    for (String name : List.of("a", "b", "c")) {
      at.write(name, name.repeat(12 << 20));
    }

    var reply = desk.read(new ReadRequest(1, at.workspace.toString(), List.of("a", "b", "c")));

    assertThat(reply.texts()).hasSize(2).allMatch(text -> text.length() == 12 << 20);
  }

  @Test
  void file_ofMoreThanAMessageTakes_isRefusedWithTheRemedy() throws IOException {
    at.write("computepods.yaml", "#".repeat((32 << 20) + 1));

    var reply = desk.read(new ReadRequest(1, at.workspace.toString(), List.of("computepods.yaml")));

    assertThat(reply.error()).contains("computepods.yaml is larger than 32 MiB", "'include'");
  }

  @Test
  void file_thatIsNoText_isRefusedWithTheLine() throws IOException {
    byte[] latin = "project: x\n# ein B\u00fcchlein\n".getBytes(ISO_8859_1);
    Files.write(at.workspace.resolve("computepods.yaml"), latin);

    var reply = desk.read(new ReadRequest(1, at.workspace.toString(), List.of("computepods.yaml")));

    assertThat(reply.error()).isEqualTo("computepods.yaml:2: this is no UTF-8 text (byte 0xfc)");
  }

  @Test
  void outputs_restored_comeAllOrNotAtAll() throws IOException {
    Digest one = at.store.put(new byte[] {1});
    at.write("a", "a person's");
    FileRef a = ref("a", one, true);
    FileRef gone = ref("b", Digest.of("gone"), false);

    var missing = desk.restore(restore(List.of(a, gone), List.of("", "")));
    assertThat(missing.missing()).containsExactly(Digest.of("gone").hex());
    assertThat(at.read("a")).isEqualTo("a person's");

    var restored = desk.restore(restore(List.of(a, absent("c")), List.of("", "")));
    assertThat(restored.error()).isNull();
    assertThat(Files.readAllBytes(at.path("a"))).containsExactly(1);
    assertThat(restored.saved()).extracting(FileRef::path).containsExactly("a");
    assertThat(at.store.pins()).extracting(Pin::digest).containsExactly(Digest.of("a person's"));
    assertThat(at.files()).containsExactly("a");
  }

  @Test
  void output_restoredAsAbsent_isKeptInTheStore() throws IOException {
    Digest old = at.write("a", "ours");

    var reply = desk.restore(restore(List.of(absent("a")), List.of(old.hex())));

    assertThat(reply.error()).isNull();
    assertThat(at.exists("a")).isFalse();
    assertThat(reply.saved()).isEmpty();
    assertThat(at.store.has(old)).isTrue();
  }

  @Test
  void files_removed_areThoseThatAreStillOurs() throws IOException {
    Digest ours = at.write("deep/er/a", "ours");
    at.write("b", "edited");

    var reply =
        desk.remove(
            new RemoveRequest(
                1,
                at.workspace.toString(),
                Workshop.EPOCH,
                List.of(ref("deep/er/a", ours, false), ref("b", Digest.of("ours"), false))));

    assertThat(reply.removed()).containsExactly("deep/er/a");
    assertThat(at.files()).containsExactly("b");
    assertThat(Files.exists(at.path("deep"))).isFalse();
  }

  @Test
  void written_saysNothingOfWhatIsPutBackAndNoTaskDeclares() throws IOException {
    Digest out = at.write("out", "out");
    Digest part = at.write("part", "part");
    at.store.adopt(at.path("out"), out);
    at.store.adopt(at.path("part"), part);

    desk.restore(
        new RestoreRequest(
            1,
            at.workspace.toString(),
            Workshop.EPOCH,
            List.of(ref("out", out, false), ref("part", part, false)),
            List.of("", ""),
            List.of("part")));

    assertThat(at.files()).containsExactlyInAnyOrder("out", "part");
    assertThat(desk.written(new WrittenRequest(1, at.workspace.toString(), 0, 10)).files())
        .containsExactly(ref("out", out, false));
  }

  @Test
  void written_isWhatJobsLeftLast_newestFirst_andNotWhatWasRemoved() throws IOException {
    for (String name : List.of("a", "b", "c")) {
      at.job("echo " + name + " > " + name).output(name).run();
    }
    at.job("echo anew > a; chmod +x a").output("a").run();
    desk.remove(
        new RemoveRequest(
            1,
            at.workspace.toString(),
            Workshop.EPOCH,
            List.of(ref("b", Digest.of("b\n"), false))));
    at.write("b", "a person's");
    at.write("c", "edited");
    Files.writeString(
        at.path(".computepods/written"), "cut off by a cra", StandardOpenOption.APPEND);

    var all = desk.written(new WrittenRequest(1, at.workspace.toString(), 0, 10));
    var second = desk.written(new WrittenRequest(1, at.workspace.toString(), 1, 1));

    assertThat(all.error()).isNull();
    assertThat(all.files())
        .containsExactly(ref("a", Digest.of("anew\n"), true), ref("c", Digest.of("c\n"), false));
    assertThat(all.tasks()).containsExactly("task", "task");
    assertThat(second.files()).containsExactly(ref("c", Digest.of("c\n"), false));
  }

  @Test
  void request_ofAnOlderEpoch_writesNothing() throws IOException {
    Digest ours = at.write("a", "ours");
    var files = List.of(ref("a", ours, false));

    assertThat(desk.remove(new RemoveRequest(1, at.workspace.toString(), 6, files)).error())
        .contains("epoch 7");
    assertThat(
            desk.restore(
                    new RestoreRequest(
                        1,
                        at.workspace.toString(),
                        6,
                        List.of(absent("a")),
                        List.of(ours.hex()),
                        List.of()))
                .error())
        .contains("epoch 7");
    assertThat(at.exists("a")).isTrue();
  }

  @Test
  void outside_askedAgain_saysOnlyWhatChanged() throws IOException {
    Path header = Files.writeString(at.beside("h.h"), "one");
    Path other = Files.writeString(at.beside("o.h"), "same");

    var first = desk.outside(new OutsideRequest(1, "", 0, List.of(header + "", other + ""), null));
    assertThat(first.states()).hasSize(2);
    var quiet =
        desk.outside(new OutsideRequest(1, first.instance(), first.revision(), List.of(), null));
    assertThat(quiet.states()).isEmpty();

    Files.writeString(header, "two!");
    var changed =
        desk.outside(new OutsideRequest(1, first.instance(), quiet.revision(), List.of(), null));
    assertThat(changed.states())
        .extracting(FileRef::sha256)
        .containsExactly(Digest.of("two!").hex());

    Files.delete(other);
    var stranger = desk.outside(new OutsideRequest(1, "another life", 99, List.of(), null));
    assertThat(stranger.states()).hasSize(2).anyMatch(each -> each.sha256() == null);
  }

  @Test
  void log_ofAFinishedJob_isReadInParts() throws Exception {
    var results = at.job("echo one; echo two").run();

    var first = desk.log(new LogRequest(1, results.logDigest(), null, 4), Optional.empty(), true);

    assertThat(first.text()).isEqualTo("two\n");
    assertThat(first.end()).isTrue();
  }

  private RestoreRequest restore(List<FileRef> outputs, List<String> ours) {
    return new RestoreRequest(1, at.workspace.toString(), Workshop.EPOCH, outputs, ours, List.of());
  }

  private static FileRef ref(String path, Digest digest, boolean executable) {
    return new FileRef(path, digest.hex(), executable, null, 0, 0, 0, List.of());
  }

  private static FileRef absent(String path) {
    return new FileRef(path, null, false, null, 0, 0, 0, List.of());
  }
}
