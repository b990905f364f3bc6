package org.computepods.majordomo.simulation;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.computepods.chef.wire.BuildFrom;
import org.computepods.chef.wire.BuildResults;
import org.computepods.majordomo.core.Event;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.ArtefactState;

/** Where jobs are done, by a chef each, who may die, or whose answer may be lost or come late. */
final class Kitchen {
  private final Simulation world;
  private final Map<String, Chef> chefs = new LinkedHashMap<>();
  private final Set<String> over = new HashSet<>();

  Kitchen(Simulation world) {
    this.world = world;
  }

  /** Whether a job that is at work in place may write there. */
  boolean inTheWorks(String path) {
    return chefs.values().stream()
        .anyMatch(chef -> chef.running() && chef.inPlace() && chef.mayWrite(path));
  }

  /** The core hears that a job is over: it is not cancelled any more. */
  void over(String job) {
    over.add(job);
  }

  /** The core was killed, and its jobs with it. */
  void close() {
    chefs.values().forEach(Chef::undo);
    chefs.clear();
    over.clear();
  }

  void start(BuildFrom job) {
    start(job, 1);
  }

  private void start(BuildFrom job, int attempt) {
    var known = new TreeMap<String, ArtefactState>();
    world.disk.paths().forEach(path -> known.put(path, world.view().state(ArtefactPath.of(path))));
    boolean far = world.happens(world.faults().far()) && !job.command().getFirst().equals("parts");
    var chef = new Chef(job, attempt, world.disk, known, far, world.random.nextBoolean());
    chefs.put(job.job(), chef);
    int then = world.life();
    world.at(10, () -> begin(chef, then, attempt));
  }

  private boolean gone(Chef chef, int then) {
    return then != world.life() || chefs.get(chef.job.job()) != chef;
  }

  private void begin(Chef chef, int then, int attempt) {
    if (gone(chef, then)) {
      return;
    }
    String id = chef.job.job();
    world.tell(3, new Event.JobStarted(id, chef.pod));
    Optional<BuildResults> atOnce = chef.begin();
    if (atOnce.isPresent()) {
      chefs.remove(id);
      world.tell(10, new Event.JobEnded(atOnce.get()));
      return;
    }
    world.at(100, () -> end(chef, then, attempt));
  }

  private void end(Chef chef, int then, int attempt) {
    if (gone(chef, then)) {
      return;
    }
    String id = chef.job.job();
    if (world.happens(world.faults().crashed())) {
      world.note("the chef of " + id + " dies");
      chef.undo();
      chefs.remove(id);
      world.watch();
      if (attempt < 3) {
        start(chef.job, attempt + 1);
      } else {
        world.tell(10, new Event.JobImpossible(id, "no chef came back in time"));
      }
      return;
    }
    Optional<BuildResults> results = chef.end(world.nextOrder());
    chefs.remove(id);
    world.referee.ran(chef.job, chef.inPlace(), chef.otherwise());
    world.watch();
    if (results.isEmpty() || (world.happens(world.faults().lost()) && attempt < 3)) {
      world.note("the answer to " + id + " is lost");
      world.referee.answerLost();
      start(chef.job, attempt + 1);
      return;
    }
    world.tell(10, new Event.JobEnded(results.get()));
    if (world.happens(world.faults().late())) {
      world.at(2_000, () -> world.hear(new Event.JobEnded(results.get())));
    }
  }

  void cancel(String id) {
    int then = world.life();
    world.at(
        20,
        () -> {
          Chef chef = chefs.get(id);
          if (then == world.life() && chef != null && !over.contains(id)) {
            chefs.remove(id);
            BuildResults results = chef.cancelled();
            world.watch();
            world.tell(5, new Event.JobEnded(results));
          }
        });
  }
}
