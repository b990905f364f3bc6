package org.computepods.fswatcher.events;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.computepods.chef.wire.Synced.Trouble;

/** How much of inotify Linux gives to one user, all programs together. */
enum KernelLimit {
  WATCHES("max_user_watches", 1 << 20),
  INSTANCES("max_user_instances", 1 << 10);

  private static final int RAISED = 8;

  private final String setting;
  private final long atLeast;

  KernelLimit(String setting, long atLeast) {
    this.setting = setting;
    this.atLeast = atLeast;
  }

  /** That it is reached, and how it is raised. */
  Trouble reached() {
    long now = now();
    return new Trouble(
        "fs.inotify." + setting + (now > 0 ? " (" + now + ")" : "") + " is reached",
        "sudo sysctl fs.inotify.%s=%d, and the same line in /etc/sysctl.d/computepods.conf for good"
            .formatted(setting, Math.max(atLeast, RAISED * now)));
  }

  /** In one read: the second of such a file gives nothing. 0: the kernel does not say. */
  private long now() {
    try (var in = Files.newInputStream(Path.of("/proc/sys/fs/inotify", setting))) {
      byte[] text = new byte[64];
      int length = Math.max(0, in.read(text));
      return Long.parseLong(new String(text, 0, length, StandardCharsets.US_ASCII).strip());
    } catch (IOException | NumberFormatException e) {
      return 0;
    }
  }
}
