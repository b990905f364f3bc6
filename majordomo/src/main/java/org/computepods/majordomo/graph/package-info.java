/**
 * The graph for people: queries, and drawings for Graphviz and for browsers. The one place that
 * knows JGraphT, which works on the part of the graph that a question reaches.
 */
@NullMarked
package org.computepods.majordomo.graph;

import org.jspecify.annotations.NullMarked;
