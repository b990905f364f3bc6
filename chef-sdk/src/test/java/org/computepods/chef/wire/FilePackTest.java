package org.computepods.chef.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Random;
import org.computepods.chef.json.Json;
import org.computepods.rules.ArtefactState;
import org.computepods.rules.Digest;
import org.junit.jupiter.api.Test;

class FilePackTest {
  private static FilePack.Writer written() {
    var pack = new FilePack.Writer();
    pack.folder("", 1);
    pack.file("top".getBytes(UTF_8), Digest.of("t"), false, 63, 7, -1);
    pack.folder("a/b", 2);
    pack.file("tool".getBytes(UTF_8), Digest.of("x"), true, 5, Long.MAX_VALUE, 1_700_000_000_000L);
    pack.link("ü".getBytes(UTF_8), "../elsewhere", Long.MIN_VALUE, 3);
    return pack;
  }

  @Test
  void pack_asAMessage_holdsWhatWasPacked() throws Exception {
    var page = new TreePage(1, 2, 3, written().pack(), "", null);
    var read = new ArrayList<String>();

    FilePack.read(
        Json.read(Json.bytes(page), TreePage.class).files(),
        (path, state, magnitude, inode, ctimeNs) ->
            read.add(path + " " + state + " " + magnitude + " " + inode + " " + ctimeNs));

    assertThat(read)
        .containsExactly(
            "top " + new ArtefactState.Present(Digest.of("t"), false) + " 63 7 -1",
            "a/b/tool "
                + new ArtefactState.Present(Digest.of("x"), true)
                + " 5 "
                + Long.MAX_VALUE
                + " 1700000000000",
            "a/b/ü " + new ArtefactState.Link("../elsewhere") + " 0 " + Long.MIN_VALUE + " 3");
  }

  @Test
  void pack_damaged_isRefusedOrRead() {
    byte[] whole = new byte[written().size()];
    written().pack().get(whole);
    var random = new Random(20261122);
    int refused = 0;
    for (int i = 0; i < 500; i++) {
      byte[] damaged = Arrays.copyOf(whole, random.nextInt(whole.length + 20));
      for (int hit = random.nextInt(4); hit > 0 && damaged.length > 0; hit--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      try {
        FilePack.read(ByteBuffer.wrap(damaged), (_, _, _, _, _) -> {});
      } catch (IllegalArgumentException expected) {
        refused++;
      }
    }
    assertThat(refused).isBetween(1, 500);
  }
}
