package org.computepods.majordomo.state;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.computepods.rules.ArtefactPath;

/** The names of artefacts, each stored once and numbered from 0. */
final class Names {
  private final Connection connection;
  private final List<ArtefactPath> byNumber = new ArrayList<>();
  private final Map<ArtefactPath, Integer> numbers = new HashMap<>();

  Names(Connection connection) throws SQLException {
    this.connection = connection;
    try (var query = connection.prepareStatement("select number, name from name order by number");
        var rows = query.executeQuery()) {
      while (rows.next()) {
        if (rows.getInt(1) != byNumber.size()) {
          throw new DamagedException("a name is missing");
        }
        remember(path(rows.getString(2)));
      }
    }
  }

  /** The number of this name, a new one if it has none yet. */
  int number(ArtefactPath path) throws SQLException {
    Integer known = numbers.get(path);
    if (known != null) {
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
  ArtefactPath name(long number) {
    if (number < 0 || number >= byNumber.size()) {
      throw new DamagedException("no name has the number " + number);
    }
    return byNumber.get((int) number);
  }

  /** Forgets names given in a transaction that was rolled back. */
  void forgetFrom(int size) {
    while (byNumber.size() > size) {
      numbers.remove(byNumber.removeLast());
    }
  }

  int size() {
    return byNumber.size();
  }

  private int remember(ArtefactPath path) {
    int number = byNumber.size();
    byNumber.add(path);
    numbers.put(path, number);
    return number;
  }

  private static ArtefactPath path(String name) {
    try {
      return ArtefactPath.of(name);
    } catch (IllegalArgumentException e) {
      throw new DamagedException(String.valueOf(e.getMessage()));
    }
  }
}
