package org.computepods.cli.federation;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.Digest;
import org.computepods.rules.project.Attention;
import org.computepods.rules.project.ProjectLoader;

/**
 * What a project says of its files, kept with the digest of each text that says so: to read a
 * project with all rule sets takes a watcher longer than to find that nothing of them has changed.
 */
final class KeptAttention {
  private static final int MAGIC = 0x4350_4101;

  private final Path file;
  private final String software;

  /**
   * What a project is kept to say.
   *
   * @param folder where such things are kept
   * @param workspace the folder of the project
   * @param software tells builds apart, for the bundled rule sets are a part of them
   */
  KeptAttention(Path folder, Path workspace, String software) {
    this.file = folder.resolve(Digest.of(workspace.toString()).brief() + ".attention");
    this.software = software;
  }

  /** What the project says now; {@code sources} is the content of a file, if there is one. */
  Attention of(Function<ArtefactPath, Optional<String>> sources) {
    return kept(sources).orElseGet(() -> read(sources));
  }

  private Attention read(Function<ArtefactPath, Optional<String>> sources) {
    var loaded = ProjectLoader.load(sources, List.of());
    var attention = loaded.rules().attention();
    try {
      keep(loaded, attention);
    } catch (IOException notKept) {
      // Then the next start reads all of it again.
    }
    return attention;
  }

  private void keep(ProjectLoader.Loaded loaded, Attention attention) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    Path next = Files.createTempFile(folder, "attention", ".next");
    try (var out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(next)))) {
      out.writeInt(MAGIC);
      out.writeUTF(software);
      out.writeInt(loaded.files().size());
      for (var read : loaded.files().entrySet()) {
        out.writeUTF(read.getKey().value());
        out.writeUTF(said(read.getValue()));
      }
      write(out, attention.ignore());
      out.writeBoolean(attention.gitignore());
      write(out, attention.logs());
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private Optional<Attention> kept(Function<ArtefactPath, Optional<String>> sources) {
    try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      if (in.readInt() != MAGIC || !in.readUTF().equals(software)) {
        return Optional.empty();
      }
      for (int left = in.readInt(); left > 0; left--) {
        var path = ArtefactPath.of(in.readUTF());
        if (!in.readUTF().equals(said(sources.apply(path).map(Digest::of)))) {
          return Optional.empty();
        }
      }
      return Optional.of(new Attention(texts(in), in.readBoolean(), texts(in)));
    } catch (IOException | IllegalArgumentException noneOrDamaged) {
      return Optional.empty();
    }
  }

  private static String said(Optional<Digest> digest) {
    return digest.map(Digest::hex).orElse("");
  }

  private static void write(DataOutputStream out, List<String> texts) throws IOException {
    out.writeInt(texts.size());
    for (String text : texts) {
      out.writeUTF(text);
    }
  }

  private static List<String> texts(DataInputStream in) throws IOException {
    var texts = new ArrayList<String>();
    for (int left = in.readInt(); left > 0; left--) {
      texts.add(in.readUTF());
    }
    return texts;
  }
}
