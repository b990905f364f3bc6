package org.computepods.majordomo.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.computepods.majordomo.core.Memory;
import org.computepods.majordomo.core.Trace;
import org.computepods.rules.ArtefactPath;

/** What the core has noted, kept as its database keeps it. */
final class Remembered {
  private final List<Memory> notes = new ArrayList<>();

  void note(Memory note) {
    notes.add(note);
  }

  /** The last notes never reached the disk. */
  void lose(int count) {
    for (int i = 0; i < count && !notes.isEmpty(); i++) {
      notes.removeLast();
    }
  }

  /** All is lost, and this is known from elsewhere. */
  void become(List<Memory> known) {
    notes.clear();
    notes.addAll(known);
  }

  /** What another core is given: of traces under one key the newest first. */
  List<Memory> all() {
    var wrote = new LinkedHashMap<ArtefactPath, Memory>();
    var undeclared = new LinkedHashMap<ArtefactPath, Memory>();
    var traces = new ArrayList<Memory>();
    var others = new ArrayList<Memory>();
    for (Memory note : notes) {
      switch (note) {
        case Memory.Wrote file -> {
          wrote.remove(file.path());
          wrote.put(file.path(), file);
        }
        case Memory.WroteUndeclared file -> undeclared.put(file.path(), file);
        case Memory.Disowned(ArtefactPath path) -> {
          wrote.remove(path);
          undeclared.remove(path);
        }
        case Memory.TraceKept kept -> traces.addFirst(kept);
        case Memory.TraceDropped(String key, String id) ->
            traces.removeIf(
                kept ->
                    kept instanceof Memory.TraceKept(Trace trace)
                        && trace.id().equals(id)
                        && trace.key().equals(key));
        case Memory.Settled settled -> traces.addFirst(settled);
        case Memory.GenerationDropped(String key, String id) ->
            traces.removeIf(
                kept ->
                    kept instanceof Memory.Settled(var generation)
                        && generation.id().equals(id)
                        && generation.key().equals(key));
        case Memory.SavedAside saved -> others.add(saved);
        case Memory.BuildDone done -> others.add(done);
      }
    }
    var all = new ArrayList<>(others);
    all.addAll(wrote.values());
    all.addAll(undeclared.values());
    all.addAll(traces);
    return all;
  }
}
