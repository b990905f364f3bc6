package org.computepods.majordomo.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Graphs that are deep or wide: no stack may overflow, and no task may be looked at often. */
class LargeGraphTest {
  private static final int MANY = 100_000;

  @Test
  void chain_of_100000_tasks_is_built_and_then_up_to_date() {
    var tasks = new ArrayList<ToyTask>();
    tasks.add(ToyTask.of("t0", "copy", "o0", "text"));
    for (int i = 1; i < MANY; i++) {
      tasks.add(ToyTask.of("t" + i, "copy", "o" + i, "o" + (i - 1)));
    }
    builtOnceAndThenNotAgain(tasks);
  }

  @Test
  void fan_of_100000_tasks_into_one_is_built_and_then_up_to_date() {
    var tasks = new ArrayList<ToyTask>();
    var all = new ArrayList<String>();
    for (int i = 0; i < MANY; i++) {
      tasks.add(ToyTask.of("t" + i, "copy", "o" + i, "text"));
      all.add("o" + i);
    }
    tasks.add(ToyTask.of("all", "count", "sum", all.toArray(String[]::new)));
    builtOnceAndThenNotAgain(tasks);
  }

  private static void builtOnceAndThenNotAgain(List<ToyTask> tasks) {
    var world = new PlainWorld(ToyProject.of(tasks), "text", "n 1\n");
    assertThat(world.build().tasks().run()).isEqualTo(tasks.size());
    int before = world.commands();
    assertThat(world.build().tasks().run()).isZero();
    assertThat(world.commands() - before).isLessThan(10);
    assertThat(world.build().exit()).isZero();
  }
}
