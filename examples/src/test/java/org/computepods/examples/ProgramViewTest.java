package org.computepods.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Views by a program, for what no line tells: here a PDF's date, which says nothing of its page.
 */
class ProgramViewTest {

  /** Stands for a plotting library: each run writes another date into what it draws. */
  private static final String PROJECT =
      """
      project: dated
      default: paper.txt
      tasks:
        figure:
          dependencies: [data.csv]
          outputs: [figure.pdf]
          sh: "printf '%%%%PDF /CreationDate (D:%s) /Page (%s)' $(date +%s%N) $(head -n1 data.csv) > figure.pdf"
        paper:
          dependencies:
            - artefact: figure.pdf
              view: {program: [sed, 's,/CreationDate ([^)]*),,']}
          outputs: [paper.txt]
          sh: "cp figure.pdf paper.txt"
      """;

  @RegisterExtension final Kitchen kitchen = new Kitchen();

  private Workspace dated(String project) {
    return kitchen.of(Map.of("computepods.yaml", project, "data.csv", "12\n# measured\n"));
  }

  @Test
  void datesOfAPdf_seenThroughAProgram_cutOff() {
    var dated = dated(PROJECT);
    dated.build().succeeds().ranOnly("figure", "paper");
    String before = dated.read("figure.pdf");

    dated.append("data.csv", "# measured again\n").build().succeeds().ranOnly("figure");
    assertThat(dated.read("figure.pdf")).as("another date").isNotEqualTo(before);
    dated.build().succeeds().ranNothing();

    dated.write("data.csv", "13\n").build().succeeds().ranOnly("figure", "paper");
    assertThat(dated.read("paper.txt")).contains("/Page (13)");
  }

  @Test
  void viewOfAType_isTakenByEveryReader() {
    var dated =
        dated(
            PROJECT
                .replace("project: dated", "project: dated\nuses: [pdf.rules.yaml]")
                .replaceAll("(?s)\n +- artefact: figure.pdf.*?,,'\\]\\}", " [figure.pdf]"));
    dated.write(
        "pdf.rules.yaml",
        """
        set: pdf
        required: []
        types:
          pdf: {globs: ["*.pdf"], view: {program: [sed, 's,/CreationDate ([^)]*),,']}}
        rules: {}
        """);
    dated.build().succeeds().ranOnly("figure", "paper");

    dated.append("data.csv", "# again\n").build().succeeds().ranOnly("figure");
    dated.cpCtrl("verify", "figure").exits(0).saying("1 output as a cold build makes them");
  }

  @Test
  void programThatFails_isAnErrorThatNamesIt_andIsTriedAgain() {
    var broken = dated(PROJECT.replace("[sed, 's,/CreationDate ([^)]*),,']", "[./filter, -x]"));
    broken
        .write("filter", "#!/bin/sh\necho no such page >&2\nexit 3\n")
        .run("chmod", "+x", "filter");

    broken
        .build()
        .ends(1, "failed")
        .saying(
            "paper: its view of figure.pdf, by './filter -x', failed: exit code 3: no such page");
    broken.build().ends(1, "failed").ranNothing();
    assertThat(broken.has("paper.txt")).isFalse();

    broken.write("filter", "#!/bin/sh\nsed 's,/CreationDate.*) ,,'\n").run("chmod", "+x", "filter");
    broken.build().succeeds().ranOnly("paper");
  }

  @Test
  void programThatIsAnother_isLookedThroughAgain() {
    var dated = dated(PROJECT.replace("[sed, 's,/CreationDate ([^)]*),,']", "[sh, filter.sh]"));
    dated.write("filter.sh", "sed 's,/CreationDate ([^)]*),,'\n");
    dated.build().succeeds().ranOnly("figure", "paper");

    dated.append("filter.sh", "echo more\n");
    var build = dated.build().succeeds().ranOnly("paper");

    assertThat(build.report().runs().getFirst().reason())
        .isEqualTo("figure.pdf is seen otherwise by its view's program");
    dated.build().succeeds().ranNothing();
  }

  @Test
  void programThatIsNotThere_isNamed() {
    dated(PROJECT.replace("program: [sed", "program: [no-such-filter"))
        .build()
        .ends(1, "failed")
        .saying("there is no program 'no-such-filter'");
  }
}
