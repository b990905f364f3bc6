# Contents: which page of the book does each chapter and section begin on?
#
#   awk -f contents.awk book.txt > contents.txt
#
# The number of a page stands at its foot, so what was found on a page is printed when its foot is
# reached.

BEGIN { WIDTH = 64; page = 1 }

chapterLine == NR { entry[++found] = chapter "  " $0 }
/^Chapter [0-9]+$/ { chapter = $2; chapterLine = NR + 1 }
/^[0-9]+\.[0-9]+  / { entry[++found] = "   " $0 }

/^ *- [0-9]+ -$/ {
  page = $2
  for (i = 1; i <= found; i++) print dotted(entry[i], page)
  found = 0
}

END { print dotted("The last page", page) }

function dotted(title, page,    dots) {
  dots = sprintf("%" (WIDTH - length(title) - length(page) - 2) "s", "")
  gsub(/ /, ".", dots)
  return title " " dots " " page
}
