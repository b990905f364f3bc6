package org.computepods.fswatcher.tree;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.computepods.rules.Digest;

/** A folder that is being read: its entries, and their contents while it is open. */
interface OpenFolder extends AutoCloseable {
  /** Its entries now; those that vanish meanwhile, and names that are no text, are left out. */
  List<FolderItem> items() throws IOException;

  /** The names that {@link #items} left out, for they are no UTF-8 text. */
  List<byte[]> unnamed();

  /** The digest of a regular file in it; @throws IOException if it is none, or not for us. */
  Digest hash(FolderItem file) throws IOException;

  /** Whether the entry still has the stat that it was listed with. */
  boolean unchanged(FolderItem file) throws IOException;

  @Override
  void close();

  /** Opens it; @throws java.nio.file.FileSystemException as {@link java.nio.file.Files} would. */
  static OpenFolder of(Path folder) throws IOException {
    return LinuxFolder.AVAILABLE ? new LinuxFolder(folder) : new PlainFolder(folder);
  }
}
