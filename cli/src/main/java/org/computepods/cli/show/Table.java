package org.computepods.cli.show;

import java.util.ArrayList;
import java.util.List;

/** Columns of text under headings; the last column takes what room is left. */
public final class Table {
  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();

  public Table(String... headings) {
    rows.add(List.of(headings));
  }

  /** One more row, as many cells as there are headings. */
  public Table row(String... cells) {
    rows.add(List.of(cells));
    return this;
  }

  public boolean isEmpty() {
    return rows.size() == 1;
  }

  /**
   * @param width of the terminal; 0: as wide as need be
   */
  public List<String> lines(Paint paint, int width) {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], Text.columns(Text.safe(row.get(i))));
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        String cell = Text.safe(row.get(i));
        line.append(i == columns - 1 ? cell : Text.pad(cell, widths[i]) + GAP);
      }
      String text = line.toString().stripTrailing();
      String fitting = width > 0 ? Text.fit(text, width) : text;
      lines.add(lines.isEmpty() ? paint.dim(fitting) : fitting);
    }
    return lines;
  }
}
