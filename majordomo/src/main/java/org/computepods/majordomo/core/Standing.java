package org.computepods.majordomo.core;

import java.util.List;
import org.computepods.chef.wire.FileRef;
import org.computepods.chef.wire.rest.BuildReport;
import org.computepods.chef.wire.rest.BuildRequest;

/**
 * A build that would find nothing to do, as long as the tree, the project and the files outside the
 * workspace are as they are now.
 *
 * @param report what that build would say; its name and times are another's
 * @param outside every file outside the workspace that the core knows of, absent ones too
 */
public record Standing(BuildRequest request, BuildReport report, List<FileRef> outside) {}
