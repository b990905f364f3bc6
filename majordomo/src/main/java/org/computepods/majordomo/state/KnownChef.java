package org.computepods.majordomo.state;

import org.computepods.chef.wire.Heartbeat;

/**
 * A rule set that a pod published.
 *
 * @param text the whole of it
 * @param heartbeat what the pod last said of itself
 * @param heardMs when, on the wall clock
 */
public record KnownChef(String set, String text, Heartbeat heartbeat, long heardMs) {}
