/**
 * A chef pod: an identity, a content store, an SFTP server, a connection to the bus, and the chefs
 * that run jobs.
 *
 * <p>{@link org.computepods.chef.pod.ChefPod} puts the parts together and ends them. It takes jobs
 * from the queue for free slots only, has them cooked, stores the results and acknowledges last; it
 * answers what a MajorDomo asks of its files. It knows neither graph nor build.
 */
@NullMarked
package org.computepods.chef.pod;

import org.jspecify.annotations.NullMarked;
