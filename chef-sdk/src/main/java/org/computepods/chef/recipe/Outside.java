package org.computepods.chef.recipe;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.computepods.chef.store.Hashing;
import org.computepods.chef.store.Seen;
import org.computepods.chef.wire.FileRef;
import org.computepods.chef.wire.PodRequests.OutsideReply;
import org.computepods.chef.wire.PodRequests.OutsideRequest;
import org.computepods.rules.ArtefactPath;

/** The files outside of workspaces that somebody asked about: tools, headers of the system. */
final class Outside {
  /** More than all headers of a system; then the list begins anew, as after a restart. */
  private static final int KNOWN_MAX = 500_000;

  private final Hashing hashing;

  /** The {@code PATH} of the pod itself. */
  private final String ownPath;

  // Guarded by this.
  private final Map<String, Known> known = new LinkedHashMap<>();
  private String instance = UUID.randomUUID().toString();
  private long revision;

  /**
   * @param since revision at which the state was first so
   */
  private record Known(FileRef state, long since) {}

  Outside(Hashing hashing, String ownPath) {
    this.hashing = hashing;
    this.ownPath = ownPath;
  }

  synchronized OutsideReply answer(OutsideRequest request) {
    if (known.size() + request.add().size() > KNOWN_MAX) {
      known.clear();
      instance = UUID.randomUUID().toString();
    }
    // A stranger's revision says nothing of ours.
    long since = instance.equals(request.instance()) ? request.since() : -1;
    String searched = request.path();
    String tools = searched == null ? ownPath : searched;
    revision++;
    for (String each : request.add()) {
      known.remove(each);
      known.put(each, new Known(look(each, tools), revision));
    }
    known.replaceAll(
        (path, before) -> {
          FileRef now = before.since == revision ? before.state : look(path, tools);
          return now.equals(before.state) ? before : new Known(now, revision);
        });
    List<FileRef> changed = new ArrayList<>();
    known.values().stream().filter(each -> each.since > since).forEach(e -> changed.add(e.state));
    return new OutsideReply(request.v(), instance, revision, changed, null);
  }

  /** Links followed: what a tool reads is the file at their end. What cannot be read is absent. */
  private FileRef look(String path, String tools) {
    try {
      if (path.startsWith(ArtefactPath.IN_PATH)) {
        return InPath.look(path, tools, hashing);
      }
      Path file = Path.of(path);
      Seen seen = file.isAbsolute() ? hashing.lookFollowing(file) : new Seen.Nothing();
      return seen instanceof Seen.File ? Refs.of(path, seen, List.of()) : Refs.absent(path);
    } catch (IOException | RuntimeException unreadable) {
      return Refs.absent(path);
    }
  }
}
