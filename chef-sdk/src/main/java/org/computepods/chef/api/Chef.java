package org.computepods.chef.api;

/**
 * A chef written in Java: a rule set, and the code that makes what its rules are for.
 *
 * <p>It is found by {@link java.util.ServiceLoader} in the jars of {@code $COMPUTEPODS_HOME/chefs},
 * and so needs a public constructor without parameters and a file {@code
 * META-INF/services/org.computepods.chef.api.Chef} that names the class. One object serves all jobs
 * of its pod, several at a time.
 *
 * <p>What it made is made again when its code changes, for the digest of the code is a part of each
 * task.
 */
public interface Chef {
  /** Its name, which is that of its rule set too. */
  String name();

  /**
   * The rule set, as YAML: what {@code NAME.rules.yaml} would hold. A rule without {@code command}
   * and {@code sh} is made by {@link #cook}; one with a command runs that, like any other.
   *
   * <p>This is the chef's answer to <em>how to build</em>, and code of its own may put it together.
   * It is asked for once, when the pod begins, and for no artefact in particular.
   */
  String rules();

  /**
   * Makes the outputs of one task. It runs on a thread of its own, which is interrupted when the
   * task is cancelled or its time is up. It must not end the process ({@code System.exit}), which
   * is the pod's, and serves other tasks.
   *
   * @throws CookFailure if it cannot be done: the message is what the user reads
   * @throws Exception whatever else goes wrong; shown with its stack trace
   */
  void cook(Cooking cooking) throws Exception;

  /** The content of a resource beside a class, as UTF-8: the usual body of {@link #rules}. */
  static String resource(Class<?> beside, String name) {
    try (var in = beside.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalArgumentException("there is no resource " + name + " beside " + beside);
      }
      return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
