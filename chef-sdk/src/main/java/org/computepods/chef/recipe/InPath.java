package org.computepods.chef.recipe;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.computepods.chef.store.FileStat;
import org.computepods.chef.store.Hashing;
import org.computepods.chef.store.Seen;
import org.computepods.chef.wire.FileRef;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.Digest;

/**
 * Tools by the names that a {@code PATH} gives them. Such a name is an artefact outside the
 * workspace; its state is the content of the executable and where it is, for what a program does
 * may depend on what lies beside it (the python of a virtual environment is a link to the
 * system's).
 */
final class InPath {
  private InPath() {}

  static String name(Path tool) {
    return ArtefactPath.IN_PATH + tool.getFileName();
  }

  /** Whether a folder of this {@code PATH}, as a name of its own, is where the tool was found. */
  static boolean leadsTo(Path tool, String path) {
    Path folder = tool.getParent();
    return folder != null
        && absolute(path).stream().anyMatch(each -> Path.of(each).normalize().equals(folder));
  }

  /** What the name stands for now; absent where that is nothing. */
  static FileRef look(String name, String path, Hashing hashing) throws IOException {
    String word = name.substring(ArtefactPath.IN_PATH.length());
    String folders = absolute(path).stream().collect(Collectors.joining(":"));
    Optional<Path> tool = Which.find(word, folders, Path.of("/"));
    return tool.isPresent() ? state(name, tool.get(), hashing) : Refs.absent(name);
  }

  /** The name standing for this executable. */
  static FileRef state(String name, Path tool, Hashing hashing) throws IOException {
    Path folder = Optional.ofNullable(tool.getParent()).flatMap(Ground::real).orElse(tool);
    return hashing.lookFollowing(tool) instanceof Seen.File(FileStat stat, Digest content)
        ? Refs.of(name, new Seen.File(stat, Digest.of(content.hex() + " " + folder)), List.of())
        : Refs.absent(name);
  }

  /** A relative one means another folder in each workspace, and its tools have their own names. */
  private static List<String> absolute(String path) {
    return Arrays.stream(path.split(":", -1)).filter(each -> each.startsWith("/")).toList();
  }
}
