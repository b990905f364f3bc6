package org.computepods.cli.federation;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import org.computepods.chef.home.Home;
import org.computepods.chef.recipe.Reasons;
import org.computepods.cli.Failure;

/** Takes the embedded federation down; waits for one that is just being started. */
public final class Ender {
  private Ender() {}

  /** Whether anything ran. */
  public static boolean end(Path folder, Consumer<String> complain) {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    Home home = new Home(folder);
    try (FileChannel channel =
            FileChannel.open(
                folder.resolve("start.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      return lock.isValid() && new Ending(home, Patience.USUAL).end(complain);
    } catch (IOException e) {
      throw Failure.noFederation("cannot use the home " + folder + ": " + Reasons.of(e));
    }
  }
}
