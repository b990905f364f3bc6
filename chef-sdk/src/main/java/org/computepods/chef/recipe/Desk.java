package org.computepods.chef.recipe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.computepods.chef.process.BoundedLog;
import org.computepods.chef.store.ContentStore;
import org.computepods.chef.store.Hashing;
import org.computepods.chef.wire.FileRef;
import org.computepods.chef.wire.PodRequests.CompareReply;
import org.computepods.chef.wire.PodRequests.CompareRequest;
import org.computepods.chef.wire.PodRequests.LogReply;
import org.computepods.chef.wire.PodRequests.LogRequest;
import org.computepods.chef.wire.PodRequests.OutsideReply;
import org.computepods.chef.wire.PodRequests.OutsideRequest;
import org.computepods.chef.wire.PodRequests.PushReply;
import org.computepods.chef.wire.PodRequests.PushRequest;
import org.computepods.chef.wire.PodRequests.ReadReply;
import org.computepods.chef.wire.PodRequests.ReadRequest;
import org.computepods.chef.wire.PodRequests.RemoveReply;
import org.computepods.chef.wire.PodRequests.RemoveRequest;
import org.computepods.chef.wire.PodRequests.RestoreReply;
import org.computepods.chef.wire.PodRequests.RestoreRequest;
import org.computepods.chef.wire.PodRequests.ViewReply;
import org.computepods.chef.wire.PodRequests.ViewRequest;
import org.computepods.chef.wire.PodRequests.WrittenReply;
import org.computepods.chef.wire.PodRequests.WrittenRequest;
import org.computepods.rules.Digest;
import org.computepods.rules.View;
import org.jspecify.annotations.Nullable;

/** Where a pod answers what is asked of its files: one method per request, none ever throws. */
public final class Desk {
  /**
   * Bytes of one file that is read, and of all in one answer: a message of 64 MiB, the largest that
   * NATS takes, holds them though each had to be escaped.
   */
  private static final int READ_MAX = 32 << 20;

  private static final String TOO_LARGE =
      " is larger than "
          + (READ_MAX >> 20)
          + " MiB: tasks may stand in several files, which the project names under 'include'";

  /** Of a log, in one answer: messages are small. */
  private static final int LOG_MAX = 256 * 1024;

  private final Kitchen kitchen;
  private final ContentStore store;
  private final Hashing hashing;
  private final Outside outside;
  private final Map<String, Looking> looks = new ConcurrentHashMap<>();

  public Desk(Kitchen kitchen) {
    this.kitchen = kitchen;
    this.store = kitchen.store();
    this.hashing = kitchen.hashing();
    this.outside = new Outside(hashing, kitchen.environment().getOrDefault("PATH", ""));
  }

  public ViewReply view(ViewRequest request) {
    var sights = new ArrayList<@Nullable String>();
    try {
      Ground ground = Ground.at(Path.of(request.workspace()));
      if (request.items().size() == 1
          && View.parse(request.items().getFirst().view()) instanceof View.Program program) {
        return through(program, ground, request);
      }
      for (var item : request.items()) {
        sights.add(sight(ground, item).map(Digest::hex).orElse(null));
      }
      return new ViewReply(request.v(), sights, null);
    } catch (IOException | RuntimeException e) {
      return new ViewReply(request.v(), List.of(), Reasons.of(e));
    }
  }

  /** What a program lets its reader see; another program, or another version, lets see others. */
  private ViewReply through(View.Program program, Ground ground, ViewRequest request)
      throws IOException {
    var item = request.items().getFirst();
    Optional<byte[]> content = content(ground, item.path(), Digest.parse(item.sha256()));
    if (content.isEmpty()) {
      return new ViewReply(request.v(), Collections.singletonList(null), null);
    }
    var look = new ProgramView(kitchen.tools(), kitchen.environment());
    var lookers = new ArrayList<FileRef>();
    var seen = new StringBuilder("seen through");
    for (Path looker : look.lookers(program, ground.root())) {
      boolean inside = looker.startsWith(ground.root());
      String name = inside ? ground.root().relativize(looker).toString() : looker.toString();
      FileRef ref = Refs.of(name, hashing.lookFollowing(looker), List.of());
      seen.append(' ').append(ref.sha256());
      lookers.add(ref);
    }
    String name = request.cancelledBy();
    Looking looking =
        name == null ? new Looking() : looks.computeIfAbsent(name, _ -> new Looking());
    try {
      seen.append(": ").append(look.printed(program, ground.root(), content.get(), looking));
    } finally {
      if (name != null) {
        looks.remove(name, looking);
      }
    }
    return new ViewReply(
        request.v(), List.of(Digest.of(seen.toString()).hex()), List.copyOf(lookers), null);
  }

