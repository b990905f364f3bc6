package org.computepods.examples;

import org.computepods.chef.api.Chef;
import org.computepods.chef.api.Cooking;

/** A chef that comes to no end, whatever it is told. */
public final class HangingChef implements Chef {
  @Override
  public String name() {
    return "hanging";
  }

  @Override
  public String rules() {
    return "set: hanging\nrules: {wait: {outputs: [never]}}\n";
  }

  @Override
  public void cook(Cooking cooking) {
    cooking.log("begun");
    while (!cooking.rule().isEmpty()) {
      Thread.onSpinWait();
    }
  }
}
