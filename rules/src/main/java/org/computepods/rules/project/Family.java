package org.computepods.rules.project;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.FamilyTask;
import org.computepods.rules.Glob;
import org.computepods.rules.Place;
import org.computepods.rules.SpelledTask;
import org.computepods.rules.View;

/**
 * The tasks of one {@code foreach} which follow from their files alone. What is wrong with any was
 * said when it was bound.
 */
record Family(
    TaskDefinition definition,
    Function<ArtefactPath, View> viewOf,
    Set<String> ownSets,
    Function<String, Map<String, String>> toolsOf,
    SpelledTask like)
    implements FamilyTask.Family {

  private static final Spelling.Others NONE =
      new Spelling.Others() {
        @Override
        public List<ArtefactPath> outputsOf(String task) {
          return List.of();
        }

        @Override
        public List<ArtefactPath> matches(Glob glob, Optional<String> said, Place place) {
          return List.of();
        }
      };

  @Override
  public String name(ArtefactPath file) {
    return Draft.name(definition, file);
  }

  @Override
  public SpelledTask member(ArtefactPath file) {
    var problems = new Problems();
    var maker = new TaskMaker(viewOf, problems);
    return new Spelling(maker, problems, ownSets, toolsOf, NONE)
        .task(new Drafter(maker, problems).forFile(definition, file));
  }
}
