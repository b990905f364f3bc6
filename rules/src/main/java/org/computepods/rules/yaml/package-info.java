/**
 * YAML as a tree in which every node knows its place. The only package that knows the YAML library:
 * what it hands out are {@link org.computepods.rules.yaml.Node nodes} and problems.
 */
@NullMarked
package org.computepods.rules.yaml;

import org.jspecify.annotations.NullMarked;
