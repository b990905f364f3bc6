package org.computepods.chef.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.computepods.chef.wire.PodRequests.LogReply;
import org.computepods.chef.wire.PodRequests.LogRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log is read from where its reader was, whatever its writer does to it. */
class LogFileTest {
  private static final int MAX = 1 << 16;

  @TempDir Path folder;
  private Path log;

  @BeforeEach
  void log() {
    log = folder.resolve("x.log");
  }

  private LogReply read(long offset, long file) throws IOException {
    var request = new LogRequest(1, null, null, offset, folder.toString(), "x.log", file);
    return LogFile.read(request, log, MAX);
  }

  private void append(String text) throws IOException {
    Files.writeString(log, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  @Test
  void file_thatGrows_isReadOnFromTheOffset() throws Exception {
    append("one\n");
    var first = read(0, 0);
    append("two\n");
    var second = read(first.next(), first.file());

    assertThat(first.text()).isEqualTo("one\n");
    assertThat(second.text()).isEqualTo("two\n");
    assertThat(second.again()).isFalse();
    assertThat(read(second.next(), second.file()).text()).isEmpty();
  }

  @Test
  void file_thatIsYetToCome_isReadFromItsBeginning() throws Exception {
    var none = read(0, 0);
    append("one\n");

    assertThat(none.error()).isNull();
    assertThat(read(none.next(), none.file()).text()).isEqualTo("one\n");
  }

  @Test
  void file_cut_beginsAgain() throws Exception {
    append("a long first line\n");
    var first = read(0, 0);
    Files.writeString(log, "new\n");
    var second = read(first.next(), first.file());

    assertThat(second.text()).isEqualTo("new\n");
    assertThat(second.again()).isTrue();
  }

  @Test
  void file_rotated_goesOnWithTheOneInItsPlace() throws Exception {
    append("old\n");
    var first = read(0, 0);
    Files.move(log, folder.resolve("x.log.1"));
    append("longer than the old one\n");
    var second = read(first.next(), first.file());

    assertThat(second.text()).isEqualTo("longer than the old one\n");
    assertThat(second.again()).isTrue();
  }

  @Test
  void offset_fromTheEnd_skipsWhatIsBefore() throws Exception {
    append("0123456789");

    assertThat(read(-4, 0).text()).isEqualTo("6789");
    assertThat(read(-40, 0).text()).isEqualTo("0123456789");
  }

  @Test
  void character_halfWritten_waitsForItsOtherHalf() throws Exception {
    byte[] bytes = "aü€😀".getBytes(StandardCharsets.UTF_8);
    var text = new StringBuilder();
    long offset = 0;
    for (byte each : bytes) {
      Files.write(log, new byte[] {each}, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      var reply = read(offset, 0);
      text.append(reply.text());
      offset = reply.next();
    }

    assertThat(text).hasToString("aü€😀");
  }

  @Test
  void link_isNotFollowed() throws Exception {
    Files.writeString(folder.resolve("secret"), "secret");
    Files.createSymbolicLink(log, folder.resolve("secret"));

    assertThat(read(0, 0).text()).isEmpty();
  }
}
