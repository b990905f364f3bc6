package org.computepods.chef.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An artefact in a message: its path and its state.
 *
 * @param sha256 null where it is absent or a link
 * @param link target of a symbolic link, else null
 * @param inode 0 where it is not known; so is {@code ctimeNs}
 * @param pods who holds the content, the best first; empty: whoever sent the message
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FileRef(
    String path,
    @Nullable String sha256,
    boolean executable,
    @Nullable String link,
    long size,
    long inode,
    long ctimeNs,
    List<String> pods) {}
