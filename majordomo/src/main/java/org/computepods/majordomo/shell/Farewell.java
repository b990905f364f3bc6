package org.computepods.majordomo.shell;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.computepods.chef.json.Json;
import org.computepods.chef.json.MalformedJson;
import org.computepods.chef.wire.FileRef;
import org.computepods.chef.wire.Synced;
import org.computepods.chef.wire.rest.BuildReport;
import org.computepods.chef.wire.rest.BuildRequest;
import org.computepods.majordomo.core.Standing;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.Digest;
import org.computepods.rules.project.Attention;
import org.computepods.rules.project.ProjectLoader.Loaded;
import org.computepods.rules.project.RuleSet;

/**
 * What stood in a workspace when it came to rest, and all that it stood by: the next life may begin
 * with it where each of these is what it was, however this one ends.
 *
 * @param software which build of the program decided so
 * @param pod the workspace's own
 * @param request the build that would have found nothing to do
 * @param report what it would have said
 * @param point what the watcher calls the tree as it was
 * @param outside how the files outside the workspace stood
 * @param project files that the project was read from, or looked for in, with the digests of their
 *     texts; "" for none
 * @param offered the rule sets that chefs published, with their digests
 */
record Farewell(
    String software,
    String pod,
    BuildRequest request,
    BuildReport report,
    Synced.Point point,
    List<FileRef> outside,
    Map<String, String> project,
    Attention attention,
    Map<String, String> offered) {

  /** Nothing is left out, or it would not be whole. */
  Farewell {
    Objects.requireNonNull(software);
    Objects.requireNonNull(pod);
    Objects.requireNonNull(request);
    Objects.requireNonNull(report);
    Objects.requireNonNull(point);
    outside = List.copyOf(outside);
    project = Map.copyOf(project);
    Objects.requireNonNull(attention);
    offered = Map.copyOf(offered);
  }

  /** A project as it was read, and by which rule sets. */
  record Read(Loaded loaded, List<RuleSet> offered) {}

  /**
   * What is to be said of a workspace on this pod; nothing where it goes by files of other pods,
   * for these cannot be asked about as soon.
   */
  static Optional<Farewell> of(
      String software, String pod, Standing standing, Synced.Point point, Read read) {
    if (!standing.outside().stream().allMatch(file -> file.path().startsWith("/"))) {
      return Optional.empty();
    }
    var rules = read.loaded().rules();
    return Optional.of(
        new Farewell(
            software,
            pod,
            standing.request(),
            standing.report(),
            point,
            standing.outside(),
            texts(read.loaded().files()),
            rules.attention(),
            Chefs.digests(read.offered())));
  }

  /** Files with the digests of their texts, as they are written down. */
  static Map<String, String> texts(Map<ArtefactPath, Optional<Digest>> files) {
    var texts = new HashMap<String, String>();
    files.forEach((path, digest) -> texts.put(path.value(), digest.map(Digest::hex).orElse("")));
    return texts;
  }

  /** Whether this is the build that was said to find nothing to do, asked for in the same way. */
  boolean answers(BuildRequest asked) {
    return !asked.dryRun()
        && !asked.fresh()
        && !asked.watch()
        && asked.targets().equals(request.targets())
        && asked.env().equals(request.env());
  }

  String written() {
    return Json.text(this);
  }

  /** Empty where it cannot be read. */
  static Optional<Farewell> read(String written) {
    try {
      return Optional.of(Json.read(written, Farewell.class));
    } catch (MalformedJson | IllegalArgumentException otherwise) {
      return Optional.empty();
    }
  }
}
