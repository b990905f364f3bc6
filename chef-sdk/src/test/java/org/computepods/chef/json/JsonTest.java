package org.computepods.chef.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class JsonTest {
  record Word(String text, List<Integer> numbers) {}

  private static final Word A = new Word("a", List.of(1));
  private static final Word B = new Word("\"more\":[", List.of());
  private static final Word C = new Word("c", List.of(2, 3));

  @Test
  void severalRecords_inOneMessage_comeOutInOrder() throws Exception {
    byte[] message = Json.bytesOfAll(List.of(A, B, C));

    assertThat(Json.readAll(message, Word.class)).containsExactly(A, B, C);
  }

  @Test
  void severalRecords_readByWhoKnowsOnlyOne_areTheLast() throws Exception {
    assertThat(Json.read(Json.bytesOfAll(List.of(A, B, C)), Word.class)).isEqualTo(C);
  }

  @Test
  void oneRecord_isAsItAlwaysWas() throws Exception {
    byte[] message = Json.bytesOfAll(List.of(A));

    assertThat(message).isEqualTo(Json.bytes(A));
    assertThat(Json.readAll(message, Word.class)).containsExactly(A);
  }

  @Test
  void nonsenseInPlaceOfMore_isMalformed() {
    for (String text :
        List.of("{\"more\":[1],\"text\":\"a\"}", "{\"more\":[{]}", "{\"more\":[", "{\"more\":[]")) {
      assertThatThrownBy(() -> Json.readAll(text.getBytes(UTF_8), Word.class))
          .as(text)
          .isInstanceOf(MalformedJson.class);
    }
  }
}
