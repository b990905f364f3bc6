"""Draws the way to the fixed point of the cosine, and says where it ends.

    python3 cobweb.py FIGURE.pdf NUMBER.tex

The figure is a PDF of one page, written with nothing but what Python has by itself.
"""

import math
import sys

SIZE = 240.0  # points along an axis
MARGIN = 18.0
FIRST = 0.08  # where the way begins
UPPER = 1.15  # the end of both axes


def way(first, steps):
    """The corners of the way: up to the curve, across to the diagonal."""
    x = first
    yield x, 0.0
    for _ in range(steps):
        y = math.cos(x)
        yield x, y
        yield y, y
        x = y


def curve():
    """The cosine, in small steps."""
    return ((i / 100 * UPPER, math.cos(i / 100 * UPPER)) for i in range(101))


def line(points, style):
    """The PDF operators which draw a line through the points."""
    placed = [(MARGIN + SIZE * x / UPPER, MARGIN + SIZE * y / UPPER) for x, y in points]
    moves = ["%.2f %.2f %s" % (x, y, "l" if i else "m") for i, (x, y) in enumerate(placed)]
    return [style, *moves, "S"]


def drawing():
    return "\n".join(
        line([(0, UPPER), (0, 0), (UPPER, 0)], "0.6 w 0 G")
        + line([(0, 0), (UPPER, UPPER)], "0.4 w 0.6 G")
        + line(curve(), "1.2 w 0 0 0.6 RG")
        + line(way(FIRST, 40), "0.6 w 0.8 0 0 RG")
    ).encode("ascii")


def pdf(content):
    """A PDF file of one page with this content. It has no date, so it is always the same."""
    edge = SIZE + 2 * MARGIN
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents 4 0 R /Resources << >> >>"
        % (edge, edge),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
    ]
    file = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(file)
    file += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    file += b"".join(b"%010d 00000 n \n" % place for place in places)
    file += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        table,
    )
    return bytes(file)


def main(figure, number):
    with open(figure, "wb") as out:
        out.write(pdf(drawing()))
    x = FIRST
    while abs(math.cos(x) - x) > 1e-12:
        x = math.cos(x)
    with open(number, "w", encoding="ascii") as out:
        out.write("$%.9f$,%%\n" % x)


if __name__ == "__main__":
    main(*sys.argv[1:])
