package org.computepods.chef.recipe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.computepods.chef.store.ContentStore;
import org.computepods.chef.wire.BuildResults.Outcome;
import org.computepods.chef.wire.FileRef;
import org.computepods.rules.Digest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ElsewhereTest {
  @TempDir Path folder;
  private final Map<Digest, byte[]> faraway = new ConcurrentHashMap<>();
  private final List<Digest> asked = new ArrayList<>();
  private Workshop at;

  @BeforeEach
  void open() throws IOException {
    at = new Workshop(folder, wanted -> bring(at.store, wanted));
  }

  @AfterEach
  void close() {
    at.close();
  }

  @Test
  void job_withInputsOfAnotherPod_fetchesEachContentOnce() throws Exception {
    Digest one = far("one");

    var results =
        at.job("cat a b > 'out/c d'; echo aux > e.aux")
            .input("a", one, "another pod")
            .input("b", one, "another pod")
            .output("out/c d")
            .auxiliary("e.aux")
            .elsewhere()
            .run();

    assertThat(results.outcome()).as(results.message()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(asked).containsExactly(one);
    FileRef out = results.outputs().getFirst();
    assertThat(out.pods()).containsExactly("here");
    assertThat(Workshop.text(at.store, out.sha256())).isEqualTo("oneone");
    assertThat(results.absentBefore()).containsExactlyInAnyOrder("out/c d", "e.aux");
    assertThat(at.files()).isEmpty();
    assertThat(at.beside("scratch")).isEmptyDirectory();
  }

  @Test
  void replay_atHome_leavesTheWorkspaceAlone() throws Exception {
    Files.writeString(at.workspace.resolve("o"), "as it stands");

    var results =
        at.job("cat a > o")
            .input("a", at.store.put("pinned".getBytes(UTF_8)))
            .output("o")
            .replayed()
            .run();

    assertThat(results.outcome()).as(results.message()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(Workshop.text(at.store, results.outputs().getFirst().sha256())).isEqualTo("pinned");
    assertThat(at.workspace.resolve("o")).hasContent("as it stands");
    assertThat(at.beside("scratch")).isEmptyDirectory();
  }

  @Test
  void job_whoseInputNobodyHas_doesNotRun() throws Exception {
    var results = at.job("touch x").input("a", Digest.of("gone")).elsewhere().run();

    assertThat(results.outcome()).isEqualTo(Outcome.INPUTS_GONE);
    assertThat(results.message()).contains("a");
  }

  @Test
  void job_whoseInputRottedInTheStore_fetchesItAgain() throws Exception {
    Digest one = far("one");
    at.store.put("one".getBytes(UTF_8));
    Path blob = at.store.path(one).orElseThrow();
    Files.delete(blob);
    Files.writeString(blob, "0ne");

    var results = at.job("cat a > b").input("a", one, "far").output("b").elsewhere().run();

    assertThat(results.outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(results.outputs().getFirst().sha256()).isEqualTo(one.hex());
    assertThat(at.notices).hasSize(1);
  }

  @Test
  void job_withDepfile_namesFilesAsInTheWorkspace() throws Exception {
    Digest c = far("c");
    Digest h = far("h");

    var results =
        at.job("echo o > m.o; echo \"m.o: $PWD/m.c inc/h.h /etc/passwd\" > m.d")
            .input("m.c", c, "far")
            .input("inc/h.h", h, "far")
            .output("m.o")
            .depfile("m.d", "make")
            .elsewhere()
            .run();

    assertThat(results.reads())
        .extracting(FileRef::path)
        .containsExactly("/$PATH/sh", "m.c", "inc/h.h", "/etc/passwd");
  }

  @Test
  void job_thatFails_hasItsLogAndNoOutputs() throws Exception {
    var results = at.job("echo why; touch o; exit 4").output("o").elsewhere().run();

    assertThat(results.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(results.exit()).isEqualTo(4);
    assertThat(results.logTail()).isEqualTo("why\n");
    assertThat(results.outputs()).isEmpty();
  }

  private Digest far(String content) {
    Digest digest = Digest.of(content);
    faraway.put(digest, content.getBytes(UTF_8));
    return digest;
  }

  private Set<Digest> bring(ContentStore store, Collection<Fetcher.Wanted> wanted) {
    var missing = new LinkedHashSet<Digest>();
    for (Fetcher.Wanted each : wanted) {
      asked.add(each.digest());
      byte[] content = faraway.get(each.digest());
      try {
        if (content == null) {
          missing.add(each.digest());
        } else {
          store.put(content);
        }
      } catch (IOException e) {
        missing.add(each.digest());
      }
    }
    return missing;
  }
}
