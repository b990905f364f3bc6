package org.computepods.chef.recipe;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why something went wrong, in one line for people. */
final class Reasons {
  private Reasons() {}

  static String of(Exception e) {
    String message = e.getMessage();
    return switch (e) {
      case NoSuchFileException _ -> "there is no " + message;
      case AccessDeniedException _ -> "no permission for " + message;
      case FileSystemException _ when message != null -> message;
      default -> message == null ? e.getClass().getSimpleName() : message;
    };
  }
}
