package org.computepods.majordomo.shell;

import java.util.List;
import java.util.Optional;
import org.computepods.majordomo.core.Command;
import org.computepods.majordomo.core.EngineView;
import org.computepods.majordomo.core.Event;
import org.computepods.majordomo.core.Memory;
import org.computepods.majordomo.core.Standing;

/** The decisions of one workspace, as the shell sees them. */
public interface Core {
  /** What is to be done now that this has happened. */
  List<Command> on(Event event, long nowNanos, long nowWallMs);

  /** What may be asked of it. */
  EngineView view();

  /** What must be heard before {@link #standing} can be told. */
  Command.Sync beforeStanding();

  /** The build that would find nothing to do, if that is beyond doubt. */
  Optional<Standing> standing();

  /** Makes a core that remembers this, for a workspace on this pod. */
  interface Factory {
    Core remembering(List<Memory> remembered, String home);
  }
}
