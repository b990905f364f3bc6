package org.computepods.majordomo.core;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.ArtefactState;
import org.computepods.rules.Digest;
import org.computepods.rules.Task;

/**
 * What a run of a task saw and made: with these observations in place, these outputs are what it
 * would make again (a verifying trace, after Mokhov, Mitchell and Peyton Jones, "Build Systems a la
 * Carte", 2018).
 *
 * <p>Held as small as can be, for a million of them stay in memory and few are looked at in a
 * build: names, digests and states are the very ones that others hold as well (see {@link
 * #isSeenAs}), and what only people ask for is packed.
 */
public final class Trace {
  /** Traces kept of one task: enough for a few branches to switch between. */
  private static final int KEPT_MAX = 16;

  /** To and fro between two states costs no run, however large they are. */
  private static final int KEPT_MIN = 2;

  /** Observations kept of one task, in all its traces. */
  private static final int SEEN_KEPT = 1 << 20;

  private static final String[] NO_MARKS = {};
  private static final String DECLARED = "+";

  /** Texts of what is packed; the last is the key where that is not what it wrote first. */
  private static final int TEXTS = 6;

  private static final int KEY = 5;

  /** Stands for the build where its name is in the id. */
  private static final String IN_ID = ".";

  /** Name and digest of each observation, then name and state of each output. */
  private final Object[] parts;

  /** How many observations there are, and how many of them, from the first on, are declared. */
  private final int seen;

  private final int declared;

  /**
   * Of each observation whether it is declared (+) or not (-), then its view; empty where those
   * that are declared come first and all are of the whole artefact. Then one for each of the last
   * outputs that the task does not declare: few traces have any, and the others pay nothing for it.
   */
  private final String[] marks;

  /** Its {@link TaskName}. */
  private Object task;

  private Digest recipe;

  /** What only people ask for. */
  private final byte[] about;

  /** The observation that spoke against it when it was last judged: likely it does so again. */
  private int doubted;

  /**
   * One thing that was read. {@code view} is a {@code View.key()}; {@code declared}: the task
   * declares it; else it was discovered.
   */
  public record Observed(ArtefactPath path, String view, Digest sight, boolean declared) {}

  /** One thing that was written; {@code declared}: the task says that it writes it. */
  public record Output(ArtefactPath path, ArtefactState state, boolean declared) {
    /** One that the task declares. */
    public Output(ArtefactPath path, ArtefactState state) {
      this(path, state, true);
    }
  }

  /**
   * @param id unique
   * @param task its name, for people
   * @param key what groups traces: the task's first output
   * @param recipe digest of what the task <em>is</em>: rule content, command, environment, declared
   *     dependencies and views
   * @param observed everything it read, absences too, each with what it saw there <em>before</em>
   *     the run
   * @param outputs state of each output and auxiliary after it, then what else it made
   * @param reason why it ran
   * @param build in which build
   * @param pass in which pass of that build, from 1
   * @param pod where
   * @param log digest of the tool's output in that pod's store; "" for none
   * @param endedMs wall clock, for people
   * @param ms how long the tool took
   */
  public Trace(
      String id,
      String task,
      String key,
      Digest recipe,
      List<Observed> observed,
      List<Output> outputs,
      String reason,
      String build,
      int pass,
      String pod,
      String log,
      long endedMs,
      long ms) {
    this.task = task;
    this.recipe = recipe;
    parts = new Object[2 * (observed.size() + outputs.size())];
    seen = observed.size();
    int first = 0;
    while (first < seen && observed.get(first).declared()) {
      first++;
    }
    declared = first;
    boolean marked = false;
    int n = 0;
    for (Observed each : observed) {
      marked |= !each.view().isEmpty() || (each.declared() && n >= 2 * declared);
      parts[n++] = each.path();
      parts[n++] = each.sight();
    }
    int beside = 0;
    for (Output output : outputs) {
      parts[n++] = output.path();
      parts[n++] = output.state();
      beside += output.declared() ? 0 : 1;
    }
    marks = marked || beside > 0 ? marks(observed, beside) : NO_MARKS;
    boolean named = !outputs.isEmpty() && outputs.getFirst().path().value().equals(key);
    var out = new Packer();
    for (String text :
        List.of(
            id, reason, build.equals(buildIn(id)) ? IN_ID : build, pod, log, named ? "" : key)) {
      out.text(text);
    }
    out.number(pass);
    out.number(endedMs);
    out.number(ms);
    about = out.bytes();
  }

  /** What stands between the first dot and the last. */
  private static String buildIn(String id) {
    int last = id.lastIndexOf('.');
    int first = id.indexOf('.');
    return first < last ? id.substring(first + 1, last) : "";
  }

  private static String[] marks(List<Observed> observed, int beside) {
    var marks = new String[observed.size() + beside];
    Arrays.fill(marks, "");
    for (int i = 0; i < observed.size(); i++) {
      marks[i] = mark(observed.get(i));
    }
    return marks;
  }

  private static String mark(Observed observed) {
    return (observed.declared() ? DECLARED : "-") + observed.view();
  }

