package org.computepods.majordomo.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What people (and accidents) do to a workspace while builds are under way. */
final class People {
  private final Simulation world;
  private final RandomWorkspace workspace;
  private final Random random;
  private final ArrayDeque<Map.Entry<String, String>> before = new ArrayDeque<>();
  private final List<String> builds = new ArrayList<>();

  People(Simulation world, RandomWorkspace workspace, Random random) {
    this.world = world;
    this.workspace = workspace;
    this.random = random;
  }

  /** Does so much, while the world goes on. */
  void work(int deeds) {
    for (int i = 0; i < deeds; i++) {
      deed();
      int steps = random.nextInt(30);
      for (int step = 0; step < steps; step++) {
        world.step();
      }
    }
  }

  /** Does so many things that come seldom: files that were looked for in vain, other recipes. */
  void workSeldom(int deeds) {
    for (int i = 0; i < deeds; i++) {
      switch (random.nextInt(5)) {
        case 0, 1 -> edit(RandomWorkspace.NOWHERE, workspace.text(RandomWorkspace.NOWHERE));
        case 2 -> world.delete(RandomWorkspace.NOWHERE);
        case 3 -> world.project(workspace.withAnotherRecipe(world.project, random));
        default -> ask();
      }
      int steps = random.nextInt(30);
      for (int step = 0; step < steps; step++) {
        world.step();
      }
    }
  }

  private void deed() {
    switch (random.nextInt(20)) {
      case 0, 1, 2, 3, 4 -> {
        String path = primary();
        edit(path, workspace.text(path));
      }
      case 5 -> delete();
      case 6, 7 -> undo();
      case 8 -> handEdit();
      case 9 -> deleteOutput();
      case 10 -> cancel();
      case 11 -> {
        if (random.nextInt(3) == 0) {
          world.kill(random.nextInt(5));
        }
      }
      case 12 -> {
        if (random.nextInt(3) == 0) {
          world.loseBlobs();
        }
      }
      case 13 -> world.jump(random.nextInt(2_000_000) - 1_000_000);
      case 14 -> changeProject();
      default -> ask();
    }
  }

  private String primary() {
    var files = new ArrayList<>(workspace.files().keySet());
    return files.get(random.nextInt(files.size()));
  }

  private void edit(String path, String text) {
    before.push(Map.entry(path, world.disk.read(path).orElse(text)));
    world.edit(path, text);
  }

  private void delete() {
    String path = primary();
    world.disk.read(path).ifPresent(text -> before.push(Map.entry(path, text)));
    world.delete(path);
  }

  private void undo() {
    if (!before.isEmpty()) {
      Map.Entry<String, String> old = before.pop();
      before.addLast(Map.entry(old.getKey(), world.disk.read(old.getKey()).orElse("p 0\n")));
      world.edit(old.getKey(), old.getValue());
    }
  }

  /** What some task makes, whether it says so or not. */
  private String made() {
    String output = output();
    List<String> beside =
        world.project.tasks().stream()
            .filter(task -> task.outputs().contains(output))
            .flatMap(task -> task.beside().stream())
            .toList();
    return beside.isEmpty() || random.nextBoolean() ? output : beside.getFirst();
  }

  private String output() {
    var outputs = new ArrayList<String>();
    world.project.tasks().stream()
        .filter(task -> task.when().isEmpty())
        .forEach(task -> outputs.addAll(task.writes()));
    if (outputs.isEmpty()) {
      return world.project.tasks().getFirst().outputs().getFirst();
    }
    return outputs.get(random.nextInt(outputs.size()));
  }

  private void handEdit() {
    String path = made();
    if (!world.inTheWorks(path)) {
      world.edit(path, "p by hand " + random.nextInt(100) + "\n");
    }
  }

  private void deleteOutput() {
    String path = made();
    if (!world.inTheWorks(path)) {
      world.delete(path);
    }
  }

  private void changeProject() {
    List<ToyTask> tasks = world.project.tasks();
    if (random.nextInt(3) == 0) {
      world.project(workspace.project());
    } else if (tasks.size() > 2) {
      world.project(world.project.without(tasks.get(random.nextInt(tasks.size())).name()));
    }
  }

  private void ask() {
    var targets = new ArrayList<String>();
    if (random.nextInt(3) == 0) {
      targets.add(output());
    }
    builds.add(world.ask(targets, random.nextBoolean(), random.nextInt(10) == 0));
  }

  private void cancel() {
    List<String> running =
        builds.stream().filter(build -> !world.ended.containsKey(build)).toList();
    if (!running.isEmpty()) {
      world.cancel(running.get(random.nextInt(running.size())));
    }
  }
}
