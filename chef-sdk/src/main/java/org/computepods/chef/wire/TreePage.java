package org.computepods.chef.wire;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Some of the files of a workspace, as they were when everything up to this number had been
 * announced. Who has read every page, and heard every word behind the number of the first, knows
 * the whole tree: nothing needs to stand still meanwhile.
 *
 * @param files a {@link FilePack}
 * @param next where the next page begins; empty where this was the last
 * @param error why there is none (not watched), else null
 */
public record TreePage(
    int v, long epoch, long seq, ByteBuffer files, String next, @Nullable String error) {
  /** No page, and why. */
  public static TreePage refused(String why) {
    return new TreePage(1, 0, 0, ByteBuffer.allocate(0), "", why);
  }
}
