package org.computepods.chef.recipe;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why something went wrong, in one line for people. */
public final class Reasons {
  private Reasons() {}

  public static String of(Exception e) {
    String message = e.getMessage();
    return switch (e) {
      case NoSuchFileException _ -> "there is no " + message;
      case AccessDeniedException _ -> "no permission for " + message;
      case FileSystemException _ when message != null -> message;
      default -> message == null ? e.getClass().getSimpleName() : message;
    };
  }
}
