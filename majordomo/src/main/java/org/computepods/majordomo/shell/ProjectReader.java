package org.computepods.majordomo.shell;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.computepods.chef.bus.BusException;
import org.computepods.chef.wire.PodRequests.ReadReply;
import org.computepods.chef.wire.PodRequests.ReadRequest;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.Digest;
import org.computepods.rules.project.ProjectLoader;
import org.computepods.rules.project.ProjectLoader.Loaded;
import org.computepods.rules.project.RuleSet;
import org.jspecify.annotations.Nullable;

/** Reads a project from the pod that holds it: its file, and whatever that names, in rounds. */
final class ProjectReader {
  /** A file may name files that name files; nobody nests them deeper. */
  private static final int ROUNDS_MAX = 32;

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Messenger messenger;
  private List<RuleSet> lastOffered = List.of();
  private Optional<Loaded> last = Optional.empty();

  ProjectReader(Messenger messenger) {
    this.messenger = messenger;
  }

  /** The project as it is now; the very same as the last time where nothing in it changed. */
  synchronized Loaded read(String pod, String workspace, List<RuleSet> offered)
      throws BusException, InterruptedException {
    var texts = new HashMap<ArtefactPath, Optional<String>>();
    if (last.isPresent() && offered.equals(lastOffered)) {
      fetch(pod, workspace, last.get().read().stream().sorted().toList(), texts);
      if (digests(texts).equals(last.get().files())) {
        return last.get();
      }
      texts.clear();
    }
    List<ArtefactPath> wanted = List.of(ProjectLoader.PROJECT_FILE);
    Loaded loaded = null;
    for (int round = 0; round < ROUNDS_MAX && !wanted.isEmpty(); round++) {
      fetch(pod, workspace, wanted, texts);
      loaded = ProjectLoader.load(path -> texts.getOrDefault(path, Optional.empty()), offered);
      wanted = loaded.read().stream().filter(path -> !texts.containsKey(path)).sorted().toList();
    }
    if (loaded == null) {
      throw new IllegalStateException("a project is read in one round at least");
    }
    lastOffered = List.copyOf(offered);
    if (last.isEmpty() || !isSame(loaded, last.get())) {
      last = Optional.of(loaded);
    }
    return last.get();
  }

  /** Whether they say the same: chefs may have come or gone whose sets the project does not use. */
  private static boolean isSame(Loaded one, Loaded other) {
    return one.files().equals(other.files())
        && one.problems().equals(other.problems())
        && digests(one.rules().sets()).equals(digests(other.rules().sets()));
  }

  private static List<String> digests(List<RuleSet> sets) {
    return sets.stream().map(set -> set.name() + " " + set.digest().hex()).toList();
  }

  /** What stands in these files now. */
  Map<ArtefactPath, Optional<Digest>> digests(
      String pod, String workspace, List<ArtefactPath> files)
      throws BusException, InterruptedException {
    var texts = new HashMap<ArtefactPath, Optional<String>>();
    fetch(pod, workspace, files, texts);
    return digests(texts);
  }

  private static Map<ArtefactPath, Optional<Digest>> digests(
      Map<ArtefactPath, Optional<String>> texts) {
    var digests = new HashMap<ArtefactPath, Optional<Digest>>();
    texts.forEach((path, text) -> digests.put(path, text.map(Digest::of)));
    return digests;
  }

  private void fetch(
      String pod,
      String workspace,
      List<ArtefactPath> paths,
      Map<ArtefactPath, Optional<String>> texts)
      throws BusException, InterruptedException {
    for (int fetched = 0; fetched < paths.size(); ) {
      var wanted = paths.subList(fetched, paths.size());
      for (var text : texts(pod, workspace, wanted)) {
        texts.put(paths.get(fetched++), Optional.ofNullable(text));
      }
    }
  }

  /** As many as come in one message. */
  private List<@Nullable String> texts(String pod, String workspace, List<ArtefactPath> paths)
      throws BusException, InterruptedException {
    var reply =
        messenger.ask(
            messenger.subjects().artefactRead(pod),
            new ReadRequest(1, workspace, paths.stream().map(ArtefactPath::value).toList()),
            ReadReply.class,
            PATIENCE);
    if (reply.error() != null) {
      throw new BusException(BusException.Reason.REFUSED, reply.error());
    }
    if (reply.texts().isEmpty() || reply.texts().size() > paths.size()) {
      throw new BusException(BusException.Reason.REFUSED, pod + " does not read what it is asked");
    }
    return reply.texts();
  }
}
