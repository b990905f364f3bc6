package org.computepods.majordomo.core;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.computepods.chef.wire.BuildFrom;
import org.computepods.chef.wire.BuildResults;
import org.computepods.chef.wire.BuildResults.Outcome;
import org.computepods.chef.wire.FileRef;
import org.computepods.chef.wire.rest.BuildRequest;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.ArtefactState.Present;
import org.computepods.rules.Digest;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * How long the core takes to decide, in a graph that stands: from the word of one change, by way of
 * the build that is asked for, to the job that goes out.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Thread)
public class DecisionBenchmark {
  @Param({"wide", "deep"})
  public String kind = "wide";

  @Param({"100000"})
  public int size;

  private static final BuildRequest REQUEST =
      new BuildRequest("w", List.of(), false, false, false, 0, false, false, 0, Map.of());

  private Engine engine;
  private CoreAtScale core;
  private int turn;
  private Event change;
  private String build = "";
  private List<Command> decided = List.of();

  @Setup
  public void stand() throws Exception {
    core = new CoreAtScale(kind, size);
    engine = core.standing();
  }

  @Setup(Level.Invocation)
  public void edit() {
    turn++;
    change = new Event.FilesChanged(List.of(core.edit(turn)));
    build = "b" + turn;
  }

  @Benchmark
  public List<Command> oneChange() {
    engine.on(change, turn, turn);
    engine.on(new Event.BuildAsked(build, REQUEST), turn, turn);
    decided = engine.on(new Event.Synced(build, turn, List.of(), List.of()), turn, turn);
    return decided;
  }

  /** Has the job done, so that the graph stands again; a decision for anything else is a fault. */
  @TearDown(Level.Invocation)
  public void cook() {
    List<BuildFrom> jobs =
        decided.stream()
            .filter(Command.Start.class::isInstance)
            .map(command -> ((Command.Start) command).job())
            .toList();
    if (jobs.size() != 1) {
      throw new IllegalStateException("one job was due, not " + jobs.size());
    }
    BuildFrom job = jobs.getFirst();
    var path = ArtefactPath.of(job.outputs().getFirst());
    var made =
        new FileRef(
            path.value(), Digest.of("made " + turn).hex(), false, null, 1, 7, turn, List.of());
    var results =
        new BuildResults(
            1,
            job.job(),
            1,
            "local",
            "local",
            Outcome.SUCCEEDED,
            0,
            List.of(made),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            null,
            "",
            "",
            turn,
            1,
            null);
    List<Command> after = engine.on(new Event.JobEnded(results), turn, turn);
    var word = new Event.FileFact(path, new Present(Digest.of("made " + turn), false), 7, turn);
    engine.on(new Event.FilesChanged(List.of(word)), turn, turn); // or each sync asks after it
    for (Command command : after) {
      if (command instanceof Command.Sync sync) { // the last look before a build ends
        engine.on(new Event.Synced(build, sync.asked(), List.of(), List.of()), turn, turn);
      }
    }
    if (engine.report(build).isPresent()) {
      throw new IllegalStateException("the build goes on: " + engine.report(build).get());
    }
  }
}
