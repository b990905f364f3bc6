package org.computepods.majordomo.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

final class TableTest {
  private record Named(String name, int number) {}

  @Test
  void table_valuesComeAndGo_holdsWhatALinkedMapHolds() {
    var random = new Random(7);
    var table = new Table<>(Named::name);
    var map = new LinkedHashMap<String, Named>();
    for (int i = 0; i < 20_000; i++) {
      String name = "in/" + random.nextInt(3_000) + ".txt";
      if (random.nextInt(3) == 0) {
        table.take(name);
        map.remove(name);
      } else {
        var value = new Named(name, i);
        assertThat(table.add(value)).isEqualTo(map.putIfAbsent(name, value) == null);
      }
      assertThat(table.get(name)).isEqualTo(map.get(name));
    }
    assertThat(table).hasSize(map.size());
    assertThat(new ArrayList<>(table)).isEqualTo(new ArrayList<>(map.values()));
  }

  @Test
  void table_manyKeysOfOneHash_findsEach() {
    record Colliding(int number) {
      @Override
      public int hashCode() {
        return 1;
      }
    }
    var table = new Table<Colliding, Colliding>(Function.identity());
    for (int i = 0; i < 200; i++) {
      table.of(new Colliding(i), key -> key);
    }
    assertThat(table.of(new Colliding(77), key -> new Colliding(-1))).isEqualTo(new Colliding(77));
    assertThat(table.get(new Colliding(200))).isNull();
  }
}
