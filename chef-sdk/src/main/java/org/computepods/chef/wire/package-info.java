/**
 * Everything that crosses a process boundary: the messages on NATS and the bodies of the REST API,
 * one record each.
 *
 * <p>JSON in UTF-8; unknown fields are ignored; {@code v} is the version of the message. User text
 * never goes into a subject. The subjects are named in {@code org.computepods.chef.bus.Subjects}.
 */
@NullMarked
package org.computepods.chef.wire;

import org.jspecify.annotations.NullMarked;
