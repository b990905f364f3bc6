package org.computepods.majordomo.shell;

import java.util.function.Consumer;
import org.computepods.majordomo.state.StateStore;

/**
 * What all workspaces of a MajorDomo share.
 *
 * @param name of the MajorDomo in messages; another one in each life, so that results for an older
 *     life do not reach this one
 * @param software which build of the program this is
 * @param say hears what goes into the log
 */
record Household(
    String name,
    String software,
    Consumer<String> say,
    Core.Factory factory,
    Messenger messenger,
    CoreThread core,
    StateStore store,
    Pods pods,
    Chefs chefs,
    Holdings holdings,
    Homing homing,
    Dispatch dispatch,
    Builds builds,
    Failures failures) {}
