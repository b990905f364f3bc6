package org.computepods.chef.rest;

import java.io.IOException;

/** Hears that a server which was asked has said nothing for a while. */
public interface Silence {
  /** Called after each such while; whoever does not want to wait any longer throws. */
  void lasts() throws IOException;
}
