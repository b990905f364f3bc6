package org.computepods.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The finished book of the example, read page by page as a reader would. */
record WovenBook(List<List<String>> pages) {

  private static final Pattern FOOT = Pattern.compile(" *- (\\d+) -");
  private static final Pattern ENTRY = Pattern.compile("( *[0-9.]+  )?(.+?) \\.{2,} (\\d+)");

  static WovenBook of(String text) {
    var pages = new ArrayList<List<String>>();
    var page = new ArrayList<String>();
    for (String line : text.lines().toList()) {
      var foot = FOOT.matcher(line);
      if (foot.matches()) {
        pages.add(List.copyOf(page));
        page.clear();
        assertThat(foot.group(1)).as("number at a foot").isEqualTo(Integer.toString(pages.size()));
      } else {
        page.add(line);
      }
    }
    assertThat(String.join("", page)).as("after the last page").isBlank();
    return new WovenBook(pages);
  }

  /** What its contents promise: title to page. */
  Map<String, Integer> contents() {
    var entries = new LinkedHashMap<String, Integer>();
    for (List<String> page : pages) {
      for (String line : page) {
        var entry = ENTRY.matcher(line);
        if (entry.matches()) entries.put(entry.group(2), Integer.valueOf(entry.group(3)));
      }
    }
    return entries;
  }

  /** Every entry of the contents names the page on which its heading stands, underlined. */
  WovenBook contentsAreRight() {
    Map<String, Integer> contents = contents();
    assertThat(contents).hasSizeGreaterThan(15).containsEntry("The last page", pages.size());
    contents.forEach(
        (title, page) -> {
          if (!title.equals("The last page")) {
            assertThat(headingsOn(page)).as("headings on page %d", page).contains(title);
          }
        });
    return this;
  }

  /** The plan which the program printed names each chapter's page of this very book. */
  WovenBook programIsRight() {
    Map<String, Integer> contents = contents();
    String all = String.join("\n", pages.stream().flatMap(List::stream).toList());
    assertThat(all)
        .doesNotContain("??")
        .doesNotContain("nothing to show")
        .contains(pages.size() + " pages in all")
        .contains("page " + contents.get("The plan"));
    int day = 0;
    for (int first = 1; first <= pages.size(); first += 4) {
      int last = Math.min(first + 3, pages.size());
      assertThat(all).contains("  Day %2d  pages %2d to %2d".formatted(++day, first, last));
    }
    return this;
  }

  private List<String> headingsOn(int page) {
    List<String> lines = pages.get(page - 1);
    var headings = new ArrayList<String>();
    for (int i = 0; i + 1 < lines.size(); i++) {
      if (lines.get(i + 1).matches("[=-]{3,}")) {
        headings.add(lines.get(i).replaceFirst("^\\d+\\.\\d+  ", ""));
      }
    }
    return headings;
  }
}
