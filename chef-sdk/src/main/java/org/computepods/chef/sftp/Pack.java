package org.computepods.chef.sftp;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.computepods.chef.store.ContentStore;
import org.computepods.rules.Digest;

/**
 * Many small contents in one stream, in the order of a list: for each its length in eight bytes,
 * then its bytes; length -1 where it is not there. The list is itself a content, a digest a line.
 */
final class Pack {
  private Pack() {}

  /** The list that asks for these contents. */
  static byte[] list(List<Digest> digests) {
    var text = new StringBuilder();
    digests.forEach(each -> text.append(each.hex()).append('\n'));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** The stream; @throws NoSuchFileException if the list is not there, or is none. */
  static SeekableByteChannel of(Digest list, ContentStore store) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var out = new DataOutputStream(bytes);
    for (Digest each : read(list, store)) {
      Optional<byte[]> content =
          store.size(each).orElse(0L) > StoreAccess.PACK_MAX ? Optional.empty() : store.read(each);
      out.writeLong(content.map(known -> (long) known.length).orElse(-1L));
      if (content.isPresent()) {
        out.write(content.get());
      }
      if (bytes.size() > 2 * StoreAccess.PACK_MAX) {
        break; // Who asked sees the end and asks for the rest singly.
      }
    }
    return new Bytes(bytes.toByteArray());
  }

  /** Takes each content out of a stream; @return those that did not come, or came wrong. */
  static Set<Digest> unpack(InputStream stream, List<Digest> digests, ContentStore store)
      throws IOException {
    var missing = new LinkedHashSet<>(digests);
    var in = new DataInputStream(stream);
    try {
      for (Digest each : digests) {
        long length = in.readLong();
        if (length > StoreAccess.PACK_MAX) {
          throw new IOException("a content of " + length + " bytes in a pack");
        }
        if (length >= 0) {
          byte[] content = in.readNBytes((int) length);
          if (Digest.of(content).equals(each)) {
            store.put(content);
            missing.remove(each);
          }
        }
      }
    } catch (EOFException cutShort) {
      // The rest is missing.
    }
    return missing;
  }

  private static List<Digest> read(Digest list, ContentStore store) throws IOException {
    if (store.size(list).orElse(0L) > StoreAccess.PACK_MAX) {
      throw new NoSuchFileException(list.hex());
    }
    byte[] text = store.read(list).orElseThrow(() -> new NoSuchFileException(list.hex()));
    var digests = new ArrayList<Digest>();
    try {
      for (String line : new String(text, StandardCharsets.UTF_8).split("\n", -1)) {
        if (!line.isEmpty()) {
          digests.add(Digest.parse(line));
        }
      }
    } catch (IllegalArgumentException noList) {
      throw new NoSuchFileException(list.hex());
    }
    return digests;
  }

  /** Bytes as a channel to read. */
  private static final class Bytes implements SeekableByteChannel {
    private final ByteBuffer bytes;
    private boolean open = true;

    Bytes(byte[] bytes) {
      this.bytes = ByteBuffer.wrap(bytes);
    }

    @Override
    public synchronized int read(ByteBuffer to) {
      if (!bytes.hasRemaining()) {
        return -1;
      }
      int n = Math.min(to.remaining(), bytes.remaining());
      to.put(bytes.slice(bytes.position(), n));
      bytes.position(bytes.position() + n);
      return n;
    }

    @Override
    public synchronized long position() {
      return bytes.position();
    }

    @Override
    public synchronized SeekableByteChannel position(long position) {
      bytes.position(Math.clamp(position, 0, bytes.limit()));
      return this;
    }

    @Override
    public long size() {
      return bytes.limit();
    }

    @Override
    public int write(ByteBuffer from) {
      throw new NonWritableChannelException();
    }

    @Override
    public SeekableByteChannel truncate(long size) {
      throw new NonWritableChannelException();
    }

    @Override
    public synchronized boolean isOpen() {
      return open;
    }

    @Override
    public synchronized void close() {
      open = false;
    }
  }
}
