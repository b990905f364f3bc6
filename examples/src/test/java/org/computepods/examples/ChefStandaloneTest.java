package org.computepods.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.example.concordance.Concordance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A chef in a process of its own comes to the federation of a home, cooks for it, and goes. */
class ChefStandaloneTest {

  @RegisterExtension final Kitchen kitchen = new Kitchen();

  private Running chef(String... options) {
    var command =
        new ArrayList<>(
            List.of(
                System.getProperty("java.home") + "/bin/java",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Concordance.class.getName()));
    command.addAll(List.of(options));
    return Running.start(kitchen.floor(), command);
  }

  private Running chefFor(Workspace workspace) {
    return chef("--home", workspace.home().folder().toString())
        .says("chef concordance cooks as pod chef-concordance");
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

  @Test
  void federationThatBeginsAnewWhileTheChefIsAway_knowsItsRules() {
    var texts = kitchen.empty().write("a.txt", "the cat\n");
    texts.cpCtrl("up").exits(0);
    try (var chef = chefFor(texts)) {
      texts.build("a.words").succeeds();
      chef.interrupt().ends();
    }
    assertThat(texts.home().down()).isEmpty();
    texts.write("a.txt", "a dog\n");

    texts
        .build("--wait", "1", "a.words")
        .ends(5, "impossible")
        .saying("pod chef-concordance could run it, and is away");
    try (var chef = chefFor(texts)) {
      texts.build("a.words").succeeds().ranOnly("concordance.list[a.words]");
      assertThat(texts.read("a.words")).isEqualTo("a [1]\ndog [1]\n");
      chef.interrupt().ends();
    }
  }

  @Test
  void chefThatWasKilled_buildAtOnce_isSaidToBeGone() {
    var texts = kitchen.empty().write("a.txt", "the cat\n");
    texts.cpCtrl("up").exits(0);
    try (var chef = chefFor(texts)) {
      texts.build("a.words").succeeds();
      chef.signal("KILL");
      chef.ends();
    }
    texts.write("a.txt", "a dog\n");

    // A moment later its silence is noticed: then it is away.
    texts
        .build("--wait", "1", "a.words")
        .ends(5, "impossible")
        .saying("pod chef-concordance could run it, and is ");
  }

  @Test
  void chef_invitedByAnotherHome_cooksForItUnderTheNameItWasGiven() throws IOException {
    var texts = kitchen.empty().write("a.txt", "the cat\n");
    texts.cpCtrl("up").exits(0);
    Path invitation = kitchen.outside("chef.invitation");
    Files.writeString(invitation, texts.cpCtrl("pod", "invite").exits(0).out());

    try (var chef =
        chef(
            "--invite-file",
            invitation.toString(),
            "--home",
            kitchen.home().folder().toString(),
            "--name",
            "guest",
            "--slots",
            "1")) {
      chef.says("chef concordance cooks as pod guest");

      var build = texts.build("a.words").succeeds();
      assertThat(build.report().runs()).allSatisfy(run -> assertThat(run.chef()).contains("guest"));
      assertThat(texts.read("a.words")).isEqualTo("cat [1]\nthe [1]\n");
      chef.interrupt().ends();
    }
  }

  @Test
  void chef_onAPlainNatsServer_cooksForTheRolesThere() throws IOException {
    var texts = kitchen.empty().write("a.txt", "the cat\n");
    try (var nats = PlainNats.startIn(kitchen.outside("nats"));
        var watcher = role(nats, "fswatcher", "--workspace", texts.folder().toString());
        var majorDomo = texts.home().start(kitchen.floor(), "majordomo", "--nats", nats.url());
        var pod = role(nats, "pod", "--name", "local", "--workspaces");
        var chef = chef("--nats", nats.url(), "--home", kitchen.home().folder().toString())) {
      watcher.says("1 files");
      majorDomo.says("answers at");
      pod.says("cooks for local");
      chef.says("chef concordance cooks as pod chef-concordance");

      texts.build("--wait", "60", "a.words").succeeds().ranOnly("concordance.list[a.words]");
      assertThat(texts.read("a.words")).isEqualTo("cat [1]\nthe [1]\n");
      for (var each : List.of(chef, watcher, majorDomo, pod)) {
        each.signal("TERM");
        each.ends();
      }
    }
  }

  private Running role(PlainNats nats, String... words) {
    var all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--nats", nats.url()));
    return kitchen.home().start(kitchen.floor(), all.toArray(String[]::new));
  }

  @Test
  void chef_withOptionsThatAreNone_saysWhichThereAre() {
    try (var chef = chef("--nast", "nats://127.0.0.1:4222")) {
      chef.ends().exits(2).complaining("--nast", "--nats");
    }
  }
}
