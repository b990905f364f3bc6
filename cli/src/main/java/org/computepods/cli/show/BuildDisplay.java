package org.computepods.cli.show;

import org.computepods.chef.wire.rest.BuildEvent;

/** What a build shows while it goes on. */
public interface BuildDisplay extends AutoCloseable {
  void on(BuildEvent event);

  /** Ends whatever is drawn; lines that stay, stay. */
  @Override
  void close();
}
