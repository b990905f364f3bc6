package org.computepods.chef.cooks;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.computepods.chef.api.Chef;
import org.computepods.rules.Digest;
import org.computepods.rules.project.CookWords;
import org.computepods.rules.project.RuleSet;

/**
 * A chef whose rules are in order.
 *
 * @param set with the digest of its code in it, so that pods with another code have another set
 * @param code digest of its code
 */
public record HiredChef(Chef chef, RuleSet set, Digest code) {
  /** What came of looking at a chef: one of both is there. */
  public record Look(Optional<HiredChef> hired, String problem) {}

  /** Looks at a chef of this class path. */
  public static Look of(Chef chef) throws IOException {
    return at(chef, CodeDigest.of(chef.getClass()));
  }

  /** Looks at what a chef says of itself; never throws, for it is a stranger's code. */
  public static Look at(Chef chef, Digest code) {
    String who = chef.getClass().getName();
    try {
      String name = chef.name();
      String text = chef.rules().stripTrailing() + "\ncookedBy: " + code.hex() + "\n";
      RuleSet.Parsed parsed = RuleSet.parse(text, name + ".rules.yaml");
      if (parsed.set().isEmpty()) {
        var problem = parsed.problems().getFirst();
        return no("the rules of chef " + name + ": " + problem.place() + ": " + problem.message());
      }
      RuleSet set = parsed.set().get();
      if (!set.name().equals(name)) {
        return no("chef " + name + " brings the rule set '" + set.name() + "', not its own");
      }
      if (RuleSet.bundled().stream().anyMatch(each -> each.name().equals(name))) {
        return no("chef " + name + " has the name of a bundled rule set");
      }
      return new Look(Optional.of(new HiredChef(chef, set, code)), "");
    } catch (Exception | LinkageError broken) {
      return no(who + " cannot say what it is: " + broken);
    }
  }

  private static Look no(String problem) {
    return new Look(Optional.empty(), problem);
  }

  /** Whether this is the chef, with the very code, that a command calls for. */
  public boolean isMeantBy(List<String> command) {
    return CookWords.isCook(command)
        && command.getFirst().equals(CookWords.who(set.name(), code.hex()));
  }
}
