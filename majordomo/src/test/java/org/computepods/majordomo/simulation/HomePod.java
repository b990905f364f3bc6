package org.computepods.majordomo.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.computepods.chef.wire.FileRef;
import org.computepods.majordomo.core.Event;
import org.computepods.rules.Digest;

/** The pod of the workspace: it puts outputs back, and removes what nothing makes any more. */
final class HomePod {
  private final Simulation world;

  HomePod(Simulation world) {
    this.world = world;
  }

  void restore(String id, List<FileRef> outputs, List<String> ours, List<String> undeclared) {
    if (world.happens(world.faults().refused())) {
      boolean done = world.random.nextBoolean();
      if (done) {
        putBack(outputs, ours, undeclared, new ArrayList<>());
      }
      world.referee.forgive();
      world.tell(5, restored(id, List.of(), List.of(), List.of(), Optional.of("no answer")));
      world.watch();
      return;
    }
    List<String> missing = missing(outputs);
    var saved = new ArrayList<FileRef>();
    if (missing.isEmpty()) {
      putBack(outputs, ours, undeclared, saved);
    } else {
      world.referee.forgive();
    }
    List<FileRef> stand =
        missing.isEmpty()
            ? outputs.stream().map(each -> world.disk.ref(each.path())).toList()
            : List.of();
    world.watch();
    world.tell(5, restored(id, stand, missing, saved, Optional.empty()));
  }

  private static Event restored(
      String id,
      List<FileRef> outputs,
      List<String> missing,
      List<FileRef> saved,
      Optional<String> error) {
    return new Event.Restored(id, outputs, missing, saved, error);
  }

  private List<String> missing(List<FileRef> outputs) {
    var missing = new ArrayList<String>();
    for (FileRef output : outputs) {
      String sha256 = output.sha256();
      if (sha256 != null
          && !world.disk.holds(output)
          && world.disk.stored(Digest.parse(sha256)).isEmpty()) {
        missing.add(sha256);
      }
    }
    return missing;
  }

  private void putBack(
      List<FileRef> outputs, List<String> ours, List<String> undeclared, List<FileRef> saved) {
    if (!missing(outputs).isEmpty()) {
      return;
    }
    for (int i = 0; i < outputs.size(); i++) {
      FileRef output = outputs.get(i);
      if (world.disk.holds(output)) {
        continue;
      }
      String own = i < ours.size() ? ours.get(i) : "";
      Optional<String> old = world.disk.read(output.path());
      if (old.isPresent()) {
        if (!Digest.of(old.get()).hex().equals(own)) {
          world.disk.pin(old.get());
          saved.add(world.disk.ref(output.path()));
        }
        world.referee.replaced(output.path(), old.get());
        world.disk.keep(old.get());
      }
      String sha256 = output.sha256();
      if (sha256 == null) {
        world.disk.deleteWritten(output.path());
        continue;
      }
      String text = world.disk.stored(Digest.parse(sha256)).orElseThrow();
      if (undeclared.contains(output.path())) {
        world.disk.writeBeside(output.path(), text);
      } else {
        world.disk.write(output.path(), text, false);
      }
    }
  }

  void remove(List<FileRef> wanted) {
    var removed = new ArrayList<String>();
    boolean answered = !world.happens(world.faults().refused());
    if (answered || world.random.nextBoolean()) {
      for (FileRef file : wanted) {
        if (world.disk.read(file.path()).isPresent() && world.disk.holds(file)) {
          world.referee.removed(file.path());
          world.disk.deleteWritten(file.path());
          removed.add(file.path());
        }
      }
    }
    world.watch();
    world.tell(5, new Event.Removed(answered ? removed : List.of()));
  }
}
