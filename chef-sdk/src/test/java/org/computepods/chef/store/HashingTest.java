package org.computepods.chef.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import org.computepods.rules.Digest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HashingTest {
  @TempDir Path folder;

  @Test
  void file_writtenTwiceWithinATick_isReadAgain() throws IOException {
    // The clock says that the file was written just now: its stat vouches for nothing.
    Path file = Files.writeString(folder.resolve("f"), "one");
    var hashing = new Hashing(() -> Instant.now());
    FileTime mtime = Files.getLastModifiedTime(file);

    assertThat(hashing.digest(file)).contains(Digest.of("one"));
    Files.writeString(file, "two");
    Files.setLastModifiedTime(file, mtime);

    assertThat(hashing.digest(file)).contains(Digest.of("two"));
  }

  @Test
  void file_whoseTimesAreOld_isReadOnce() throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "one");
    InstantSource later = () -> Instant.now().plusSeconds(10);
    var hashing = new Hashing(later);

    Seen first = hashing.look(file);
    Seen second = hashing.look(file);

    assertThat(second).isEqualTo(first);
    assertThat(((Seen.File) second).digest()).isSameAs(((Seen.File) first).digest());
  }

  @Test
  void file_replacedByOneOfTheSameSizeAndTime_isSeenByItsInode() throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "one");
    FileTime mtime = Files.getLastModifiedTime(file);
    var hashing = new Hashing(() -> Instant.now().plusSeconds(10));
    assertThat(hashing.digest(file)).contains(Digest.of("one"));

    Path other = Files.writeString(folder.resolve("g"), "two");
    Files.setLastModifiedTime(other, mtime);
    Files.move(other, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);

    assertThat(hashing.digest(file)).contains(Digest.of("two"));
  }

  @Test
  void path_thatIsNoFile_isSaidToBeWhatItIs() throws IOException {
    var hashing = new Hashing();
    Path file = Files.writeString(folder.resolve("f"), "one");
    Path link = Files.createSymbolicLink(folder.resolve("l"), Path.of("f"));

    assertThat(hashing.look(folder)).isInstanceOf(Seen.Other.class);
    assertThat(hashing.look(folder.resolve("none"))).isInstanceOf(Seen.Nothing.class);
    assertThat(hashing.look(file.resolve("below"))).isInstanceOf(Seen.Nothing.class);
    assertThat(hashing.look(link)).matches(seen -> ((Seen.Link) seen).target().equals("f"));
    assertThat(hashing.lookFollowing(link))
        .matches(seen -> ((Seen.File) seen).digest().equals(Digest.of("one")));
  }
}
