package org.computepods.cli.commands;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.computepods.chef.home.Home;
import org.computepods.chef.rest.RestClient;
import org.computepods.chef.store.ContentStore;
import org.computepods.cli.ExitCode;
import org.computepods.cli.Failure;
import org.computepods.cli.Invocation;
import org.computepods.cli.federation.Federation;
import org.computepods.cli.json.Document;
import org.computepods.cli.workspace.Workspace;
import org.computepods.rules.Digest;

/** {@code where --get}: the content of one version, on stdout, as it was. */
final class GetCommand {
  private final Context context;
  private final Invocation.Get get;
  private final Asking asking;

  GetCommand(Context context, Invocation.Get get, Federation federation) {
    this.context = context;
    this.get = get;
    this.asking = new Asking(context, federation);
  }

  int run() {
    Workspace workspace = context.workspace();
    String path = workspace.target(get.path(), asking.open(workspace)::isKnown);
    Document where =
        Document.parse(
            asking.get("/artefacts" + Asking.in(workspace) + "&path=" + RestClient.encode(path)));
    Document version = version(where);
    Digest digest = Digest.parse(version.text("sha256"));
    try {
      byte[] content =
          content(workspace, where.text("path"), digest).orElseThrow(() -> away(version));
      context.terminal().flush();
      context.terminal().out().write(content, 0, content.length);
      context.terminal().out().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ExitCode.UP_TO_DATE;
  }

  /** The one version whose digest begins so. */
  private Document version(Document where) {
    String wanted = get.digest().toLowerCase(Locale.ROOT);
    List<Document> meant =
        where.list("versions").stream()
            .filter(version -> !version.text("sha256").isEmpty())
            .filter(version -> version.text("sha256").startsWith(wanted))
            .toList();
    if (meant.size() == 1) {
      return meant.getFirst();
    }
    throw Failure.usage(
        (meant.isEmpty() ? "no version" : meant.size() + " versions")
            + " of "
            + where.text("path")
            + (meant.size() > 1 ? " begin with " : " begins with ")
            + get.digest()
            + "; see 'cpCtrl where "
            + where.text("path")
            + "'");
  }

  /** From the store of this home, else from its place; what is there must be just that. */
  private Optional<byte[]> content(Workspace workspace, String path, Digest digest)
      throws IOException {
    var store = new ContentStore(new Home(context.home()).store(), context::complain);
    Optional<byte[]> kept = store.read(digest);
    var place = workspace.root().resolve(path);
    if (kept.isPresent() || !Files.isRegularFile(place)) {
      return kept;
    }
    return Optional.of(Files.readAllBytes(place)).filter(found -> Digest.of(found).equals(digest));
  }

  private static Failure away(Document version) {
    List<String> pods = version.texts("pods");
    return new Failure(
        ExitCode.FAILED,
        "its content is not here any more"
            + (pods.isEmpty() ? "" : "; if anywhere, on pod " + String.join(", ", pods)));
  }
}
