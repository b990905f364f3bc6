/**
 * The vocabulary of ComputePods: artefacts and their states, views, rules, tasks and projects.
 *
 * <p>Pure values. This package knows no NATS, SFTP, HTTP, thread or clock, and does no IO beyond a
 * {@link java.io.Reader}.
 */
@NullMarked
package org.computepods.rules;

import org.jspecify.annotations.NullMarked;
