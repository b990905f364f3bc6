package org.computepods.chef.cooks;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.computepods.chef.api.Chef;
import org.computepods.rules.Digest;

/**
 * The chefs in the jars of a folder, by the order of the jars' names. Each jar has a class loader
 * of its own, which sees the JDK and {@code chef.api} beside it: no jar can spoil another, nor us.
 */
public final class ChefFolder implements AutoCloseable {
  private static final String API = Chef.class.getPackageName() + ".";

  private final Path copies;
  private final Map<String, HiredChef> chefs = new LinkedHashMap<>();
  private final Map<String, String> jars = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();
  private final List<URLClassLoader> loaders = new ArrayList<>();

  private ChefFolder(Path copies) {
    this.copies = copies;
  }

  /**
   * Hires whom it finds.
   *
   * @param folder need not be there
   * @param copies folder of ours: jars are loaded from copies there, for who builds a jar anew
   *     writes into the one that is in use
   */
  public static ChefFolder open(Path folder, Path copies) throws IOException {
    var found = new ChefFolder(copies);
    List<Path> jars;
    try (var all = Files.newDirectoryStream(folder, "*.jar")) {
      var list = new ArrayList<Path>();
      all.forEach(list::add);
      jars = list.stream().sorted().toList();
    } catch (NoSuchFileException | NotDirectoryException none) {
      return found;
    }
    for (Path jar : jars) {
      try {
        found.load(jar);
      } catch (IOException | ServiceConfigurationError | LinkageError | RuntimeException broken) {
        found.problems.add(jar + ": " + broken);
      }
    }
    return found;
  }

  private void load(Path jar) throws IOException {
    byte[] content = Files.readAllBytes(jar);
    Digest code = Digest.of(content);
    Files.createDirectories(copies);
    Path copy = copies.resolve(code.hex() + ".jar");
    if (!Files.isRegularFile(copy) || Files.size(copy) != content.length) {
      Files.write(copy, content);
    }
    var loader = new URLClassLoader(new URL[] {copy.toUri().toURL()}, new ApiOnly());
    loaders.add(loader);
    int before = chefs.size() + problems.size();
    for (Chef chef : ServiceLoader.load(Chef.class, loader)) {
      HiredChef.Look look = HiredChef.at(chef, code);
      look.hired().ifPresent(hired -> hire(jar, hired));
      if (look.hired().isEmpty()) {
        problems.add(jar + ": " + look.problem());
      }
    }
    if (chefs.size() + problems.size() == before) {
      problems.add(
          jar + ": names no chef (META-INF/services/" + Chef.class.getName() + " is not in it)");
    }
  }

  private void hire(Path jar, HiredChef hired) {
    String name = hired.set().name();
    if (chefs.putIfAbsent(name, hired) == null) {
      jars.put(name, jar.toString());
    } else {
      problems.add(jar + ": there is a chef " + name + " already, of " + jars.get(name));
    }
  }

  /** Those that can work. */
  public List<HiredChef> chefs() {
    return List.copyOf(chefs.values());
  }

  /** What is wrong with the others, each with its jar's name in front. */
  public List<String> problems() {
    return List.copyOf(problems);
  }

  @Override
  public void close() throws IOException {
    for (URLClassLoader loader : loaders) {
      loader.close();
    }
  }

  /** What a chef sees beside its own jar. */
  private static final class ApiOnly extends ClassLoader {
    ApiOnly() {
      super(ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (name.startsWith(API)) {
        return Class.forName(name, false, Chef.class.getClassLoader());
      }
      throw new ClassNotFoundException(name);
    }
  }
}
