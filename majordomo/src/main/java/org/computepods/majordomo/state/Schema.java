package org.computepods.majordomo.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/** The tables, and how a database file is opened or, where it is of no use, moved aside. */
final class Schema {
  /** Raised whenever a table or the bytes in one change their meaning. */
  static final int VERSION = 2;

  /** Marks a SQLite file as ours ("CPod"). */
  private static final int APPLICATION = 0x43506f64;

  private static final List<String> TABLES =
      List.of(
          "create table name(number integer primary key, name text not null)",
          "create table workspace(number integer primary key, name text not null unique)",
          """
          create table trace(n integer primary key, workspace integer not null, key text not null,
            id text not null, body blob not null)""",
          "create index trace_key on trace(workspace, key, n)",
          """
          create table generation(n integer primary key, workspace integer not null, key text not null,
            id text not null, body blob not null)""",
          "create index generation_key on generation(workspace, key, n)",
          """
          create table owned(workspace integer not null, name integer not null, state blob not null,
            task text not null, declared integer not null, primary key(workspace, name)) without rowid""",
          """
          create table saved(n integer primary key, workspace integer not null,
            name integer not null, state blob not null, pod text not null, at_ms integer not null)""",
          """
          create table build(n integer primary key, workspace integer not null,
            started_ms integer not null, request text not null, report text not null)""",
          "create index build_workspace on build(workspace, n)");

  /** Came after the others, and are not missed where they are lacking. */
  private static final List<String> LATER =
      List.of(
          "create table if not exists farewell(workspace integer primary key, words text not null)",
          """
          create table if not exists undeclared(workspace integer not null, name integer not null,
            state blob not null, task text not null, primary key(workspace, name)) without rowid""",
          """
          create table if not exists chef(n integer primary key, name text not null, rules text not null,
            heartbeat text not null, heard_ms integer not null)""",
          """
          create table if not exists trace_part(n integer primary key, trace integer not null,
            body blob not null)""",
          "create index if not exists trace_part_trace on trace_part(trace, n)",
          """
          create trigger if not exists trace_gone after delete on trace
            begin delete from trace_part where trace = old.n; end""");

  private Schema() {}

  /** Opens a database of this schema, a new one if there is none. */
  static Connection open(Path file) throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
    try {
      prepare(connection);
      return connection;
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private static void prepare(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("pragma journal_mode=wal");
      statement.execute("pragma synchronous=normal");
      statement.execute("pragma cache_size=-16384");
      boolean empty = number(connection, "select count(*) from sqlite_master") == 0;
      if (empty) {
        connection.setAutoCommit(false);
        for (String table : TABLES) {
          statement.execute(table);
        }
        statement.execute("pragma application_id=" + APPLICATION);
        statement.execute("pragma user_version=" + VERSION);
        connection.commit();
        connection.setAutoCommit(true);
      } else if (number(connection, "pragma application_id") != APPLICATION) {
        throw new DamagedException("it is no database of ours");
      } else if (number(connection, "pragma user_version") != VERSION) {
        throw new DamagedException(
            "its schema is " + number(connection, "pragma user_version") + ", not " + VERSION);
      }
      for (String table : LATER) {
        statement.execute(table);
      }
      connection.setAutoCommit(false);
    }
  }

  /** Moves the file and its journal aside; the answer is its new name. */
  static Path moveAside(Path file) throws IOException {
    Path aside = file.resolveSibling(file.getFileName() + ".damaged");
    for (String journal : List.of("-wal", "-shm")) {
      Files.deleteIfExists(file.resolveSibling(file.getFileName() + journal));
    }
    return Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
  }

  private static int number(Connection connection, String query) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      return rows.next() ? rows.getInt(1) : 0;
    }
  }
}
