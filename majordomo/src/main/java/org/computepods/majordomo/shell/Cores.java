package org.computepods.majordomo.shell;

import java.util.List;
import java.util.Optional;
import org.computepods.majordomo.core.Command;
import org.computepods.majordomo.core.Engine;
import org.computepods.majordomo.core.EngineView;
import org.computepods.majordomo.core.Event;
import org.computepods.majordomo.core.Standing;

/** The core of this product, as the shell sees it. */
final class Cores {
  static final Core.Factory FACTORY = (remembered, home) -> of(new Engine(remembered, home));

  private Cores() {}

  private static Core of(Engine engine) {
    return new Core() {
      @Override
      public List<Command> on(Event event, long nowNanos, long nowWallMs) {
        return engine.on(event, nowNanos, nowWallMs);
      }

      @Override
      public EngineView view() {
        return engine.view();
      }

      @Override
      public Command.Sync beforeStanding() {
        return engine.beforeStanding();
      }

      @Override
      public Optional<Standing> standing() {
        return engine.standing();
      }
    };
  }
}
