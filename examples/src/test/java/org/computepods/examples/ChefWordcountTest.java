package org.computepods.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.example.wordcount.Wordcount;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A chef in a jar of the home cooks for whoever builds, and a broken jar beside it harms nobody.
 */
class ChefWordcountTest {

  @RegisterExtension final Kitchen kitchen = new Kitchen();

  private Workspace withChef() {
    var workspace = kitchen.empty();
    ChefJar.install(Wordcount.class, workspace.home(), "wordcount.jar");
    return workspace;
  }

  @Test
  void text_changed_isCountedAgain_alsoByWhatItIncludes() {
    var texts =
        withChef()
            .write("all.txt", "one two\ninclude part.txt\n")
            .write("part.txt", "three\n")
            .write("other.txt", "a b c d\n");

    texts.build("all.count", "other.count").succeeds();
    assertThat(texts.read("all.count")).isEqualTo("3\n");
    texts.build("all.count", "other.count").succeeds().ranNothing();

    texts.append("part.txt", "four five\n");
    texts.build("all.count", "other.count").succeeds().ranOnly("wordcount.count[all.count]");
    assertThat(texts.read("all.count")).isEqualTo("5\n");
    texts.cpCtrl("chefs").exits(0).saying("wordcount");
    texts.cpCtrl("log", "all.count").exits(0).saying("all.txt has 5 words");
    texts.cpCtrl("explain", "all.count").exits(0).saying("wordcount.count", "part.txt");
  }

  @Test
  void text_thatCannotBeCounted_failsWithTheChefsName_andTheLastGoodCountStays() {
    var texts = withChef().write("a.txt", "one\n");
    texts.build("a.count").succeeds();

    texts.write("a.txt", "one\n\0\n");

    texts.build("a.count").ends(1, "failed").saying("chef wordcount: a.txt:2: this is no text");
    assertThat(texts.read("a.count")).isEqualTo("1\n");
  }

  @Test
  void includedText_thatATaskMakes_isMadeFirst() {
    var texts =
        withChef()
            .write("all.txt", "include part.txt\n")
            .write(
                "computepods.yaml",
                """
                project: texts
                uses: [wordcount]
                tasks:
                  part: {outputs: [part.txt], sh: "echo one two > {outputs}"}
                  count:
                    rule: wordcount.count
                    dependencies: [all.txt]
                    outputs: [all.count]
                    with: {shortest: 3}
                """);

    texts.build("count").succeeds();

    assertThat(texts.read("all.count")).isEqualTo("2\n");
    texts.build("count").succeeds().ranNothing();
  }

  @Test
  void twoChefs_thatMakeTheSame_areAskedInOneOrder_andTheProjectSaysAnother() {
    var texts = withChef().write("a.txt", "one two\n");
    ChefJar.installAlone(AnotherCount.class, texts.home(), "another.jar");

    texts.build("a.count").succeeds();
    assertThat(texts.read("a.count")).isEqualTo("another\n");
    texts.cpCtrl("explain", "a.count").exits(0).saying("anothercount.count");

    texts.write("computepods.yaml", "project: texts\nuses: [wordcount, anothercount]\n");
    texts.build("a.count").succeeds();
    assertThat(texts.read("a.count")).isEqualTo("2\n");
    texts.cpCtrl("explain", "a.count").exits(0).saying("wordcount.count");

    texts.write(
        "computepods.yaml",
        """
        project: texts
        tasks:
          count: {rule: anothercount.count, dependencies: [a.txt], outputs: [a.count]}
        """);
    texts.build("count").succeeds();
    assertThat(texts.read("a.count")).isEqualTo("another\n");
  }

  @Test
  void jar_ofAnotherVersion_isLoadedByTheNextBuild() throws IOException {
    var texts = kitchen.empty().write("a.txt", "one two\n");
    ChefJar.installAlone(AnotherCount.class, texts.home(), "count.jar");
    texts.build("a.count").succeeds();
    Files.delete(texts.home().folder().resolve("chefs/count.jar"));

    ChefJar.install(Wordcount.class, texts.home(), "count.jar");

    texts.build("a.count").succeeds();
    assertThat(texts.read("a.count")).isEqualTo("2\n");
  }

  @Test
  void codeThatHangs_doesNotKeepTheFederationFromEnding() {
    var texts = kitchen.empty();
    ChefJar.installAlone(HangingChef.class, texts.home(), "hanging.jar");
    texts.cpCtrl("up").exits(0);

    try (var building = texts.home().start(texts.folder(), "build", "never")) {
      FileWaits.until(
          texts.folder(),
          "the chef has begun",
          () -> texts.cpCtrl("log", "never").out().contains("begun"));
      texts.cpCtrl("down").exits(0);
      assertThat(building.ends().exit()).isEqualTo(3);
    }
    assertThat(texts.home().processes()).isEmpty();
    assertThat(texts.has("never")).isFalse();
  }

  @Test
  void codeThatExits_isNamedToWhoBuilds() {
    var texts = kitchen.empty();
    ChefJar.installAlone(ExitingChef.class, texts.home(), "exiting.jar");

    texts
        .build("never")
        .ends(1, "failed")
        .saying("chef exiting: it called System.exit, which ends all that runs in its pod");

    assertThat(texts.home().logs()).contains("chef exiting called System.exit");
  }

  @Test
  void brokenJar_isNamedByTheDoctorAndTheLog_andTheOthersCook() throws IOException {
    var texts = withChef().write("a.txt", "one\n");
    Path broken = texts.home().folder().resolve("chefs/broken.jar");
    Files.writeString(broken, "no jar");

    texts.build("a.count").succeeds();

    texts.cpCtrl("doctor").saying("broken.jar", "wordcount");
    assertThat(texts.home().logs()).contains("broken.jar");
  }
}
