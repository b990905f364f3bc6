package org.computepods.fswatcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Something that happens in a watched workspace. Afterwards what was said equals the tree, and the
 * place that it was about is watched still.
 *
 * @param later a file that is written afterwards, and must be heard of though nobody asks
 */
record Case(String name, Deed before, Deed deed, String later) {
  /** What is done. */
  @FunctionalInterface
  interface Deed {
    void in(Path root) throws IOException;
  }

  static Case when(String name, Deed before, Deed deed, String later) {
    return new Case(name, before, deed, later);
  }

  void happens(Path folder) throws Exception {
    try (var bench = Bench.of(folder)) {
      before.in(bench.root);
      bench.watch();

      deed.in(bench.root);
      bench.sync();

      assertThat(bench.announced()).isEqualTo(bench.truth());
      var heard = bench.listener.next(c -> c.path().equals(later));
      bench.write(later, "later " + name);
      heard.join();
      bench.sync();
      assertThat(bench.announced()).isEqualTo(bench.truth()).containsKey(later);
      assertThat(bench.workspaces.status().getFirst().losses()).isZero();
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
