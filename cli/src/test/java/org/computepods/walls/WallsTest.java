package org.computepods.walls;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.FileReader;
import java.io.FileWriter;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The walls between the modules, and the one door that each foreign library has. */
class WallsTest {
  private static final String ALL = "org.computepods..";

  private static final JavaClasses ours =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.computepods");

  @Test
  void walls_everyModule_isSeen() {
    assertThat(Stream.of("rules", "chef", "fswatcher", "majordomo", "cli"))
        .allMatch(
            module ->
                ours.stream()
                    .anyMatch(
                        type -> type.getPackageName().startsWith("org.computepods." + module)));
  }

  @ParameterizedTest
  @CsvSource({
    "rules,     chef fswatcher majordomo cli",
    "chef,      fswatcher majordomo cli",
    "fswatcher, majordomo cli",
    "majordomo, fswatcher cli"
  })
  void module_looksDownwards_only(String module, String above) {
    String[] forbidden =
        Stream.of(above.split(" ")).map(WallsTest::packages).toArray(String[]::new);
    hold(
        noClasses()
            .that()
            .resideInAPackage(packages(module))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(forbidden));
  }

  @ParameterizedTest
  @CsvSource({
    "io.nats..,                  org.computepods.chef.bus..",
    "com.fasterxml.jackson.databind.., org.computepods.chef.json..",
    "org.yaml..,                 org.computepods.rules.yaml..",
    "org.apache.sshd..,          org.computepods.chef.sftp..",
    "org.jgrapht..,              org.computepods.majordomo.graph..",
    "picocli..,                  org.computepods.cli.args..",
    "com.sun.net.httpserver..,   org.computepods.majordomo.rest..",
    "java.sql..,                 org.computepods.majordomo.state..",
    "org.sqlite..,               org.computepods.majordomo.state..",
    "io.methvin..,               org.computepods.fswatcher..",
    "com.sun.jna..,              org.computepods.fswatcher.."
  })
  void library_isKnown_inOnePackage(String library, String door) {
    hold(
        noClasses()
            .that(resideInAPackage(ALL).and(DescribedPredicate.not(resideInAPackage(door))))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(library));
  }

  @Test
  void slf4j_isNobodysLog() {
    hold(noClasses().should().dependOnClassesThat().resideInAnyPackage("org.slf4j.."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"org.computepods.rules..", "org.computepods.majordomo.core.."})
  void pureCode_knowsNoDiskNetworkThreadOrClock(String pure) {
    hold(
        noClasses()
            .that()
            .resideInAPackage(pure)
            .should()
            .dependOnClassesThat(isAnyOf(DISK).or(isAnyOf(THREADS)).or(NETWORK)));
    for (String now : List.of("currentTimeMillis", "nanoTime")) {
      hold(noClasses().that().resideInAPackage(pure).should().callMethod(System.class, now));
    }
    hold(noClasses().that().resideInAPackage(pure).should().callMethod(Instant.class, "now"));
    for (String clock : List.of("systemUTC", "systemDefaultZone")) {
      hold(noClasses().that().resideInAPackage(pure).should().callMethod(Clock.class, clock));
    }
  }

  private static final List<Class<?>> DISK =
      List.of(
          Files.class,
          File.class,
          FileInputStream.class,
          FileOutputStream.class,
          FileReader.class,
          FileWriter.class,
          RandomAccessFile.class);

  private static final List<Class<?>> THREADS =
      List.of(
          Thread.class,
          ProcessBuilder.class,
          java.util.concurrent.Executor.class,
          java.util.concurrent.ExecutorService.class,
          java.util.concurrent.Executors.class,
          java.util.concurrent.CompletableFuture.class);

  private static final DescribedPredicate<JavaClass> NETWORK =
      resideInAnyPackage("java.net..", "java.nio.channels..");

  private static DescribedPredicate<JavaClass> isAnyOf(List<Class<?>> types) {
    return DescribedPredicate.describe(
        "is any of " + types, type -> types.stream().anyMatch(type::isEquivalentTo));
  }

  private static String packages(String module) {
    return "org.computepods." + module + "..";
  }

  private static void hold(ArchRule rule) {
    rule.allowEmptyShould(true).check(ours);
  }
}
