"""The benchmarks behind scripts/bench: the same work for cpCtrl and for its peer, timed in turns on the same machine.

Each benchmark makes one workspace per tool, builds it, builds it again with nothing to do, and once more after each of
some edits. What is compared is the wall time of the whole command, as a person feels it. Nothing is timed that was not
also checked: a build that did not run what it had to is an error, not a figure.
"""

import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROUNDS = 7  # of no-op builds and of edits; the median counts
JOBS = os.cpu_count() or 1


class Benchmark:
    """One kind of work in a given size: how to make it, and how many runs a build of it takes."""

    def __init__(self, name, size):
        self.name, self.size = name, size

    def peer(self):
        return Ninja()

    def write(self, folder):
        raise NotImplementedError

    def runs(self):
        """Task runs of a full build, and of a build after one edit; None where they are what is compared."""
        raise NotImplementedError

    def edit(self, folder, turn):
        raise NotImplementedError

    def check(self, folder):
        raise NotImplementedError


class Copies(Benchmark):
    """N files, each copied by a task of its own: what the tool itself costs per task."""

    def source(self, n):
        return f"in/{n // 100}/{n}.txt"

    def write(self, folder):
        for n in range(self.size):
            put(folder, self.source(n), f"this is file {n}\n")
        put(
            folder,
            "computepods.yaml",
            "project: copies\n"
            "default: all\n"
            'targets: {all: {outputs: ["@copy"]}}\n'
            "tasks:\n"
            "  copy:\n"
            '    foreach: "in/**/*.txt"\n'
            '    outputs: ["{dir}{stem}.out"]\n'
            '    command: [cp, "{dependencies[0]}", "{outputs[0]}"]\n',
        )
        edges = (f"build {s[:-4]}.out: cp {s}\n" for s in map(self.source, range(self.size)))
        put(folder, "build.ninja", "rule cp\n  command = cp $in $out\n" + "".join(edges))

    def runs(self):
        return self.size, 1

    def edit(self, folder, turn):
        put(folder, self.source(turn), f"edited {turn}, {time.time_ns()}\n")

    def check(self, folder):
        for n in range(self.size):
            source = self.source(n)
            if read(folder, source) != read(folder, source[:-4] + ".out"):
                raise SystemExit(f"{self.name}: the copy of {source} is not its copy")


class Programs(Benchmark):
    """N C files compiled, with a header each, and linked: real work under the same scheduler."""

    def write(self, folder):
        for n in range(self.size):
            put(folder, f"src/f{n}.h", f"int f{n}(int x);\n")
            put(folder, f"src/f{n}.c", self.code(n, 0))
        names = range(self.size)
        put(
            folder,
            "src/main.c",
            "#include <stdio.h>\n"
            + "".join(f'#include "f{n}.h"\n' for n in names)
            + "int main(void) { int x = 0;\n"
            + "".join(f"  x = f{n}(x);\n" for n in names)
            + '  printf("%d\\n", x);\n  return 0;\n}\n',
        )
        put(
            folder,
            "computepods.yaml",
            "project: programs\n"
            "uses: [c]\n"
            "default: all\n"
            "targets: {all: {outputs: [program]}}\n"
            "tasks:\n"
            "  objects:\n"
            '    foreach: "src/*.c"\n'
            "    rule: c.compile\n"
            "    with: {cflags: [-O1]}\n"
            "  program:\n"
            '    dependencies: ["@objects"]\n'
            "    rule: c.link\n"
            "    outputs: [program]\n",
        )
        objects = [f"src/f{n}" for n in names] + ["src/main"]
        put(
            folder,
            "build.ninja",
            "rule cc\n  command = gcc -MMD -MF $out.d -O1 -c $in -o $out\n  depfile = $out.d\n  deps = gcc\n"
            "rule link\n  command = gcc $in -o $out\n"
            + "".join(f"build {o}.o: cc {o}.c\n" for o in objects)
            + f"build program: link {' '.join(o + '.o' for o in objects)}\n",
        )

    def code(self, n, extra):
        body = "".join(f"  if (x % {k} == {n % k}) x += {k};\n" for k in range(2, 40))
        return f'#include <stdio.h>\n#include <stdlib.h>\n#include "f{n}.h"\nint f{n}(int x) {{\n{body}  return x + {extra};\n}}\n'

    def runs(self):
        return self.size + 2, 2

    def edit(self, folder, turn):
        put(folder, f"src/f{turn % self.size}.c", self.code(turn % self.size, 1 + turn))

    def check(self, folder):
        subprocess.run([os.path.join(folder, "program")], check=True, stdout=subprocess.DEVNULL)


class Papers(Benchmark):
    """A LaTeX document of N sections with contents, references and citations: how often the engine runs, and how long."""

    def peer(self):
        return Latexmk()

    def write(self, folder):
        put(folder, "computepods.yaml", "project: papers\nuses: [latex]\ndefault: all\ntargets: {all: {outputs: [paper.pdf]}}\n")
        put(folder, "paper.bib", "".join(f"@misc{{k{n}, author={{A. N. Author}}, title={{Title {n}}}, year={{{1900 + n}}}}}\n" for n in range(self.size)))
        for n in range(self.size):
            put(folder, f"section{n}.tex", self.section(n, "as it was written"))
        sections = "".join(f"\\input{{section{n}}}\n" for n in range(self.size))
        put(
            folder,
            "paper.tex",
            "\\documentclass{article}\n\\begin{document}\n\\tableofcontents\n" + sections + "\\bibliographystyle{plain}\n\\bibliography{paper}\n\\end{document}\n",
        )

    def section(self, n, words):
        other = (n * 7 + 3) % self.size
        return f"\\section{{Section {n}}}\\label{{s{n}}}\nSee section~\\ref{{s{other}}} on page~\\pageref{{s{other}}} and \\cite{{k{n}}}, {words}.\n" + "Words fill the page. " * 80 + "\n"

    def runs(self):
        return None, None  # what is compared

    def edit(self, folder, turn):
        put(folder, "section1.tex", self.section(1, f"as it was edited {turn}"))

    def check(self, folder):
        log = read(folder, "paper.log")
        if "undefined references" in log or "Rerun to get" in log:
            raise SystemExit(f"{self.name}: the paper in {folder} is not finished")


