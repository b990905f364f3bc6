package org.computepods.chef.pod;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many bytes a pod's contents may take.
 *
 * @param bytes as a person set it; empty: a tenth of the disk
 */
record StoreLimit(OptionalLong bytes) {
  /** A number of bytes, or one with {@code K}, {@code M}, {@code G} or {@code T} behind it. */
  static final String VARIABLE = "COMPUTEPODS_STORE_MAX";

  private static final Pattern FORM = Pattern.compile("(\\d{1,12})([KMGT]?)(?:I?B)?");
  private static final String UNITS = "KMGT";
  private static final int SHARE = 10;

  /** The limit that these words state; what they do not state well is told, and not used. */
  static StoreLimit of(String words, Consumer<String> notices) {
    Matcher matcher = FORM.matcher(words.strip().toUpperCase(Locale.ROOT));
    if (matcher.matches()) {
      String unit = String.valueOf(matcher.group(2));
      int thousands = unit.isEmpty() ? 0 : UNITS.indexOf(unit) + 1;
      long number = Long.parseLong(String.valueOf(matcher.group(1)));
      return new StoreLimit(OptionalLong.of(Math.multiplyExact(number, 1L << (10 * thousands))));
    }
    if (!words.isBlank()) {
      notices.accept(VARIABLE + " is no size such as 20G: '" + words + "'; it is not used");
    }
    return new StoreLimit(OptionalLong.empty());
  }

  /** In bytes, for a store in this folder. */
  long in(Path folder) throws IOException {
    return bytes.isPresent()
        ? bytes.getAsLong()
        : Files.getFileStore(folder).getTotalSpace() / SHARE;
  }
}
