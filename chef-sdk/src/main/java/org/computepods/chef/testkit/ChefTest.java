package org.computepods.chef.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.computepods.chef.api.Chef;
import org.computepods.chef.cooks.HiredChef;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.Dependency;
import org.computepods.rules.Digest;
import org.computepods.rules.Task;
import org.computepods.rules.project.ProjectLoader;
import org.computepods.rules.project.RulesManager;
import org.computepods.rules.project.RulesManager.Making;

/**
 * A chef under test: {@code ChefTest.of(new MyChef()).in(folder).build("out.txt")}.
 *
 * <p>The fixture is copied first, so it stays as it is. A {@code computepods.yaml} in it counts.
 * What an output is made from is made before it where it is not there; beside that nothing is
 * decided as a federation would: every task runs, once.
 */
public final class ChefTest {
  private static final int DEEP_MAX = 100;

  private final HiredChef chef;

  private ChefTest(HiredChef chef) {
    this.chef = chef;
  }

  /**
   * This chef.
   *
   * @throws IllegalArgumentException if its name or its rules are not in order; the message says
   *     what is wrong, and where
   */
  public static ChefTest of(Chef chef) {
    HiredChef.Look look = HiredChef.at(chef, Digest.of(chef.getClass().getName()));
    return new ChefTest(
        look.hired().orElseThrow(() -> new IllegalArgumentException(look.problem())));
  }

  /** In a copy of this folder. */
  public Fixture in(Path folder) throws IOException {
    return new Fixture(chef, TestKitchen.copyOf(folder, chef));
  }

  /** A copy of a folder, in which builds go on from what the last one made; to be closed. */
  public static final class Fixture implements AutoCloseable {
    private final HiredChef chef;
    private final TestKitchen kitchen;

    private Fixture(HiredChef chef, TestKitchen kitchen) {
      this.chef = chef;
      this.kitchen = kitchen;
    }

    /** Where the copy is. */
    public Path folder() {
      return kitchen.workspace();
    }

    /** Writes a file of the copy. */
    public Fixture write(String path, String text) throws IOException {
      Path file = folder().resolve(path);
      Files.createDirectories(file.resolveSibling("."));
      Files.writeString(file, text);
      return this;
    }

    /** Makes this artefact. */
    public Made build(String path) throws IOException {
      return make(ArtefactPath.of(path), 0);
    }

    private Made make(ArtefactPath goal, int deep) throws IOException {
      if (deep > DEEP_MAX) {
        return Made.no("a circle is a federation's business: " + goal);
      }
      RulesManager rules = ProjectLoader.load(this::text, List.of(chef.set())).rules();
      Optional<Task> task =
          rules.bind(kitchen.files()).tasks().stream()
              .filter(each -> each.writes().anyMatch(goal::equals))
              .findFirst()
              .or(() -> byRule(rules, goal));
      if (task.isEmpty()) {
        return Made.no("no rule makes " + goal);
      }
      for (Dependency each : task.get().dependencies()) {
        if (!kitchen.has(each.path())) {
          Made before = make(each.path(), deep + 1);
          if (!before.succeeded()) {
            return before;
          }
        }
      }
      Made made = kitchen.cook(task.get());
      for (String missing : made.missing()) {
        if (!kitchen.has(ArtefactPath.of(missing))
            && make(ArtefactPath.of(missing), deep + 1).succeeded()) {
          return make(goal, deep + 1);
        }
      }
      return made;
    }

    private Optional<Task> byRule(RulesManager rules, ArtefactPath goal) {
      return rules.howToMake(goal, kitchen::has) instanceof Making.By(Task task)
          ? Optional.of(task)
          : Optional.empty();
    }

    private Optional<String> text(ArtefactPath path) {
      return kitchen.has(path) ? Optional.of(kitchen.text(path.value())) : Optional.empty();
    }

    @Override
    public void close() throws IOException {
      kitchen.close();
    }
  }

  /**
   * What came of it.
   *
   * @param failure what the user would read; "" where it succeeded
   * @param log all that was said, and that tools printed
   * @param outputs text of each output and auxiliary that was written
   * @param discovered files that were read and that the rule does not name
   * @param missing files without which it cannot be done
   */
  public record Made(
      String failure,
      String log,
      Map<String, String> outputs,
      List<String> discovered,
      List<String> missing) {
    static Made no(String failure) {
      return new Made(failure, "", Map.of(), List.of(), List.of());
    }

    /** Whether all outputs were made. */
    public boolean succeeded() {
      return failure.isEmpty();
    }

    /** The text of an output. */
    public String output(String path) {
      return outputs.getOrDefault(path, "");
    }
  }
}
