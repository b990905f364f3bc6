package org.computepods.fswatcher.tree;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.computepods.chef.store.FileStat;
import org.computepods.chef.store.Hashing;
import org.computepods.rules.Digest;

/** A folder read by what every JDK has. */
final class PlainFolder implements OpenFolder {
  private final Path folder;

  PlainFolder(Path folder) {
    this.folder = folder;
  }

  @Override
  public List<FolderItem> items() throws IOException {
    var items = new ArrayList<FolderItem>();
    try (var children = Files.newDirectoryStream(folder)) {
      for (Path child : children) {
        byte[] name = child.getFileName().toString().getBytes(UTF_8);
        FileStat.of(child).ifPresent(stat -> items.add(new FolderItem(name, stat)));
      }
    }
    return items;
  }

  @Override
  public List<byte[]> unnamed() {
    return List.of(); // Other systems than Linux have no such names.
  }

  @Override
  public Digest hash(FolderItem file) throws IOException {
    return Hashing.hash(folder.resolve(file.name()));
  }

  @Override
  public boolean unchanged(FolderItem file) throws IOException {
    return FileStat.of(folder.resolve(file.name())).equals(Optional.of(file.stat()));
  }

  @Override
  public void close() {}
}
