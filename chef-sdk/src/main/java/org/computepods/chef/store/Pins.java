package org.computepods.chef.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.computepods.rules.Digest;

/** The contents that are never evicted: a file each in one folder, which says why. */
record Pins(Path folder) {
  /** Keeps the content, for good; outlives a power cut. */
  void add(Digest digest, String why, Path fresh) throws IOException {
    Files.writeString(fresh, why);
    Blobs.force(fresh);
    Files.move(fresh, folder.resolve(digest.hex()), StandardCopyOption.ATOMIC_MOVE);
    Blobs.force(folder);
  }

  void remove(Digest digest) throws IOException {
    Files.deleteIfExists(folder.resolve(digest.hex()));
  }

  /** The oldest first. */
  List<Pin> all() throws IOException {
    var all = new ArrayList<Pin>();
    for (Path each : Blobs.list(folder)) {
      Path name = each.getFileName();
      if (name != null) {
        String why = new String(Files.readAllBytes(each), StandardCharsets.UTF_8);
        var since = Files.getLastModifiedTime(each).toInstant();
        all.add(new Pin(Digest.parse(name.toString()), why, since));
      }
    }
    all.sort(Comparator.comparing(Pin::since));
    return all;
  }
}
