package org.computepods.majordomo.core;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/** What we made once, and nothing makes any more. */
final class Abandoned {
  private final ArtefactManager artefacts;
  private final Set<Artefact> abandoned = new LinkedHashSet<>();

  /** Whether all artefacts were looked at; from then on each that joins tells of itself. */
  private boolean lookedThrough;

  Abandoned(ArtefactManager artefacts) {
    this.artefacts = artefacts;
  }

  /** Nothing makes them now. */
  Collection<Artefact> all() {
    if (!lookedThrough) {
      lookedThrough = true;
      abandoned.clear();
      artefacts.all().stream()
          .filter(a -> a.ours != null && a.producer == null)
          .forEach(abandoned::add);
    }
    abandoned.removeIf(a -> a.producer != null || a.ours == null);
    return abandoned;
  }

  /** Whether a task that the project declared made it, and none does now. */
  boolean has(Artefact artefact) {
    return artefact.oursDeclared && artefact.ours != null && artefact.producer == null;
  }

  /** We made this artefact once; some task must make it, or it is abandoned. */
  void expect(Artefact artefact) {
    if (artefact.producer == null && lookedThrough) {
      abandoned.add(artefact);
    }
  }

  /** The task that makes this artefact has left, or makes other ones. */
  void leftBy(Artefact artefact) {
    if (artefact.ours != null) {
      abandoned.add(artefact);
    }
  }
}
