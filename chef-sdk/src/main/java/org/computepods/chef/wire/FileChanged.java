package org.computepods.chef.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A settled change of one file: "path P has this state as of sequence number N". Carried by a
 * stream, in order per workspace. A state holds until a later message says otherwise; what there
 * was when an epoch began is to be had by {@link TreeRequest}.
 *
 * @param workspace absolute real path of the workspace on the watcher's pod
 * @param path workspace-relative
 * @param kind {@code created}, {@code modified}, {@code deleted} or {@code log}
 * @param sha256 null where the file is absent, a link, or a log
 * @param link target of a symbolic link, else null
 * @param ctimeNs status change time; of a deleted file the wall clock when it was seen to be gone
 * @param epoch counter of the watch; each start of a watch begins a new one
 * @param seq from 1, without gaps within the epoch
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FileChanged(
    int v,
    String workspace,
    String path,
    String kind,
    @Nullable String sha256,
    @Nullable String link,
    long size,
    @JsonProperty("mtime_ns") long mtimeNs,
    @JsonProperty("ctime_ns") long ctimeNs,
    long inode,
    boolean executable,
    long epoch,
    long seq) {}
