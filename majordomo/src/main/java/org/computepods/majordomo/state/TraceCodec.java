package org.computepods.majordomo.state;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import org.computepods.majordomo.core.Generation;
import org.computepods.majordomo.core.Packer;
import org.computepods.majordomo.core.Trace;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.ArtefactState;
import org.computepods.rules.Digest;
import org.jspecify.annotations.Nullable;

/** Traces and states as compact bytes, with names by number. */
final class TraceCodec {
  private static final int DECLARED = 1;
  private static final int SEEN_ABSENT = 2;
  private static final int VIEWED = 4;

  /** Stands before the state of what a task wrote and does not declare; no state begins so. */
  private static final int UNDECLARED = 4;

  /** From so many names on, a trace's are most often those of the last trace of its task. */
  private static final int MANY = 1_000;

  /** From so many bytes on, what is written of a trace goes out before the rest is written. */
  private static final int PART_BYTES = 1 << 20;

  /** The same, and what one thing more takes. */
  private static final int PART_ROOM = PART_BYTES + (1 << 12);

  /** Takes in the bytes of a trace. */
  interface Parts {
    /** The next part; they are numbered from 0. */
    void take(int part, byte[] body) throws SQLException;
  }

  private final Names names;

  /** The names that the last trace of many observed, in its order, and their numbers. */
  private @Nullable ArtefactPath[] lastNames = {};

  private int[] lastNumbers = {};

  /**
   * The state last read of each name, by its number: most often the next one that is read of that
   * name is equal, and then the very same is handed out.
   */
  private @Nullable ArtefactState[] latest = {};

  /** The name of the task that made each, as it was last read, by the number of its name. */
  private @Nullable String[] makers = {};

  TraceCodec(Names names) {
    this.names = names;
  }

  byte[] write(Generation generation) throws SQLException {
    var out = new Packer();
    out.text(generation.id());
    out.number(generation.traces().size());
    for (Trace trace : generation.traces()) {
      write(trace, out);
    }
    return out.bytes();
  }

  Generation readGeneration(byte[] bytes) throws SQLException {
    var in = new ByteReader(bytes);
    String id = in.text();
    int members = in.count();
    var traces = new ArrayList<Trace>(members);
    for (int i = 0; i < members; i++) {
      traces.add(readTrace(in));
    }
    if (traces.isEmpty()) {
      throw new DamagedException("a generation without traces");
    }
    return new Generation(id, traces);
  }

  /** Writes a trace: in one part, but for one that saw many thousands of things. */
  void write(Trace trace, Parts parts) throws SQLException {
    var out = trace.seen() < MANY ? new Packer() : new Packer(PART_ROOM);
    int part = 0;
    begin(trace, out);
    boolean many = trace.seen() >= MANY;
    for (int i = 0; i < trace.seen(); i++) {
      observed(trace, i, many, out);
      if (out.length() >= PART_BYTES) {
        parts.take(part++, out.bytes());
        out.clear();
      }
    }
    end(trace, out);
    parts.take(part, out.bytes());
  }

  private void write(Trace trace, Packer out) throws SQLException {
    begin(trace, out);
    boolean many = trace.seen() >= MANY;
    for (int i = 0; i < trace.seen(); i++) {
      observed(trace, i, many, out);
    }
    end(trace, out);
  }

  private void begin(Trace trace, Packer out) {
    out.text(trace.id());
    out.text(trace.task());
    out.text(trace.key());
    out.digest(trace.recipe());
    if (trace.seen() >= MANY && lastNames.length < trace.seen()) {
      lastNames = Arrays.copyOf(lastNames, trace.seen());
      lastNumbers = Arrays.copyOf(lastNumbers, trace.seen());
    }
    out.number(trace.seen());
  }

  private void observed(Trace trace, int i, boolean many, Packer out) throws SQLException {
    ArtefactPath path = trace.path(i);
    String view = trace.view(i);
    Digest sight = trace.sight(i);
    boolean absent = sight.equals(Digest.ABSENT);
    out.number(many ? number(i, path) : names.number(path));
    out.put(
        (trace.isDeclared(i) ? DECLARED : 0)
            | (absent ? SEEN_ABSENT : 0)
            | (view.isEmpty() ? 0 : VIEWED));
    if (!view.isEmpty()) {
      out.text(view);
    }
    if (!absent) {
      out.digest(sight);
    }
  }

