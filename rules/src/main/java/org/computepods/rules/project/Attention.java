package org.computepods.rules.project;

import java.util.List;

/**
 * What of a workspace's files a watcher is to attend to.
 *
 * @param ignore globs of files that are no artefacts, the usual ones first; {@code !} takes back
 * @param gitignore whether what {@code .gitignore} files name is none either, unless taken back
 * @param logs globs of files that are followed and not hashed
 */
public record Attention(List<String> ignore, boolean gitignore, List<String> logs) {
  /** That which nobody has said anything of. */
  public static final Attention USUAL = new Attention(List.of(), false, List.of());

  public Attention {
    ignore = List.copyOf(ignore);
    logs = List.copyOf(logs);
  }
}
