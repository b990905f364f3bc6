"""The benchmark behind `scripts/bench documents`: LaTeX documents that others wrote, built by cpCtrl and by latexmk.

Each document is copied twice into fresh folders, with all that lies beside it but what looks built. latexmk builds one,
`cpCtrl build NAME.pdf` the other, against a federation that is up already. Engine runs are counted by wrappers that go
before the real tools in PATH; the text of both PDFs is compared as pdftotext shows it. Where they differ, latexmk is asked
to build once more (-g, not counted): if it comes to our text then, it had stopped too early. A document that latexmk
cannot build is told and left out.
"""

import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

ROOTS = ("/usr/share/doc/texlive-doc/latex", "/usr/share/doc/texlive-doc", "/usr/share/texlive/texmf-dist/doc/latex")
BUILT = re.compile(r"\.(aux|log|toc|lof|lot|out|bbl|bcf|blg|idx|ind|ilg|fls|fdb_latexmk|run\.xml|nav|snm|html|dvi|ps)(\.gz)?$")
ENGINES = {"pdf": "pdflatex", "pdfxe": "xelatex", "pdflua": "lualatex"}
COUNTED = [*ENGINES.values(), "bibtex", "biber", "makeindex", "makeglossaries"]
LIMIT_S = 300
# What users of latexmk write for glossaries, as it does not make them by itself.
LATEXMKRC = """\
add_cus_dep('glo', 'gls', 0, 'glossaries');
add_cus_dep('acn', 'acr', 0, 'glossaries');
sub glossaries { my ($base, $path) = fileparse($_[0]); pushd $path; my $return = system "makeglossaries", "-q", $base; popd; return $return; }
"""


class Counted:
    """Wrappers that note that they ran, and where, before they become the real tool."""

    def __init__(self, scratch):
        self.folder = os.path.join(scratch, "tools")
        self.notes = os.path.join(scratch, "notes")
        os.makedirs(self.folder)
        os.makedirs(self.notes)
        for name in COUNTED:
            real = shutil.which(name)
            if real:
                path = os.path.join(self.folder, name)
                with open(path, "w", encoding="utf-8") as out:
                    out.write(f'#!/bin/sh\necho "$PWD/" >> {self.notes}/{name}\nexec {real} "$@"\n')
                os.chmod(path, 0o755)
        self.env = dict(os.environ, PATH=self.folder + os.pathsep + os.environ["PATH"])

    def runs(self, folder):
        """How often each tool ran in this folder."""
        runs = {}
        for name in os.listdir(self.notes):
            with open(os.path.join(self.notes, name), encoding="utf-8") as lines:
                count = sum(line.startswith(folder + "/") for line in lines)
            if count:
                runs[name] = count
        return runs


def find(name):
    for root in ROOTS:
        path = os.path.join(root, name)
        if os.path.isfile(path):
            return path
    return None


def copy(source, folder):
    """The document's folder, but for what a build makes: what has the name of a source and another ending is a result."""
    home = os.path.dirname(source)
    os.makedirs(folder)
    stem = os.path.splitext(os.path.basename(source))[0]
    for at, folders, names in os.walk(home, followlinks=True):
        if os.path.relpath(at, home).count(os.sep) > 2:
            folders.clear()
        for name in names:
            base, ending = os.path.splitext(name)
            if BUILT.search(name) or (at == home and base == stem and ending == ".pdf"):
                continue
            target = os.path.join(folder, os.path.relpath(os.path.join(at, name), home))
            os.makedirs(os.path.dirname(target), exist_ok=True)
            if ending == ".gz":  # Debian packs sources as well
                with gzip.open(os.path.join(at, name)) as packed, open(target[:-3], "wb") as out:
                    shutil.copyfileobj(packed, out)
            else:
                shutil.copy(os.path.join(at, name), target)


def timed(command, folder, env):
    begin = time.perf_counter()
    try:
        done = subprocess.run(command, cwd=folder, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=LIMIT_S)
    except subprocess.TimeoutExpired as late:
        return LIMIT_S, -1, (late.stdout or b"").decode(errors="replace")
    return time.perf_counter() - begin, done.returncode, done.stdout.decode(errors="replace")