KINDS = {"tasks": Copies, "c": Programs, "latex": Papers}


class CpCtrl:
    name = "cpCtrl"

    def __init__(self, root, home):
        self.command = [os.path.join(root, "scripts", "cpCtrl"), "--home", home]

    def build(self, folder, due):
        took, done = timed([*self.command, "-C", folder, "--json", "build", "-j", str(JOBS)])
        report = json.loads(done.stdout)
        tasks = report["tasks"]
        if due is not None and tasks["run"] + tasks["restored"] != due:
            rest = {key: value for key, value in report.items() if key != "runs"}
            raise SystemExit(f"cpCtrl: {due} runs were due, this was done: {rest}")
        return took, sum(run["rule"].startswith("latex.pdflatex") for run in report["runs"])

    def up(self):
        return timed([*self.command, "up"])[0]

    def down(self):
        subprocess.run([*self.command, "down"], stdout=subprocess.DEVNULL, check=True)


class Ninja:
    name = "ninja"

    def build(self, folder, due):
        took, done = timed(["ninja", "-C", folder, "-j", str(JOBS)])
        if (b"no work to do" in done.stdout) != (due == 0):
            raise SystemExit("ninja did not do what was due:\n" + done.stdout.decode()[-1000:])
        return took, 0


class Latexmk:
    name = "latexmk"

    def build(self, folder, due):
        took, done = timed(["latexmk", "-pdf", "-cd", "-interaction=nonstopmode", os.path.join(folder, "paper.tex")])
        return took, len(re.findall(rb"^Run number \d+ of rule 'pdflatex'", done.stdout + done.stderr, re.MULTILINE))


def timed(command):
    begin = time.perf_counter()
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    took = time.perf_counter() - begin
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}\n{(done.stderr or done.stdout).decode()[-4000:]}")
    return took, done


def put(folder, name, text):
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as out:
        out.write(text)


def read(folder, name):
    with open(os.path.join(folder, name), encoding="utf-8") as text:
        return text.read()


def run(benchmark, tools, scratch):
    """The rounds of one benchmark: for each tool and kind of build, pairs of seconds and engine runs."""
    folders = {tool.name: os.path.join(scratch, f"{benchmark.name}-{tool.name}") for tool in tools}
    for folder in folders.values():
        benchmark.write(folder)
    full, after_edit = benchmark.runs()
    rounds = {tool.name: {"full": [], "noop": [], "edit": []} for tool in tools}
    for tool in tools:
        rounds[tool.name]["full"].append(tool.build(folders[tool.name], full))
        benchmark.check(folders[tool.name])
    for _ in range(ROUNDS):
        for tool in tools:
            rounds[tool.name]["noop"].append(tool.build(folders[tool.name], 0))
    for turn in range(ROUNDS):
        for tool in tools:
            benchmark.edit(folders[tool.name], turn)
            rounds[tool.name]["edit"].append(tool.build(folders[tool.name], after_edit))
    for folder in folders.values():
        benchmark.check(folder)
    return rounds


def table(benchmark, rounds):
    print(f"\n{benchmark.name}: seconds, median of {ROUNDS} (full: one), -j{JOBS}")
    print(f"  {'':6}" + "".join(f"{name:>10}" for name in rounds) + f"{'ratio':>8}   engine runs")
    for what in ("full", "noop", "edit"):
        seconds = [statistics.median(took for took, _ in kinds[what]) for kinds in rounds.values()]
        engine = [statistics.median(runs for _, runs in kinds[what]) for kinds in rounds.values()]
        line = f"  {what:6}" + "".join(f"{s:10.3f}" for s in seconds) + f"{seconds[0] / seconds[1]:8.2f}"
        print(line + (f"   {engine[0]:g} : {engine[1]:g}" if any(engine) else ""))


def main(root, names):
    benchmarks = []
    for name in names:
        kind, _, size = name.partition("-")
        if kind not in KINDS or not size.isdigit() or int(size) < ROUNDS:
            raise SystemExit(f"no such benchmark: {name} (there are {', '.join(k + '-N' for k in KINDS)}, N >= {ROUNDS})")
        benchmarks.append(KINDS[kind](name, int(size)))
    results = os.path.join(root, "target", "bench")
    os.makedirs(results, exist_ok=True)
    scratch = tempfile.mkdtemp(prefix="computepods-bench.")
    ours = CpCtrl(root, os.path.join(scratch, "home"))
    try:
        print(f"{platform.platform()}, {JOBS} cores; the federation is up after {ours.up():.2f} s")
        for benchmark in benchmarks:
            rounds = run(benchmark, [ours, benchmark.peer()], scratch)
            table(benchmark, rounds)
            with open(os.path.join(results, benchmark.name + ".json"), "w", encoding="utf-8") as out:
                machine = {"platform": platform.platform(), "cores": JOBS, "time": time.time()}
                json.dump({"benchmark": benchmark.name, "machine": machine, "secondsAndEngineRuns": rounds}, out, indent=1)
    finally:
        ours.down()
        shutil.rmtree(scratch, ignore_errors=True)


main(sys.argv[1], sys.argv[2:])
