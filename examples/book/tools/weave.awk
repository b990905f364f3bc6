# Weave: sets the chapters as a book with numbered pages.
#
#   awk -f weave.awk CHAPTER... > book.txt
#
# In a chapter, "# Title" begins a chapter on a new page, "## Title" a section, {page Title} is the
# page on which a chapter or section begins, and ".show FILE" puts a file in. The page numbers come
# from contents.txt, which was taken from the book as it was set the last time.

BEGIN {
  LINES = 26    # of text on a page, above its number
  WIDTH = 64
  while ((getline line < "contents.txt") > 0) {
    contents[++entries] = line
    title = page = line
    sub(/^ *[0-9.]*  /, "", title)
    sub(/ \.\.+ [0-9]+$/, "", title)
    sub(/^.* /, "", page)
    pageOf[title] = page
  }

  for (i = 0; i < 9; i++) put("")
  put(centred("A BOOK THAT KNOWS ITS LENGTH"))
  put("")
  put(centred("and tells it to its reader"))
  newPage()

  heading("Contents", "=")
  if (entries == 0) put("The contents are not known yet.")
  for (i = 1; i <= entries; i++) {
    if (contents[i] !~ /^ / && i > 1) put("")
    put(contents[i])
  }
}

/^# /    { newPage(); put("Chapter " ++chapter); heading(substr($0, 3), "="); section = 0; next }
/^## /   { keepTogether(4); heading(chapter "." ++section "  " substr($0, 4), "-"); next }
/^\.show / { show($2); next }
/^<<.*>>=$/ { code = 1 }
/^@$/    { code = 0; next }
code     { put($0 == "" ? "" : "    " $0); next }
         { put(withPages($0)) }

END { newPage() }

function heading(title, line,    rule) {
  rule = title
  gsub(/./, line, rule)
  put(title)
  put(rule)
}

function show(file,    line, lines) {
  while ((getline line < file) > 0) { put(line); lines++ }
  close(file)
  if (!lines) put("  (There is nothing to show yet.)")
}

function withPages(line,    title) {
  while (match(line, /\{page [^}]*\}/)) {
    title = substr(line, RSTART + 6, RLENGTH - 7)
    line = substr(line, 1, RSTART - 1) "page " (title in pageOf ? pageOf[title] : "??") \
        substr(line, RSTART + RLENGTH)
  }
  return line
}

function centred(text) { return sprintf("%" int((WIDTH + length(text)) / 2) "s", text) }

# A page does not begin with an empty line, unless it is the title's.
function put(line) {
  if (line == "" && used == 0 && pages > 0) return
  print line
  if (++used == LINES) endPage()
}

function keepTogether(lines) { if (used + lines > LINES) newPage() }

function newPage() { if (used > 0) endPage() }

function endPage() {
  while (used++ < LINES) print ""
  print ""
  print centred("- " ++pages " -")
  print ""
  used = 0
}