def text(folder, stem):
    pdf = os.path.join(folder, stem + ".pdf")
    if not os.path.isfile(pdf):
        return None
    return subprocess.run(["pdftotext", "-layout", pdf, "-"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout


def engine_runs(runs):
    return sum(runs.get(name, 0) for name in ENGINES.values())


def told(runs):
    return " ".join(f"{name}:{count}" for name, count in runs.items() if name not in ENGINES.values())


def one(entry, scratch, number, tools, ours):
    how, _, name = entry.rpartition(":")
    how = how or "pdf"
    source = find(name)
    if source is None:
        return {"document": name, "engine": ENGINES[how], "left out": "not installed"}
    file = os.path.basename(source)
    stem = os.path.splitext(file)[0]
    theirs, own = (os.path.join(scratch, f"{number}-{who}") for who in ("latexmk", "cpCtrl"))
    copy(source, theirs)
    row = {"document": name, "engine": ENGINES[how]}
    rc = os.path.join(scratch, "latexmkrc")
    with open(rc, "w", encoding="utf-8") as out:
        out.write(LATEXMKRC)
    latexmk = ["latexmk", "-norc", "-r", rc, f"-{how}", "-interaction=nonstopmode", "-halt-on-error"]
    took, code, said = timed([*latexmk, file], theirs, tools.env)
    runs = tools.runs(theirs)
    if code != 0:
        return row | {"left out": f"latexmk: exit {code}", "said": said[-2000:]}
    copy(source, own)
    row["latexmk"] = {"s": took, "runs": engine_runs(runs), "tools": told(runs)}
    target = stem + ".pdf"
    took, code, said = timed([*ours, "-C", own, "build", target], own, tools.env)
    runs = tools.runs(own)
    row["cpCtrl"] = {"s": took, "runs": engine_runs(runs), "tools": told(runs), "exit": code}
    row["wrong engine"] = any(runs.get(name) for name in ENGINES.values() if name != row["engine"])
    row["same text"] = code == 0 and text(theirs, stem) == text(own, stem)
    if code != 0:
        row["said"] = said[-4000:]
    else:
        again, code, said = timed([*ours, "-C", own, "build", target], own, tools.env)
        row["again"] = {"s": again, "runs": engine_runs(tools.runs(own)) - row["cpCtrl"]["runs"]}
        if not row["same text"]:
            timed([*latexmk, "-g", file], theirs, tools.env)
            row["same text as latexmk's next"] = text(theirs, stem) == text(own, stem)
    return row


def show(row):
    if "left out" in row:
        return f"  {row['document']:58} {row['engine']:9} left out: {row['left out']}"
    a, b = row["cpCtrl"], row["latexmk"]
    words = [] if row["same text"] else ["TEXT DIFFERS" if a["exit"] == 0 else f"EXIT {a['exit']}"]
    if row.get("same text as latexmk's next"):
        words.append("(not from latexmk's next run)")
    if a["runs"] > b["runs"]:
        words.append("MORE RUNS")
    if row["wrong engine"]:
        words.append("OTHER ENGINE")
    if row.get("again", {}).get("runs"):
        words.append("RAN AGAIN")
    extra = a["tools"] if a["tools"] == b["tools"] else f"[{a['tools']} : {b['tools']}]"
    return f"  {row['document']:58} {row['engine']:9} {a['runs']:2} : {b['runs']:2}  {a['s']:6.2f} : {b['s']:6.2f} s  {extra} {' '.join(words)}".rstrip()


def main(root, names):
    with open(os.path.join(root, "scripts", "lib", "documents.txt"), encoding="utf-8") as lines:
        listed = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    entries = [entry for entry in listed if not names or any(name in entry for name in names)] or names
    scratch = tempfile.mkdtemp(prefix="computepods-documents.")
    tools = Counted(scratch)
    ours = [os.path.join(root, "scripts", "cpCtrl"), "--home", os.path.join(scratch, "home")]
    rows = []
    try:
        subprocess.run([*ours, "up"], check=True, stdout=subprocess.DEVNULL, env=tools.env)
        print(f"engine runs and seconds, cpCtrl : latexmk   (load {os.getloadavg()[0]:.1f})", flush=True)
        for number, entry in enumerate(entries):
            row = one(entry, scratch, number, tools, ours)
            rows.append(row)
            print(show(row), flush=True)
            if not os.environ.get("KEEP"):
                for who in ("latexmk", "cpCtrl"):
                    shutil.rmtree(os.path.join(scratch, f"{number}-{who}"), ignore_errors=True)
        built = [row for row in rows if "left out" not in row]
        if built:
            total = {who: [sum(row[who][what] for row in built) for what in ("runs", "s")] for who in ("cpCtrl", "latexmk")}
            own, peer = total["cpCtrl"], total["latexmk"]
            more = sum(row["cpCtrl"]["runs"] > row["latexmk"]["runs"] for row in built)
            same = sum(row["same text"] for row in built)
            print(f"{len(built)} documents, {same} with the same text; engine runs {own[0]} : {peer[0]} = {own[0] / peer[0]:.3f}, on {more} more; "
                  f"seconds {own[1]:.1f} : {peer[1]:.1f} = {own[1] / peer[1]:.3f}")
        results = os.path.join(root, "target", "bench")
        os.makedirs(results, exist_ok=True)
        with open(os.path.join(results, "documents.json"), "w", encoding="utf-8") as out:
            json.dump(rows, out, indent=1)
    finally:
        subprocess.run([*ours, "down"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if os.environ.get("KEEP"):
            print("kept:", scratch)
        else:
            shutil.rmtree(scratch, ignore_errors=True)


main(sys.argv[1], sys.argv[2:])
