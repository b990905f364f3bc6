# Tangle: puts the chunks of the chapters together, the way the compiler wants them.
#
#   awk -f tangle.awk CHAPTER... > plan.c
#
# A chunk begins with a line <<its name>>= and ends with a line @. Chunks of one name are joined.
# The chunk <<contents.txt>> is not written by anybody: it is a table of the chapters and their
# pages, taken from the contents of the finished book. As long as there are none, it is empty.

/^<<.*>>=$/ { name = substr($0, 3, length($0) - 5); inside = 1; defined[name] = 1; next }
/^@$/       { inside = 0; next }
inside      { chunk[name, ++size[name]] = $0 }

END {
  name = "contents.txt"
  defined[name] = 1
  while ((getline line < name) > 0)
    if (line ~ /^[^ ].* \.\.+ [0-9]+$/) chunk[name, ++size[name]] = row(line)
  expand("plan.c", "")
  exit failed
}

# "3  The Plan ....... 17" becomes {17, "The Plan"},
function row(line,    page, title) {
  page = line
  sub(/^.* /, "", page)
  title = line
  sub(/ \.\.+ [0-9]+$/, "", title)
  sub(/^[0-9]+  /, "", title)
  gsub(/["\\]/, "\\\\&", title)
  return "{" page ", \"" title "\"},"
}

function expand(name, indent,    i, line, inner) {
  if (!(name in defined)) {
    print "tangle: no chapter says what <<" name ">> is" > "/dev/stderr"
    failed = 1
    return
  }
  for (i = 1; i <= size[name]; i++) {
    line = chunk[name, i]
    if (line ~ /^ *<<.*>>$/) {
      inner = line
      sub(/<<.*/, "", inner)
      sub(/^ *<</, "", line)
      sub(/>>$/, "", line)
      expand(line, indent inner)
    } else {
      print line == "" ? "" : indent line
    }
  }
}
