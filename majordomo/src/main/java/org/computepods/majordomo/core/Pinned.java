package org.computepods.majordomo.core;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.Digest;

/**
 * What declared dependencies were seen as when a job was made. There may be a million, and they are
 * held while the job runs, so an observation is put together when it is asked for.
 */
final class Pinned extends AbstractList<Trace.Observed> {
  private static final String[] WHOLE = {};

  private final ArtefactPath[] paths;
  private final Digest[] sights;

  /** The views; none at all while all see the whole artefact. */
  private String[] views = WHOLE;

  private int size;

  /** None yet, with room for so many. */
  Pinned(int room) {
    paths = new ArtefactPath[room];
    sights = new Digest[room];
  }

  /** One more, which the task declares. */
  void pin(ArtefactPath path, String view, Digest sight) {
    if (!view.isEmpty() && views.length == 0) {
      views = new String[paths.length];
      Arrays.fill(views, "");
    }
    paths[size] = path;
    sights[size] = sight;
    if (views.length > 0) {
      views[size] = view;
    }
    size++;
  }

  ArtefactPath path(int i) {
    return paths[i];
  }

  @Override
  public Trace.Observed get(int i) {
    return new Trace.Observed(paths[i], views.length == 0 ? "" : views[i], sights[i], true);
  }

  @Override
  public int size() {
    return size;
  }

  /** These, and behind them what the run was seen to read besides. */
  List<Trace.Observed> and(Collection<Trace.Observed> discovered) {
    List<Trace.Observed> more = List.copyOf(discovered);
    return new AbstractList<>() {
      @Override
      public Trace.Observed get(int i) {
        return i < size ? Pinned.this.get(i) : more.get(i - size);
      }

      @Override
      public int size() {
        return size + more.size();
      }
    };
  }
}
