package org.computepods.examples;

import org.computepods.chef.api.Chef;
import org.computepods.chef.api.Cooking;

/** A chef that takes itself for a program. */
public final class ExitingChef implements Chef {
  @Override
  public String name() {
    return "exiting";
  }

  @Override
  public String rules() {
    return "set: exiting\nrules: {leave: {outputs: [never]}}\n";
  }

  @Override
  @SuppressWarnings("SystemExitOutsideMain") // what is tested
  public void cook(Cooking cooking) {
    System.exit(3);
  }
}
