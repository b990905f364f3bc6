package org.computepods.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.example.concordance.Concordance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A chef in a process of its own comes to the federation of a home, cooks for it, and goes. */
class ChefStandaloneTest {

  @RegisterExtension final Kitchen kitchen = new Kitchen();

  private Running chefFor(Workspace workspace) {
    var chef =
        Running.start(
            kitchen.floor(),
            List.of(
                System.getProperty("java.home") + "/bin/java",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Concordance.class.getName(),
                "--home",
                workspace.home().folder().toString()));
    chef.says("chef concordance cooks as pod chef-concordance");
    return chef;
  }

  @Test
  void text_changed_isCookedAgainByTheOtherProcess_andWhatItReadsIsKnown() {
    var texts = kitchen.empty().write("a.txt", "the cat\nthe dog\n");
    texts.cpCtrl("up").exits(0);

    try (var chef = chefFor(texts)) {
      var first = texts.build("a.words").succeeds();
      assertThat(first.report().runs())
          .allSatisfy(run -> assertThat(run.chef()).contains("chef-concordance"));
      assertThat(texts.read("a.words")).isEqualTo("cat [1]\ndog [2]\nthe [1, 2]\n");
      texts.build("a.words").succeeds().ranNothing();
      texts.cpCtrl("chefs").exits(0).saying("concordance");

      texts.write("a.txt", "a cat\n");
      texts.build("a.words").succeeds().ranOnly("concordance.list[a.words]");
      assertThat(texts.read("a.words")).isEqualTo("a [1]\ncat [1]\n");

      // It may not be there, and once it is it has to be sent along.
      texts.write("common.words", "a\n").build("a.words").succeeds();
      assertThat(texts.read("a.words")).isEqualTo("cat [1]\n");

      texts.write("a.txt", "...\n");
      texts
          .build("a.words")
          .ends(1, "failed")
          .saying("chef concordance: a.txt: there are no words");
      assertThat(texts.read("a.words")).isEqualTo("cat [1]\n");
      chef.interrupt().ends();
    }
  }
}
