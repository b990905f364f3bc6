package org.computepods.chef.sftp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.computepods.chef.recipe.Fetcher.Wanted;
import org.computepods.chef.store.ContentStore;
import org.computepods.rules.Digest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SftpTest {
  @TempDir Path folder;
  private final List<String> notices = new CopyOnWriteArrayList<>();
  private final Map<String, Peer> peers = new HashMap<>();
  private final Set<String> allowed = new HashSet<>();
  private ContentStore there;
  private ContentStore here;
  private KeyPair hostKey;
  private SftpServer server;
  private SftpClient client;

  @BeforeEach
  void open() throws IOException {
    there = new ContentStore(folder.resolve("there"), notices::add);
    here = new ContentStore(folder.resolve("here"), notices::add);
    hostKey = KeyPairs.load(folder.resolve("keys/host"));
    KeyPair userKey = KeyPairs.load(folder.resolve("keys/user"));
    allowed.add(KeyPairs.line(userKey));
    server = SftpServer.start("127.0.0.1", 0, hostKey, allowed::contains, there, notices::add);
    peers.put("there", peer("there", server.port()));
    client = client(userKey);
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void content_ofAnotherPod_isFetched() throws IOException {
    byte[] large = bytes(3_000_000, 1);
    Digest digest = there.put(large);

    assertThat(client.bring(List.of(wanted(digest, large.length, "there"))))
        .as(() -> notices.toString())
        .isEmpty();

    assertThat(here.read(digest)).contains(large);
    assertThat(notices).isEmpty();
  }

  @Test
  void contents_ofAnyNumber_areFetchedTogether() throws IOException {
    var wanted = new ArrayList<Wanted>();
    for (int i = 0; i < 600; i++) {
      byte[] content = ("content " + i).getBytes(UTF_8);
      wanted.add(wanted(there.put(content), content.length, "there"));
    }
    Digest empty = there.put(new byte[0]);
    wanted.add(wanted(empty, 0, "there"));

    assertThat(client.bring(wanted)).isEmpty();

    assertThat(wanted).allMatch(each -> here.has(each.digest()));
    assertThat(notices).isEmpty();
  }

  @Test
  void content_thatNobodyHas_isMissing() {
    Digest unknown = Digest.of("unknown");

    assertThat(client.bring(List.of(wanted(unknown, 7, "there", "nobody"))))
        .containsExactly(unknown);
  }

  @Test
  void content_ofAPodThatIsAway_comesFromTheNext() throws IOException {
    peers.put("away", new Peer("away", "127.0.0.1:1", KeyPairs.line(hostKey)));
    Digest digest = there.put("x".getBytes(UTF_8));

    assertThat(client.bring(List.of(wanted(digest, 1, "away", "there")))).isEmpty();

    assertThat(here.has(digest)).isTrue();
    assertThat(notices).anyMatch(each -> each.contains("away"));
  }

  @Test
  void content_thatRottedThere_isNeverAcceptedAndIsFoundThereToo() throws IOException {
    Random random = new Random(42);
    for (int trial = 0; trial < 10; trial++) {
      byte[] content = bytes(1 + random.nextInt(300_000), trial);
      Digest digest = there.put(content);
      rot(there.path(digest).orElseThrow(), random.nextInt(content.length));

      assertThat(client.bring(List.of(wanted(digest, content.length, "there"))))
          .as("trial " + trial)
          .containsExactly(digest);

      assertThat(here.has(digest)).isFalse();
      assertThat(there.has(digest)).isFalse();
    }
    assertThat(notices).filteredOn(each -> each.contains("wrong bytes")).hasSize(10);
    assertThat(folder.resolve("here/tmp")).isEmptyDirectory();
  }

  @Test
  void bytes_flippedInFlight_areNeverAccepted() throws IOException {
    Random random = new Random(43);
    for (int trial = 0; trial < 10; trial++) {
      byte[] content = bytes(400_000, trial);
      Digest digest = there.put(content);
      int at = 5_000 + random.nextInt(390_000);
      try (var proxy = BadWire.to(server.port(), BadWire.Harm.FLIP, at)) {
        peers.put("proxy" + trial, peer("proxy" + trial, proxy.port()));

        assertThat(client.bring(List.of(wanted(digest, content.length, "proxy" + trial, "there"))))
            .as("trial " + trial + " at " + at)
            .isEmpty();

        assertThat(proxy.harmed()).as("trial " + trial).isTrue();
        assertThat(here.read(digest)).contains(content);
      }
    }
    assertThat(folder.resolve("here/tmp")).isEmptyDirectory();
  }

  @Test
  void connection_cutAnywhere_leavesNothingHalfAndTheNextPodHelps() throws IOException {
    Random random = new Random(44);
    for (int trial = 0; trial < 10; trial++) {
      byte[] content = bytes(400_000, 100 + trial);
      Digest digest = there.put(content);
      int at = random.nextInt(390_000);
      try (var proxy = BadWire.to(server.port(), BadWire.Harm.CUT, at)) {
        peers.put("cut" + trial, peer("cut" + trial, proxy.port()));

        assertThat(client.bring(List.of(wanted(digest, content.length, "cut" + trial, "there"))))
            .as("trial " + trial + " at " + at)
            .isEmpty();

        assertThat(here.read(digest)).contains(content);
      }
    }
    assertThat(folder.resolve("here/tmp")).isEmptyDirectory();
  }

  @Test
  void content_pushed_isAcceptedOnlyIfItIsRight() throws IOException {
    Digest digest = here.put("pushed".getBytes(UTF_8));
    client.push(digest, "there");
    assertThat(there.read(digest)).contains("pushed".getBytes(UTF_8));

    Digest rotten = here.put("rotten".getBytes(UTF_8));
    rot(here.path(rotten).orElseThrow(), 2);
    assertThatThrownBy(() -> client.push(rotten, "there")).isInstanceOf(IOException.class);

    assertThat(there.has(rotten)).isFalse();
    assertThat(folder.resolve("there/tmp")).isEmptyDirectory();
  }

  @Test
  void user_withAnUnknownKey_isRefused() throws IOException {
    Digest digest = there.put("secret".getBytes(UTF_8));
    try (var stranger = client(KeyPairs.load(folder.resolve("keys/stranger")))) {
      assertThat(stranger.bring(List.of(wanted(digest, 6, "there")))).containsExactly(digest);
    }
    assertThat(here.has(digest)).isFalse();
  }

  @Test
  void server_withAnotherHostKey_isRefused() throws IOException {
    String other = KeyPairs.line(KeyPairs.load(folder.resolve("keys/other")));
    peers.put("there", new Peer("there", "127.0.0.1:" + server.port(), other));
    Digest digest = there.put("x".getBytes(UTF_8));

    assertThat(client.bring(List.of(wanted(digest, 1, "there")))).containsExactly(digest);
  }

  @Test
  void key_madeOnce_staysAndIsForItsOwnerOnly() throws IOException {
    Path file = folder.resolve("keys/host");

    assertThat(KeyPairs.line(KeyPairs.load(file))).isEqualTo(KeyPairs.line(hostKey));
    assertThat(KeyPairs.line(hostKey)).startsWith("ssh-ed25519 ");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void paths_otherThanDigests_nameNothing() throws IOException {
    Digest digest = there.put("x".getBytes(UTF_8));
    Path secret = Files.writeString(folder.resolve("secret"), "secret");
    String hex = digest.hex();
    List<String> hostile =
        List.of(
            "/etc/passwd",
            secret.toString(),
            "/",
            ".",
            "",
            "/store",
            "/store/" + hex.substring(0, 2),
            "/store/" + hex,
            "/store/00/" + hex,
            "/store/../etc/passwd",
            "/store/" + hex.substring(0, 2) + "/../../../" + secret,
            "/store/" + hex.substring(0, 2) + "/./" + hex,
            "/store//" + hex.substring(0, 2) + "/" + hex,
            Served.path(digest) + "/",
            Served.path(digest).toUpperCase(Locale.ROOT),
            Served.path(digest) + "\n",
            "/inbox/../" + Served.path(digest),
            "/inbox/x",
            "/keys/host",
            "\\store\\" + hex,
            "/pack/" + hex);
    try (var raw = RawClient.to(server.port(), KeyPairs.load(folder.resolve("keys/user")))) {
      for (String path : hostile) {
        raw.assertNothingAt(path);
      }
      raw.assertReadOnly(Served.path(digest));
      raw.assertNoLinks(secret.toString(), "/inbox/" + hex);
      raw.assertNoShell();
      assertThat(raw.read(Served.path(digest))).isEqualTo("x");
    }
    assertThat(there.read(digest)).contains("x".getBytes(UTF_8));
  }

  private SftpClient client(KeyPair key) {
    return new SftpClient(
        "here", key, pod -> Optional.ofNullable(peers.get(pod)), here, notices::add);
  }

  private Peer peer(String pod, int port) {
    return new Peer(pod, "127.0.0.1:" + port, KeyPairs.line(hostKey));
  }

  private static Wanted wanted(Digest digest, long size, String... pods) {
    return new Wanted(digest, List.of(pods), size);
  }

  private static byte[] bytes(int n, long seed) {
    byte[] bytes = new byte[n];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static void rot(Path blob, int at) throws IOException {
    Files.setPosixFilePermissions(blob, PosixFilePermissions.fromString("rw-------"));
    byte[] bytes = Files.readAllBytes(blob);
    bytes[at] ^= 1;
    Files.write(blob, bytes);
  }
}
