package org.computepods.majordomo.simulation;

import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.computepods.chef.wire.BuildFrom;
import org.computepods.chef.wire.FileRef;
import org.computepods.majordomo.core.Command;
import org.computepods.majordomo.core.Event;
import org.computepods.rules.ArtefactState;

/** Events and commands in a line each, the same in every run. */
final class Words {
  private Words() {}

  static String of(Event event) {
    return switch (event) {
      case Event.FilesChanged(var files) -> "changed " + facts(files);
      case Event.TreeKnown(var files) -> "tree " + facts(files);
      case Event.ProjectLoaded loaded -> "project loaded " + loaded.problems();
      case Event.BuildAsked(String build, _) -> "asked " + build;
      case Event.JobEnded(var r) ->
          "ended "
              + r.job()
              + " "
              + r.outcome()
              + " out "
              + refs(r.outputs())
              + " reads "
              + refs(r.reads())
              + " absent before "
              + r.absentBefore()
              + " moved "
              + r.moved()
              + " missing "
              + r.missing();
      case Event.Restored r ->
          "restored "
              + r.restore()
              + " "
              + refs(r.outputs())
              + " missing "
              + r.missing().size()
              + " "
              + r.error().orElse("");
      case Event.Seen(var path, var content, String view, var sight) ->
          "seen "
              + path
              + " "
              + content.brief()
              + " "
              + view
              + " "
              + sight.map(digest -> digest.brief()).orElse("gone");
      default -> event.toString();
    };
  }

  static String of(Command command) {
    return switch (command) {
      case Command.Start(BuildFrom job, _) ->
          (job.scratch() ? "replay " : "start ")
              + job.task()
              + " as "
              + job.job()
              + " in "
              + refs(job.inputs())
              + " absent "
              + job.absent()
              + " back "
              + job.readBack()
              + " ours "
              + brief(job);
      case Command.Restore(String id, var outputs, _, _) -> "restore " + id + " " + refs(outputs);
      case Command.Remove(var files) -> "remove " + refs(files);
      case Command.Look(var path, var content, String view) ->
          "look " + path + " " + content.brief() + " " + view;
      default -> command.toString();
    };
  }

  private static String brief(BuildFrom job) {
    return new TreeMap<>(job.ours())
        .entrySet().stream()
            .map(each -> each.getKey() + ":" + cut(each.getValue()))
            .collect(Collectors.joining(" "));
  }

  private static String refs(List<FileRef> refs) {
    return refs.stream()
        .map(
            ref -> {
              String sha256 = ref.sha256();
              return ref.path() + ":" + (sha256 == null ? "-" : cut(sha256));
            })
        .collect(Collectors.joining(" ", "[", "]"));
  }

  private static String cut(String hex) {
    return hex.length() < 6 ? hex : hex.substring(0, 6);
  }

  private static String facts(List<Event.FileFact> facts) {
    return facts.stream()
        .map(
            fact ->
                fact.path()
                    + ":"
                    + (fact.state() instanceof ArtefactState.Present(var digest, _)
                        ? cut(digest.hex())
                        : "-"))
        .collect(Collectors.joining(" ", "[", "]"));
  }
}
