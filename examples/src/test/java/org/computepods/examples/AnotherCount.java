package org.computepods.examples;

import java.io.IOException;
import java.nio.file.Files;
import org.computepods.chef.api.Chef;
import org.computepods.chef.api.Cooking;

/** A chef that offers what another offers too. */
public final class AnotherCount implements Chef {
  @Override
  public String name() {
    return "anothercount";
  }

  @Override
  public String rules() {
    return """
        set: anothercount
        rules:
          count: {dependencies: ["{dir}{stem}.txt"], outputs: ["{dir}{stem}.count"]}
        """;
  }

  @Override
  public void cook(Cooking cooking) throws IOException {
    Files.writeString(cooking.write(cooking.outputs().getFirst()), "another\n");
  }
}
