package org.computepods.cli.commands;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import org.computepods.chef.process.Tools;
import org.computepods.rules.Digest;

/**
 * A copy of a workspace without what was built in it, in the federation's home. Each workspace has
 * one place for it, so that copies which were broken off do not add up.
 */
final class ScratchCopy {
  /** Ours, and what no tool reads. */
  private static final Set<String> LEFT_OUT = Set.of(".computepods", ".git", ".hg", ".svn");

  private final Path original;
  private final Path root;

  private ScratchCopy(Path original, Path root) {
    this.original = original;
    this.root = root;
  }

  static ScratchCopy of(Path original, Path home) {
    String name = original.getFileName() + "-" + Digest.of(original.toString()).brief();
    return new ScratchCopy(original, home.resolve("verify").resolve(name));
  }

  Path root() {
    return root;
  }

  /** Copies every file but these. */
  void fill(Set<String> built) throws IOException {
    remove();
    Files.createDirectories(root);
    Files.walkFileTree(
        original,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            if (LEFT_OUT.contains(String.valueOf(folder.getFileName())) || folder.equals(root)) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(root.resolve(original.relativize(folder).toString()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            String name = original.relativize(file).toString();
            if (!built.contains(name)
                && (attributes.isRegularFile() || attributes.isSymbolicLink())) {
              Files.copy(
                  file,
                  root.resolve(name),
                  LinkOption.NOFOLLOW_LINKS,
                  StandardCopyOption.COPY_ATTRIBUTES);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Removes it. */
  void remove() {
    try {
      Tools.remove(root);
    } catch (IOException e) {
      // Whatever is left is removed before the next copy.
    }
  }
}
