/**
 * What people ask of a workspace, answered by the very code that decides: why an artefact was
 * built, why nothing builds it, where its versions are, what depends on what.
 *
 * <p>Every answer is a function of {@link org.computepods.majordomo.core.EngineView}, asked by the
 * core's thread; none changes anything.
 */
@NullMarked
package org.computepods.majordomo.answers;

import org.jspecify.annotations.NullMarked;
