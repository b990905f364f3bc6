/** The arguments as picocli reads them: help, errors, completion, and every rarer command. */
@NullMarked
package org.computepods.cli.args;

import org.jspecify.annotations.NullMarked;
