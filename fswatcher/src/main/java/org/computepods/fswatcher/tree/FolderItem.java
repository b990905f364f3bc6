package org.computepods.fswatcher.tree;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.computepods.chef.store.FileStat;

/** An entry of a folder with its stat. */
final class FolderItem {
  private final byte[] utf8;
  private final FileStat stat;

  FolderItem(byte[] utf8, FileStat stat) {
    this.utf8 = utf8;
    this.stat = stat;
  }

  /** Its name as the disk has it; not to be changed. */
  byte[] utf8() {
    return utf8;
  }

  String name() {
    return new String(utf8, UTF_8);
  }

  FileStat stat() {
    return stat;
  }
}
