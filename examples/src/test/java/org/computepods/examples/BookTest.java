package org.computepods.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A cycle through three tools, which ends when the book knows its own pages. */
class BookTest {

  @RegisterExtension final Kitchen kitchen = new Kitchen();

  @Test
  void book_fromNothing_settlesWithRightPages() {
    var book = kitchen.example("book");

    var build = book.build().succeeds();

    var cycle = build.cycleWith("weave");
    assertThat(cycle.verdict()).isEqualTo("settled");
    assertThat(cycle.passes()).isBetween(2, 6);
    assertThat(cycle.members())
        .contains("tangle", "compile", "link", "plan", "chart", "weave", "contents");
    WovenBook.of(book.read("book.txt")).contentsAreRight().programIsRight();
    book.build().succeeds().ranNothing();
  }

  @Test
  void book_chapterGrowsByPages_settlesAgainAsACleanBuildWould() {
    var book = kitchen.example("book");
    book.build().succeeds();
    int before = WovenBook.of(book.read("book.txt")).pages().size();

    book.append("chapters/1-length.txt", "\nAnd another line.\n".repeat(40));
    book.build().succeeds();

    var woven = WovenBook.of(book.read("book.txt")).contentsAreRight().programIsRight();
    assertThat(woven.pages()).hasSizeGreaterThan(before + 1);
    book.equalsCleanBuild();
  }

  @Test
  void book_editAndItsUndo_isRestoredWhole() {
    var book = kitchen.example("book");
    book.build().succeeds();
    String before = book.read("book.txt");
    String chapter = book.read("chapters/1-length.txt");
    book.append("chapters/1-length.txt", "\nAnd another line.\n".repeat(40));
    book.build().succeeds();

    book.write("chapters/1-length.txt", chapter);

    book.build().succeeds().ranNothing();
    assertThat(book.read("book.txt")).isEqualTo(before);
  }

  @Test
  void book_verified_isWhatAColdBuildMakes() {
    var book = kitchen.example("book");
    book.build().succeeds();

    book.cpCtrl("verify").exits(0).saying("as a cold build makes them");
    book.write("contents.txt", "not what it should be");

    book.cpCtrl("verify").exits(1).complaining("contents.txt differs");
    assertThat(book.cpCtrl("status").exits(0).out()).doesNotContain("verify");
    assertThat(book.home().folder().resolve("verify")).isEmptyDirectory();
    assertThat(book.read("contents.txt")).isEqualTo("not what it should be");
  }

  @Test
  void book_wordChanged_goesRoundOnceAndCompilesNothing() {
    var book = kitchen.example("book");
    book.build().succeeds();

    book.replace("chapters/6-round.txt", "You can check.", "You may check.");

    book.build().succeeds().ranOnly("weave", "contents", "tangle");
    assertThat(book.read("book.txt")).contains("You may check.");
  }
}
