package org.computepods.chef.sftp;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.computepods.rules.Digest;

/** What a path names that a pod serves. There is nothing else. */
sealed interface Served {
  /** {@code /store/<first two hex>/<digest>}: a content, to be read. */
  record Content(Digest digest) implements Served {}

  /** {@code /inbox/<digest>}: where a content may be written. */
  record Inbox(Digest digest) implements Served {}

  /** {@code /check/<digest>}: its attributes are those of the content, read through again. */
  record Check(Digest digest) implements Served {}

  /** {@code /pack/<digest>}: the contents that this content lists, in one stream. */
  record Pack(Digest list) implements Served {}

  Pattern PATH = Pattern.compile("/(?:store/([0-9a-f]{2})|(inbox)|(check)|(pack))/([0-9a-f]{64})");

  /** What this path names, literally: no step of it is ever resolved. */
  static Optional<Served> at(String path) {
    Matcher matcher = PATH.matcher(path);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Digest digest = Digest.parse(matcher.group(5));
    if (matcher.group(1) != null) {
      return matcher.group(5).startsWith(matcher.group(1))
          ? Optional.of(new Content(digest))
          : Optional.empty();
    }
    return Optional.of(
        matcher.group(2) != null
            ? new Inbox(digest)
            : matcher.group(3) != null ? new Check(digest) : new Pack(digest));
  }

  /** The path of a content. */
  static String path(Digest digest) {
    return "/store/" + digest.hex().substring(0, 2) + "/" + digest.hex();
  }
}