  private void end(Trace trace, Packer out) throws SQLException {
    out.number(trace.outputs().size());
    for (var output : trace.outputs()) {
      out.number(names.number(output.path()));
      if (!output.declared()) {
        out.put(UNDECLARED);
      }
      out.state(output.state());
    }
    out.text(trace.reason());
    out.text(trace.build());
    out.number(trace.pass());
    out.text(trace.pod());
    out.text(trace.log());
    out.number(trace.endedMs());
    out.number(trace.ms());
  }

  /** By the identity of the path: to look up a hundred thousand costs as much as a small tool. */
  @SuppressWarnings("ReferenceEquality") // another object is looked up, equal or not
  private int number(int place, ArtefactPath path) throws SQLException {
    if (lastNames[place] != path) {
      lastNumbers[place] = names.number(path);
      lastNames[place] = path;
    }
    return lastNumbers[place];
  }

  /** Some of the names that were numbered last are numbered no more. */
  void rolledBack() {
    lastNames = new @Nullable ArtefactPath[0];
    lastNumbers = new int[0];
  }

  Trace readTrace(byte[] bytes) throws SQLException {
    return readTrace(new ByteReader(bytes));
  }

  private Trace readTrace(ByteReader in) throws SQLException {
    String id = in.text();
    String task = in.text();
    String key = in.text();
    Digest recipe = in.digest();
    int observations = in.count();
    var observed = new ArrayList<Trace.Observed>(observations);
    for (int i = 0; i < observations; i++) {
      long number = in.number();
      var path = names.name(number);
      int flags = in.get();
      String view = (flags & VIEWED) != 0 ? in.text() : "";
      Digest sight = (flags & SEEN_ABSENT) != 0 ? Digest.ABSENT : shared((int) number, in.digest());
      observed.add(new Trace.Observed(path, view, sight, (flags & DECLARED) != 0));
    }
    int written = in.count();
    var outputs = new ArrayList<Trace.Output>(written);
    for (int i = 0; i < written; i++) {
      long number = in.number();
      int kind = in.get();
      boolean declared = kind != UNDECLARED;
      ArtefactState state = readState(declared ? kind : in.get(), in);
      outputs.add(new Trace.Output(names.name(number), shared((int) number, state), declared));
      if (declared) {
        makers[(int) number] = task;
      }
    }
    return new Trace(
        id,
        task,
        key,
        recipe,
        observed,
        outputs,
        in.text(),
        in.text(),
        (int) in.number(),
        in.text(),
        in.text(),
        in.number(),
        in.number());
  }

  static byte[] write(ArtefactState state) {
    var out = new Packer();
    out.state(state);
    return out.bytes();
  }

  /** The state of the artefact with this name. */
  ArtefactState readState(int name, byte[] bytes) {
    return shared(name, readState(new ByteReader(bytes)));
  }

  /** The name of the task that made it: the very same as that of the trace, if it is equal. */
  String maker(int name, String task) {
    @Nullable String known = name < makers.length ? makers[name] : null;
    return known != null && known.equals(task) ? known : task;
  }

  /** What was read is in other hands: it is shared no longer than that takes. */
  void end() {
    latest = new @Nullable ArtefactState[0];
    makers = new @Nullable String[0];
  }

  private Digest shared(int name, Digest digest) {
    var state = shared(name, new ArtefactState.Present(digest, false));
    return state instanceof ArtefactState.Present(Digest same, _) ? same : digest;
  }

  /** Only what is equal is shared, so a name that is read in turns as two states is not. */
  private ArtefactState shared(int name, ArtefactState state) {
    if (latest.length < names.size()) {
      latest = Arrays.copyOf(latest, names.size());
      makers = Arrays.copyOf(makers, names.size());
    }
    ArtefactState before = latest[name];
    if (before != null && before.equals(state)) {
      return before;
    }
    latest[name] = state;
    return state;
  }

  private static ArtefactState readState(ByteReader in) {
    return readState(in.get(), in);
  }

  private static ArtefactState readState(int kind, ByteReader in) {
    return switch (kind) {
      case 0 -> new ArtefactState.Absent();
      case 1, 2 -> new ArtefactState.Present(in.digest(), kind == 2);
      case 3 -> new ArtefactState.Link(in.text());
      default -> throw new DamagedException("no state has the number " + kind);
    };
  }
}
