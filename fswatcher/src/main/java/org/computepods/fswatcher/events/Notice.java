package org.computepods.fswatcher.events;

/**
 * What a source has to tell. Paths are relative to the workspace, with {@code /} between folders;
 * the workspace itself is the empty string.
 */
public sealed interface Notice {
  /** Something about this path may have changed; it may be gone, or be a folder by now. */
  record Touched(String path) implements Notice {}

  /** A folder has appeared here, or has come back within reach; nothing of it is known. */
  record FolderCame(String path) implements Notice {}

  /** The folder that was here has gone, and all below it. */
  record FolderWent(String path) implements Notice {}

  /** Notices were lost: only a comparison of the whole tree can tell what has changed. */
  record Lost(String why) implements Notice {}

  /** Something has happened in this folder to a name that is no text. */
  record Unnamed(String folder) implements Notice {}
}
