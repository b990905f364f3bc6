/** The bus against a real nats-server. */
@NullMarked
package org.computepods.chef.bus;

import org.jspecify.annotations.NullMarked;
