package org.computepods.rules;

/** The state of an artefact: what its name stands for just now. */
public sealed interface ArtefactState {
  /** There is no such file. */
  record Absent() implements ArtefactState {
    private static final Absent ONLY = new Absent();
  }

  /** A regular file with this content. */
  record Present(Digest digest, boolean executable) implements ArtefactState {
    @Override
    public boolean equals(Object other) {
      return this == other
          || (other instanceof Present present
              && executable == present.executable
              && digest.equals(present.digest));
    }

    @Override
    public int hashCode() {
      return executable ? ~digest.hashCode() : digest.hashCode();
    }
  }

  /** A symbolic link; what it points at is another artefact. */
  record Link(String target) implements ArtefactState {}

  /** The state of what does not exist. */
  static ArtefactState absent() {
    return Absent.ONLY;
  }

  /**
   * What a reader of the whole artefact sees: equal for equal states only. The executable bit
   * counts, for a program is another program without it.
   */
  default Digest sight() {
    return switch (this) {
      case Absent() -> Digest.ABSENT;
      case Present(Digest digest, boolean executable) ->
          executable ? new Digest(~digest.a(), digest.b(), digest.c(), digest.d()) : digest;
      case Link(String target) -> Digest.of("link " + target);
    };
  }

  default boolean exists() {
    return !(this instanceof Absent);
  }
}
