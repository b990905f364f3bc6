package org.computepods.chef.recipe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.computepods.chef.store.FileStat;
import org.computepods.rules.ArtefactPath;

/**
 * The folder in which a job runs, and how files are named from there: those inside by their
 * relative path, those outside by their absolute one.
 */
final class Ground {
  /** Where everything of ours in a workspace lies. */
  static final String OURS = ".computepods";

  /** Of workspaces, whose real paths take a system call for each step to find out. */
  private static final int REMEMBERED_MAX = 1_000;

  private static final Map<Path, Ground> KNOWN = new ConcurrentHashMap<>();

  private final Path asked;
  private final Path root;
  private final Path tmp;
  private final Optional<FileStat> folder;

  /** Files outside, by the path that a tool was called by. */
  private final Map<Path, Outsider> outsiders = new ConcurrentHashMap<>();

  /** A name that leads outside, as long as its folder is the same. */
  private record Outsider(String name, FileStat folder) {}

  private Ground(Path asked, Path root) throws IOException {
    this.asked = asked;
    this.root = root;
    this.tmp = root.resolve(OURS).resolve("tmp");
    this.folder = FileStat.of(root);
  }

  /** The ground at this folder, which must exist; a tool may name it by either of its paths. */
  static Ground at(Path folder) throws IOException {
    Ground known = KNOWN.get(folder);
    if (known != null && known.stands()) {
      return known;
    }
    if (KNOWN.size() > REMEMBERED_MAX) {
      KNOWN.clear();
    }
    var ground = new Ground(folder.toAbsolutePath().normalize(), folder.toRealPath());
    KNOWN.put(folder, ground);
    return ground;
  }

  /** Whether both paths still lead to the folder that they led to. */
  private boolean stands() throws IOException {
    return isFolder(FileStat.of(root))
        && (asked.equals(root) || isFolder(FileStat.following(asked)));
  }

  private boolean isFolder(Optional<FileStat> stat) {
    return stat.isPresent() && folder.isPresent() && folder.get().isSameFile(stat.get());
  }

  /** The folder's real path. */
  Path root() {
    return root;
  }

  /** The folder of ours. */
  Path ours() {
    return root.resolve(OURS);
  }

  /** The folder of ours for what is between two states. */
  Path tmp() {
    return tmp;
  }

  /**
   * Where this artefact stands.
   *
   * @throws IllegalArgumentException if it is outside, or ours
   */
  Path path(String artefact) {
    ArtefactPath path = ArtefactPath.of(artefact);
    if (path.outside()) {
      throw new IllegalArgumentException("'" + artefact + "' is outside of the workspace");
    }
    if (path.value().equals(OURS) || path.value().startsWith(OURS + "/")) {
      throw new IllegalArgumentException("'" + artefact + "' is no artefact: it is our own folder");
    }
    return root.resolve(path.value());
  }

  /** Where a file stands that is known by this name, inside or outside; empty if on another pod. */
  Optional<Path> anywhere(String name) {
    if (name.startsWith("/")) {
      return Optional.of(Path.of(name));
    }
    return ArtefactPath.of(name).outside() ? Optional.empty() : Optional.of(path(name));
  }

  /** The name of a tool that is run from here; empty where it is ours. */
  Optional<String> name(Path tool) throws IOException {
    Path parent = tool.getParent();
    Optional<FileStat> now = parent == null ? Optional.empty() : FileStat.following(parent);
    Outsider known = outsiders.get(tool);
    if (known != null && now.isPresent() && known.folder.isSameFile(now.get())) {
      return Optional.of(known.name);
    }
    Optional<String> name = name(tool.toString(), root);
    if (name.isPresent() && name.get().startsWith("/") && now.isPresent()) {
      if (outsiders.size() > REMEMBERED_MAX) {
        outsiders.clear();
      }
      outsiders.put(tool, new Outsider(name.get(), now.get()));
    }
    return name;
  }

  /**
   * The name of a file as a tool wrote it down; empty where it is none, or ours.
   *
   * @param from the tool's working directory
   */
  Optional<String> name(String noted, Path from) {
    return name(noted, from, Ground::real);
  }

  /**
   * As above.
   *
   * @param folders gives the real path of a folder, empty where there is none; who has many names
   *     to tell may remember it
   */
  Optional<String> name(String noted, Path from, Function<Path, Optional<Path>> folders) {
    Path path;
    try {
      path = from.resolve(noted);
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
    Path plain = path.normalize();
    // a/link/../b is not a/b: ask the disk, where there is a step back.
    if (!plain.equals(path) && noted.contains("..") && Files.exists(path)) {
      plain = real(path).orElse(plain);
    }
    return named(path, plain, folders)
        .filter(name -> !name.isEmpty() && !name.equals(OURS) && !name.startsWith(OURS + "/"))
        .filter(name -> !inTmp(name));
  }

  /** A file of the workspace has one name, whatever links of folders lead to it. */
  private Optional<String> named(Path path, Path plain, Function<Path, Optional<Path>> folders) {
    if (plain.startsWith(root) && root.equals(plain.getParent())) {
      return inside(plain, root);
    }
    Optional<Path> real = realFolder(path, folders);
    Optional<String> within = real.flatMap(file -> inside(file, root));
    if (within.isPresent()) {
      return within;
    }
    boolean linked = real.isPresent() && (plain.startsWith(root) || plain.startsWith(asked));
    return linked
        ? real.map(Path::toString)
        : inside(plain, root)
            .or(() -> inside(plain, asked))
            .or(() -> Optional.of(plain.toString()));
  }

  /** The links of folders by which a tool came to a file of this name; they are read too. */
  List<String> linksOnTheWay(String noted, Path from, String name) {
    Path plain = from.resolve(noted).normalize();
    if (!plain.startsWith(root) || plain.equals(root.resolve(name))) {
      return List.of();
    }
    var links = new ArrayList<String>();
    Path at = root;
    for (Path step : root.relativize(plain)) {
      at = at.resolve(step);
      if (!at.equals(plain) && Files.isSymbolicLink(at)) {
        links.add(root.relativize(at).toString());
      }
    }
    return links;
  }

  private boolean inTmp(String name) {
    return name.startsWith(root.resolve(OURS) + "/");
  }

  private static Optional<String> inside(Path path, Path folder) {
    return path.startsWith(folder)
        ? Optional.of(folder.relativize(path).toString())
        : Optional.empty();
  }

  /** The path with the links in its folders resolved, its last step as it is. */
  private static Optional<Path> realFolder(Path path, Function<Path, Optional<Path>> folders) {
    Path parent = path.getParent();
    Path last = path.getFileName();
    return parent == null || last == null
        ? Optional.empty()
        : folders.apply(parent).map(folder -> folder.resolve(last).normalize());
  }

  /** Where all links of a path lead; empty where that is nowhere. */
  static Optional<Path> real(Path path) {
    try {
      return Optional.of(path.toRealPath());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
