package org.computepods.majordomo.shell;

import java.util.List;
import org.computepods.majordomo.core.Command;
import org.computepods.majordomo.core.EngineView;
import org.computepods.majordomo.core.Event;
import org.computepods.majordomo.core.Memory;

/** The decisions of one workspace, as the shell sees them. */
public interface Core {
  /** What is to be done now that this has happened. */
  List<Command> on(Event event, long nowNanos, long nowWallMs);

  /** What may be asked of it. */
  EngineView view();

  /** Makes a core that remembers this, for a workspace on this pod. */
  interface Factory {
    Core remembering(List<Memory> remembered, String home);
  }
}
