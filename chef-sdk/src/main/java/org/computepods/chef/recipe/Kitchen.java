package org.computepods.chef.recipe;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import org.computepods.chef.cooks.HiredChef;
import org.computepods.chef.process.Tools;
import org.computepods.chef.store.ContentStore;
import org.computepods.chef.store.Hashing;

/**
 * What a pod cooks with.
 *
 * @param pod its name
 * @param chef who is said to have run the job
 * @param hashing best shared with the watcher, so that nothing is read twice
 * @param scratch folder of the pod in which jobs run that are not in place
 * @param environment of the pod: the PATH, HOME and LANG of jobs elsewhere
 * @param journals of the jobs in place
 * @param touched what was touched while tasks ran
 * @param chefs those of its own that are written in Java
 * @param epochs the epoch of the workspace's lock, empty where the pod does not hold it
 */
public record Kitchen(
    String pod,
    String chef,
    ContentStore store,
    Hashing hashing,
    Path scratch,
    Fetcher fetcher,
    Map<String, String> environment,
    Tools tools,
    Journals journals,
    Touched touched,
    List<HiredChef> chefs,
    Function<Path, OptionalLong> epochs) {}
