package org.computepods.majordomo.shell;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.computepods.chef.wire.FileRef;

/**
 * Which pods hold which content, as far as it was told: from results and restores. A hint: whoever
 * fetches verifies, and asks the next. Safe for all threads.
 */
final class Holdings {
  /** Contents remembered, the latest used. */
  private static final int CONTENTS_MAX = 1_000_000;

  private final Map<String, Set<String>> pods =
      new LinkedHashMap<>(1024, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Set<String>> eldest) {
          return size() > CONTENTS_MAX;
        }
      };

  synchronized void add(String sha256, String pod) {
    pods.computeIfAbsent(sha256, digest -> new LinkedHashSet<>(2)).add(pod);
  }

  void addAll(List<FileRef> files, String pod) {
    for (var file : files) {
      if (file.sha256() != null) {
        add(file.sha256(), pod);
      }
    }
  }

  synchronized List<String> of(String sha256) {
    return List.copyOf(pods.getOrDefault(sha256, Set.of()));
  }

  /** The file with who holds its content: those that were heard of, then the given one. */
  FileRef located(FileRef file, String home) {
    if (file.sha256() == null) {
      return file;
    }
    var holders = new LinkedHashSet<>(file.pods());
    holders.addAll(of(file.sha256()));
    holders.add(home);
    return new FileRef(
        file.path(),
        file.sha256(),
        file.executable(),
        file.link(),
        file.size(),
        file.inode(),
        file.ctimeNs(),
        List.copyOf(holders));
  }
}
