package org.computepods.majordomo.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.computepods.chef.wire.rest.BuildReport;
import org.computepods.chef.wire.rest.BuildRequest;
import org.computepods.majordomo.core.Memory;
import org.computepods.majordomo.core.Trace;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.ArtefactState;
import org.computepods.rules.Digest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateStoreTest {
  private static final String WORKSPACE = "/home/ada/paper";

  @TempDir Path folder;
  private final List<String> said = new CopyOnWriteArrayList<>();

  @Test
  void everyKindOfMemory_afterARestart_isAsItWas() throws IOException {
    var trace = trace("figure", 1);
    var parts = ofParts(trace("parts", 1));
    var wrote = new Memory.Wrote(path("figure.pdf"), present("pdf", true), "figure", true);
    var saved = new Memory.SavedAside(path("old.pdf"), present("mine", false), "local", 17);
    var beside = new Memory.WroteUndeclared(path("one.aux"), present("x", false), "figure");
    var noMore = new Memory.WroteUndeclared(path("no.aux"), ArtefactState.absent(), "figure");
    try (var store = open()) {
      store.note(WORKSPACE, new Memory.TraceKept(trace));
      store.note(WORKSPACE, new Memory.TraceKept(parts));
      store.note(WORKSPACE, wrote);
      for (String name : List.of("one.aux", "no.aux", "gone.txt")) {
        store.note(
            WORKSPACE, new Memory.WroteUndeclared(path(name), present("x", false), "figure"));
      }
      store.note(WORKSPACE, noMore);
      store.note(WORKSPACE, new Memory.Wrote(path("gone.txt"), present("x", false), "t", false));
      store.note(WORKSPACE, new Memory.Disowned(path("gone.txt")));
      store.note(WORKSPACE, saved);
      store.note("/elsewhere", new Memory.TraceKept(trace("other", 1)));
    }
    try (var store = open()) {
      assertThat(store.load(WORKSPACE))
          .containsExactlyInAnyOrder(
              new Memory.TraceKept(trace), new Memory.TraceKept(parts), wrote, saved, beside);
    }
    assertThat(said).isEmpty();
  }

  @Test
  void wordsLeft_areReadByEveryLifeUntilSomethingIsNoted() throws IOException {
    try (var store = open()) {
      store.leave(WORKSPACE, "older");
      store.leave(WORKSPACE, "as it stands");
      store.leave("/elsewhere", "as that stands");
    }
    var build = done("b1");
    for (int life = 1; life <= 2; life++) {
      try (var store = open()) {
        store.note(WORKSPACE, build);
        assertThat(store.left("/nowhere")).isEmpty();
        assertThat(store.left(WORKSPACE)).contains("as it stands");
      }
    }
    try (var store = open()) {
      store.note(WORKSPACE, new Memory.Disowned(path("gone.txt")));
      assertThat(store.left(WORKSPACE)).isEmpty();
      assertThat(store.left("/elsewhere")).contains("as that stands");
    }
    try (var store = open()) {
      assertThat(store.left(WORKSPACE)).isEmpty();
      store.leave(WORKSPACE, "as it stands now");
      assertThat(store.left(WORKSPACE)).contains("as it stands now");
    }
  }

  @Test
  void fullDisk_isSaid_andWhatWasKnownStays() throws IOException {
    Path file = folder.resolve("majordomo.db");
    var early = new Memory.TraceKept(trace("early", 1));
    try (var store = StateStore.open(file, said::add)) {
      store.note(WORKSPACE, early);
    }
    // SQLite takes its parameters in the name; a file of so few pages is full like a disk.
    Path small = folder.resolve("majordomo.db?max_page_count=60");
    try (var store = StateStore.open(small, said::add)) {
      for (int i = 0; i < 3_000; i++) {
        store.note(WORKSPACE, new Memory.TraceKept(trace("late" + i, i)));
      }
      assertThat(store.load(WORKSPACE)).contains(early);
    }
    assertThat(said).isNotEmpty().allMatch(words -> words.startsWith("cannot write"));
    try (var store = StateStore.open(file, said::add)) {
      assertThat(store.load(WORKSPACE)).contains(early);
    }
    assertThat(folder).isDirectoryNotContaining("glob:**.damaged");
  }

  @Test
  void traces_beyondTheLimit_loseTheOldest() throws IOException {
    try (var store = open()) {
      for (int i = 1; i <= 40; i++) {
        store.note(WORKSPACE, new Memory.TraceKept(trace("figure", i)));
      }
      store.note(WORKSPACE, new Memory.TraceDropped("figure.pdf", "figure#39"));
    }
    try (var store = open()) {
      var ids =
          store.load(WORKSPACE).stream().map(m -> ((Memory.TraceKept) m).trace().id()).toList();
      assertThat(ids)
          .containsExactlyElementsOf(
              IntStream.iterate(40, i -> i - 1)
                  .limit(16)
                  .filter(i -> i != 39)
                  .mapToObj(i -> "figure#" + i)
                  .toList());
    }
  }

  @Test
  void tracesOfManyNames_keepEachNameThoughSomeComeAndGo() throws IOException {
    var names = new ArrayList<>(IntStream.range(0, 1_500).mapToObj(i -> path("in/" + i)).toList());
    var noted = new ArrayList<Memory>();
    try (var store = open()) {
      for (int run = 1; run <= 4; run++) {
        var observed =
            names.stream().map(n -> new Trace.Observed(n, "", Digest.of("x"), true)).toList();
        noted.addFirst(new Memory.TraceKept(trace("all", run, observed)));
        store.note(WORKSPACE, noted.getFirst());
        names.add(run * 100, path("new/" + run));
        names.remove(run * 10);
      }
    }
    try (var store = open()) {
      assertThat(store.load(WORKSPACE)).isEqualTo(noted);
    }
  }

  @Test
  void traceOfVeryManyNames_isKeptInParts_whichGoWithIt() throws IOException, SQLException {
    var observed =
        IntStream.range(0, 60_000)
            .mapToObj(i -> new Trace.Observed(path("in/" + i), "", Digest.of("x" + i), true))
            .toList();
    var kept = new Memory.TraceKept(trace("all", 2, observed));
    try (var store = open()) {
      store.note(WORKSPACE, new Memory.TraceKept(trace("all", 1, observed)));
      store.note(WORKSPACE, kept);
      store.note(WORKSPACE, new Memory.TraceKept(trace("figure", 1)));
    }
    int partsOfTwo = count("trace_part");
    assertThat(partsOfTwo).isPositive();
    try (var store = open()) {
      store.note(WORKSPACE, new Memory.TraceDropped("all.pdf", "all#1"));
      assertThat(store.load(WORKSPACE))
          .containsExactly(new Memory.TraceKept(trace("figure", 1)), kept);
    }
    assertThat(count("trace_part")).isEqualTo(partsOfTwo / 2);
  }

  @Test
  void builds_areListedNewestFirst() throws IOException {
    try (var store = open()) {
      store.note(WORKSPACE, done("b-1"));
      store.note(WORKSPACE, done("b-2"));
      assertThat(store.builds(10))
          .extracting(b -> b.report().build())
          .containsExactly("b-2", "b-1");
      assertThat(store.builds(1)).containsExactly(done("b-2"));
    }
  }

  @Test
  void damagedDatabase_isMovedAsideAndSaid() throws IOException {
    byte[] garbage = new byte[8192];
    java.util.Arrays.fill(garbage, (byte) 7);
    Files.write(file(), garbage);
    try (var store = open()) {
      assertThat(store.load(WORKSPACE)).isEmpty();
      store.note(WORKSPACE, new Memory.TraceKept(trace("figure", 1)));
      assertThat(store.load(WORKSPACE)).hasSize(1);
    }
    assertThat(said).singleElement().asString().contains("a new one is begun");
    assertThat(folder.resolve("majordomo.db.damaged")).hasBinaryContent(garbage);
  }

  @Test
  void bytesThatDoNotDecode_areSaidAndTheRestBegunAnew() throws IOException, SQLException {
    try (var store = open()) {
      store.note(WORKSPACE, new Memory.TraceKept(trace("figure", 1)));
    }
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        var statement = connection.createStatement()) {
      statement.executeUpdate("update trace set body = x'ffffffffffffff'");
    }
    try (var store = open()) {
      assertThat(store.load(WORKSPACE)).isEmpty();
      store.note(WORKSPACE, new Memory.TraceKept(trace("figure", 2)));
      assertThat(store.load(WORKSPACE)).hasSize(1);
    }
    assertThat(said).hasSize(1);
  }

  @Test
  void databaseOfAnotherSchema_isMovedAside() throws IOException, SQLException {
    try (var store = open()) {
      store.note(WORKSPACE, new Memory.TraceKept(trace("figure", 1)));
    }
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        var statement = connection.createStatement()) {
      statement.execute("pragma user_version = 999");
    }
    try (var store = open()) {
      assertThat(store.load(WORKSPACE)).isEmpty();
    }
    assertThat(said).singleElement().asString().contains("its schema is 999");
  }

  @Test
  void manyTraces_loadWhole() throws IOException {
    int tasks = 20_000;
    try (var store = open()) {
      for (int i = 0; i < tasks; i++) {
        store.note(WORKSPACE, new Memory.TraceKept(trace("t" + i, 1)));
      }
    }
    try (var store = open()) {
      assertThat(store.load(WORKSPACE)).hasSize(tasks);
    }
  }

  private StateStore open() throws IOException {
    return StateStore.open(file(), said::add);
  }

  private Path file() {
    return folder.resolve("majordomo.db");
  }

  private int count(String table) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        var statement = connection.createStatement();
        var rows = statement.executeQuery("select count(*) from " + table)) {
      return rows.getInt(1);
    }
  }

  private static Memory.BuildDone done(String id) {
    var request =
        new BuildRequest(
            WORKSPACE, List.of("x"), false, true, false, 0, false, false, 10, Map.of("A", "b"));
    var report =
        new BuildReport(
            id,
            WORKSPACE,
            "succeeded",
            new BuildReport.Tasks(1, 2, 3, 4, 5),
            List.of(),
            List.of(),
            List.of(),
            List.of("w"),
            12,
            0);
    return new Memory.BuildDone(request, report, 99);
  }

  private static Trace ofParts(Trace trace) {
    var outputs = new ArrayList<>(trace.outputs());
    outputs.add(new Trace.Output(path("one.aux"), present("one", false), false));
    outputs.add(new Trace.Output(path("two.aux"), new ArtefactState.Link("one.aux"), false));
    return new Trace(
        trace.id(),
        trace.task(),
        trace.key(),
        trace.recipe(),
        trace.observed(),
        outputs,
        trace.reason(),
        trace.build(),
        trace.pass(),
        trace.pod(),
        trace.log(),
        trace.endedMs(),
        trace.ms());
  }

  private static Trace trace(String task, int run) {
    var observed = new ArrayList<Trace.Observed>();
    observed.add(new Trace.Observed(path(task + ".py"), "", Digest.of("py" + run), true));
    observed.add(new Trace.Observed(path("data.csv"), "keep ^x", Digest.of("csv"), true));
    observed.add(new Trace.Observed(path("/usr/bin/python3"), "", Digest.of("tool"), false));
    observed.add(new Trace.Observed(path("style.json"), "", Digest.ABSENT, true));
    return trace(task, run, observed);
  }

  private static Trace trace(String task, int run, List<Trace.Observed> observed) {
    return new Trace(
        task + "#" + run,
        task,
        task + ".pdf",
        Digest.of("recipe"),
        observed,
        List.of(
            new Trace.Output(path(task + ".pdf"), present(task + run, true)),
            new Trace.Output(path(task + ".ln"), new ArtefactState.Link("über/there")),
            new Trace.Output(path(task + ".aux"), ArtefactState.absent())),
        "data.csv changed",
        "b-1",
        3,
        "local",
        "",
        1_764_000_000_000L,
        412);
  }

  private static ArtefactPath path(String name) {
    return ArtefactPath.of(name);
  }

  private static ArtefactState present(String content, boolean executable) {
    return new ArtefactState.Present(Digest.of(content), executable);
  }
}
