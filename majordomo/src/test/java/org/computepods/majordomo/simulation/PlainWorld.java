package org.computepods.majordomo.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.computepods.chef.wire.BuildFrom;
import org.computepods.chef.wire.BuildResults;
import org.computepods.chef.wire.rest.BuildReport;
import org.computepods.chef.wire.rest.BuildRequest;
import org.computepods.majordomo.core.Command;
import org.computepods.majordomo.core.Engine;
import org.computepods.majordomo.core.Event;
import org.computepods.rules.project.ProjectLoader;

/** A world in which all goes well and in order, quick enough for large graphs. */
final class PlainWorld {
  private final Disk disk = new Disk();
  private final Engine engine = new Engine(List.of(), "local");
  private final ArrayDeque<Event> coming = new ArrayDeque<>();
  private final List<BuildReport> ended = new ArrayList<>();
  private long now;
  private int commands;
  private int builds;

  PlainWorld(ToyProject project, String path, String text) {
    disk.write(path, text, true);
    disk.write(ToyProject.FILE, project.yaml(), true);
    coming.add(new Event.SlotsChanged(2));
    coming.add(new Event.TreeKnown(disk.tree()));
  }

  /** How many commands there have been, beside notes and what people are told. */
  int commands() {
    return commands;
  }

  BuildReport build() {
    var request =
        new BuildRequest("w", List.of(), false, false, false, 0, false, false, 0, Map.of());
    coming.add(new Event.BuildAsked("b-" + ++builds, request));
    int before = ended.size();
    while (!coming.isEmpty()) {
      engine.on(coming.remove(), ++now, now).forEach(this::obey);
    }
    if (ended.size() == before) {
      throw new AssertionError("the build does not end");
    }
    return ended.getLast();
  }

  private void obey(Command command) {
    if (!(command instanceof Command.Note) && !(command instanceof Command.Tell)) {
      commands++;
    }
    switch (command) {
      case Command.Sync(String build, long asked, var confirm, _) ->
          coming.add(new Event.Synced(build, asked, List.of(), disk.confirm(confirm)));
      case Command.LoadProject() -> {
        var loaded = ProjectLoader.load(path -> disk.read(path.value()), List.of());
        coming.add(new Event.ProjectLoaded(loaded.rules(), loaded.problems(), loaded.files()));
      }
      case Command.Start(BuildFrom job, _) -> coming.add(new Event.JobEnded(cook(job)));
      case Command.Tell(var event) -> {
        BuildReport report = event.report();
        if (report != null && event.kind().equals("ended")) {
          ended.add(report);
        }
      }
      case Command.Note _ -> {}
      default -> throw new AssertionError("what for? " + command);
    }
  }

  private BuildResults cook(BuildFrom job) {
    var chef = new Chef(job, 1, disk, Map.of(), false, false);
    return chef.begin().or(() -> chef.end(0)).orElseThrow();
  }
}
