package org.computepods.cli.workspace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What a folder holds that a project file could be about; all paths relative to it and sorted.
 *
 * @param sources in C and C++
 * @param tex LaTeX documents, those with a {@code \documentclass} only
 * @param markdown documents in Markdown, READMEs apart
 * @param graphs drawings for Graphviz
 * @param python scripts
 */
public record Found(
    List<Source> sources,
    List<String> tex,
    List<String> markdown,
    List<String> graphs,
    List<String> python) {
  private static final int MAX_DEPTH = 8;
  private static final int MAX_FILES = 20_000;

  /** Larger sources are looked at by their beginning. */
  private static final int MAX_READ = 1 << 20;

  private static final Set<String> SKIPPED = Set.of("target", "build", "node_modules", "venv");
  private static final Pattern DOCUMENT = Pattern.compile("(?m)^[^%\\n]*\\\\documentclass\\b");

  /** Looks through the folder. */
  public static Found in(Path folder) {
    var found =
        new Found(
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>());
    for (Path file : files(folder)) {
      found.take(folder.relativize(file).toString(), pattern -> contains(file, pattern));
    }
    return found;
  }

  private void take(String name, Predicate<Pattern> contains) {
    Optional<Source.Language> language = Source.languageOf(name);
    if (language.isPresent()) {
      sources.add(new Source(name, language.get(), contains.test(Source.MAIN)));
    } else if ((name.endsWith(".tex") || name.endsWith(".ltx")) && contains.test(DOCUMENT)) {
      tex.add(name);
    } else if (name.endsWith(".md") && !name.matches("(.*/)?[A-Z_-]+\\.md")) {
      markdown.add(name);
    } else if (name.endsWith(".dot") || name.endsWith(".gv")) {
      graphs.add(name);
    } else if (name.endsWith(".py")) {
      python.add(name);
    }
  }

  /** How many of each. */
  public Map<String, Integer> counts() {
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (Source.Language language : Source.Language.values()) {
      counts.put(language.set(), (int) sources.stream().filter(language::isOf).count());
    }
    counts.put("tex", tex.size());
    counts.put("markdown", markdown.size());
    counts.put("graphviz", graphs.size());
    counts.put("python", python.size());
    return counts;
  }

  @Override
  public String toString() {
    List<String> words = new ArrayList<>();
    counts()
        .forEach(
            (kind, n) -> {
              if (n > 0) {
                words.add(n + " " + kind);
              }
            });
    return words.isEmpty() ? "nothing known found" : "found " + String.join(", ", words);
  }

  private static List<Path> files(Path folder) {
    List<Path> files = new ArrayList<>();
    try {
      Files.walkFileTree(
          folder,
          Set.of(),
          MAX_DEPTH,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
              String name = String.valueOf(dir.getFileName());
              boolean skip =
                  !dir.equals(folder) && (name.startsWith(".") || SKIPPED.contains(name));
              return skip ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (attributes.isRegularFile()) {
                files.add(file);
              }
              return files.size() < MAX_FILES
                  ? FileVisitResult.CONTINUE
                  : FileVisitResult.TERMINATE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Collections.sort(files);
    return files;
  }

  private static boolean contains(Path file, Pattern pattern) {
    try (var in = Files.newInputStream(file)) {
      String text = new String(in.readNBytes(MAX_READ), StandardCharsets.ISO_8859_1);
      return pattern.matcher(text).find();
    } catch (IOException e) {
      return false;
    }
  }
}
