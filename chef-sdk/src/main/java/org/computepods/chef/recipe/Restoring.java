package org.computepods.chef.recipe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.computepods.chef.recipe.Journal.Entry;
import org.computepods.chef.recipe.Journal.How;
import org.computepods.chef.store.ContentStore;
import org.computepods.chef.store.Seen;
import org.computepods.chef.wire.FileRef;
import org.computepods.chef.wire.PodRequests.RestoreReply;
import org.computepods.chef.wire.PodRequests.RestoreRequest;
import org.computepods.rules.Digest;

/** Puts earlier outputs back in place, all of them or none. */
final class Restoring {
  private static final AtomicLong NAMES = new AtomicLong();

  private final RestoreRequest request;
  private final Kitchen kitchen;
  private final ContentStore store;
  private final Ground ground;
  private final List<FileRef> saved = new ArrayList<>();

  /** Where something else stands than is wanted, and what. */
  private final Map<FileRef, Seen> different = new LinkedHashMap<>();

  Restoring(RestoreRequest request, Kitchen kitchen) throws IOException {
    this.request = request;
    this.kitchen = kitchen;
    this.store = kitchen.store();
    this.ground = Ground.at(Path.of(request.workspace()));
  }

  RestoreReply answer() throws IOException {
    Optional<String> old = Epochs.refusal(kitchen, Path.of(request.workspace()), request.epoch());
    if (old.isPresent()) {
      return new RestoreReply(request.v(), List.of(), List.of(), List.of(), old.get());
    }
    for (FileRef each : request.outputs()) {
      Seen seen = kitchen.hashing().look(ground.path(each.path()));
      if (seen instanceof Seen.Other) {
        throw new IOException(each.path() + " is a folder or no regular file");
      }
      if (!stands(each, seen)) {
        different.put(each, seen);
      }
    }
    List<String> missing = bring();
    if (!missing.isEmpty()) {
      return new RestoreReply(request.v(), List.of(), missing, List.of(), null);
    }
    missing = replace();
    return missing.isEmpty()
        ? new RestoreReply(request.v(), states(), List.of(), saved, null)
        : new RestoreReply(request.v(), List.of(), missing, saved, null);
  }

  private static boolean stands(FileRef wanted, Seen seen) {
    boolean sameBit =
        !(seen instanceof Seen.File file) || file.stat().executable() == wanted.executable();
    return sameBit && Refs.holds(wanted, seen);
  }

  /** Fetches what is only elsewhere; @return what is nowhere. */
  private List<String> bring() {
    var wanted = new ArrayList<Fetcher.Wanted>();
    for (FileRef each : different.keySet()) {
      Refs.digest(each)
          .filter(digest -> !store.use(digest))
          .ifPresent(d -> wanted.add(new Fetcher.Wanted(d, each.pods(), each.size())));
    }
    Set<Digest> missing =
        wanted.isEmpty() ? Set.of() : new LinkedHashSet<>(kitchen.fetcher().bring(wanted));
    return missing.stream().map(Digest::hex).toList();
  }

  /**
   * @return digests that had rotted in the store; then nothing is changed
   */
  private List<String> replace() throws IOException {
    saveWhatIsNotOurs();
    var entries = new ArrayList<Entry>();
    different.forEach(
        (ref, seen) ->
            entries.add(new Entry(seen instanceof Seen.Nothing ? How.NEW : How.MOVED, ref.path())));
    String name = "restore-" + ProcessHandle.current().pid() + "-" + NAMES.incrementAndGet();
    Aside aside = Aside.plan(ground, kitchen.journals(), name, entries);
    try {
      List<String> rotten = prepare(aside);
      if (!rotten.isEmpty()) {
        undo(aside);
        return rotten;
      }
      aside.take();
      noteOurs();
      putInPlace(aside);
    } catch (IOException | RuntimeException e) {
      undo(aside);
      throw e;
    }
    aside.commit();
    int n = 0;
    for (Seen seen : different.values()) {
      if (seen instanceof Seen.File(_, Digest digest)) {
        store.adopt(aside.at(n), digest);
      } else {
        Files.deleteIfExists(aside.at(n));
      }
      n++;
    }
    return List.of();
  }

  /** As after a job: whatever ends now, it is known whose they are. */
  private void noteOurs() throws IOException {
    var files = new LinkedHashMap<String, Digest>();
    for (FileRef each : different.keySet()) {
      if (!request.undeclared().contains(each.path())) {
        files.put(each.path(), Refs.digest(each).orElse(Digest.ABSENT));
      }
    }
    kitchen.journals().written(ground).note("", files);
  }

  private void undo(Aside aside) throws IOException {
    aside.bringBack(Files::delete);
    aside.commit();
    for (int n = 0; n < different.size(); n++) {
      Files.deleteIfExists(fresh(aside, n));
    }
  }

  private void saveWhatIsNotOurs() throws IOException {
    for (int i = 0; i < request.outputs().size(); i++) {
      FileRef each = request.outputs().get(i);
      String ours = i < request.ours().size() ? request.ours().get(i) : "";
      if (different.get(each) instanceof Seen.File file
          && !file.digest().hex().equals(ours)
          && !kitchen.journals().isOurs(ground, each.path(), file)) {
        saved.add(InPlace.save(ground, each.path(), file, store, kitchen.pod()));
      }
    }
  }

  /** Writes all contents beside, before anything is touched. */
  private List<String> prepare(Aside aside) throws IOException {
    var rotten = new ArrayList<String>();
    int n = 0;
    for (FileRef each : different.keySet()) {
      Path fresh = fresh(aside, n++);
      String link = each.link();
      Optional<Digest> digest = Refs.digest(each);
      if (link != null) {
        Files.createSymbolicLink(fresh, Path.of(link));
      } else if (digest.isPresent() && !store.materialise(digest.get(), fresh, each.executable())) {
        rotten.add(digest.get().hex());
      }
    }
    return rotten;
  }

  private void putInPlace(Aside aside) throws IOException {
    int n = 0;
    for (FileRef each : different.keySet()) {
      Path fresh = fresh(aside, n++);
      if (each.link() != null || each.sha256() != null) {
        Path path = ground.path(each.path());
        Aside.createParents(path);
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
      }
    }
  }

  private static Path fresh(Aside aside, int n) {
    return aside.beside("fresh-" + n);
  }

  private List<FileRef> states() throws IOException {
    var states = new ArrayList<FileRef>();
    for (FileRef each : request.outputs()) {
      Seen seen = kitchen.hashing().look(ground.path(each.path()));
      states.add(Refs.of(each.path(), seen, List.of()));
    }
    return states;
  }
}
