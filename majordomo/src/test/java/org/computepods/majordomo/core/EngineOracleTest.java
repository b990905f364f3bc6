package org.computepods.majordomo.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.computepods.chef.wire.rest.BuildReport;
import org.junit.jupiter.api.Test;

/**
 * Random projects with cycles, random edits before and during builds, random crashes, against what
 * a fixpoint is: every output is what its tool would write now. One seed again: {@code
 * -Dcomputepods.seed=N}; more seeds: {@code -Dcomputepods.seeds=N}.
 */
class EngineOracleTest {
  private static final int SEEDS = Integer.getInteger("computepods.seeds", 300);
  private static final Integer ONLY = Integer.getInteger("computepods.seed");

  @Test
  void randomHistory_whenItComesToRest_isAFixpointAndRunsNothingMore() {
    int from = ONLY == null ? 1 : ONLY;
    int to = ONLY == null ? SEEDS : ONLY;
    System.out.println("seeds " + from + " to " + to);
    for (int seed = from; seed <= to; seed++) {
      try {
        live(seed);
      } catch (RuntimeException | AssertionError failure) {
        throw new AssertionError("seed " + seed, failure);
      }
    }
    System.out.println("stood in doubtful places " + stood + " times");
  }

  private int stood;

  private void live(int seed) {
    var random = new Random(seed);
    var project = new RandomProject(random);
    World world = new World(seed);
    world.write("computepods.yaml", project.yaml);
    for (int i = 0; i < project.sources.size(); i++) {
      world.write(project.sources.get(i), project.content(i));
    }
    for (int round = 0; round < 6; round++) {
      int[] edits = {random.nextInt(3)};
      world.meanwhile =
          w -> {
            if (edits[0] > 0 && random.nextInt(10) == 0) {
              edits[0]--;
              edit(w, project, random);
            }
          };
      world.build();
      world.meanwhile = _ -> {};
      stood += standsAsItSays(world, false) ? 1 : 0;
      if (random.nextInt(3) == 0) {
        world.build("t" + random.nextInt(2));
        edit(world, project, random);
        stood += standsAsItSays(world, false) ? 1 : 0;
      }
      if (random.nextInt(4) == 0) {
        world.restart();
      }
      BuildReport calm = world.build();
      assertThat(calm.exit()).as("%s%n%s", calm, project.yaml).isZero();
      assertFixpoint(world, project);
      stood += standsAsItSays(world, random.nextBoolean()) ? 1 : 0;
      BuildReport again = world.build();
      assertThat(again.tasks().run()).as("%s%n%s", again, project.yaml).isZero();
      assertThat(standsAsItSays(world, random.nextBoolean())).as("stands after %s", again).isTrue();
      for (int k = random.nextInt(3); k > 0; k--) {
        edit(world, project, random);
      }
      if (random.nextInt(5) == 0) {
        world.delete("t" + random.nextInt(2));
      }
    }
  }

  /**
   * Where the core says that a build stands, that build, or one of the next life, is as it said.
   */
  private static boolean standsAsItSays(World world, boolean inTheNextLife) {
    var standing = world.standing();
    if (standing.isPresent()) {
      if (inTheNextLife) {
        world.restart();
      }
      var said = standing.get().report();
      BuildReport now = world.build(standing.get().request());
      assertThat(now.tasks()).as("%s", now).isEqualTo(said.tasks());
      assertThat(now.cycles()).as("%s", now).isEqualTo(said.cycles());
      assertThat(now.tasks().run() + now.tasks().restored()).as("%s", now).isZero();
      assertThat(List.of(now.exit(), now.warnings(), now.problems()))
          .isEqualTo(List.of(0, List.of(), List.of()));
    }
    return standing.isPresent();
  }

  private static void edit(World world, RandomProject project, Random random) {
    int source = random.nextInt(project.sources.size());
    world.write(project.sources.get(source), project.content(source));
  }

  private static void assertFixpoint(World world, RandomProject project) {
    List<EngineView.TaskView> tasks = world.view().tasks();
    assertThat(tasks).isNotEmpty();
    for (EngineView.TaskView task : tasks) {
      assertThat(task.state()).as(task.task().name()).isEqualTo(EngineView.TaskState.FRESH);
      Map<String, String> expected = Tools.run(task.task(), world.files::get, () -> 0).outputs();
      assertThat(world.files)
          .as("%s in%n%s", task.task().name(), project.yaml)
          .containsAllEntriesOf(expected);
    }
  }
}
