package org.computepods.fswatcher.tree;

import org.computepods.chef.store.FileStat;

/** An entry of a folder with its stat. */
final class FolderItem {
  private final byte[] utf8;
  private final String name;
  private final FileStat stat;

  FolderItem(byte[] utf8, String name, FileStat stat) {
    this.utf8 = utf8;
    this.name = name;
    this.stat = stat;
  }

  /** Its name as the disk has it; not to be changed. */
  byte[] utf8() {
    return utf8;
  }

  String name() {
    return name;
  }

  FileStat stat() {
    return stat;
  }
}
