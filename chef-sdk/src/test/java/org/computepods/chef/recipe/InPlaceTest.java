package org.computepods.chef.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.computepods.chef.store.FileStat;
import org.computepods.chef.store.Hashing;
import org.computepods.chef.store.Pin;
import org.computepods.chef.wire.BuildResults.Outcome;
import org.computepods.chef.wire.FileRef;
import org.computepods.rules.Digest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InPlaceTest {
  @TempDir Path folder;
  private Workshop at;

  @BeforeEach
  void open() throws IOException {
    at = new Workshop(folder);
  }

  @AfterEach
  void close() {
    at.close();
  }

  @Test
  void job_thatSucceeds_leavesItsOutputsAndNothingElse() throws Exception {
    at.write("in.txt", "in");

    var results =
        at.job("cat in.txt in.txt > 'deep/o ut.txt'; echo said")
            .input("in.txt")
            .output("deep/o ut.txt")
            .run();

    assertThat(results.outcome()).isEqualTo(Outcome.SUCCEEDED);
    FileRef out = results.outputs().getFirst();
    assertThat(out.sha256()).isEqualTo(Digest.of("inin").hex());
    assertThat(out.inode()).isEqualTo(Files.getAttribute(at.path("deep/o ut.txt"), "unix:ino"));
    assertThat(out.ctimeNs()).isPositive();
    assertThat(results.absentBefore()).containsExactly("deep/o ut.txt");
    assertThat(results.logTail()).isEqualTo("said\n");
    assertThat(Workshop.text(at.store, results.logDigest())).isEqualTo("said\n");
    assertThat(results.moved()).isEmpty();
    assertThat(at.files()).containsExactly("deep/o ut.txt", "in.txt");
  }

  @Test
  void job_anyJob_readsItsTool() throws Exception {
    var results = at.job("true").run();

    assertThat(results.reads()).extracting(FileRef::path).containsExactly("/$PATH/sh");
    assertThat(results.reads().getFirst().sha256())
        .isEqualTo(
            Digest.of(Digest.of(Files.readAllBytes(Path.of("/usr/bin/sh"))).hex() + " /usr/bin")
                .hex());
  }

  @Test
  void outputThatNobodyHeardOf_afterACrash_isNotAPersons() throws Exception {
    at.write("in", "1");
    at.job("cat in > out").input("in").output("out").run();
    at.close();
    at = new Workshop(folder);
    at.write("in", "2");

    var again = at.job("cat in > out").input("in").output("out").run();

    assertThat(again.outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(again.saved()).isEmpty();
    at.write("out", "a person's");
    assertThat(at.job("cat in > out").input("in").output("out").run().saved())
        .extracting(FileRef::path)
        .containsExactly("out");
  }

  @Test
  void outputThatANeighbourWrote_isNotAPersons() throws Exception {
    String line = Digest.of("made").hex() + " ";
    at.write("sub/.computepods/written", line + "out\n");
    Files.createDirectories(at.beside(".computepods"));
    Files.writeString(at.beside(".computepods/written"), line + "my workspace/out\n");
    at.write("sub/out", "made");
    at.write("out", "made");

    var below = at.job("echo new > sub/out").output("sub/out").run();
    var above = at.job("echo new > out").output("out").run();

    assertThat(below.saved()).isEmpty();
    assertThat(above.saved()).isEmpty();
    at.write("sub/out", "a person's");
    assertThat(at.job("echo new > sub/out").output("sub/out").run().saved()).hasSize(1);
  }

  @Test
  void outputThatNobodyHeardOf_afterOurFolderWasRemoved_isStillNoted() throws Exception {
    at.write("in", "1");
    at.job("cat in > out").input("in").output("out").run();
    try (var ours = Files.walk(at.path(".computepods"))) {
      for (Path each : ours.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
    at.write("in", "2");
    at.job("cat in > out").input("in").output("out").run();
    at.close();
    at = new Workshop(folder);
    at.write("in", "3");

    assertThat(at.job("cat in > out").input("in").output("out").run().saved()).isEmpty();
  }

  @Test
  void job_whoseInputMoved_doesNotRun() throws Exception {
    at.write("in", "new");

    var results = at.job("touch ran").input("in", Digest.of("old")).run();

    assertThat(results.outcome()).isEqualTo(Outcome.INPUTS_GONE);
    assertThat(results.moved()).containsExactly("in");
    assertThat(at.exists("ran")).isFalse();
  }

  @Test
  void job_whoseAbsentInputIsThere_doesNotRun() throws Exception {
    at.write("style", "x");

    var results = at.job("touch ran").absent("style").run();

    assertThat(results.outcome()).isEqualTo(Outcome.INPUTS_GONE);
    assertThat(results.moved()).containsExactly("style");
  }

  @Test
  void job_whoseInputWasAnotherMeanwhile_saysSo_thoughItIsBack() throws Exception {
    at.write("in", "A");
    String elsewhere = "mv in kept; echo B > in; cat in > out; mv kept in";

    assertThat(at.job(elsewhere).input("in").output("out").run().moved()).containsExactly("in");
    assertThat(at.job("cat in > out").input("in").output("out").run().moved()).isEmpty();
    assertThat(at.job(elsewhere).input("in").output("out").run().moved()).containsExactly("in");
  }

  @Test
  void job_thatTouchesItsInputEachTime_isTakenToDoSo() throws Exception {
    at.write("in", "A");
    String touching = "cat in > out; touch in";

    assertThat(at.job(touching).input("in").output("out").run().moved()).containsExactly("in");
    assertThat(at.job(touching).input("in").output("out").run().moved()).isEmpty();
    assertThat(at.job(touching).input("in").output("out").run().moved()).isEmpty();
  }

  @Test
  void job_thatLinksToItsInput_isTakenToDoSo() throws Exception {
    at.write("in", "A");

    assertThat(at.job("ln in out").input("in").output("out").run().moved()).isEmpty();
  }

  @Test
  void job_whoseInputIsEditedMeanwhile_saysSo() throws Exception {
    for (int trial = 0; trial < 20; trial++) {
      at.write("in", "old " + trial);
      var results =
          at.job("cat in > out; echo edited >> in")
              .input("in")
              .output("out")
              .name("j" + trial)
              .run();

      assertThat(results.outcome()).isEqualTo(Outcome.SUCCEEDED);
      assertThat(results.moved()).as("trial " + trial).containsExactly("in");
      Files.delete(at.path("out"));
    }
  }

  @Test
  void job_thatFails_leavesEverythingAsItWas() throws Exception {
    Digest old = at.write("out", "good");
    Digest aux = at.write("aux", "aux");

    var results =
        at.job("echo half > out; echo x >> aux; mkdir -p new; echo y > new/one; exit 2")
            .output("out")
            .output("new/one")
            .auxiliary("aux")
            .readsBack("aux")
            .ours("out", old)
            .ours("aux", aux)
            .run();

    assertThat(results.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(results.exit()).isEqualTo(2);
    assertThat(results.outputs()).isEmpty();
    assertThat(at.read("out")).isEqualTo("good");
    assertThat(at.read("aux")).isEqualTo("aux");
    assertThat(at.files()).containsExactly("aux", "out");
    assertThat(Files.exists(at.path("new"))).isFalse();
    assertThat(results.saved()).isEmpty();
  }

  @Test
  void job_thatDoesNotReadItsOutput_doesNotSeeTheOldOne() throws Exception {
    Digest old = at.write("out", "old");

    var results = at.job("test ! -e out && echo new > out").output("out").ours("out", old).run();

    assertThat(results.outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(at.store.read(old)).as("old generation").isPresent();
  }

  @Test
  void job_thatReadsItsOutput_seesTheOldOne() throws Exception {
    Digest old = at.write("count", "1");

    var results =
        at.job("printf 1 >> count")
            .input("count")
            .output("count")
            .readsBack("count")
            .ours("count", old)
            .run();

    assertThat(results.outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(results.moved()).isEmpty();
    assertThat(results.absentBefore()).isEmpty();
    assertThat(results.found()).extracting(FileRef::path).containsExactly("count");
    assertThat(results.found()).extracting(FileRef::sha256).containsExactly(old.hex());
    assertThat(at.read("count")).isEqualTo("11");
    assertThat(at.store.read(old)).isPresent();
  }

  @Test
  void outputThatWasEditedAsItWasPutAside_isSavedForGood() throws Exception {
    at.write("in", "1");
    at.job("cat in > out").input("in").output("out").run();

    // As if somebody had written between our look and the rename.
    var again =
        at.job("cat in in > out; for f in .computepods/tmp/*.0; do echo mine > $f; done")
            .input("in")
            .output("out")
            .ours("out", Digest.of("1"))
            .run();

    assertThat(again.saved()).extracting(FileRef::path).containsExactly("out");
    assertThat(Workshop.text(at.store, again.saved().getFirst().sha256())).isEqualTo("mine\n");
    assertThat(at.read("out")).isEqualTo("11");
  }

  @Test
  void outputThatIsEditedJustAfterTheToolEnded_isSavedForGood_andTheTaskRunsAgain()
      throws Exception {
    at.close();
    var edited = new AtomicBoolean();
    at =
        new Workshop(
            folder,
            Fetcher.NONE,
            new Hashing(
                () -> {
                  boolean made = at.exists("last") && !edited.getAndSet(true);
                  return made ? editLater("out") : Instant.now();
                }));

    var results =
        at.job("echo made | tee first > out; touch last")
            .output("first")
            .output("out")
            .output("last")
            .run();

    assertThat(edited).isTrue();
    assertThat(results.outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(results.moved()).containsExactly("out");
    FileRef saved = results.saved().getFirst();
    assertThat(saved.path()).isEqualTo("out");
    assertThat(Workshop.text(at.store, saved.sha256())).isEqualTo("mine");
    assertThat(at.store.pins()).extracting(Pin::digest).containsExactly(Digest.of("mine"));
  }

  /** Writes it as a person who is later than now, by the file system's clock, which lags. */
  private Instant editLater(String name) {
    Instant now = Instant.now();
    try {
      do {
        at.write(name, "mine");
      } while (!InPlace.isLater(FileStat.of(at.path(name)).orElseThrow(), now));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Instant.now();
  }

  @Test
  void job_thatFailsWhileItsInputIsEdited_saysSo() throws Exception {
    at.write("in", "1");

    var results = at.job("echo 2 > in; exit 3").input("in").output("out").run();

    assertThat(results.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(results.moved()).containsExactly("in");
  }

  @Test
  void job_overAPersonsFile_savesItForGood() throws Exception {
    at.write("out", "mine");

    var results = at.job("echo made > out").output("out").ours("out", Digest.of("x")).run();

    assertThat(results.outcome()).isEqualTo(Outcome.SUCCEEDED);
    FileRef saved = results.saved().getFirst();
    assertThat(saved.path()).isEqualTo("out");
    assertThat(Workshop.text(at.store, saved.sha256())).isEqualTo("mine");
    assertThat(at.store.pins()).extracting(Pin::digest).containsExactly(Digest.of("mine"));
  }

  @Test
  void job_overAPersonsFileThatFails_leavesItInPlace() throws Exception {
    at.write("out", "mine");

    at.job("echo half > out; exit 1").output("out").run();

    assertThat(at.read("out")).isEqualTo("mine");
  }

  @Test
  void job_whoseOutputsPlaceIsAFolder_isRefusedBeforeItsToolTouchesIt() throws Exception {
    at.write("in", "in");
    at.write("a/x", "mine");
    at.write("b", "a person's");

    var results = at.job("cp in a; cp in b").input("in").output("a").output("b").run();

    assertThat(results.outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(results.message()).startsWith("a is a folder, and a file is to be written there");
    assertThat(results.saved()).isEmpty();
    assertThat(at.files()).containsExactly("a/x", "b", "in");
    assertThat(at.read("b")).isEqualTo("a person's");
  }

  @Test
  void job_whoseOutputsPlaceIsAPipe_isRefused() throws Exception {
    String pipe = at.path("a").toString();
    assertThat(new ProcessBuilder("mkfifo", pipe).start().waitFor()).isZero();

    var results = at.job("touch ran").output("a").run();

    assertThat(results.outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(results.message()).startsWith("a is no regular file");
    assertThat(at.exists("ran")).isFalse();
  }

  @Test
  void job_withoutItsOutput_brokeItsWord() throws Exception {
    Digest old = at.write("out", "old");

    var results =
        at.job("mkdir other; touch other/x").output("out").output("other").ours("out", old).run();

    assertThat(results.outcome()).isEqualTo(Outcome.BROKE_ITS_WORD);
    assertThat(results.message()).contains("out was not made").contains("other is a folder");
    assertThat(at.files()).containsExactly("out");
  }

  @Test
  void job_withoutAnAuxiliary_saysItIsAbsent() throws Exception {
    var results = at.job("touch out").output("out").auxiliary("out.aux").run();

    assertThat(results.outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(results.outputs()).extracting(FileRef::path).containsExactly("out", "out.aux");
    assertThat(results.outputs().getLast().sha256()).isNull();
  }

  @Test
  void job_withSeed_findsItAndItStaysWhereItIsDeclared() throws Exception {
    var results =
        at.job("cat a.aux b.aux > out")
            .absent("a.aux")
            .absent("b.aux")
            .seed("a.aux", "seed\n")
            .seed("b.aux", "other\n")
            .output("out")
            .auxiliary("a.aux")
            .readsBack("a.aux")
            .run();

    assertThat(results.outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(at.read("out")).isEqualTo("seed\nother\n");
    assertThat(at.files()).containsExactly("a.aux", "out");
    assertThat(results.absentBefore()).contains("a.aux", "b.aux", "out");
    assertThat(results.moved()).isEmpty();
  }

  @Test
  void job_withDepfile_reportsReadsAndRemovesIt() throws Exception {
    at.write("src/my header.h", "h");
    at.write("in.c", "c");
    at.write("in.d", "a person's");

    var results =
        at.job("echo o > in.o; printf 'in.o: in.c src/../src/my\\\\ header.h /etc/passwd' > in.d")
            .input("in.c")
            .output("in.o")
            .depfile("in.d", "make")
            .run();

    assertThat(results.outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(results.reads())
        .extracting(FileRef::path)
        .containsExactly("/$PATH/sh", "in.c", "src/my header.h", "/etc/passwd");
    assertThat(at.read("in.d")).isEqualTo("a person's");
  }

  @Test
  void job_whoseDepfileNamesAFileOutsideThatIsNotThere_sawItsAbsence() throws Exception {
    String folder = "/usr";
    String nowhere = "/nowhere/settings.conf";

    var results =
        at.job("echo o > o; printf 'o: %s %s' > o.d".formatted(nowhere, folder))
            .output("o")
            .depfile("o.d", "make")
            .run();

    assertThat(results.reads())
        .extracting(read -> read.path() + (read.sha256() == null ? " absent" : ""))
        .containsExactly("/$PATH/sh", nowhere + " absent");
  }

  @Test
  void job_whoseSourceAsksForAHeader_missesItWhereItIsNot() throws Exception {
    at.write("x.c", "#if __has_include(\"conf.h\")\n#include \"conf.h\"\n#endif\n");
    at.write("b/conf.h", "");
    String gcc = "echo 'x.o: x.c' > x.d; cp x.c x.o # gcc -Ia -Ib";

    var results = at.job(gcc).input("x.c").output("x.o").depfile("x.d", "make").run();

    assertThat(results.reads().stream().filter(read -> !read.path().startsWith("/")))
        .extracting(read -> read.path() + (read.sha256() == null ? " absent" : ""))
        .containsExactly("x.c", "conf.h absent", "a/conf.h absent", "b/conf.h");
  }

  @Test
  void job_withRecorder_knowsWhatItWroteFirst() throws Exception {
    at.write("paper.tex", "t");
    String root = at.workspace.toRealPath().toString();
    String fls =
        "PWD "
            + root
            + "\nINPUT paper.tex\nOUTPUT paper.aux\nINPUT "
            + root
            + "/paper.aux\nINPUT ./paper.tex\nOUTPUT extra.tmp\n";
    at.write("paper.recorded", fls);

    var results =
        at.job(
                "echo a > paper.aux; echo p > paper.pdf; echo e > extra.tmp; cp paper.recorded paper.fls")
            .input("paper.tex")
            .output("paper.pdf")
            .auxiliary("paper.aux")
            .readsBack("paper.aux")
            .depfile("paper.fls", "fls")
            .run();

    assertThat(results.reads()).extracting(FileRef::path).containsExactly("/$PATH/sh", "paper.tex");
    assertThat(results.writes()).containsExactlyInAnyOrder("paper.aux", "extra.tmp");
    assertThat(results.absentBefore())
        .containsExactlyInAnyOrder("paper.pdf", "paper.aux", "extra.tmp");
    assertThat(at.exists("paper.fls")).isFalse();
  }

  @Test
  void job_thatLookedForFilesInVain_saysWhichAreNotThere_andReadsWhatHasComeSince()
      throws Exception {
    at.write("kept.tex", "older than the run");
    String fls = "ABSENT ./no where.tex\\nABSENT come.tex\\nABSENT out\\n";

    var results =
        at.job("echo > out; mv kept.tex come.tex; printf '%s' > out.fls".formatted(fls))
            .output("out")
            .depfile("out.fls", "fls")
            .run();

    assertThat(results.sought()).containsExactly("no where.tex");
    assertThat(results.reads()).extracting(FileRef::path).contains("come.tex");
  }

  @Test
  void job_thatReadsWhatItHasMade_hasLookedForItOnlyWhereItSaysSo() throws Exception {
    at.write("found.txt", "before\n");
    String fls =
        "ABSENT missed.txt\\nINPUT made.txt\\nINPUT missed.txt\\nINPUT found.txt\\nINPUT passing.txt\\n"
            + "OUTPUT made.txt\\nOUTPUT missed.txt\\nOUTPUT found.txt\\nOUTPUT passing.txt\\n";

    var results =
        at.job(
                "echo new | tee made.txt missed.txt found.txt; echo > out; printf '%s' > out.fls"
                    .formatted(fls))
            .input("found.txt")
            .output("out")
            .depfile("out.fls", "fls")
            .run();

    assertThat(results.absentBefore()).contains("missed.txt").doesNotContain("made.txt");
    assertThat(results.reads())
        .extracting(FileRef::path)
        .contains("missed.txt", "found.txt")
        .doesNotContain("made.txt", "passing.txt");
    assertThat(results.writes()).contains("made.txt", "missed.txt", "found.txt");
  }

  @Test
  void job_thatWritesAnewWhatItReadsBackUndeclared_saysWhatItFound_andKeepsThat() throws Exception {
    at.write("one.aux", "old\n");
    at.write("two.aux", "same\n");
    String fls = "OUTPUT one.aux\\nOUTPUT two.aux\\nOUTPUT new.aux\\n";
    var job =
        at.job(
                "echo new | tee one.aux new.aux; echo same > two.aux; printf '%s' > out.fls; echo > out"
                    .formatted(fls))
            .output("out")
            .readsBack("one.aux")
            .readsBack("two.aux")
            .depfile("out.fls", "fls");

    var results = job.run();

    assertThat(results.found()).extracting(FileRef::path).contains("one.aux", "two.aux");
    assertThat(results.undeclared())
        .extracting(FileRef::path, FileRef::sha256)
        .containsExactlyInAnyOrder(
            tuple("one.aux", Digest.of("new\n").hex()),
            tuple("two.aux", Digest.of("same\n").hex()),
            tuple("new.aux", Digest.of("new\n").hex()));
    assertThat(at.store.has(Digest.of("old\n"))).isTrue();
    assertThat(at.store.has(Digest.of("same\n"))).isFalse();
    assertThat(at.files()).containsExactlyInAnyOrder("one.aux", "two.aux", "new.aux", "out");
  }

  @Test
  void job_whoseToolNamesAMissingFile_passesTheNameOn() throws Exception {
    var results =
        at.job("echo \"! File 'fig.pdf' not found\"; exit 1")
            .missing("^! File '([^']+)' not found")
            .run();

    assertThat(results.missing()).containsExactly("fig.pdf");
  }

  @Test
  void job_ofAnOlderEpoch_isRefused() throws Exception {
    var results = at.job("touch ran").epoch(6).run();

    assertThat(results.outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(results.message()).contains("epoch");
    assertThat(at.exists("ran")).isFalse();
  }

  @Test
  void job_writingOutsideOrOurFolder_isRefused() throws Exception {
    for (String path : new String[] {"/etc/x", "../x", ".computepods/lock", "a/../../x"}) {
      var results = at.job("true").output(path).run();

      assertThat(results.outcome()).as(path).isEqualTo(Outcome.REFUSED);
    }
  }

  @Test
  void job_ofUnknownTool_isRefusedByName() throws Exception {
    var message = at.job("").message(java.util.List.of("no-such-tool"));

    var results = Cook.of(message, at.kitchen).cook();

    assertThat(results.outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(results.message()).contains("no-such-tool");
  }

  @Test
  void job_overItsTime_isUndone() throws Exception {
    Digest old = at.write("out", "old");

    var results =
        at.job("echo half > out; exec sleep 1000").output("out").ours("out", old).timeoutS(1).run();

    assertThat(results.outcome()).isEqualTo(Outcome.TIMED_OUT);
    assertThat(results.killLevel()).isNotBlank();
    assertThat(at.read("out")).isEqualTo("old");
  }

  @Test
  void job_cancelled_isUndone() throws Exception {
    Digest old = at.write("out", "old");
    new ProcessBuilder("mkfifo", at.path("begun").toString()).start().waitFor();
    var begun =
        at.job("echo half > out; echo go > begun; exec sleep 1000")
            .output("out")
            .ours("out", old)
            .start();
    Files.readString(at.path("begun"));

    begun.cooking().cancel();

    assertThat(begun.results().join().outcome()).isEqualTo(Outcome.CANCELLED);
    assertThat(at.read("out")).isEqualTo("old");
  }

  @Test
  void outputs_ofTheGenerationBefore_canBeRestored() throws Exception {
    at.job("echo one > out; chmod +x out").output("out").run();
    Digest one = Digest.of("one\n");
    var second = at.job("echo two > out").output("out").ours("out", one).name("second").run();
    assertThat(second.saved()).isEmpty();

    var reply =
        new Desk(at.kitchen)
            .restore(
                new org.computepods.chef.wire.PodRequests.RestoreRequest(
                    1,
                    at.workspace.toString(),
                    Workshop.EPOCH,
                    java.util.List.of(
                        new FileRef("out", one.hex(), true, null, 4, 0, 0, java.util.List.of())),
                    java.util.List.of(Digest.of("two\n").hex()),
                    java.util.List.of()));

    assertThat(reply.error()).isNull();
    assertThat(reply.missing()).isEmpty();
    assertThat(reply.saved()).isEmpty();
    assertThat(at.read("out")).isEqualTo("one\n");
    assertThat(Files.isExecutable(at.path("out"))).isTrue();
    assertThat(at.store.read(Digest.of("two\n"))).isPresent();
    assertThat(at.files()).containsExactly("out");
  }

  @Test
  void contents_ofTheStore_areNeverTheWorkspacesInodes() throws Exception {
    Digest old = at.write("out", "old");
    Files.createLink(at.path("alias"), at.path("out"));
    at.job("echo new > out").output("out").ours("out", old).run();

    Files.writeString(at.path("alias"), "changed");

    assertThat(at.store.read(old).map(String::new)).isEqualTo(Optional.of("old"));
    assertThat(at.notices).isEmpty();
  }
}