  /** Kills the program of the look that was given this name; says whether there is one. */
  public boolean giveUp(String name) {
    Looking looking = looks.get(name);
    if (looking != null) {
      looking.cancel();
    }
    return looking != null;
  }

  private Optional<Digest> sight(Ground ground, ViewRequest.Item item) throws IOException {
    View view = View.parse(item.view());
    return content(ground, item.path(), Digest.parse(item.sha256())).map(view::of);
  }

  /** A content by its digest: as it stands in place, or from the store. */
  private Optional<byte[]> content(Ground ground, String name, Digest digest) throws IOException {
    Optional<Path> path = ground.anywhere(name);
    if (path.isPresent() && Files.isRegularFile(path.get())) {
      byte[] content = Files.readAllBytes(path.get());
      if (Digest.of(content).equals(digest)) {
        return Optional.of(content);
      }
    }
    return store.read(digest);
  }

  public CompareReply compare(CompareRequest request) {
    try {
      Ground ground = Ground.at(Path.of(request.workspace()));
      var versions = new ArrayList<Optional<byte[]>>();
      for (String each : request.versions()) {
        versions.add(content(ground, request.path(), Digest.parse(each)));
      }
      var comparing = new Comparing(versions);
      return new CompareReply(
          request.v(),
          comparing.sizes(),
          comparing.numbers(),
          comparing.difference(),
          comparing.isText(),
          null);
    } catch (IOException | RuntimeException e) {
      return new CompareReply(request.v(), List.of(), List.of(), "", false, Reasons.of(e));
    }
  }

  public ReadReply read(ReadRequest request) {
    var texts = new ArrayList<@Nullable String>();
    try {
      Ground ground = Ground.at(Path.of(request.workspace()));
      long room = READ_MAX;
      for (String each : request.paths()) {
        Path path = ground.path(each);
        boolean isFile = Files.isRegularFile(path);
        long size = isFile ? Files.size(path) : 0;
        if (size > READ_MAX) {
          return new ReadReply(request.v(), List.of(), each + TOO_LARGE);
        }
        room -= size;
        if (room < 0) {
          break; // It is asked for next.
        }
        texts.add(isFile ? text(each, Files.readAllBytes(path)) : null);
      }
      return new ReadReply(request.v(), texts, null);
    } catch (IOException | RuntimeException e) {
      return new ReadReply(request.v(), List.of(), Reasons.of(e));
    }
  }

  /** What stands in a file that must be text; @throws IOException naming the line that is none. */
  private static String text(String name, byte[] bytes) throws IOException {
    var in = ByteBuffer.wrap(bytes);
    var out = CharBuffer.allocate(bytes.length);
    CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
    if (result.isError()) {
      long line = 1 + out.flip().chars().filter(c -> c == '\n').count();
      throw new IOException(
          "%s:%d: this is no UTF-8 text (byte 0x%02x)"
              .formatted(name, line, bytes[in.position()] & 0xff));
    }
    return out.flip().toString();
  }

  public RestoreReply restore(RestoreRequest request) {
    try {
      return new Restoring(request, kitchen).answer();
    } catch (IOException | RuntimeException e) {
      return new RestoreReply(request.v(), List.of(), List.of(), List.of(), Reasons.of(e));
    }
  }

  public RemoveReply remove(RemoveRequest request) {
    var removed = new ArrayList<String>();
    var failed = new ArrayList<String>();
    @Nullable String error = null;
    try {
      Path workspace = Path.of(request.workspace());
      Optional<String> old = Epochs.refusal(kitchen, workspace, request.epoch());
      if (old.isPresent()) {
        return new RemoveReply(request.v(), List.of(), List.of(), old.get());
      }
      Ground ground = Ground.at(workspace);
      for (FileRef each : request.files()) {
        try {
          if (remove(ground, each)) {
            removed.add(each.path());
          }
        } catch (IOException e) {
          failed.add(each.path());
          error = error == null ? Reasons.of(e) : error;
        }
      }
      kitchen.journals().written(ground).noteRemoved(removed);
      return new RemoveReply(request.v(), removed, failed, error);
    } catch (IOException | RuntimeException e) {
      return new RemoveReply(request.v(), removed, failed, Reasons.of(e));
    }
  }

