package org.computepods.fswatcher.tree;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Why a folder could not be listed. */
public sealed interface Unlisted {
  /** It is gone, or is no folder. */
  record Gone() implements Unlisted {}

  /** It is there, but not for us. */
  record Unreadable(String why) implements Unlisted {}

  /** What it means that a folder could not be read. */
  static Unlisted failed(Exception failure) {
    return switch (failure) {
      case NoSuchFileException _, NotDirectoryException _ -> new Gone();
      case AccessDeniedException _ -> new Unreadable("permission denied");
      case FileSystemException e -> {
        String reason = String.valueOf(e.getReason());
        yield reason.contains("Not a directory")
                || reason.contains("Too many levels of symbolic links")
            ? new Gone() // a file or a link has taken the place of a folder above
            : new Unreadable(String.valueOf(e.getMessage()));
      }
      default -> new Unreadable(String.valueOf(failure.getMessage()));
    };
  }
}
