package org.computepods.majordomo.state;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.computepods.rules.ArtefactPath;

/**
 * The names of artefacts, each stored once and numbered from 0. They are read when the first is
 * wanted: the words that a life left to the next need none of a million.
 */
final class Names {
  private final Connection connection;
  private final List<ArtefactPath> byNumber = new ArrayList<>();
  private boolean read;

  /** So many are in the database for good. */
  private int committed;

  /**
   * Numbers + 1 by the hash of their names, 0 where none is: a million names must stay small. None
   * at all until somebody looks for a name, which who only reads does not.
   */
  private int[] slots = {};

  Names(Connection connection) {
    this.connection = connection;
  }

  private void read() throws SQLException {
    if (read) {
      return;
    }
    byNumber.clear();
    try (var query = connection.prepareStatement("select number, name from name order by number");
        var rows = query.executeQuery()) {
      while (rows.next()) {
        if (rows.getInt(1) != byNumber.size()) {
          throw new DamagedException("a name is missing");
        }
        byNumber.add(path(rows.getString(2)));
      }
    }
    read = true;
    committed = byNumber.size();
  }

  /** The number of this name, a new one if it has none yet. */
  int number(ArtefactPath path) throws SQLException {
    read();
    if (2 * byNumber.size() >= slots.length) {
      number(Math.max(1 << 10, Integer.highestOneBit(2 * byNumber.size()) << 1));
    }
    int known = slots[slot(path)] - 1;
    if (known >= 0) {
      return known;
    }
    try (var insert = connection.prepareStatement("insert into name(number, name) values(?, ?)")) {
      insert.setInt(1, byNumber.size());
      insert.setString(2, path.value());
      insert.executeUpdate();
    }
    return remember(path);
  }

  /** The name with this number. */
  ArtefactPath name(long number) throws SQLException {
    read();
    if (number < 0 || number >= byNumber.size()) {
      throw new DamagedException("no name has the number " + number);
    }
    return byNumber.get((int) number);
  }

  /** All names given until now are there for good. */
  void committed() {
    committed = byNumber.size();
  }

  /** Forgets names given in a transaction that was rolled back. */
  void rolledBack() {
    if (read && byNumber.size() > committed) {
      byNumber.subList(committed, byNumber.size()).clear();
      number(slots.length);
    }
  }

  int size() {
    return byNumber.size();
  }

  private int remember(ArtefactPath path) {
    int number = byNumber.size();
    byNumber.add(path);
    slots[slot(path)] = number + 1;
    return number;
  }

  /** Fills as many slots anew. */
  private void number(int size) {
    slots = new int[size];
    for (int i = 0; i < byNumber.size(); i++) {
      slots[slot(byNumber.get(i))] = i + 1;
    }
  }

  /** Where the path's number is, or would be: the next place that is free from its hash on. */
  private int slot(ArtefactPath path) {
    int hash = path.hashCode() * 0x9E3779B9;
    int at = (hash ^ (hash >>> 16)) & (slots.length - 1);
    while (slots[at] != 0 && !byNumber.get(slots[at] - 1).equals(path)) {
      at = (at + 1) & (slots.length - 1);
    }
    return at;
  }

  private static ArtefactPath path(String name) {
    try {
      return ArtefactPath.of(name);
    } catch (IllegalArgumentException e) {
      throw new DamagedException(String.valueOf(e.getMessage()));
    }
  }
}