  /** What jobs wrote here, whoever had them done. */
  public WrittenReply written(WrittenRequest request) {
    try {
      Ground ground = Ground.at(Path.of(request.workspace()));
      var written = kitchen.journals().written(ground).last().sequencedEntrySet().reversed();
      var files = new ArrayList<FileRef>();
      var tasks = new ArrayList<String>();
      for (var each : written.stream().skip(request.from()).limit(request.most()).toList()) {
        boolean executable = Files.isExecutable(ground.path(each.getKey()));
        String digest = each.getValue().digest().hex();
        files.add(new FileRef(each.getKey(), digest, executable, null, 0, 0, 0, List.of()));
        tasks.add(each.getValue().task());
      }
      return new WrittenReply(request.v(), files, tasks, null);
    } catch (IOException | RuntimeException e) {
      return new WrittenReply(request.v(), List.of(), List.of(), Reasons.of(e));
    }
  }

  private boolean remove(Ground ground, FileRef file) throws IOException {
    Path path = ground.path(file.path());
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return true;
    }
    if (!Refs.holds(file, hashing.look(path))) {
      return false;
    }
    Optional<Digest> digest = Refs.digest(file);
    if (digest.isPresent()) {
      store.adopt(path, digest.get()); // So that a later build can restore it.
    } else {
      Files.delete(path);
    }
    for (Path each = path.getParent(); each != null && !each.equals(ground.root()); ) {
      if (!isEmpty(each)) {
        break;
      }
      Files.delete(each);
      each = each.getParent();
    }
    return true;
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (var all = Files.newDirectoryStream(folder)) {
      return !all.iterator().hasNext();
    }
  }

  public OutsideReply outside(OutsideRequest request) {
    return outside.answer(request);
  }

  public PushReply push(PushRequest request) {
    var wanted = new ArrayList<Fetcher.Wanted>();
    for (FileRef each : request.files()) {
      Refs.digest(each)
          .filter(digest -> !store.use(digest))
          .ifPresent(d -> wanted.add(new Fetcher.Wanted(d, each.pods(), each.size())));
    }
    if (wanted.isEmpty()) {
      return new PushReply(request.v(), List.of(), null);
    }
    try {
      var missing = kitchen.fetcher().bring(wanted);
      return new PushReply(request.v(), missing.stream().map(Digest::hex).toList(), null);
    } catch (RuntimeException e) {
      return new PushReply(request.v(), List.of(), Reasons.of(e));
    }
  }

  /**
   * A part of a log, at most 256 KiB.
   *
   * @param cooking the job that the request names, where it still runs
   */
  public LogReply log(LogRequest request, Optional<Cooking> cooking, boolean over) {
    if (cooking.isPresent()) {
      BoundedLog log = cooking.get().log();
      BoundedLog.Slice slice = log.slice(request.offset(), LOG_MAX);
      boolean end = over && slice.next() >= log.total();
      return new LogReply(request.v(), slice.text(), slice.next(), end, null);
    }
    String workspace = request.workspace();
    String path = request.path();
    if (workspace != null && path != null) {
      try {
        return LogFile.read(request, Ground.at(Path.of(workspace)).path(path), LOG_MAX);
      } catch (IOException | RuntimeException e) {
        return new LogReply(request.v(), "", 0, true, Reasons.of(e));
      }
    }
    String sha256 = request.sha256();
    if (sha256 == null) {
      return new LogReply(request.v(), "", 0, true, "that job does not run here");
    }
    try {
      Optional<byte[]> content = store.read(Digest.parse(sha256));
      if (content.isEmpty()) {
        return new LogReply(request.v(), "", 0, true, "that log is not kept here");
      }
      byte[] all = content.get();
      int from = Math.clamp(request.offset(), 0, all.length);
      int to = Math.min(all.length, from + LOG_MAX);
      String text = new String(Arrays.copyOfRange(all, from, to), StandardCharsets.UTF_8);
      return new LogReply(request.v(), text, to, to == all.length, null);
    } catch (IOException | RuntimeException e) {
      return new LogReply(request.v(), "", 0, true, Reasons.of(e));
    }
  }
}
