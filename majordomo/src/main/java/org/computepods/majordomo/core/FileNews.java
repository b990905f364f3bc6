package org.computepods.majordomo.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.computepods.chef.wire.FileRef;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.ArtefactState;
import org.computepods.rules.Task;

/**
 * Takes in what happens to files: the watcher's words, what runs wrote, what was removed; and sees
 * to what becomes doubtful by it.
 */
final class FileNews {
  private final ArtefactManager artefacts;
  private final DependencyManager graph;
  private final JobDesk desk;
  private final Scheduler scheduler;
  private final Project project;
  private final UndeclaredFiles undeclared;
  private final Ear ear;

  /** Files of jobs that came to nothing, of which something was said meanwhile. */
  private final Set<Artefact> doubtful = new LinkedHashSet<>();

  /** When the first part of the whole tree was told that is being told, or was told last. */
  private long treeBegan;

  /** Who is told what comes of it. */
  interface Ear {
    void note(Memory memory);

    /** Files changed that some resting watch may care for. */
    void stirs(List<String> paths);

    /** The watcher and our own runs say different things of a file. */
    void isDisputed();

    long tick();
  }

  FileNews(
      ArtefactManager artefacts,
      DependencyManager graph,
      JobDesk desk,
      Scheduler scheduler,
      Project project,
      UndeclaredFiles undeclared,
      Ear ear) {
    this.artefacts = artefacts;
    this.graph = graph;
    this.desk = desk;
    this.scheduler = scheduler;
    this.project = project;
    this.undeclared = undeclared;
    this.ear = ear;
  }

  /** Whether no word about any file is awaited. */
  boolean isClear() {
    return doubtful.isEmpty() && artefacts.areAllHeard();
  }

  /** Those of these files that neither are made by tasks nor were written by our runs. */
  List<String> byOthers(Collection<String> paths) {
    return paths.stream().filter(path -> isByOthers(artefacts.of(ArtefactPath.of(path)))).toList();
  }

  private static boolean isByOthers(Artefact artefact) {
    return artefact.producer == null && !artefact.isOurs();
  }

  // ---- words of the watcher ----

  /** The watcher says how files stand. */
  void said(List<Event.FileFact> files) {
    var stirring = new ArrayList<String>();
    for (Event.FileFact fact : files) {
      if (fileChanged(fact)) {
        stirring.add(fact.path().value());
      }
    }
    if (!stirring.isEmpty()) {
      ear.stirs(stirring);
    }
    if (artefacts.isDisputed(this::isAtRest)) {
      ear.isDisputed();
    }
  }

  /** What the watcher is to be asked about. */
  List<ArtefactPath> toConfirm() {
    return artefacts.toConfirm(this::isAtRest, ear.tick());
  }

  /**
   * All has been said that had happened at that time, and how these files stood after it.
   *
   * @return whether all is clear; else some files must be asked about once more
   */
  boolean allSaid(long asked, List<Event.FileFact> stand) {
    hearDoubtful();
    hearStanding(asked, stand);
    return !artefacts.isDisputed(this::isAtRest);
  }

  private boolean isAtRest(Artefact artefact) {
    return !desk.writes(artefact);
  }

  /** Takes in one word of the watcher; says whether a watch has to go round again for it. */
  private boolean fileChanged(Event.FileFact fact) {
    Artefact artefact = artefacts.of(fact.path());
    artefact.namedAt = ear.tick();
    if (desk.writes(artefact)) {
      artefact.saidMeanwhile(fact);
      return false;
    }
    artefact.saidMeanwhile(null);
    ArtefactState was = artefact.state;
    boolean wasOurs = artefact.isOurs();
    return artefacts.tell(artefact, fact, ear.tick()) && changed(artefact, was, wasOurs);
  }

  /** Says whether a watch has to go round again for it. */
  private boolean changed(Artefact artefact, ArtefactState was, boolean wasOurs) {
    boolean existed = was.exists();
    if (desk.running() == 0) {
      artefacts.runsAreOver();
    } else if (artefact.producer == null) {
      artefacts.changedUnderRuns(artefact, was, desk.newest(), ear.tick());
    }
    boolean ofProject = project.changed(artefact.path);
    if (existed != artefact.state.exists() || wasOurs) {
      project.cameOrWent(artefact.path);
    }
    touched(artefact, existed, true);
    return ofProject
        || project.isUnbound()
        || artefact.producer != null
        || !artefact.readers().isEmpty();
  }

  private void touched(Artefact artefact, boolean existed, boolean fromOutside) {
    lookerChanged(artefact);
    scheduler.attribution().changed(artefact, fromOutside);
    boolean cameOrWent = existed != artefact.state.exists();
    boolean first = !existed && artefact.path.outside();
    boolean asked = artefact.producer == null && !artefact.readers().isEmpty();
    boolean came = cameOrWent && !existed && !artefact.path.outside() && graph.hasRules();
    boolean lacked = came && graph.isWhatLacked(artefact);
    if (lacked || (cameOrWent && !first && asked)) {
      scheduler.replan(); // now, or no longer, a rule is asked for it, or for what it lacked
    }
  }

  /** All files that there are, or some of them; what no part names is gone. */
  void tree(List<Event.FileFact> files, boolean first, boolean last) {
    if (first) {
      treeBegan = ear.tick();
    }
    said(files);
    if (!last) {
      return;
    }
    var gone = new ArrayList<Event.FileFact>();
    for (Artefact artefact : artefacts.all()) {
      boolean named = artefact.namedAt >= treeBegan || artefact.changedSince(treeBegan - 1);
      if (artefact.state.exists() && !artefact.path.outside() && !named) {
        gone.add(new Event.FileFact(artefact.path, ArtefactState.absent(), 0, 0));
      }
    }
    said(gone);
  }

