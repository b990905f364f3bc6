package org.computepods.majordomo.shell;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.computepods.chef.wire.FileRef;
import org.computepods.chef.wire.PodRequests.RemoveReply;
import org.computepods.chef.wire.rest.Cleaned;
import org.computepods.majordomo.answers.Meant;
import org.computepods.majordomo.core.EngineView;
import org.computepods.majordomo.core.Memory;
import org.computepods.majordomo.rest.Refusal;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.ArtefactState;

/** Removes what we built and nobody changed since, once no build is under way. */
final class Cleaning {
  private static final java.time.Duration LOOKS_AGAIN = java.time.Duration.ofMillis(20);

  private final Household house;
  private final Workspace workspace;

  Cleaning(Household house, Workspace workspace) {
    this.house = house;
    this.workspace = workspace;
  }

  private record Choice(List<FileRef> remove, List<String> keep) {}

  Cleaned clean(List<String> targets) throws Refusal {
    var chosen = new CompletableFuture<Choice>();
    house.core().post(() -> choose(targets, chosen));
    try {
      var choice = chosen.join();
      var reply =
          choice.remove().isEmpty()
              ? new RemoveReply(1, List.of(), List.of(), null)
              : workspace.remove(choice.remove());
      var kept = new HashSet<>(choice.keep());
      choice.remove().forEach(file -> kept.add(file.path()));
      reply.removed().forEach(kept::remove);
      reply.failed().forEach(kept::remove);
      return new Cleaned(
          reply.removed().stream().sorted().toList(),
          kept.stream().sorted().toList(),
          reply.failed(),
          Objects.requireNonNullElse(reply.error(), ""));
    } catch (CompletionException e) {
      if (e.getCause() instanceof IllegalArgumentException senseless) {
        throw Refusal.badRequest(String.valueOf(senseless.getMessage()));
      }
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Refusal.unavailable("interrupted");
    }
  }

  private void choose(List<String> targets, CompletableFuture<Choice> chosen) {
    Optional<EngineView> view = workspace.view();
    if (view.isEmpty() || view.get().busy()) {
      house.core().later(LOOKS_AGAIN, () -> choose(targets, chosen));
      return;
    }
    try {
      chosen.complete(choice(view.get(), targets));
    } catch (RuntimeException e) {
      chosen.completeExceptionally(e);
    }
  }

  private static Choice choice(EngineView view, List<String> targets) {
    Set<ArtefactPath> wanted = new HashSet<>();
    Set<String> tasks = new HashSet<>();
    if (!targets.isEmpty()) {
      wanted.addAll(view.wanted(targets));
      var meant = new Meant(view);
      targets.forEach(name -> wanted.addAll(meant.artefacts(name)));
      for (var task : view.outlook(targets)) {
        task.task().writes().forEach(wanted::add);
        tasks.add(task.task().name());
      }
    }
    var remove = new ArrayList<FileRef>();
    var keep = new ArrayList<String>();
    for (Memory.Wrote owned : view.owned()) {
      var now = view.state(owned.path());
      if (!now.exists() || (!targets.isEmpty() && !wanted.contains(owned.path()))) {
        continue;
      }
      if (now.equals(owned.state())) {
        remove.add(ref(owned.path(), now));
      } else {
        keep.add(owned.path().value());
      }
    }
    for (Memory.WroteUndeclared file : view.undeclared()) {
      boolean asWritten = view.state(file.path()).equals(file.state());
      if (asWritten && (targets.isEmpty() || tasks.contains(file.task()))) {
        remove.add(ref(file.path(), file.state()));
      }
    }
    return new Choice(remove, keep);
  }

  private static FileRef ref(ArtefactPath path, ArtefactState state) {
    return switch (state) {
      case ArtefactState.Present(var digest, var executable) ->
          new FileRef(path.value(), digest.hex(), executable, null, 0, 0, 0, List.of());
      case ArtefactState.Link(String target) ->
          new FileRef(path.value(), null, false, target, 0, 0, 0, List.of());
      case ArtefactState.Absent() ->
          throw new IllegalStateException("what does not exist is not removed");
    };
  }
}
