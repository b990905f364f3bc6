package org.computepods.majordomo.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** A random project and its files, from a seed, and random changes to both. */
final class RandomWorkspace {
  /** A file that some mention, and that is not there at first. */
  static final String NOWHERE = "nowhere";

  private static final List<String> VIEWS = List.of("^a", "^b", "^p", "^n");

  private final Random random;
  private final List<ToyTask> tasks = new ArrayList<>();
  private final Map<String, String> files = new TreeMap<>();
  private final List<String> readable = new ArrayList<>();

  /** Outputs of conditional tasks: nobody may demand them. */
  private final List<String> perhaps = new ArrayList<>();

  /** What a source may mention; where nothing is said, anything. */
  private final Map<String, List<String>> mentions = new TreeMap<>();

  private final int primaries;

  /** Tasks of cycles that may or may not settle, and where from how they start matters. */
  private boolean chaotic;

  /** As the other one, with tasks that write what they do not declare, and read it back. */
  static RandomWorkspace withParts(long seed, boolean wild) {
    var workspace = new RandomWorkspace(seed, wild);
    workspace.parts();
    return workspace;
  }

  /**
   * @param wild whether there may be cycles of which only a run can tell how they end
   */
  RandomWorkspace(long seed, boolean wild) {
    this.random = new Random(seed);
    primaries = 2 + random.nextInt(4);
    for (int i = 0; i < primaries; i++) {
      files.put("p" + i, text("p" + i));
      readable.add("p" + i);
    }
    int parts = 1 + random.nextInt(6);
    for (int i = 0; i < parts; i++) {
      switch (random.nextInt(10)) {
        case 0, 1 -> climbers();
        case 2 -> self();
        case 3 -> touching();
        case 4 -> discoveredCircle();
        case 5 -> {
          if (random.nextInt(3) == 0) {
            restless();
          } else {
            plain();
          }
        }
        case 6 -> {
          if (wild) {
            chaos();
          } else {
            plain();
          }
        }
        default -> plain();
      }
    }
  }

  ToyProject project() {
    return ToyProject.of(tasks);
  }

  /** The project with one of its tasks that mix doing so in another way; as it is, if none does. */
  ToyProject withAnotherRecipe(ToyProject project, Random random) {
    var mixers = new ArrayList<ToyTask>();
    for (ToyTask task : project.tasks()) {
      if (task.word().equals("mix") || task.word().equals("include")) {
        mixers.add(task);
      }
    }
    if (mixers.isEmpty()) {
      return project;
    }
    ToyTask task = mixers.get(random.nextInt(mixers.size()));
    return project.with(task.op(task.word() + ":" + random.nextInt(3)));
  }

  Map<String, String> files() {
    return files;
  }

  /** Whether how its cycles end hangs on where they start. */
  boolean chaotic() {
    return chaotic;
  }

  /** Another text for a primary file. */
  String text(String path) {
    List<String> allowed = mentions.getOrDefault(path, readable);
    var text = new StringBuilder();
    int lines = 1 + random.nextInt(3);
    for (int i = 0; i < lines; i++) {
      text.append(
          switch (random.nextInt(8)) {
            case 0 -> "n " + random.nextInt(3);
            case 1, 2 -> "use " + somePath(allowed);
            case 3 -> random.nextInt(6) == 0 ? "bad" : "a " + random.nextInt(3);
            default -> "p " + random.nextInt(5);
          });
      text.append('\n');
    }
    return text.toString();
  }

  /** A file that one may mention: there, to be made, or neither. */
  private String somePath(List<String> allowed) {
    return allowed.isEmpty() || random.nextInt(8) == 0 ? NOWHERE : pick(allowed);
  }

  private String pick(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }

  private String name() {
    return "t" + tasks.size();
  }

  private String output() {
    return "o" + tasks.size();
  }

  private void add(ToyTask task) {
    tasks.add(task);
    (task.when().isEmpty() ? readable : perhaps).addAll(task.writes());
  }

  private String input() {
    String path = pick(readable);
    return random.nextInt(4) == 0 ? path + "|" + pick(VIEWS) : path;
  }

  private String[] inputs(int most) {
    var inputs = new ArrayList<String>();
    int count = 1 + random.nextInt(most);
    for (int i = 0; i < count; i++) {
      String input = input();
      if (inputs.stream().noneMatch(other -> ToyTask.path(other).equals(ToyTask.path(input)))) {
        inputs.add(input);
      }
    }
    return inputs.toArray(String[]::new);
  }

