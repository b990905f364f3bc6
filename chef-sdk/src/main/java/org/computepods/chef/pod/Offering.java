package org.computepods.chef.pod;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.computepods.chef.store.ContentStore;
import org.computepods.chef.store.WrongContentException;
import org.computepods.chef.wire.FileRef;
import org.computepods.chef.wire.PodRequests.OfferReply;
import org.computepods.chef.wire.PodRequests.OfferRequest;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.Digest;

/** Takes files of a workspace into the store, from where other pods can fetch them. */
record Offering(ContentStore store) {
  OfferReply offer(OfferRequest request) {
    var missing = new ArrayList<String>();
    try {
      Path workspace = Path.of(request.workspace());
      for (FileRef file : request.files()) {
        if (file.sha256() != null && !take(workspace, file.path(), Digest.parse(file.sha256()))) {
          missing.add(file.path());
        }
      }
      return new OfferReply(1, missing, null);
    } catch (IOException | IllegalArgumentException e) {
      return new OfferReply(1, List.of(), String.valueOf(e.getMessage()));
    }
  }

  private boolean take(Path workspace, String name, Digest wanted) throws IOException {
    var path = ArtefactPath.of(name);
    if (store.use(wanted)) {
      return true;
    }
    Path file = workspace.resolve(path.value());
    if (path.outside() || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      store.put(in, wanted);
      return true;
    } catch (WrongContentException changed) {
      return false;
    }
  }
}