  /** A program that people look through is another one: what it let see is forgotten. */
  private void lookerChanged(Artefact looker) {
    Set<String> views = artefacts.forgetSightsThrough(looker);
    for (TaskNode node : views.isEmpty() ? List.<TaskNode>of() : List.copyOf(graph.tasks())) {
      if (node.edges.stream().anyMatch(edge -> views.contains(edge.view().key()))) {
        scheduler.seesOtherwise(node);
      }
    }
  }

  // ---- our own work ----

  /** These are to be removed; whatever is answered, the watcher is asked how they stand. */
  void removes(List<FileRef> files) {
    files.forEach(file -> artefacts.doubt(artefacts.of(ArtefactPath.of(file.path()))));
  }

  /** These were removed, for nobody makes them any more. */
  void removed(List<String> paths) {
    for (String path : paths) {
      Artefact artefact = artefacts.of(ArtefactPath.of(path));
      boolean existed = artefact.state.exists();
      artefact.become(ArtefactState.absent(), ear.tick());
      disown(artefact);
      touched(artefact, existed, false);
      project.changed(artefact.path);
    }
  }

  private void disown(Artefact artefact) {
    artefact.ours = null;
    undeclared.disown(artefact.path);
    ear.note(new Memory.Disowned(artefact.path));
  }

  /** The file is what a run of this task made. */
  void own(Artefact artefact, ArtefactState state, String task, boolean declared) {
    artefact.ours = state;
    artefact.owe(task);
    artefact.oursDeclared = declared;
    graph.abandoned().expect(artefact);
  }

  /** A run (or a restore) wrote this file. */
  void wrote(TaskNode node, FileRef file) {
    Artefact artefact = artefacts.of(ArtefactPath.of(file.path()));
    ArtefactState state = FileRefs.state(file);
    boolean existed = artefact.state.exists();
    boolean changed = artefacts.wrote(artefact, state, file.ctimeNs(), ear.tick());
    boolean declared = node.task.source() != Task.Source.RULE;
    if (state.exists()) {
      own(artefact, state, node.name(), declared);
      artefact.belongsTo(node.task);
      ear.note(new Memory.Wrote(artefact.path, state, node.name(), declared));
    } else if (artefact.ours != null) {
      disown(artefact);
    }
    if (changed) {
      lookerChanged(artefact);
      scheduler.attribution().changed(artefact, false);
      if (project.changed(artefact.path)) {
        project.load(); // at once: its tasks may join this build
      } else if (existed != state.exists()) {
        project.madeOrGone(artefact.path);
      }
    }
  }

  /** A run wrote this file, which its task does not declare, and so it stands at its end. */
  void wroteUndeclared(TaskNode node, Artefact artefact, FileRef file) {
    boolean existed = artefact.state.exists();
    artefact.writtenUndeclared(node.name(), FileRefs.state(file));
    if (artefacts.wrote(artefact, FileRefs.state(file), file.ctimeNs(), ear.tick())) {
      touched(artefact, existed, false);
    }
    scheduler.attribution().isTold(artefact);
  }

  /** A restore has put back what this task does not declare. */
  void restoredUndeclared(TaskNode node, Artefact artefact, FileRef file) {
    undeclared.restored(artefact.path, FileRefs.state(file), node.name());
    wroteUndeclared(node, artefact, file);
  }

  /**
   * A job is over: what was said meanwhile of the files it writes counts, if it is the later word.
   * After one that came to nothing, that shows only when all has been said: it may be about a file
   * that was aside for a while.
   */
  void hearMeanwhile(TaskNode node, boolean succeeded) {
    hearMeanwhile(node.writes, succeeded);
  }

  void hearMeanwhile(List<Artefact> writes, boolean succeeded) {
    for (Artefact artefact : writes) {
      Event.FileFact said = artefact.meanwhile();
      if (said == null || said.ctimeNs() == 0) {
        artefact.saidMeanwhile(null);
      } else if (succeeded) {
        fileChanged(said);
      } else {
        doubtful.add(artefact);
      }
    }
  }

  /** Takes in how files stood after the question, but those that were written again meanwhile. */
  private void hearStanding(long asked, List<Event.FileFact> stand) {
    var stirring = new ArrayList<String>();
    for (Event.FileFact fact : stand) {
      Artefact artefact = artefacts.of(fact.path());
      ArtefactState was = artefact.state;
      boolean wasOurs = artefact.isOurs();
      if (isAtRest(artefact)
          && artefact.wroteAt() <= asked
          && artefacts.confirm(artefact, fact, ear.tick())
          && changed(artefact, was, wasOurs)) {
        stirring.add(fact.path().value());
      }
    }
    artefacts.confirmed(asked);
    if (!stirring.isEmpty()) {
      ear.stirs(stirring);
    }
  }

  /** All has been said: the last word about files that jobs were at counts. */
  private void hearDoubtful() {
    var last = new ArrayList<Event.FileFact>();
    for (Artefact artefact : doubtful) {
      Event.FileFact said = artefact.meanwhile();
      if (said != null && !desk.writes(artefact)) {
        last.add(said);
      }
    }
    doubtful.clear();
    said(last);
  }

  /**
   * A run read this file; where it lies outside the workspace, that may be the first word about it.
   */
  void readOutside(FileRef file) {
    Artefact artefact = artefacts.of(ArtefactPath.of(file.path()));
    if (artefact.path.outside() && !artefact.state.equals(FileRefs.state(file))) {
      boolean existed = artefact.state.exists();
      artefact.become(FileRefs.state(file), ear.tick());
      touched(artefact, existed, false);
    }
  }
}