  private void parts() {
    var parts = new ArrayList<String>();
    for (int i = 1 + random.nextInt(2); i > 0; i--) {
      ToyTask task = ToyTask.of(name(), "parts", output(), inputs(2));
      String other = "p" + random.nextInt(primaries);
      boolean more = random.nextInt(3) == 0 && !task.reads().contains(other);
      add(more ? task.secondary(other + "|^a") : task);
      parts.addAll(task.beside());
      if (random.nextBoolean()) {
        plain();
      }
    }
    if (random.nextBoolean()) {
      String source = "r" + tasks.size();
      mentions.put(source, parts);
      files.put(source, "use " + pick(parts) + "\n");
      add(ToyTask.of(name(), "include", output(), source));
    }
  }

  private void plain() {
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      add(plainTask());
    }
  }

  private ToyTask plainTask() {
    String op =
        switch (random.nextInt(12)) {
          case 0, 1 -> "few:" + (2 + random.nextInt(2));
          case 2 -> "select:p";
          case 3 -> "count";
          case 4 -> "fail-if:bad";
          case 5, 6 -> "include";
          case 7 -> "need";
          case 8 -> "gather:3";
          default -> "mix";
        };
    ToyTask task;
    if (op.startsWith("gather")) {
      task = ToyTask.of(name(), op, output(), "p" + random.nextInt(primaries));
    } else if (op.equals("include") || op.equals("need")) {
      String source = "q" + tasks.size();
      mentions.put(source, List.copyOf(readable));
      files.put(source, text(source));
      task = ToyTask.of(name(), op, output(), source);
    } else {
      task = ToyTask.of(name(), op, output(), inputs(3));
    }
    if (random.nextInt(5) == 0) {
      String path = perhaps.isEmpty() ? pick(readable) : pick(perhaps);
      if (!task.reads().contains(path)) {
        task = task.secondary(path);
      }
    }
    if (random.nextInt(6) == 0 && !task.discovers()) {
      task = task.outputs(output(), output() + "b");
    }
    if (random.nextInt(12) == 0) {
      task = task.when(pick(readable) + "|" + (random.nextBoolean() ? "1" : "p"));
    }
    return task;
  }

  private ToyTask climber(int most) {
    return ToyTask.of(name(), "climb:" + most, output(), "p" + random.nextInt(primaries))
        .passesMax(10 + random.nextInt(3));
  }

  /** A ring that settles, like a document with its references. */
  private void climbers() {
    int size = 1 + random.nextInt(4);
    int most = 1 + random.nextInt(7);
    int first = tasks.size();
    for (int i = 0; i < size; i++) {
      String previous = "o" + (i == 0 ? first + size - 1 : tasks.size() - 1);
      ToyTask task = climber(most);
      add(random.nextInt(3) == 0 ? task.secondary(previous + "|^n") : task.secondary(previous));
    }
  }

  /** Two rings with one task in both. */
  private void touching() {
    int first = tasks.size();
    int most = 1 + random.nextInt(5);
    add(climber(most).secondary("o" + (first + 1), "o" + (first + 2)));
    add(climber(most).secondary("o" + first));
    add(climber(most).secondary("o" + first, "o" + (first + 1)));
  }

  private void self() {
    if (random.nextBoolean()) {
      add(ToyTask.of(name(), "labels", output(), input()).auxiliary(output() + ".aux"));
    } else {
      add(climber(1 + random.nextInt(4)).secondary(output()));
    }
  }

  /** A ring that only its run discovers. */
  private void discoveredCircle() {
    int first = tasks.size();
    String source = "s" + first;
    files.put(source, "p 1\nuse o" + (first + 1) + "\n");
    int most = 1 + random.nextInt(4);
    add(ToyTask.of(name(), "gather:" + most, output(), source));
    add(
        random.nextBoolean()
            ? ToyTask.of(name(), "climb:" + most, output(), "o" + first)
            : climber(most).secondary("o" + first));
  }

  /** A ring that cannot come to rest, wherever it starts. */
  private void restless() {
    int first = tasks.size();
    String op =
        switch (random.nextInt(4)) {
          case 0 -> "flip";
          case 1 -> "rotate:3";
          case 2 -> "grow";
          default -> "clock";
        };
    int copies = random.nextInt(3);
    String last = "o" + (first + copies);
    add(ToyTask.of(name(), op, output()).secondary(last));
    for (int i = 0; i < copies; i++) {
      String copy = op.equals("clock") ? "mix" : "copy";
      add(ToyTask.of(name(), copy, output(), "o" + (tasks.size() - 1)));
    }
  }

  /** A ring of digests: it may settle, or go round for a while or for ever. */
  private void chaos() {
    chaotic = true;
    int size = 2 + random.nextInt(3);
    int first = tasks.size();
    for (int i = 0; i < size; i++) {
      String one = "o" + (first + random.nextInt(size));
      String other = "o" + (first + (i + 1) % size);
      ToyTask task = ToyTask.of(name(), "few:" + (2 + random.nextInt(2)), output(), "p0");
      add(one.equals(other) ? task.secondary(one) : task.secondary(one, other));
    }
  }
}
