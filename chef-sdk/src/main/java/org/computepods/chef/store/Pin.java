package org.computepods.chef.store;

import java.time.Instant;
import org.computepods.rules.Digest;

/**
 * A content that is never evicted.
 *
 * @param why for people: which file it was
 */
public record Pin(Digest digest, String why, Instant since) {}
