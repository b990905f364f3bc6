package org.computepods.majordomo.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.Digest;
import org.junit.jupiter.api.Test;

class TraceTest {
  private static Trace seeing(int many) {
    var seen =
        Collections.nCopies(
            many, new Trace.Observed(ArtefactPath.of("x"), "", Digest.of("x"), true));
    return new Trace(
        "id", "all", "all", Digest.of("all"), seen, List.of(), "why", "b-1", 1, "local", "", 0, 0);
  }

  @Test
  void traces_ofATask_areKeptForAFewBranches() {
    assertThat(seeing(0).kept()).isEqualTo(16);
    assertThat(seeing(10_000).kept()).isEqualTo(16);
  }

  @Test
  void traces_ofATaskThatReadsAMillionFiles_areKeptForThereAndBack() {
    assertThat(seeing(1_000_000).kept()).isEqualTo(2);
  }
}
