package org.computepods.rules;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One of many tasks that are alike but for the file that each is for. A project may have a million
 * of them: what follows from the file is spelled out when it is asked for, and not kept.
 */
public final class FamilyTask implements Task {
  /** Tasks that are alike. */
  public interface Family {
    /** The name of the one that is for this file. */
    String name(ArtefactPath file);

    /** The one that is for this file. */
    SpelledTask member(ArtefactPath file);

    /** Any of them, for what all have in common. */
    SpelledTask like();
  }

  private final Family family;
  private final ArtefactPath file;
  private final Digest recipe;

  /**
   * The member of a family that is for this file.
   *
   * @param spelled what the family makes of it, which is digested now and not kept
   */
  public FamilyTask(Family family, ArtefactPath file, SpelledTask spelled) {
    this.family = family;
    this.file = file;
    this.recipe = spelled.recipe();
  }

  @Override
  public Digest recipe() {
    return recipe;
  }

  // ---- what follows from its file ----

  @Override
  public SpelledTask spelled() {
    return family.member(file);
  }

  @Override
  public String name() {
    return family.name(file);
  }

  @Override
  public List<String> command() {
    return spelled().command();
  }

  @Override
  public List<Dependency> dependencies() {
    return spelled().dependencies();
  }

  @Override
  public List<Dependency> secondary() {
    return spelled().secondary();
  }

  @Override
  public List<ArtefactPath> outputs() {
    return spelled().outputs();
  }

  @Override
  public List<ArtefactPath> auxiliaries() {
    return spelled().auxiliaries();
  }

  @Override
  public Map<String, String> env() {
    return spelled().env();
  }

  @Override
  public Optional<Depfile> depfile() {
    return spelled().depfile();
  }

  @Override
  public String toString() {
    return spelled().toString();
  }

  // ---- where all members have as many, and nearly always none ----

  @Override
  public List<Condition> when() {
    return family.like().when().isEmpty() ? List.of() : spelled().when();
  }

  @Override
  public Map<ArtefactPath, String> seeds() {
    return family.like().seeds().isEmpty() ? Map.of() : spelled().seeds();
  }

  // ---- what all members have in common ----

  @Override
  public String rule() {
    return family.like().rule();
  }

  @Override
  public Optional<String> set() {
    return family.like().set();
  }

  @Override
  public Duration timeout() {
    return family.like().timeout();
  }

  @Override
  public int passesMax() {
    return family.like().passesMax();
  }

  @Override
  public Map<String, String> requires() {
    return family.like().requires();
  }

  @Override
  public Optional<String> missing() {
    return family.like().missing();
  }

  @Override
  public Place origin() {
    return family.like().origin();
  }

  @Override
  public Source source() {
    return family.like().source();
  }
}