  public String id() {
    return text(0);
  }

  public String task() {
    return TaskName.of(task);
  }

  public String key() {
    String other = text(KEY);
    return other.isEmpty() ? madePath(0).value() : other;
  }

  public String reason() {
    return text(1);
  }

  public String build() {
    String build = text(2);
    return build.equals(IN_ID) ? buildIn(id()) : build;
  }

  public String pod() {
    return text(3);
  }

  public String log() {
    return text(4);
  }

  public int pass() {
    return (int) number(0);
  }

  public long endedMs() {
    return number(1);
  }

  public long ms() {
    return number(2);
  }

  public Digest recipe() {
    return recipe;
  }

  /** The name of this task, if it is equal, is held from now on in place of its own. */
  void belongsTo(Task owner) {
    task = TaskName.held(task, owner);
  }

  /** Whether it is of this recipe; an equal one is held from then on in place of its own. */
  boolean isOf(Digest other) {
    boolean equal = recipe.equals(other);
    if (equal) {
      recipe = other;
    }
    return equal;
  }

  /** Each is put together when it is asked for: there may be a million. */
  public List<Observed> observed() {
    return new AbstractList<>() {
      @Override
      public Observed get(int i) {
        return new Observed(path(i), view(i), sight(i), isDeclared(i));
      }

      @Override
      public int size() {
        return seen;
      }
    };
  }

  /** What it wrote: outputs and auxiliaries, then what its task does not declare. */
  public List<Output> outputs() {
    var outputs = new ArrayList<Output>(made());
    for (int i = 0; i < made(); i++) {
      outputs.add(new Output(madePath(i), madeState(i), i < declaredMade()));
    }
    return outputs;
  }

  /** How it left this file, if its task does not declare it. */
  Optional<ArtefactState> undeclared(ArtefactPath path) {
    for (int i = declaredMade(); i < made(); i++) {
      if (madePath(i).equals(path)) {
        return Optional.of(madeState(i));
      }
    }
    return Optional.empty();
  }

  /** How many of the things that it wrote, the first ones, its task declares. */
  int declaredMade() {
    return made() - Math.max(0, marks.length - seen);
  }

  /** Traces of its task to be kept with it: fewer where they are very large. */
  public int kept() {
    return Math.clamp(SEEN_KEPT / Math.max(1, seen), KEPT_MIN, KEPT_MAX);
  }

  /** How many things it saw. */
  public int seen() {
    return seen;
  }

  /** The name of what it saw as the {@code i}th; the same for those below. */
  public ArtefactPath path(int i) {
    return (ArtefactPath) parts[2 * i];
  }

  public Digest sight(int i) {
    return (Digest) parts[2 * i + 1];
  }

  public String view(int i) {
    return marks.length == 0 ? "" : marks[i].substring(1);
  }

  public boolean isDeclared(int i) {
    return marks.length == 0 ? i < declared : marks[i].startsWith(DECLARED);
  }

  /** Whether it saw the same; an equal digest is held from then on in place of its own. */
  boolean isSeenAs(int i, Digest sight) {
    boolean equal = sight(i).equals(sight);
    if (equal) {
      parts[2 * i + 1] = sight;
    }
    return equal;
  }

  /** How many things it wrote. */
  public int made() {
    return parts.length / 2 - seen;
  }

  /** The name of what it wrote as the {@code i}th. */
  public ArtefactPath madePath(int i) {
    return (ArtefactPath) parts[2 * (seen + i)];
  }

  public ArtefactState madeState(int i) {
    return (ArtefactState) parts[2 * (seen + i) + 1];
  }

  /** Whether it wrote the same; an equal state is held from then on in place of its own. */
  boolean isMadeAs(int i, ArtefactState state) {
    boolean equal = madeState(i).equals(state);
    if (equal) {
      parts[2 * (seen + i) + 1] = state;
    }
    return equal;
  }

  /** Where to look first for what speaks against it. */
  int doubted() {
    return doubted;
  }

  void doubt(int i) {
    doubted = i;
  }

  /** Everything that it saw and wrote. */
  List<ArtefactPath> paths() {
    var paths = new ArrayList<ArtefactPath>(parts.length / 2);
    for (int i = 0; i < parts.length; i += 2) {
      paths.add((ArtefactPath) parts[i]);
    }
    return paths;
  }

  private String text(int n) {
    var in = new Unpacker(about);
    in.skipTexts(n);
    return in.text();
  }

  private long number(int n) {
    var in = new Unpacker(about);
    in.skipTexts(TEXTS);
    for (int i = 0; i < n; i++) {
      in.number();
    }
    return in.number();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Trace trace
        && seen == trace.seen
        && declared == trace.declared
        && task().equals(trace.task())
        && recipe.equals(trace.recipe)
        && Arrays.equals(about, trace.about)
        && Arrays.equals(marks, trace.marks)
        && Arrays.equals(parts, trace.parts);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(about);
  }

  @Override
  public String toString() {
    return "Trace[%s of %s, observed=%s, outputs=%s]"
        .formatted(id(), task(), observed(), outputs());
  }
}
