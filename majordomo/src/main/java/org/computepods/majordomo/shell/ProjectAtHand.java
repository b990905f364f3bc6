package org.computepods.majordomo.shell;

import java.util.List;
import java.util.Optional;
import org.computepods.chef.bus.BusException;
import org.computepods.rules.Place;
import org.computepods.rules.Problem;
import org.computepods.rules.project.Attention;
import org.computepods.rules.project.ProjectLoader;
import org.computepods.rules.project.ProjectLoader.Loaded;
import org.computepods.rules.project.RuleSet;

/** The project of a workspace as it was last read; what is kept of it is the core's thread's. */
final class ProjectAtHand {
  private final Household house;
  private final WorkspaceLock lock;
  private final ProjectReader reader;
  private boolean known;
  private Attention attention = Attention.USUAL;
  private List<RuleSet> sets = List.of();
  private List<Problem> problems = List.of();
  private Optional<Farewell.Read> goneBy = Optional.empty();

  ProjectAtHand(Household house, WorkspaceLock lock) {
    this.house = house;
    this.lock = lock;
    this.reader = new ProjectReader(house.messenger());
  }

  ProjectReader reader() {
    return reader;
  }

  /** How it wants its files watched. */
  Attention attention() {
    return attention;
  }

  List<RuleSet> sets() {
    return sets;
  }

  /** What is wrong in its files. */
  List<Problem> problems() {
    return problems;
  }

  /** What the core goes by. */
  Optional<Farewell.Read> goneBy() {
    return goneBy;
  }

  /** Whether it was read by the rules that chefs offer now, and not by those of before. */
  boolean isUpToDate(Farewell.Read read) {
    return Chefs.digests(read.offered()).equals(Chefs.digests(house.chefs().offered()));
  }

  /** The core goes by this from now on. */
  void goBy(Farewell.Read read) {
    goneBy = Optional.of(read);
  }

  /**
   * Reads it, on any thread that may wait. One that cannot be read is a problem of the project's,
   * to be shown at its place.
   */
  Farewell.Read read() throws InterruptedException {
    var offered = house.chefs().offered();
    try {
      return new Farewell.Read(reader.read(lock.pod(), lock.path(), offered), offered);
    } catch (BusException e) {
      return unread(String.valueOf(e.getMessage()));
    }
  }

  /** What counts as read where that could not be: nothing, and why. */
  Farewell.Read unread(String why) {
    var offered = house.chefs().offered();
    var nothing = ProjectLoader.load(file -> Optional.empty(), offered);
    var place = Place.of(ProjectLoader.PROJECT_FILE.value());
    var problem = new Problem(place, "cannot be read: " + why);
    var loaded = new Loaded(nothing.rules(), List.of(problem), nothing.files());
    return new Farewell.Read(loaded, offered);
  }

  /** Takes in what was read; the answer: whether the watcher must hear of it. */
  boolean adopt(Loaded loaded) {
    var wanted = loaded.rules().attention();
    boolean news = known && !attention.equals(wanted);
    known = true;
    attention = wanted;
    sets = loaded.rules().sets();
    problems = loaded.problems();
    return news;
  }
}
