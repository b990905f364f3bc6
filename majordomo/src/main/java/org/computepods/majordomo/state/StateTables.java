package org.computepods.majordomo.state;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.computepods.chef.json.Json;
import org.computepods.chef.json.MalformedJson;
import org.computepods.chef.wire.Heartbeat;
import org.computepods.chef.wire.rest.BuildReport;
import org.computepods.chef.wire.rest.BuildRequest;
import org.computepods.majordomo.core.Generation;
import org.computepods.majordomo.core.Memory;
import org.computepods.majordomo.core.Trace;

/** Reads and writes the tables; used by the store's one thread only. */
final class StateTables implements AutoCloseable {
  private final Connection connection;
  private final Names names;
  private final TraceCodec codec;
  private final Map<String, Integer> workspaces = new HashMap<>();
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  /** Workspaces in which words were left. */
  private final Set<Integer> left = new HashSet<>();

  StateTables(Path file) throws SQLException {
    connection = Schema.open(file);
    try {
      names = new Names(connection);
      codec = new TraceCodec(names);
      readWorkspaces();
      connection.commit();
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  void commit() throws SQLException {
    connection.commit();
    names.committed();
  }

  void rollback() throws SQLException {
    connection.rollback();
    names.rolledBack();
    codec.rolledBack();
    readWorkspaces();
  }

  private void readWorkspaces() throws SQLException {
    workspaces.clear();
    try (var rows = statement("select number, name from workspace").executeQuery()) {
      while (rows.next()) {
        workspaces.put(rows.getString(2), rows.getInt(1));
      }
    }
    left.clear();
    try (var rows = statement("select workspace from farewell").executeQuery()) {
      while (rows.next()) {
        left.add(rows.getInt(1));
      }
    }
  }

  void write(String workspace, Memory memory) throws SQLException {
    int number = workspace(workspace);
    if (!(memory instanceof Memory.BuildDone) && left.remove(number)) {
      run("delete from farewell where workspace=?", number);
    }
    switch (memory) {
      case Memory.TraceKept(Trace trace) -> {
        codec.write(trace, (part, body) -> write(number, trace, part, body));
        run(
            """
            delete from trace where workspace=? and key=? and n <= (select n from trace
              where workspace=? and key=? order by n desc limit 1 offset ?)""",
            number,
            trace.key(),
            number,
            trace.key(),
            trace.kept());
      }
      case Memory.TraceDropped(String key, String id) ->
          run("delete from trace where workspace=? and key=? and id=?", number, key, id);
      case Memory.Settled(Generation generation) -> {
        String key = generation.key();
        run(
            "insert into generation(workspace, key, id, body) values(?, ?, ?, ?)",
            number,
            key,
            generation.id(),
            codec.write(generation));
        run(
            """
            delete from generation where workspace=? and key=? and n <= (select n from generation
              where workspace=? and key=? order by n desc limit 1 offset ?)""",
            number,
            key,
            number,
            key,
            StateStore.GENERATIONS_KEPT);
      }
      case Memory.GenerationDropped(String key, String id) ->
          run("delete from generation where workspace=? and key=? and id=?", number, key, id);
      case Memory.Wrote(var path, var state, var task, var declared) ->
          run(
              "insert or replace into owned(workspace, name, state, task, declared) values(?, ?, ?, ?, ?)",
              number,
              names.number(path),
              TraceCodec.write(state),
              task,
              declared ? 1 : 0);
      case Memory.WroteUndeclared(var path, var state, var task) -> {
        if (state.exists()) {
          run(
              "insert or replace into undeclared(workspace, name, state, task) values(?, ?, ?, ?)",
              number,
              names.number(path),
              TraceCodec.write(state),
              task);
        } else {
          run("delete from undeclared where workspace=? and name=?", number, names.number(path));
        }
      }
      case Memory.Disowned(var path) -> {
        run("delete from owned where workspace=? and name=?", number, names.number(path));
        run("delete from undeclared where workspace=? and name=?", number, names.number(path));
      }
      case Memory.SavedAside(var path, var state, var pod, var atMs) ->
          run(
              "insert into saved(workspace, name, state, pod, at_ms) values(?, ?, ?, ?, ?)",
              number,
              names.number(path),
              TraceCodec.write(state),
              pod,
              atMs);
      case Memory.BuildDone(var request, var report, var startedMs) -> {
        run(
            "insert into build(workspace, started_ms, request, report) values(?, ?, ?, ?)",
            number,
            startedMs,
            Json.text(request),
            Json.text(report));
        run(
            """
            delete from build where workspace=? and n <= (select n from build where workspace=?
              order by n desc limit 1 offset ?)""",
            number,
            number,
            StateStore.BUILDS_KEPT);
      }
    }
  }

  /** A trace of a task that reads very much goes to the database a part at a time. */
  private void write(int workspace, Trace trace, int part, byte[] body) throws SQLException {
    if (part == 0) {
      run(
          "insert into trace(workspace, key, id, body) values(?, ?, ?, ?)",
          workspace,
          trace.key(),
          trace.id(),
          body);
    } else {
      run(
          """
          insert into trace_part(trace, body)
            values((select max(n) from trace where workspace=? and key=?), ?)""",
          workspace,
          trace.key(),
          body);
    }
  }

  /**
   * The bytes of a trace: those in its row, and behind them those of its further parts.
   *
   * @param more how many there are in its further parts
   */
  private byte[] whole(long trace, byte[] first, int more) throws SQLException {
    var whole = ByteBuffer.allocate(first.length + more).put(first);
    var parts = statement("select body from trace_part where trace=? order by n");
    parts.setLong(1, trace);
    try (var rows = parts.executeQuery()) {
      while (rows.next()) {
        whole.put(rows.getBytes(1));
      }
    }
    return whole.array();
  }

  /**
   * Everything about a workspace but its builds: traces and generations, the newest first; then the
   * rest.
   *
   * @param ended whether nobody needs it any more, which the answer to is an exception: a part
   *     would be taken for the whole
   */
  List<Memory> load(String workspace, BooleanSupplier ended) throws SQLException {
    var memories = new ArrayList<Memory>();
    Integer number = workspaces.get(workspace);
    if (number == null) {
      return memories;
    }
    Map<Long, Integer> inParts = bytesInParts();
    var traces = statement("select n, body from trace where workspace=? order by n desc");
    traces.setInt(1, number);
    try (var rows = traces.executeQuery()) {
      while (rows.next()) {
        if (ended.getAsBoolean()) {
          throw new CancellationException("the process ends");
        }
        long n = rows.getLong(1);
        byte[] first = rows.getBytes(2);
        int more = inParts.getOrDefault(n, 0);
        byte[] body = more == 0 ? first : whole(n, first, more);
        memories.add(new Memory.TraceKept(codec.readTrace(body)));
      }
    }
    var settled = statement("select body from generation where workspace=? order by n desc");
    settled.setInt(1, number);
    try (var rows = settled.executeQuery()) {
      while (rows.next()) {
        memories.add(new Memory.Settled(codec.readGeneration(rows.getBytes(1))));
      }
    }
    var owned = statement("select name, state, task, declared from owned where workspace=?");
    owned.setInt(1, number);
    try (var rows = owned.executeQuery()) {
      while (rows.next()) {
        memories.add(
            new Memory.Wrote(
                names.name(rows.getInt(1)),
                codec.readState(rows.getInt(1), rows.getBytes(2)),
                codec.maker(rows.getInt(1), rows.getString(3)),
                rows.getInt(4) != 0));
      }
    }
    var undeclared = statement("select name, state, task from undeclared where workspace=?");
    undeclared.setInt(1, number);
    try (var rows = undeclared.executeQuery()) {
      while (rows.next()) {
        memories.add(
            new Memory.WroteUndeclared(
                names.name(rows.getInt(1)),
                codec.readState(rows.getInt(1), rows.getBytes(2)),
                rows.getString(3)));
      }
    }
    var saved = statement("select name, state, pod, at_ms from saved where workspace=? order by n");
    saved.setInt(1, number);
    try (var rows = saved.executeQuery()) {
      while (rows.next()) {
        memories.add(
            new Memory.SavedAside(
                names.name(rows.getInt(1)),
                codec.readState(rows.getInt(1), rows.getBytes(2)),
                rows.getString(3),
                rows.getLong(4)));
      }
    }
    codec.end();
    return memories;
  }

  /** How many bytes there are in the further parts of the traces that have any. */
  private Map<Long, Integer> bytesInParts() throws SQLException {
    var bytes = new HashMap<Long, Integer>();
    var query = statement("select trace, sum(length(body)) from trace_part group by trace");
    try (var rows = query.executeQuery()) {
      while (rows.next()) {
        bytes.put(rows.getLong(1), rows.getInt(2));
      }
    }
    return bytes;
  }

  /** The last builds of all workspaces, the newest first. */
  List<Memory.BuildDone> builds(int limit) throws SQLException {
    var builds = new ArrayList<Memory.BuildDone>();
    var query = statement("select request, report, started_ms from build order by n desc limit ?");
    query.setInt(1, limit);
    try (var rows = query.executeQuery()) {
      while (rows.next()) {
        builds.add(
            new Memory.BuildDone(
                Json.read(rows.getString(1), BuildRequest.class),
                Json.read(rows.getString(2), BuildReport.class),
                rows.getLong(3)));
      }
    } catch (MalformedJson e) {
      throw new DamagedException(String.valueOf(e.getMessage()));
    }
    return builds;
  }

  /** These chefs are known, and no others. */
  void know(List<KnownChef> chefs) throws SQLException {
    run("delete from chef");
    for (KnownChef chef : chefs) {
      run(
          "insert into chef(name, rules, heartbeat, heard_ms) values(?, ?, ?, ?)",
          chef.set(),
          chef.text(),
          Json.text(chef.heartbeat()),
          chef.heardMs());
    }
  }

  /** The chefs that are known, in their order. */
  List<KnownChef> chefs() throws SQLException {
    var chefs = new ArrayList<KnownChef>();
    var query = statement("select name, rules, heartbeat, heard_ms from chef order by n");
    try (var rows = query.executeQuery()) {
      while (rows.next()) {
        var heartbeat = Json.read(rows.getString(3), Heartbeat.class);
        chefs.add(new KnownChef(rows.getString(1), rows.getString(2), heartbeat, rows.getLong(4)));
      }
    } catch (MalformedJson e) {
      throw new DamagedException(String.valueOf(e.getMessage()));
    }
    return chefs;
  }

  /**
   * What is to be read when the next life begins in the workspace, instead of what was before; it
   * goes with the first note that may make it untrue, in the same transaction.
   */
  void leave(String workspace, String words) throws SQLException {
    int number = workspace(workspace);
    run("insert or replace into farewell(workspace, words) values(?, ?)", number, words);
    left.add(number);
  }

  /** What was left to be read in the workspace, if nothing was noted since. */
  Optional<String> left(String workspace) throws SQLException {
    Integer number = workspaces.get(workspace);
    if (number == null) {
      return Optional.empty();
    }
    var query = statement("select words from farewell where workspace=?");
    query.setInt(1, number);
    try (var rows = query.executeQuery()) {
      return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
    }
  }

  private int workspace(String workspace) throws SQLException {
    Integer known = workspaces.get(workspace);
    if (known != null) {
      return known;
    }
    int number = workspaces.size();
    run("insert into workspace(number, name) values(?, ?)", number, workspace);
    workspaces.put(workspace, number);
    return number;
  }

  private void run(String sql, Object... values) throws SQLException {
    var statement = statement(sql);
    for (int i = 0; i < values.length; i++) {
      switch (values[i]) {
        case Integer n -> statement.setInt(i + 1, n);
        case Long n -> statement.setLong(i + 1, n);
        case String text -> statement.setString(i + 1, text);
        case byte[] bytes -> statement.setBytes(i + 1, bytes);
        default -> throw new IllegalArgumentException("no column holds a " + values[i].getClass());
      }
    }
    statement.executeUpdate();
    statement.clearParameters(); // Else it holds them until it is used again, and SQLite copies.
  }

  private PreparedStatement statement(String sql) throws SQLException {
    var known = prepared.get(sql);
    if (known == null) {
      known = connection.prepareStatement(sql);
      prepared.put(sql, known);
    }
    return known;
  }

  @Override
  public void close() throws SQLException {
    for (var statement : prepared.values()) {
      statement.close();
    }
    connection.close();
  }
}
