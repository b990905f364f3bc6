/** Files by which a system's service manager starts a role, and starts it again. */
@NullMarked
package org.computepods.cli.service;

import org.jspecify.annotations.NullMarked;
