package org.computepods.cli.commands;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.DeflaterOutputStream;
import org.computepods.rules.Digest;
import org.computepods.rules.View;
import org.junit.jupiter.api.Test;

class OpenedPdfTest {
  private static final View DATELESS = new View.Drop("^ */(CreationDate|ModDate) ?\\(");

  @Test
  void datesInACompressedStream_areOutOfTheView() throws IOException {
    assertThat(seen(pdf("D:20260101000000Z", "Some words")))
        .isEqualTo(seen(pdf("D:20271231235959+01'00'", "Some words")));
  }

  @Test
  void otherWords_areSeen() throws IOException {
    assertThat(seen(pdf("D:20260101000000Z", "Some words")))
        .isNotEqualTo(seen(pdf("D:20260101000000Z", "Same words")));
  }

  @Test
  void whatIsNotUnderstood_isNotOpened() throws IOException {
    assertThat(OpenedPdf.of("no PDF".getBytes(ISO_8859_1))).isEmpty();
    for (String length : new String[] {"/Length 3", "/Length 9999999", "/Len 1"}) {
      String pdf = new String(pdf("D:2026", "Some words"), ISO_8859_1);
      String other = pdf.replaceFirst("/Length \\d+", length);
      assertThat(OpenedPdf.of(other.getBytes(ISO_8859_1))).as(length).isEmpty();
    }
  }

  @Test
  void lengthsThatStandElsewhere_asInFiguresOfCairo_areFound() throws IOException {
    assertThat(seen(elsewhere(pdf("D:20260101000000Z", "Some words"))))
        .isEqualTo(seen(elsewhere(pdf("D:20271231235959+01'00'", "Some words"))))
        .isNotEqualTo(seen(elsewhere(pdf("D:20260101000000Z", "Same words"))));
  }

  private static byte[] elsewhere(byte[] pdf) {
    String text = new String(pdf, ISO_8859_1);
    return text.replaceFirst("/Length \\d+", "/Length 9 0 R").getBytes(ISO_8859_1);
  }

  private static Digest seen(byte[] pdf) {
    return DATELESS.of(OpenedPdf.of(pdf).orElseThrow());
  }

  /** As pdfTeX writes it: objects in a stream, and a table of their places in another. */
  private static byte[] pdf(String date, String words) throws IOException {
    var pdf = new ByteArrayOutputStream();
    pdf.writeBytes("%PDF-1.5\n%\u00d0\u00d4\n".getBytes(ISO_8859_1));
    stream(pdf, "1 0 obj\n<<\n", "BT [(" + words + ")]TJ ET");
    stream(
        pdf,
        "2 0 obj\n<<\n/Type /ObjStm\n/N 2\n/First 8\n",
        "3 0 4 60\n<<\n/Creator (TeX)\n/CreationDate ("
            + date
            + ")\n/ModDate ("
            + date
            + ")\n>>\n");
    int table = pdf.size();
    stream(pdf, "5 0 obj\n<<\n/Type /XRef\n/Root 3 0 R\n", "\1" + (char) (table & 0x7F));
    pdf.writeBytes(("startxref\n" + table + "\n%%EOF\n").getBytes(ISO_8859_1));
    return pdf.toByteArray();
  }

  private static void stream(ByteArrayOutputStream pdf, String head, String content)
      throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var deflater = new DeflaterOutputStream(packed)) {
      deflater.write(content.getBytes(ISO_8859_1));
    }
    String dictionary =
        head + "/Length " + packed.size() + "  \n/Filter /FlateDecode\n>>\nstream\n";
    pdf.writeBytes(dictionary.getBytes(ISO_8859_1));
    pdf.writeBytes(packed.toByteArray());
    pdf.writeBytes("\nendstream\nendobj\n".getBytes(ISO_8859_1));
  }
}
