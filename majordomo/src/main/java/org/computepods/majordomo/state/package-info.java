/**
 * What the MajorDomo remembers from one life to the next, in SQLite: traces, files of ours, files
 * that were saved, builds.
 *
 * <p>If it is lost, everything is slower and nothing is wrong: a damaged database, or one of
 * another schema, is moved aside and a new one begun. So commits are not fsynced one by one (WAL,
 * {@code synchronous=NORMAL}); a crash may lose the last of them and never mixes them.
 *
 * <p>One thread owns the one connection; writes are queued and come in batches, one transaction
 * each. Traces are stored as compact bytes with interned names and not as JSON: a hundred thousand
 * of them load in well under a second. Rejected: a row per observation (ten times slower to load),
 * Jackson (four times).
 */
@NullMarked
package org.computepods.majordomo.state;

import org.jspecify.annotations.NullMarked;
