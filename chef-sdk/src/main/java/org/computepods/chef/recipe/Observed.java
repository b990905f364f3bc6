package org.computepods.chef.recipe;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.computepods.chef.store.Hashing;
import org.computepods.chef.store.Seen;
import org.computepods.chef.wire.BuildFrom.DepfileRef;
import org.computepods.chef.wire.FileRef;
import org.computepods.rules.Digest;

/** What a tool was seen to read and write, put into a report. */
final class Observed {
  /** The format in which compilers note what they read. */
  private static final String COMPILERS = "make";

  /** Nobody writes a larger source; a generated one asks nothing. */
  private static final int SOURCE_MAX = 1 << 20;

  private final Ground ground;
  private final Hashing hashing;
  private final Report report;
  private final Set<String> seen = new HashSet<>();

  /**
   * Real paths of folders, as they are in this moment: a compiler notes a hundred of their files.
   */
  private final Map<Path, Optional<Path>> folders = new HashMap<>();

  Observed(Ground ground, Hashing hashing, Report report) {
    this.ground = ground;
    this.hashing = hashing;
    this.report = report;
  }

  private Optional<String> name(String noted, Path from) {
    return ground.name(noted, from, folder -> folders.computeIfAbsent(folder, Ground::real));
  }

  /**
   * The tool itself is read, wherever it is; one from outside that was found by its name alone, as
   * what that name stands for in the caller's {@code PATH}.
   */
  void tool(Path tool, boolean inPath) throws IOException {
    Optional<String> name = ground.name(tool);
    if (inPath && name.isPresent() && isOutside(name.get())) {
      report.reads.add(InPath.state(InPath.name(tool), tool, hashing));
    } else if (name.isPresent()) {
      read(name.get());
    }
  }

  /** Files that a chef's own code said that it read. */
  void told(List<Path> files, Set<String> knownBefore, FileTime begun) throws IOException {
    for (Path file : files) {
      Optional<String> name = ground.name(file.toString(), ground.root());
      if (name.isPresent()) {
        read(name.get());
        bornInRun(name.get(), knownBefore, begun, 1);
      }
    }
  }

  /** A file whose absence made the run fail. */
  void missed(String name) {
    report.missed.add(name);
  }

  /**
   * What the depfile says, if the tool wrote one.
   *
   * @param command of the tool
   */
  void depfile(DepfileRef depfile, List<String> command, Set<String> knownBefore, FileTime begun)
      throws IOException {
    Path file = ground.path(depfile.path());
    if (!Files.isRegularFile(file)) {
      return;
    }
    String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    Notes notes = Notes.read(text, depfile.format(), ground.root());
    Set<String> madeFirst = madeFirst(notes, knownBefore, begun);
    for (String noted : notes.reads()) {
      Optional<String> name = name(noted, notes.from());
      if (name.isPresent()
          && !name.get().equals(depfile.path())
          && !madeFirst.contains(name.get())) {
        for (String link : ground.linksOnTheWay(noted, notes.from(), name.get())) {
          read(link);
        }
        read(name.get());
        bornInRun(name.get(), knownBefore, begun, 1);
      }
    }
    if (depfile.format().equals(COMPILERS)) {
      IncludePath path = IncludePath.of(command, ground.root());
      for (String name : path.wouldHide(notes.reads())) {
        notFound(name, begun);
      }
      for (FileRef source : List.copyOf(report.reads)) {
        askedFor(source, path, begun);
      }
    }
    for (String noted : notes.writes()) {
      Optional<String> name = name(noted, notes.from()).filter(each -> !isOutside(each));
      if (name.isPresent() && !name.get().equals(depfile.path())) {
        report.writes.add(name.get());
        if (!madeFirst.contains(name.get())) {
          bornInRun(name.get(), knownBefore, begun, 0);
        }
      }
    }
    for (String noted : notes.sought()) {
      Optional<String> name = name(noted, notes.from());
      if (name.isPresent() && !name.get().equals(depfile.path())) {
        sought(name.get(), knownBefore, begun);
      }
    }
  }

