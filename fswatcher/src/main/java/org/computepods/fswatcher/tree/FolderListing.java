package org.computepods.fswatcher.tree;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.computepods.chef.store.FileStat;

/** What is in one folder, each with its stat; not what is in the folders inside. */
public sealed interface FolderListing {
  /** An entry of a folder. */
  record Item(String name, FileStat stat) {}

  /** The folder could be read. */
  record Listed(List<Item> items) implements FolderListing {}

  /** It is gone, or is no folder. */
  record Gone() implements FolderListing {}

  /** It is there, but not for us. */
  record Unreadable(String why) implements FolderListing {}

  /** Reads a folder. Entries that vanish meanwhile are left out. */
  static FolderListing of(Path folder) {
    var items = new ArrayList<Item>();
    try (var children = Files.newDirectoryStream(folder)) {
      for (Path child : children) {
        FileStat.of(child)
            .ifPresent(stat -> items.add(new Item(child.getFileName().toString(), stat)));
      }
      return new Listed(items);
    } catch (NoSuchFileException | NotDirectoryException e) {
      return new Gone();
    } catch (AccessDeniedException e) {
      return new Unreadable("permission denied");
    } catch (FileSystemException e) {
      String reason = String.valueOf(e.getReason());
      return reason.contains("Not a directory")
              || reason.contains("Too many levels of symbolic links")
          ? new Gone() // a file or a link has taken the place of a folder above
          : new Unreadable(String.valueOf(e.getMessage()));
    } catch (DirectoryIteratorException | IOException e) {
      return new Unreadable(String.valueOf(e.getMessage()));
    }
  }
}
