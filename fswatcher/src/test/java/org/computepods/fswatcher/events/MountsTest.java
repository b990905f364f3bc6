package org.computepods.fswatcher.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which parts of a workspace lie where others can write unseen. */
class MountsTest {
  private static final String LOCAL = "27 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw";

  @Test
  void workspace_onADiskOfThisMachine_isNotShared() {
    var mounts = Mounts.of(List.of(LOCAL), Path.of("/home/me/paper"));

    assertThat(mounts.isShared("")).isFalse();
    assertThat(mounts.isShared("figures/a")).isFalse();
  }

  @Test
  void workspace_onAShare_isSharedButForWhatIsMountedInIt() {
    var mounts =
        Mounts.of(
            List.of(
                LOCAL,
                "40 27 0:50 / /home\\040all rw - nfs4 server:/home rw",
                "41 40 0:51 / /home\\040all/paper/scratch rw - tmpfs tmpfs rw",
                "42 27 0:52 / /homeward rw - cifs //x/y rw"),
            Path.of("/home all/paper"));

    assertThat(mounts.isShared("")).isTrue();
    assertThat(mounts.isShared("figures")).isTrue();
    assertThat(mounts.isShared("scratch")).isFalse();
    assertThat(mounts.isShared("scratch/deep")).isFalse();
    assertThat(mounts.isShared("scratchy")).isTrue();
  }

  @Test
  void share_mountedInAWorkspace_isSharedAlone() {
    var mounts =
        Mounts.of(
            List.of(LOCAL, "40 27 0:50 / /w/data rw - fuse.sshfs me@there: rw"), Path.of("/w"));

    assertThat(mounts.isShared("")).isFalse();
    assertThat(mounts.isShared("data")).isTrue();
    assertThat(mounts.isShared("data/x")).isTrue();
    assertThat(mounts.isShared("database")).isFalse();
  }
}
