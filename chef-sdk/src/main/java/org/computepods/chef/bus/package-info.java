/**
 * What a pod says and hears: the one package that knows NATS.
 *
 * <p>{@link org.computepods.chef.bus.NatsClient} speaks in records of the wire; {@link
 * org.computepods.chef.bus.Subjects} and {@link org.computepods.chef.bus.Streams} know every name;
 * {@link org.computepods.chef.bus.JobQueue} takes work for free slots only; {@link
 * org.computepods.chef.bus.PrivateNatsServer} is a nats-server of our own. No type of the NATS
 * library leaves this package.
 *
 * <p>JetStream hands out work and wakes people up; it is never the book of record. Every message
 * may come twice, and every effect of one is idempotent.
 */
@NullMarked
package org.computepods.chef.bus;

import org.jspecify.annotations.NullMarked;
