package org.computepods.chef.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a MajorDomo asks of a pod by request and reply, beside jobs. Each answer has an {@code
 * error}, null if all is well.
 */
public final class PodRequests {
  private PodRequests() {}

  /**
   * {@code artefact.view.<pod>}: what a reader with this view sees of a content.
   *
   * @param cancelledBy the name under which a look by a program can be given up ({@code
   *     job.cancel.<pod>})
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ViewRequest(
      int v, String workspace, List<Item> items, @Nullable String cancelledBy) {
    /** A question that needs no program. */
    public ViewRequest(int v, String workspace, List<Item> items) {
      this(v, workspace, items, null);
    }

    /**
     * @param view {@code View.key()}; {@code path} is where the content stands in the workspace,
     *     tried before the store
     */
    public record Item(String path, String sha256, String view) {}
  }

  /**
   * @param sights digests in the order of the question; null where the content is no longer to be
   *     had
   * @param lookers what looked, where the first question's view is a program: the tool, and files
   *     of the workspace that its words name. Such a question comes alone
   * @param error of a program: why it told nothing
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ViewReply(
      int v,
      List<@Nullable String> sights,
      @Nullable List<FileRef> lookers,
      @Nullable String error) {

    public ViewReply(int v, List<@Nullable String> sights, @Nullable String error) {
      this(v, sights, null, error);
    }
  }

  /**
   * {@code artefact.compare.<pod>}: how some versions of one artefact differ.
   *
   * @param path where the newest stands in the workspace, tried before the store
   * @param versions digests, the oldest first
   */
  public record CompareRequest(int v, String workspace, String path, List<String> versions) {}

  /**
   * @param sizes of each version, in bytes; -1 where it is no longer to be had
   * @param numbers the one integer in which the versions differ, of each version; empty where they
   *     differ otherwise
   * @param difference between the first and the last version, for people: the lines of a text, of
   *     anything else where it begins
   * @param text whether it is that of texts
   */
  public record CompareReply(
      int v,
      List<Long> sizes,
      List<Long> numbers,
      String difference,
      boolean text,
      @Nullable String error) {}

  /**
   * {@code artefact.read.<pod>}: files of a workspace that say what is built (projects, rules,
   * tasks).
   */
  public record ReadRequest(int v, String workspace, List<String> paths) {}

  /**
   * @param texts in the order of the question, as many as fit in a message, but one at least; null
   *     where there is no such file
   */
  public record ReadReply(int v, List<@Nullable String> texts, @Nullable String error) {}

  /**
   * {@code artefact.restore.<pod>}: puts contents from a store back in place, all or nothing.
   *
   * @param outputs wanted states; absent ones are removed
   * @param ours for each path the digest we last wrote there, as in {@link BuildFrom}; "" for none
   * @param undeclared those outputs that no task declares: runs made them beside
   */
  public record RestoreRequest(
      int v,
      String workspace,
      long epoch,
      List<FileRef> outputs,
      List<String> ours,
      List<String> undeclared) {
    /** Who says nothing of it knows of none. */
    public RestoreRequest {
      undeclared = Objects.requireNonNullElse(undeclared, List.of());
    }
  }

  /**
   * @param outputs as they stand now; {@code missing}: digests that are in no store
   */
  public record RestoreReply(
      int v,
      List<FileRef> outputs,
      List<String> missing,
      List<FileRef> saved,
      @Nullable String error) {}

  /**
   * {@code artefact.remove.<pod>}: removes files that still have these digests, and folders that
   * this empties.
   */
  public record RemoveRequest(int v, String workspace, long epoch, List<FileRef> files) {}

  /**
   * @param removed those that are gone now
   * @param failed those that could not be removed; {@code error} says why of the first
   */
  public record RemoveReply(
      int v, List<String> removed, List<String> failed, @Nullable String error) {}

  /**
   * {@code artefact.written.<pod>}: what jobs of any home wrote in a workspace, as the notes there
   * say; what was written last comes first.
   *
   * @param from how many were told already
   * @param most how many to tell
   */
  public record WrittenRequest(int v, String workspace, int from, int most) {}

  /**
   * @param files as a job left them; something else may stand there now. Fewer than asked for:
   *     there are no more
   * @param tasks whose work each is, by name; "" where that is not known
   */
  public record WrittenReply(
      int v, List<FileRef> files, List<String> tasks, @Nullable String error) {}

  /**
   * {@code artefact.outside.<pod>}: the states of files outside the workspace (tools, system
   * headers), checked by stat. The pod keeps the list of those it was told; {@code since} names the
   * last revision that was heard.
   *
   * @param instance which life of the pod {@code since} belongs to; another one: the pod answers
   *     with all it knows, and is told the whole list again
   * @param path the {@code PATH} by which names of tools ({@code /$PATH/NAME}) are looked up; null
   *     for the pod's own
   */
  public record OutsideRequest(
      int v, String instance, long since, List<String> add, @Nullable String path) {}

  /**
   * @param states those that changed after {@code since}, and those just added
   */
  public record OutsideReply(
      int v, String instance, long revision, List<FileRef> states, @Nullable String error) {}

  /**
   * {@code artefact.offer.<pod>}: take these files of the workspace into your store, so that other
   * pods can fetch them by digest. Asked of the home pod before a job goes elsewhere.
   */
  public record OfferRequest(int v, String workspace, List<FileRef> files) {}

  /**
   * @param missing paths that no longer have the asked content, in place or in the store
   */
  public record OfferReply(int v, List<String> missing, @Nullable String error) {}

  /** {@code artefact.push.<pod>}: fetch these digests from that pod into your store. */
  public record PushRequest(int v, List<FileRef> files) {}

  public record PushReply(int v, List<String> missing, @Nullable String error) {}

  /**
   * {@code workspace.open.<pod>}: take the OS lock on {@code .computepods/lock} and count its
   * epoch; asked again by the same pod it answers the epoch it holds.
   */
  public record OpenRequest(int v, String workspace) {}

  /**
   * @param error who holds the lock, where it is taken
   */
  public record OpenReply(int v, String workspace, long epoch, @Nullable String error) {}

  /** {@code job.cancel.<pod>}; a job, or a look by a program under the name that it was given. */
  public record CancelRequest(int v, String job) {}

  public record CancelReply(int v, boolean known) {}

  /**
   * {@code pod.drain.<pod>}: take no new jobs, or take them again; running ones go on.
   *
   * @param chef only for this rule set ({@code command} for commands of a project's own); null: for
   *     all
   */
  public record DrainRequest(int v, @Nullable String chef, boolean enabled) {}

  public record DrainReply(int v, List<String> chefs, @Nullable String error) {}

  /**
   * {@code log.tail.<pod>}: a log by digest, that of a running job, or a file of a workspace that
   * somebody writes to.
   *
   * @param offset from where on; of a file, a negative one counts from its end
   * @param path of the file in {@code workspace}
   * @param file which file stood there at the last answer, 0 for none: another one is read from its
   *     beginning
   */
  public record LogRequest(
      int v,
      @Nullable String sha256,
      @Nullable String job,
      long offset,
      @Nullable String workspace,
      @Nullable String path,
      long file) {

    public LogRequest(int v, @Nullable String sha256, @Nullable String job, long offset) {
      this(v, sha256, job, offset, null, null, 0);
    }
  }

  /**
   * @param end whether that is all there is now; of a job, whether it has ended, too
   * @param file which file it was, 0 for none
   * @param again whether the file was cut or replaced, and is read from its beginning
   */
  public record LogReply(
      int v,
      String text,
      long next,
      boolean end,
      long file,
      boolean again,
      @Nullable String error) {

    public LogReply(int v, String text, long next, boolean end, @Nullable String error) {
      this(v, text, next, end, 0, false, error);
    }
  }
}
