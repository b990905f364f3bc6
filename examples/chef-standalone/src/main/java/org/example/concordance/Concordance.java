package org.example.concordance;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.TreeSet;
import org.computepods.chef.api.Chef;
import org.computepods.chef.api.CookFailure;
import org.computepods.chef.api.Cooking;
import org.computepods.chef.pod.ChefMain;

/** Lists the words of a text, each with the lines in which it stands. */
public final class Concordance implements Chef {
  /** Cooks in this process until it is signalled; the options are those of {@link ChefMain#run}. */
  public static void main(String[] args) {
    ChefMain.run(args, new Concordance());
  }

  @Override
  public String name() {
    return "concordance";
  }

  @Override
  public String rules() {
    return """
        set: concordance
        rules:
          list:
            help: List the words of a text with their lines, but for those in common.words
            dependencies: ["{dir}{stem}.txt"]
            outputs: ["{dir}{stem}.words"]
        """;
  }

  @Override
  public void cook(Cooking cooking) throws CookFailure, IOException {
    String text = cooking.dependencies().getFirst();
    var common = new TreeSet<String>();
    var list = cooking.readIfThere("common.words");
    if (list.isPresent()) {
      common.addAll(Files.readAllLines(list.get()));
    }
    var words = new TreeMap<String, TreeSet<Integer>>();
    List<String> lines = Files.readAllLines(cooking.read(text));
    for (int n = 0; n < lines.size() && !cooking.isCancelled(); n++) {
      for (String word : lines.get(n).toLowerCase(Locale.ROOT).split("[^\\p{L}]+")) {
        if (!word.isEmpty() && !common.contains(word)) {
          words.computeIfAbsent(word, first -> new TreeSet<>()).add(n + 1);
        }
      }
    }
    if (words.isEmpty()) {
      throw new CookFailure(text + ": there are no words in it");
    }
    var out = new ArrayList<String>();
    words.forEach((word, where) -> out.add(word + " " + where));
    Files.write(cooking.write(cooking.outputs().getFirst()), out);
  }
}
