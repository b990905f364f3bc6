package org.computepods.cli.federation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The command line that starts the federation's process: our own Java and class path. */
final class DaemonCommand {
  /** Names the home; also how such a process is known for what it is. */
  static final String PROPERTY = "computepods.daemon";

  /** The cache that the launcher has made. */
  private static final String TRAIN = "computepods.train";

  /**
   * The same for training the AOT cache and for using it, or Java ignores the cache. Serial: with a
   * heap this small its pauses are short, it starts sooner and needs less memory and threads.
   *
   * <p>Compact headers, for the graph of a large project is millions of small objects.
   *
   * <p>A collection of everything leaves a hundredth of the old generation as dead as it is, rather
   * than a twentieth: to move what lies behind takes a little longer, and it happens at rest.
   *
   * <p>Once in 10 s is often enough to look for monitors that nobody uses; by default it wakes a
   * process at rest four times a second.
   *
   * <p>C2 waits forty times as long as usual before it compiles: by default it took a third of all
   * processor time in the first ten thousand jobs of a fresh federation, and gave back a tenth. It
   * is not left out, for C1 alone hashes at a tenth of the speed; and hashing need not wait.
   */
  private static final List<String> OPTIONS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:+UseCompactObjectHeaders",
          "-XX:-UsePerfData",
          "-XX:+UnlockDiagnosticVMOptions",
          "-XX:AsyncDeflationInterval=10000",
          "-XX:MaxTenuringThreshold=2",
          "-XX:-ShrinkHeapInSteps",
          "-XX:MarkSweepDeadRatio=1",
          "-XX:Tier4InvocationThreshold=200000",
          "-XX:Tier4MinInvocationThreshold=24000",
          "-XX:Tier4CompileThreshold=600000",
          "-XX:Tier4BackEdgeThreshold=1600000",
          "-XX:CompileCommand=quiet",
          "-XX:CompileCommand=CompileThresholdScaling,sun.security.provider.DigestBase::*,0.02",
          "-XX:CompileCommand=CompileThresholdScaling,sun.security.provider.SHA2::*,0.02");

  /** A federation's: one that fits a small build is too small for a large one's first seconds. */
  static final List<String> HEAP = List.of("-Xms96m", "-Xmn48m");

  private final Path home;

  DaemonCommand(Path home) {
    this.home = home;
  }

  List<String> words() {
    return words(HEAP, "federation", "-D" + PROPERTY + "=" + home);
  }

  /**
   * The command line of such a process.
   *
   * @param own options of its kind, as how large it is in the beginning
   * @param cache the name of its AOT cache
   * @param definition of a property, which tells what it is
   */
  static List<String> words(List<String> own, String cache, String definition) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(OPTIONS);
    words.addAll(own);
    aot(cache).ifPresent(words::add);
    words.add(definition);
    for (String property : new String[] {"computepods.app", "computepods.nats"}) {
      String value = System.getProperty(property);
      if (value != null) {
        words.add("-D" + property + "=" + value);
      }
    }
    String classPath = System.getProperty("java.class.path");
    if (classPath.endsWith(".jar") && classPath.indexOf(':') < 0) {
      words.add("-jar");
      words.add(classPath);
    } else {
      words.add("--enable-native-access=ALL-UNNAMED");
      words.add("-cp");
      words.add(classPath);
      words.add("org.computepods.cli.CpCtrl");
    }
    return words;
  }

  /** Whether the process is to make its cache. */
  static boolean trains() {
    return System.getProperty(TRAIN) != null;
  }

  /** Use the cache if there is one; make it where the launcher says so. */
  private static Optional<String> aot(String cache) {
    String train = System.getProperty(TRAIN);
    if (train != null) {
      return Optional.of("-XX:AOTCacheOutput=" + train);
    }
    return Software.appFolder()
        .map(app -> app.resolve(cache + ".aot"))
        .filter(Files::isRegularFile)
        .map(file -> "-XX:AOTCache=" + file);
  }
}
