package org.computepods.chef.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.computepods.rules.Digest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentStoreTest {
  @TempDir Path folder;
  private final List<String> notices = new ArrayList<>();
  private ContentStore store;

  @BeforeEach
  void open() throws IOException {
    store = new ContentStore(folder.resolve("home"), notices::add);
  }

  @Test
  void content_putIn_comesOutAtAnyPath() throws IOException {
    Digest digest = store.put("hello".getBytes(UTF_8));

    Path target = folder.resolve("out file");
    assertThat(store.materialise(digest, target, true)).isTrue();

    assertThat(target).hasContent("hello");
    assertThat(Files.isExecutable(target)).isTrue();
    assertThat(store.path(digest).orElseThrow())
        .isEqualTo(
            folder
                .resolve("home/store")
                .resolve(digest.hex().substring(0, 2))
                .resolve(digest.hex()));
  }

  @Test
  void content_thatWasMaterialised_isUntouchedByLaterWrites() throws IOException {
    Digest digest = store.put("hello".getBytes(UTF_8));
    Path target = folder.resolve("out");
    store.materialise(digest, target, false);

    Files.writeString(target, "changed");

    assertThat(store.read(digest)).contains("hello".getBytes(UTF_8));
  }

  @Test
  void file_adopted_isGoneFromItsPlace() throws IOException {
    Path file = Files.writeString(folder.resolve("old"), "old");

    Digest digest = store.adopt(file);

    assertThat(file).doesNotExist();
    assertThat(store.read(digest)).contains("old".getBytes(UTF_8));
  }

  @Test
  void file_withASecondName_isCopiedWhenAdopted() throws IOException {
    Path file = Files.writeString(folder.resolve("old"), "old");
    Path alias = Files.createLink(folder.resolve("alias"), file);

    Digest digest = store.adopt(file);
    Files.writeString(alias, "changed");

    assertThat(store.read(digest)).contains("old".getBytes(UTF_8));
  }

  @Test
  void stream_withAnotherDigest_isRefusedAndLeavesNothing() throws IOException {
    Digest expected = Digest.of("expected");

    assertThatThrownBy(() -> store.put(new ByteArrayInputStream("other".getBytes(UTF_8)), expected))
        .isInstanceOf(WrongContentException.class);

    assertThat(store.has(expected)).isFalse();
    assertThat(store.has(Digest.of("other"))).isFalse();
    assertThat(folder.resolve("home/tmp")).isEmptyDirectory();
  }

  @Test
  void stream_thatBreaksOff_leavesNothing() throws IOException {
    InputStream broken =
        new SequenceInputStream(
            new ByteArrayInputStream(new byte[100_000]),
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw new IOException("cut");
              }

              @Override
              public int read(byte[] bytes, int offset, int length) throws IOException {
                throw new IOException("cut");
              }
            });

    assertThatThrownBy(() -> store.put(broken)).hasMessage("cut");

    assertThat(folder.resolve("home/tmp")).isEmptyDirectory();
    assertThat(store.size()).isZero();
  }

  @Test
  void content_thatRotted_isFoundOnEveryWayOut() throws IOException {
    // Seeded, so that a failure can be repeated.
    Random random = new Random(4711);
    List<String> ways = List.of("read", "materialise", "verify", "open");
    for (int trial = 0; trial < 100; trial++) {
      byte[] content = new byte[1 + random.nextInt(200_000)];
      random.nextBytes(content);
      Digest digest = store.put(content);
      rot(store.path(digest).orElseThrow(), random.nextInt(content.length));

      Path target = folder.resolve("target");
      boolean right =
          switch (ways.get(trial % ways.size())) {
            case "read" -> store.read(digest).isPresent();
            case "materialise" -> store.materialise(digest, target, false);
            case "verify" -> store.verify(digest);
            default -> streamed(digest);
          };

      assertThat(right).as("trial " + trial).isFalse();
      assertThat(target).doesNotExist();
      assertThat(store.has(digest)).isFalse();
      assertThat(notices).hasSize(trial + 1).last().asString().contains(digest.brief());
    }
  }

  @Test
  void eviction_toALimit_sparesThePinned() throws IOException {
    Digest pinned = store.put("pinned!!!!".getBytes(UTF_8));
    store.pin(pinned, "a person's file");
    store.put("content two".getBytes(UTF_8));
    store.put("content three".getBytes(UTF_8));

    store.evict(10, Instant.now().plus(Duration.ofHours(1)));

    assertThat(store.size()).isEqualTo(10);
    assertThat(store.has(pinned)).isTrue();
    assertThat(store.pins()).extracting(Pin::why).containsExactly("a person's file");
  }

  @Test
  void eviction_afterOneWasUsedAgain_removesTheOther() throws IOException {
    Digest used = store.put("content one".getBytes(UTF_8));
    Digest unused = store.put("content two".getBytes(UTF_8));
    do {
      assertThat(store.read(used)).isPresent();
    } while (changed(used) <= changed(unused)); // Within one tick of the clock nothing is later.

    Evicted evicted = store.evict(11, Instant.now().plus(Duration.ofHours(1)));

    assertThat(evicted).isEqualTo(new Evicted(11, 11));
    assertThat(store.has(used)).isTrue();
    assertThat(store.has(unused)).isFalse();
  }

  @Test
  void eviction_whileContentsAreNew_leavesThemToTheirBuild() throws IOException {
    Digest fresh = store.put("of the build that runs".getBytes(UTF_8));

    assertThat(store.evict(0, Instant.now()).freed()).isZero();

    assertThat(store.has(fresh)).isTrue();
  }

  @Test
  void store_madeAnew_isForItsOwnerOnly() throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("home"))))
        .isEqualTo("rwx------");
  }

  private long changed(Digest digest) throws IOException {
    return FileStat.of(store.path(digest).orElseThrow()).orElseThrow().ctimeNs();
  }

  private boolean streamed(Digest digest) throws IOException {
    try (InputStream in = store.open(digest).orElseThrow()) {
      in.readAllBytes();
      return true;
    } catch (WrongContentException e) {
      return false;
    }
  }

  private static void rot(Path blob, int at) throws IOException {
    Files.setPosixFilePermissions(blob, PosixFilePermissions.fromString("rw-------"));
    byte[] bytes = Files.readAllBytes(blob);
    bytes[at] ^= 1;
    Files.write(blob, bytes);
  }
}