  /**
   * What programs that the run started made before it read it, or for its own passing: it was not
   * there before, and the tool, which tells what it looked for in vain, never missed it.
   */
  private Set<String> madeFirst(Notes notes, Set<String> knownBefore, FileTime begun)
      throws IOException {
    if (notes.sought().isEmpty()) {
      return Set.of();
    }
    Set<String> made = names(notes.writes(), notes.from());
    made.retainAll(names(notes.reads(), notes.from()));
    made.removeAll(names(notes.sought(), notes.from()));
    made.removeAll(knownBefore);
    for (Iterator<String> each = made.iterator(); each.hasNext(); ) {
      Path path = ground.root().resolve(each.next());
      if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) && !isBorn(path, begun, 0)) {
        each.remove();
      }
    }
    return made;
  }

  private Set<String> names(Set<String> noted, Path from) {
    var names = new LinkedHashSet<String>();
    for (String each : noted) {
      name(each, from).filter(name -> !isOutside(name)).ifPresent(names::add);
    }
    return names;
  }

  /**
   * The tool looked for this in vain. Where it is there now, the run has made it since, or else
   * somebody put it there, and nobody knows what the run would have made of it.
   */
  private void sought(String name, Set<String> knownBefore, FileTime begun) throws IOException {
    if (knownBefore.contains(name) || seen.contains(name)) {
      return;
    }
    Path path = ground.root().resolve(name);
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      report.sought.add(name);
    } else if (!report.absentBefore.contains(name)) {
      bornInRun(name, knownBefore, begun, 1);
      if (!report.absentBefore.contains(name)) {
        read(name);
      }
    }
  }

  /** What a source asks for by name is read, as far as it is there, and missed where it is not. */
  private void askedFor(FileRef source, IncludePath path, FileTime begun) throws IOException {
    String sha256 = source.sha256();
    if (sha256 == null || isOutside(source.path()) || source.size() > SOURCE_MAX) {
      return;
    }
    Path file = ground.path(source.path());
    List<HeaderQuestions.Question> questions =
        HeaderQuestions.of(
            Digest.parse(sha256),
            () -> new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
    for (HeaderQuestions.Question question : questions) {
      for (String place : path.places(source.path(), question)) {
        if (Files.exists(ground.root().resolve(place))) {
          Optional<String> name = name(place, ground.root());
          if (name.isPresent() && !isOutside(name.get())) {
            read(name.get());
          }
          break;
        }
        notFound(place, begun);
      }
    }
  }

  /**
   * The tool looked for this in vain. Where it is now, it has come since, or nobody looked for it.
   */
  private void notFound(String noted, FileTime begun) throws IOException {
    Optional<String> name = name(noted, ground.root());
    if (name.isPresent() && !isOutside(name.get()) && !seen.contains(name.get())) {
      if (Files.exists(ground.root().resolve(name.get()), LinkOption.NOFOLLOW_LINKS)) {
        bornInRun(name.get(), Set.of(), begun, 1);
      } else if (seen.add(name.get())) {
        report.reads.add(Refs.absent(name.get()));
      }
    }
  }

  private void read(String name) throws IOException {
    if (!seen.add(name)) {
      return;
    }
    Path path = ground.root().resolve(name);
    if (isOutside(name)) {
      // The name of a tool or a system's header is what people know; its links are not ours.
      outside(name, hashing.lookFollowing(path));
      return;
    }
    Seen there = hashing.look(path);
    if (there instanceof Seen.Other) {
      return;
    }
    report.reads.add(Refs.of(name, there, List.of()));
    if (there instanceof Seen.Link) {
      behind(path);
    }
  }

  /** Who reads an input that is a link reads what it leads to, which has a name of its own. */
  void behindLinks(List<FileRef> inputs) throws IOException {
    for (FileRef input : inputs) {
      if (input.link() != null && !isOutside(input.path())) {
        behind(ground.path(input.path()));
      }
    }
  }

  /** What a link in the workspace leads to is read too, under its own name. */
  private void behind(Path link) throws IOException {
    if (Files.exists(link)) {
      Path real = link.toRealPath();
      Optional<String> name = ground.name(real.toString(), ground.root());
      if (name.isPresent()) {
        read(name.get());
      }
    }
  }

  /** Where a tool says that it looked and nothing is, a file may come later. */
  private void outside(String name, Seen there) {
    if (there instanceof Seen.File || there instanceof Seen.Nothing) {
      report.reads.add(Refs.of(name, there, List.of()));
    }
  }

  /**
   * Whether a file that no declaration names was not there before: only its birth tells, beside our
   * own note of the beginning by the same clock. That clock stands still for milliseconds: what was
   * born in the tick of the beginning is taken for the run's if the run says that it wrote it.
   *
   * @param margin least difference: 1 for later, 0 for later or in the same tick
   */
  private void bornInRun(String name, Set<String> knownBefore, FileTime begun, int margin)
      throws IOException {
    if (isOutside(name) || knownBefore.contains(name)) {
      return;
    }
    Path path = ground.root().resolve(name);
    if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) && isBorn(path, begun, margin)) {
      report.absentBefore.add(name);
    }
  }

  private static boolean isBorn(Path path, FileTime begun, int margin) throws IOException {
    var is = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return is.creationTime().compareTo(begun) >= margin;
  }

  private static boolean isOutside(String name) {
    return name.startsWith("/");
  }
}
