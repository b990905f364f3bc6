/**
 * The REST interface and the page for browsers, on the JDK's own HTTP server and virtual threads.
 *
 * <p>Loopback only; a bearer token of 256 bits; exact {@code Host} and {@code Origin}; JSON content
 * type for every change, none by GET; bounded bodies. Whatever comes in, a clear answer goes out
 * and the server stays. It knows nothing of NATS or of the core: what is asked goes to {@link
 * org.computepods.majordomo.rest.Desk}.
 *
 * <p>Rejected: Helidon and Javalin, which are a little faster, cost half a second to start and
 * spare us a hundred lines.
 */
@NullMarked
package org.computepods.majordomo.rest;

import org.jspecify.annotations.NullMarked;
