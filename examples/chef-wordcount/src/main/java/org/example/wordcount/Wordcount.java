package org.example.wordcount;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.computepods.chef.api.Chef;
import org.computepods.chef.api.CookFailure;
import org.computepods.chef.api.Cooking;

/** Counts the words of texts. A line {@code include other.txt} counts those of the other too. */
public final class Wordcount implements Chef {
  private static final String INCLUDE = "include ";

  @Override
  public String name() {
    return "wordcount";
  }

  @Override
  public String rules() {
    return Chef.resource(Wordcount.class, "wordcount.rules.yaml");
  }

  @Override
  public void cook(Cooking cooking) throws CookFailure, IOException {
    String text = cooking.dependencies().getFirst();
    long words = count(cooking, text, Integer.parseInt(cooking.variable("shortest")));
    cooking.log(text + " has " + words + " words");
    Files.writeString(cooking.write(cooking.outputs().getFirst()), words + "\n");
  }

  private long count(Cooking cooking, String text, int shortest) throws CookFailure, IOException {
    long words = 0;
    List<String> lines = Files.readAllLines(cooking.read(text));
    for (int n = 0; n < lines.size(); n++) {
      String line = lines.get(n);
      if (line.startsWith(INCLUDE)) {
        words += count(cooking, line.substring(INCLUDE.length()).strip(), shortest);
      } else if (line.indexOf('\0') >= 0) {
        throw new CookFailure(text + ":" + (n + 1) + ": this is no text");
      } else {
        words += Stream.of(line.split("\\s+")).filter(w -> w.length() >= shortest).count();
      }
    }
    return words;
  }
}
