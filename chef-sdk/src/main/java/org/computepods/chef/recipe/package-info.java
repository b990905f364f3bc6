/**
 * Cooking: a {@code BuildFrom} in, {@code BuildResults} out.
 *
 * <p>In place where the pod holds the workspace: what stands where outputs belong is put aside
 * first and comes back unless the run succeeds, after a crash too. Elsewhere in a scratch folder
 * filled by digest. Knows neither the bus nor the MajorDomo: contents come from a {@link Fetcher}.
 */
@NullMarked
package org.computepods.chef.recipe;

import org.jspecify.annotations.NullMarked;
