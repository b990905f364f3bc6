/** The bodies of the REST API; {@code cpCtrl --json} prints them as they are. */
@NullMarked
package org.computepods.chef.wire.rest;

import org.jspecify.annotations.NullMarked;
