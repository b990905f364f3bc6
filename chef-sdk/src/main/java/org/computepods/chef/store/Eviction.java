package org.computepods.chef.store;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.concurrent.TimeUnit;
import org.computepods.chef.store.Blobs.Held;
import org.computepods.rules.Digest;

/**
 * Makes room in a store: what was used longest ago goes first.
 *
 * <p>What a build needs at present was used at present: a job's inputs were fetched or offered, an
 * output's last good generation was put aside a moment ago. So contents of the last minutes stay,
 * even above the limit; and pinned ones always.
 */
final class Eviction {
  /** Longer than any content waits between its coming in and its use, but in a job's queue. */
  static final Duration STAYS = Duration.ofMinutes(10);

  private final Blobs blobs;
  private final Pins pins;

  Eviction(Blobs blobs, Pins pins) {
    this.blobs = blobs;
    this.pins = pins;
  }

  /** Removes contents until the rest takes no more than this, as far as that may be. */
  Evicted evict(long limit, Instant now) throws IOException {
    var pinned = new HashSet<Digest>();
    pins.all().forEach(pin -> pinned.add(pin.digest()));
    var all = new ArrayList<>(blobs.all());
    all.sort(Comparator.comparingLong(Held::usedNs));
    long size = all.stream().mapToLong(Held::size).sum();
    long stays = TimeUnit.MILLISECONDS.toNanos(now.minus(STAYS).toEpochMilli());
    long freed = 0;
    for (Held each : all) {
      if (size - freed <= limit || each.usedNs() >= stays) {
        break;
      }
      if (!pinned.contains(each.digest())) {
        Files.deleteIfExists(blobs.at(each.digest()));
        freed += each.size();
      }
    }
    return new Evicted(freed, size - freed);
  }
}
