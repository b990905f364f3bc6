package org.computepods.cli.commands;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A PDF with its compressed streams unpacked, and without what says where in the file its parts
 * lie. Views by line reach all of it so: an engine that includes a figure copies the figure's dates
 * into a compressed stream, which takes up another length each time.
 */
final class OpenedPdf {
  /** No document that people compare unpacks to more. */
  private static final int LENGTH_MAX = 256 << 20;

  private static final Pattern STREAM = Pattern.compile("\\bstream\\r?\\n");
  private static final Pattern LENGTH =
      Pattern.compile("/Length\\s+(\\d+)(?!\\d|\\s+\\d+\\s+R)\\s*");

  /** As cairo writes it: the object that holds it comes later, perhaps in a stream itself. */
  private static final Pattern LENGTH_ELSEWHERE =
      Pattern.compile("/Length\\s+\\d+\\s+\\d+\\s+R\\b");

  private static final Pattern END = Pattern.compile("\\s*endstream");
  private static final Pattern TABLE =
      Pattern.compile("^xref\\s(?s:.*?)^trailer|^startxref\\s+\\d+", Pattern.MULTILINE);

  private final String packed;
  private final ByteArrayOutputStream opened = new ByteArrayOutputStream();

  private OpenedPdf(byte[] pdf) {
    this.packed = new String(pdf, ISO_8859_1);
  }

  /** Empty where it is no PDF, or one of another kind than the engines write. */
  static Optional<byte[]> of(byte[] content) {
    var pdf = new OpenedPdf(content);
    return pdf.packed.startsWith("%PDF-") && pdf.open()
        ? Optional.of(pdf.opened.toByteArray())
        : Optional.empty();
  }

  /** Says whether all of it was understood. */
  private boolean open() {
    Matcher streams = STREAM.matcher(packed);
    int at = 0;
    while (streams.find(at)) {
      String before = packed.substring(at, streams.start());
      String dictionary = before.substring(Math.max(0, before.lastIndexOf(" obj")));
      int end = end(dictionary, streams.end());
      if (end > packed.length() || !END.matcher(packed).region(end, packed.length()).lookingAt()) {
        return false;
      }
      text(before.substring(0, before.length() - dictionary.length()));
      text(LENGTH.matcher(dictionary).replaceFirst(""));
      if (!stream(dictionary, packed.substring(streams.end(), end).getBytes(ISO_8859_1))) {
        return false;
      }
      at = end;
    }
    text(TABLE.matcher(packed.substring(at)).replaceAll(""));
    return true;
  }

  /** Where a stream ends that begins there; beyond everything where nobody says. */
  private int end(String dictionary, int begin) {
    Matcher length = LENGTH.matcher(dictionary);
    if (length.find()) {
      String digits = length.group(1);
      return digits.length() > 9 ? Integer.MAX_VALUE : begin + Integer.parseInt(digits);
    }
    int end = packed.indexOf("endstream", begin);
    return end < 0 || !LENGTH_ELSEWHERE.matcher(dictionary).find() ? Integer.MAX_VALUE : end;
  }

  private boolean stream(String dictionary, byte[] content) {
    boolean places = dictionary.contains("/XRef");
    boolean packedOnce =
        dictionary.contains("/Filter /FlateDecode") && !dictionary.contains("/DecodeParms");
    if (!places && !packedOnce) {
      opened.writeBytes(content);
    }
    return places || !packedOnce || unpack(content);
  }

  private boolean unpack(byte[] content) {
    var part = new byte[1 << 16];
    try (var inflater = new Inflater()) {
      inflater.setInput(content);
      while (!inflater.finished()) {
        int count = inflater.inflate(part);
        if (count == 0 || opened.size() > LENGTH_MAX) {
          return false;
        }
        opened.write(part, 0, count);
      }
      return true;
    } catch (DataFormatException e) {
      return false;
    }
  }

  private void text(String text) {
    opened.writeBytes(text.getBytes(ISO_8859_1));
  }
}
