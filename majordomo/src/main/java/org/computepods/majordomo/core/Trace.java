package org.computepods.majordomo.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.ArtefactState;
import org.computepods.rules.Digest;

/**
 * What a run of a task saw and made: with these observations in place, these outputs are what it
 * would make again (a verifying trace, after Mokhov, Mitchell and Peyton Jones, "Build Systems a la
 * Carte", 2018).
 *
 * <p>Held as bytes and unpacked when asked, for a million of them stay in memory and few are looked
 * at in a build. The names are held as they were given, so that who shares them saves room.
 */
public final class Trace {
  private static final int DECLARED = 1;
  private static final int ABSENT = 2;
  private static final int VIEWED = 4;

  /** Of the observations, then of the outputs. */
  private final ArtefactPath[] paths;

  private final byte[] body;

  /**
   * One thing that was read. {@code view} is a {@code View.key()}; {@code declared}: the task
   * declares it; else it was discovered.
   */
  public record Observed(ArtefactPath path, String view, Digest sight, boolean declared) {}

  /** One thing that was written. */
  public record Output(ArtefactPath path, ArtefactState state) {}

  /**
   * @param id unique
   * @param task its name, for people
   * @param key what groups traces: the task's first output
   * @param recipe digest of what the task <em>is</em>: rule content, command, environment, declared
   *     dependencies and views
   * @param observed everything it read, absences too, each with what it saw there <em>before</em>
   *     the run
   * @param outputs state of each output and auxiliary after it
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
    paths = new ArtefactPath[observed.size() + outputs.size()];
    var out = new Packer();
    for (String text : List.of(id, task, key, reason, build, pod, log)) {
      out.text(text);
    }
    out.number(pass);
    out.number(endedMs);
    out.number(ms);
    out.digest(recipe);
    out.number(observed.size());
    int n = 0;
    for (Observed seen : observed) {
      paths[n++] = seen.path();
      boolean absent = seen.sight().equals(Digest.ABSENT);
      boolean viewed = !seen.view().isEmpty();
      out.put((seen.declared() ? DECLARED : 0) | (absent ? ABSENT : 0) | (viewed ? VIEWED : 0));
      if (viewed) {
        out.text(seen.view());
      }
      if (!absent) {
        out.digest(seen.sight());
      }
    }
    for (Output output : outputs) {
      paths[n++] = output.path();
      out.state(output.state());
    }
    body = out.bytes();
  }

  public String id() {
    return text(0);
  }

  public String task() {
    return text(1);
  }

  public String key() {
    return text(2);
  }

  public String reason() {
    return text(3);
  }

  public String build() {
    return text(4);
  }

  public String pod() {
    return text(5);
  }

  public String log() {
    return text(6);
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
    return atRecipe().digest();
  }

  public List<Observed> observed() {
    Unpacker in = atRecipe();
    in.digest();
    return observed(in);
  }

  public List<Output> outputs() {
    Unpacker in = atRecipe();
    in.digest();
    int seen = observed(in).size();
    var outputs = new ArrayList<Output>(paths.length - seen);
    for (int i = seen; i < paths.length; i++) {
      outputs.add(new Output(paths[i], in.state()));
    }
    return outputs;
  }

  /** Everything that it saw and wrote. */
  List<ArtefactPath> paths() {
    return Arrays.asList(paths);
  }

  private List<Observed> observed(Unpacker in) {
    int count = (int) in.number();
    var observed = new ArrayList<Observed>(count);
    for (int i = 0; i < count; i++) {
      int flags = in.get();
      String view = (flags & VIEWED) == 0 ? "" : in.text();
      Digest sight = (flags & ABSENT) == 0 ? in.digest() : Digest.ABSENT;
      observed.add(new Observed(paths[i], view, sight, (flags & DECLARED) != 0));
    }
    return observed;
  }

  private String text(int n) {
    var in = new Unpacker(body);
    in.skipTexts(n);
    return in.text();
  }

  private long number(int n) {
    var in = new Unpacker(body);
    in.skipTexts(7);
    for (int i = 0; i < n; i++) {
      in.number();
    }
    return in.number();
  }

  private Unpacker atRecipe() {
    var in = new Unpacker(body);
    in.skipTexts(7);
    in.number();
    in.number();
    in.number();
    return in;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Trace trace
        && Arrays.equals(body, trace.body)
        && Arrays.equals(paths, trace.paths);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(body);
  }

  @Override
  public String toString() {
    return "Trace[%s of %s, observed=%s, outputs=%s]"
        .formatted(id(), task(), observed(), outputs());
  }
}
