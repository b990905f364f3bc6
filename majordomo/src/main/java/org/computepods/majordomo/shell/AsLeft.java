package org.computepods.majordomo.shell;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.computepods.chef.bus.BusException;
import org.computepods.chef.wire.Synced;
import org.computepods.chef.wire.rest.BuildReport;
import org.computepods.chef.wire.rest.BuildRequest;
import org.computepods.majordomo.core.Event.FileFact;
import org.computepods.majordomo.core.Memory;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.ArtefactState;

/**
 * A workspace that is as the life before left it, down to the stat of every file: the build that
 * would have found nothing to do then, finds nothing to do now. So it is answered before there is a
 * core, which a large project takes long to load. Each answer first makes sure that still nothing
 * is otherwise; whatever is in doubt is left to the core.
 */
final class AsLeft {
  /** For a watcher or a pod that is there, and for chefs to say what they can build. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Household house;
  private final String pod;
  private final Watching watching;
  private final Farewell farewell;
  private final Synced.Point point;
  private final OutsideFiles outside;
  private final Map<ArtefactPath, ArtefactState> states = new HashMap<>();

  private AsLeft(
      Household house, String pod, Watching watching, Farewell farewell, Synced.Point point) {
    this.house = house;
    this.pod = pod;
    this.watching = watching;
    this.farewell = farewell;
    this.point = point;
    this.outside = new OutsideFiles(house.messenger());
    FileFacts.of(farewell.outside()).forEach(file -> states.put(file.path(), file.state()));
    states.keySet().forEach(path -> outside.add(pod, path.value()));
  }

  /**
   * Takes what the life before has said of a workspace, and has the workspace watched as it was.
   * Empty where nothing was said, or anything is not as it was.
   */
  static Optional<AsLeft> find(
      Household house, String pod, String path, Watching watching, ProjectReader projects)
      throws InterruptedException {
    var said = house.store().left(path).flatMap(Farewell::read);
    if (said.isEmpty()
        || !said.get().software().equals(house.software())
        || !said.get().pod().equals(pod)) {
      return Optional.empty();
    }
    var farewell = said.get();
    try {
      var synced = watching.begin(farewell.attention());
      if (!isFrom(farewell.point(), synced)) {
        return Optional.empty();
      }
      var found = new AsLeft(house, pod, watching, farewell, synced.point());
      if (!found.isProjectSame(projects, path) || !found.isOutsideKnown() || !found.holds()) {
        return Optional.empty();
      }
      house.say().accept(path + " is as it was left");
      return Optional.of(found);
    } catch (BusException e) {
      return Optional.empty();
    }
  }

  /** Whether nothing has changed from there, in the same watch or the next. */
  private static boolean isFrom(Synced.Point left, Synced now) {
    return now.moving().isEmpty() && (left.equals(now.point()) || left.equals(now.left()));
  }

  private boolean isProjectSame(ProjectReader projects, String path)
      throws BusException, InterruptedException {
    var files = farewell.project().keySet().stream().sorted().map(ArtefactPath::of).toList();
    return Farewell.texts(projects.digests(pod, path, files)).equals(farewell.project());
  }

  /** Whether the pod says of each file outside how it stands, and all stand as they did. */
  private boolean isOutsideKnown() throws BusException, InterruptedException {
    if (states.isEmpty()) {
      return true;
    }
    var now = new HashMap<ArtefactPath, ArtefactState>();
    outside.changes(pod, pod, toolPath()).forEach(file -> now.put(file.path(), file.state()));
    now.keySet().retainAll(states.keySet()); // it may look after others for other workspaces
    return now.equals(states);
  }

  /** Whether nothing has changed until now. */
  private boolean holds() throws BusException, InterruptedException {
    return house.chefs().digests(PATIENCE).equals(farewell.offered())
        && isOutsideSame()
        && isTreeSame();
  }

  private boolean isTreeSame() throws BusException, InterruptedException {
    var synced = watching.syncAtOnce(List.of(), PATIENCE);
    return synced.error() == null && synced.moving().isEmpty() && synced.point().equals(point);
  }

  private boolean isOutsideSame() throws BusException, InterruptedException {
    return states.isEmpty()
        || outside.changes(pod, pod, toolPath()).stream().allMatch(this::isSame);
  }

  private Optional<String> toolPath() {
    return Optional.ofNullable(farewell.request().env().get("PATH"));
  }

  private boolean isSame(FileFact file) {
    var before = states.get(file.path());
    return before == null || before.equals(file.state());
  }

  /**
   * Answers a build, if it is the one that was said to find nothing to do and that still holds.
   *
   * @return whether it did
   */
  boolean answers(Build build, BuildRequest request) throws InterruptedException {
    try {
      if (!farewell.answers(request) || !holds()) {
        return false;
      }
    } catch (BusException e) {
      return false;
    }
    var report = reportOf(build);
    house
        .store()
        .note(report.workspace(), new Memory.BuildDone(request, report, build.startedMs()));
    build.ended(report);
    return true;
  }

  private BuildReport reportOf(Build build) {
    var said = farewell.report();
    return new BuildReport(
        build.id(),
        said.workspace(),
        said.result(),
        said.tasks(),
        said.runs(),
        said.cycles(),
        said.problems(),
        said.warnings(),
        System.currentTimeMillis() - build.startedMs(),
        said.exit());
  }
}
