package org.computepods.chef.recipe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.computepods.chef.store.FileStat;
import org.computepods.chef.wire.PodRequests.LogReply;
import org.computepods.chef.wire.PodRequests.LogRequest;

/** A file that somebody writes to, and others read meanwhile from where they were. */
final class LogFile {
  private LogFile() {}

  /**
   * What was written from the offset on, in whole characters; from the beginning where the file was
   * cut, or another one stands in its place. No file at all is an empty one that is yet to come.
   *
   * @param max bytes at most
   */
  static LogReply read(LogRequest request, Path path, int max) throws IOException {
    var found = FileStat.of(path);
    if (found.isEmpty() || !found.get().regular()) {
      return new LogReply(request.v(), "", 0, true, 0, false, null);
    }
    try (SeekableByteChannel channel =
        Files.newByteChannel(path, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
      long size = channel.size();
      long inode = found.get().inode();
      boolean again = (request.file() != 0 && request.file() != inode) || request.offset() > size;
      long from =
          again
              ? 0
              : request.offset() < 0 ? Math.max(0, size + request.offset()) : request.offset();
      var bytes = ByteBuffer.allocate((int) Math.min(max, size - from));
      channel.position(from);
      while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
        // on to the next
      }
      int length = whole(bytes.array(), bytes.position());
      long next = from + length;
      String text = new String(bytes.array(), 0, length, StandardCharsets.UTF_8);
      return new LogReply(request.v(), text, next, next >= size || length == 0, inode, again, null);
    } catch (NoSuchFileException gone) {
      return new LogReply(request.v(), "", 0, true, 0, false, null);
    }
  }

  /** How many of the bytes are left without a character of UTF-8 that has only begun. */
  static int whole(byte[] bytes, int length) {
    for (int back = 1; back <= Math.min(3, length); back++) {
      int b = bytes[length - back] & 0xff;
      if (b >= 0xc0) {
        int wants = b >= 0xf0 ? 4 : b >= 0xe0 ? 3 : 2;
        return wants > back ? length - back : length;
      }
      if (b < 0x80) {
        break;
      }
    }
    return length;
  }
}
