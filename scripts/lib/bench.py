"""The benchmarks behind scripts/bench: the same work for cpCtrl and for its peer, timed in turns on the same machine.

Each benchmark makes one workspace per tool, builds it, builds it again with nothing to do, and once more after each of
some edits; copies also a second time in full, when a federation is warm. What is compared is the wall time of the whole command, as a person feels it. Nothing is timed that was not
also checked: a build that did not run what it had to is an error, not a figure.
"""

import json
import os
import platform
import re
import shutil
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import time

ROUNDS = 7  # of no-op builds and of edits; the median counts
PLANTED_ABOVE = 20_000  # tasks: beyond, nobody waits for the first build; what it would leave is written down for each tool
MAKE_BELOW = 200_000  # tasks: beyond, make takes minutes to see that there is nothing to do
BEARABLE_S = 10  # a peer that takes longer to see that nothing is to be done in a large graph is asked once only
JOBS = os.cpu_count() or 1
RESTING_S = 7  # twice the time after which a daemon that rests gives memory back


class Benchmark:
    """One kind of work in a given size: how to make it, and how many runs a build of it takes."""

    def __init__(self, name, size):
        self.name, self.size = name, size

    def peers(self):
        return [Ninja()]

    def write(self, folder):
        raise NotImplementedError

    def runs(self):
        """Task runs of a full build, and of a build after one edit; None where they are what is compared."""
        raise NotImplementedError

    def edit(self, folder, turn):
        raise NotImplementedError

    def edit_all(self, folder):
        """Changes what every task reads, for a full build once more in the same federation, where there is one."""

    def check(self, folder):
        raise NotImplementedError


class Graph(Benchmark):
    """A generated graph of N tasks, the same for each tool: what the tool itself costs, and how that grows."""

    depfiles = False
    make_below = MAKE_BELOW

    def edges(self):
        """(outputs, inputs, discovered inputs, command with $in and $out) of each task."""
        raise NotImplementedError

    def sources(self):
        """(path, text) of each file that a person wrote."""
        raise NotImplementedError

    def project(self):
        raise NotImplementedError

    def planted(self):
        return self.size > PLANTED_ABOVE

    def peers(self):
        peers = [Ninja()]
        if self.size < self.make_below:
            peers.append(Make())
        if not self.planted():
            peers.append(Tup())  # only it knows what it would have noted
        return peers

    def write(self, folder):
        for path, text in self.sources():
            put(folder, path, text)
        put(folder, "computepods.yaml", self.project())

    def write_for(self, tool, folder, first):
        """What the tool reads beside the sources, and, in large graphs, what a full build would have left."""
        if self.planted() and first:
            for outs, ins, found, _ in self.edges():
                put(folder, outs, f"made of {ins[0] if ins else outs}\n")
                if self.depfiles and found:
                    put(folder, outs + ".d", f"{outs}: {' '.join(ins + found)}\n")
        tool.describe(self, folder)

    def runs(self):
        return self.size, 1

    def check(self, folder):
        pass


class Wide(Graph):
    """N files, each copied by a task of its own, and one task that waits for them all."""

    make_below = 50_000  # what one target waits for costs it the square: at 100,000 files 40 s to see that nothing is to be done

    def source(self, n):
        return f"in/d{n // 100}/{n}.txt"

    def sources(self):
        return ((self.source(n), f"this is file {n}\n") for n in range(self.size - 1))

    def edges(self):
        copies = [self.source(n)[:-4] + ".out" for n in range(self.size - 1)]
        for n, copy in enumerate(copies):
            yield copy, [self.source(n)], [], "cp $in $out"
        yield "all.txt", copies, [], "sh -c 'ls in | wc -l > all.txt'"

    def project(self):
        return (
            "project: wide\nuses: []\ndefault: all\n"
            "targets: {all: {outputs: [all.txt]}}\n"
            "tasks:\n"
            '  copy: {foreach: "in/**/*.txt", outputs: ["{dir}{stem}.out"], command: [cp, "{dependencies[0]}", "{outputs[0]}"]}\n'
            '  all: {dependencies: ["@copy"], outputs: [all.txt], sh: "ls in | wc -l > all.txt"}\n'
        )

    def runs(self):
        return self.size, 2

    def edit(self, folder, turn):
        put(folder, self.source(turn), f"edited {turn}\n")


class Deep(Graph):
    """A chain of N tasks; the edit touches the last link, for what reaches them all runs them all."""

    def sources(self):
        yield "first.txt", "first\n"
        yield "last.txt", "last\n"

    def link(self, n):
        return f"out/d{n // 100}/{n}.out"

    def edges(self):
        for n in range(self.size):
            ins = [self.link(n - 1) if n else "first.txt"] + (["last.txt"] if n == self.size - 1 else [])
            yield self.link(n), ins, [], "cp $in $out" if len(ins) == 1 else "cp last.txt $out"

    def project(self):
        text = ["project: deep\nuses: []\ndefault: all\n", f"targets: {{all: {{outputs: [{self.link(self.size - 1)}]}}}}\n", "tasks:\n"]
        for n, (out, ins, _, _) in enumerate(self.edges()):
            text.append(f"  t{n}: {{dependencies: [{', '.join(ins)}], outputs: [{out}], command: [cp, {ins[-1]}, {out}]}}\n")
        return "".join(text)

    def edit(self, folder, turn):
        put(folder, "last.txt", f"edited {turn}\n")


class Headers(Graph):
    """N C files, of which each includes ten of the shared headers, found by the compiler's notes."""

    depfiles = True

    def headers(self, n):
        count = max(10, self.size // 100)
        return [f"h/{(n * 7 + k * k * 13 + k) % count}.h" for k in range(10)]

    def source(self, n):
        return f"src/d{n // 100}/{n}.c"

    def sources(self):
        for n in range(max(10, self.size // 100)):
            yield f"h/{n}.h", f"#ifndef H{n}\n#define H{n} {n}\n#endif\n"
        for n in range(self.size):
            yield self.source(n), self.code(n, 0)

    def code(self, n, extra):
        return "".join(f'#include "{h}"\n' for h in self.headers(n)) + f"int f{n}(int x) {{ return x + {extra}; }}\n"

    def edges(self):
        for n in range(self.size):
            c = self.source(n)
            yield c[:-2] + ".o", [c], list(dict.fromkeys(self.headers(n))), "gcc -I. -MMD -MF $out.d -c $in -o $out"

    def project(self):
        return (
            "project: headers\nuses: []\ndefault: all\n"
            'targets: {all: {outputs: ["@object"]}}\n'
            "tasks:\n"
            '  object: {foreach: "src/**/*.c", outputs: ["{dir}{stem}.o"], depfile: {path: "{dir}{stem}.o.d", format: make},'
            ' command: [gcc, -I., -MMD, -MF, "{dir}{stem}.o.d", -c, "{dependencies[0]}", -o, "{outputs[0]}"]}\n'
        )

    def edit(self, folder, turn):
        put(folder, self.source(turn), self.code(turn, turn + 1))


class Copies(Benchmark):
    """N files, each copied by a task of its own: what the tool itself costs per task."""

    def source(self, n):
        return f"in/d{n // 100}/{n}.txt"

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
        put(folder, self.source(turn), f"edited {turn}\n")

    def edit_all(self, folder):
        for n in range(self.size):
            put(folder, self.source(n), f"this was file {n}\n")

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

    def peers(self):
        return [Latexmk()]

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


KINDS = {"tasks": Copies, "c": Programs, "latex": Papers, "wide": Wide, "deep": Deep, "headers": Headers}


class CpCtrl:
    name = "cpCtrl"

    def __init__(self, root, home):
        self.root, self.home = root, home
        self.command = [os.path.join(root, "scripts", "cpCtrl"), "--home", home]

    def build(self, folder, due):
        took, done = timed([*self.command, "-C", folder, "--json", "build", "-j", str(JOBS)])
        report = json.loads(done.stdout)
        tasks = report["tasks"]
        if due is not None and tasks["run"] + tasks["restored"] != due:
            rest = {key: value for key, value in report.items() if key != "runs"}
            raise SystemExit(f"cpCtrl: {due} runs were due, this was done: {rest}, {report['runs'][:3]}")
        return took, sum(run["rule"].startswith("latex.document") for run in report["runs"])

    def describe(self, graph, folder):
        if not graph.planted():
            return
        self.down()
        for suffix in ("", "-wal", "-shm"):
            if os.path.exists(os.path.join(self.home, "majordomo.db" + suffix)):
                os.remove(os.path.join(self.home, "majordomo.db" + suffix))
        maven = [os.path.join(self.root, "mvnw"), "-q", "-o", "-f", self.root, "-Pfast", "-pl", "majordomo", "-am", "test-compile"]
        jars = os.path.join(self.root, "cli", "target", "app")
        classes = os.path.join(self.root, "majordomo", "target", "test-classes")
        path = os.pathsep.join([classes] + [os.path.join(jars, jar) for jar in os.listdir(jars) if jar.endswith(".jar")])
        java = os.path.join(os.environ["JAVA_HOME"], "bin", "java")
        timed(maven)
        timed([java, "-cp", path, "org.computepods.majordomo.core.PlantedBuild", folder, os.path.join(self.home, "majordomo.db")])

    def restart(self, folder):
        """Seconds from nothing running to the end of a build with nothing to do."""
        self.down()
        return self.build(folder, 0)[0]

    def at_rest(self):
        """Waits until they take no processor time worth mentioning."""
        for _ in range(20):
            before = self.processor_seconds()
            time.sleep(RESTING_S)
            if self.processor_seconds() - before < 0.02 * RESTING_S:
                return

    def resident(self):
        """MiB of all its processes, at rest."""
        self.at_rest()
        with open(os.path.join(self.home, "federation.json"), encoding="utf-8") as file:
            pids = json.load(file)["pids"].values()
        total = 0
        for pid in set(pids):
            with open(f"/proc/{pid}/status", encoding="utf-8") as status:
                total += int(re.search(r"VmRSS:\s+(\d+)", status.read()).group(1))
        return total / 1024

    def processor_seconds(self):
        """Of all its processes since they began: what a loaded machine does not blur."""
        with open(os.path.join(self.home, "federation.json"), encoding="utf-8") as file:
            pids = json.load(file)["pids"].values()
        ticks = 0
        for pid in set(pids):
            with open(f"/proc/{pid}/stat", encoding="utf-8") as stat:
                ticks += sum(int(word) for word in stat.read().rsplit(")", 1)[1].split()[11:13])
        return ticks / os.sysconf("SC_CLK_TCK")

    def up(self):
        return timed([*self.command, "up"])[0]

    def down(self):
        subprocess.run([*self.command, "down"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


class Ninja:
    name = "ninja"

    def build(self, folder, due):
        took, done = timed(["ninja", "-C", folder, "-j", str(JOBS)])
        if (b"no work to do" in done.stdout) != (due == 0):
            raise SystemExit("ninja did not do what was due:\n" + done.stdout.decode()[-1000:])
        return took, 0

    def describe(self, graph, folder):
        """A rule for each command, as generators write them; in large graphs the logs of a full build."""
        rules, lines, hashes, deps = {}, [], [], []
        for out, ins, found, command in graph.edges():
            rule = rules.setdefault(command, f"r{len(rules)}")
            lines.append(f"build {out}: {rule} {' '.join(ins)}\n")
            if graph.planted():
                hashes.append((out, command.replace("$in", " ".join(ins)).replace("$out", out)))
                deps.append((out, ins + found))
        notes = "  depfile = $out.d\n  deps = gcc\n" if graph.depfiles else ""
        with open(os.path.join(folder, "build.ninja"), "w", encoding="utf-8") as text:
            for command, rule in rules.items():
                text.write(f"rule {rule}\n  command = {command}\n{notes}")
            text.writelines(lines)
        if graph.planted():
            self.plant(folder, hashes, deps if graph.depfiles else [])

    def plant(self, folder, hashes, deps):
        now = time.time_ns()
        with open(os.path.join(folder, ".ninja_log"), "w", encoding="utf-8") as log:
            log.write("# ninja log v5\n")
            log.writelines(f"0\t1\t{now}\t{out}\t{murmur(command.encode()):x}\n" for out, command in hashes)
        if not deps:
            return
        ids = {}
        with open(os.path.join(folder, ".ninja_deps"), "wb") as log:
            log.write(b"# ninjadeps\n" + struct.pack("<i", 4))
            for out, ins in deps:
                for name in (out, *ins):
                    if name not in ids:
                        padded = name.encode() + b"\0" * (-len(name.encode()) % 4)
                        log.write(struct.pack("<I", len(padded) + 4) + padded + struct.pack("<I", ~len(ids) & 0xFFFFFFFF))
                        ids[name] = len(ids)
                body = struct.pack("<iII", ids[out], now & 0xFFFFFFFF, now >> 32) + b"".join(struct.pack("<i", ids[name]) for name in ins)
                log.write(struct.pack("<I", len(body) | 0x80000000) + body)


def murmur(text):
    """MurmurHash64A (Appleby) with ninja's seed: how its log names a command."""
    mask, m, seed = (1 << 64) - 1, 0xC6A4A7935BD1E995, 0xDECAFBADDECAFBAD
    h = seed ^ (len(text) * m & mask)
    whole = len(text) & ~7
    for (k,) in struct.iter_unpack("<Q", text[:whole]):
        k = k * m & mask
        k = (k ^ (k >> 47)) * m & mask
        h = (h ^ k) * m & mask
    if len(text) > whole:
        h = (h ^ int.from_bytes(text[whole:], "little")) * m & mask
    h = (h ^ (h >> 47)) * m & mask
    return h ^ (h >> 47)


class Make:
    name = "make"

    def build(self, folder, due):
        took, done = timed(["make", "-C", folder, "-j", str(JOBS)])
        if (b"Nothing to be done" in done.stdout or b"up to date" in done.stdout) != (due == 0):
            raise SystemExit("make did not do what was due:\n" + done.stdout.decode()[-1000:])
        return took, 0

    def describe(self, graph, folder):
        edges = list(graph.edges())
        for out, _, _, _ in edges:
            os.makedirs(os.path.dirname(os.path.join(folder, out)), exist_ok=True)
        with open(os.path.join(folder, "Makefile"), "w", encoding="utf-8") as text:
            needed = {name for _, ins, _, _ in edges for name in ins}
            text.write("all: " + " ".join(out for out, _, _, _ in edges if out not in needed) + "\n")
            for out, ins, _, command in edges:
                words = command.replace("$in", "$<").replace("$out", "$@")
                text.write(f"{out}: {' '.join(ins)}\n\t{words}\n")
            if graph.depfiles:
                text.writelines(f"-include {out}.d\n" for out, _, _, _ in edges)


class Tup:
    name = "tup"

    def build(self, folder, due):
        if not os.path.exists(os.path.join(folder, ".tup")):
            timed(["tup", "init"], folder)
        took, done = timed(["tup", f"-j{JOBS}"], folder)
        if (b"No commands to execute" in done.stdout) != (due == 0):
            raise SystemExit("tup did not do what was due:\n" + done.stdout.decode()[-1000:])
        time.sleep(1.1)  # it tells files apart by whole seconds
        return took, 0

    def describe(self, graph, folder):
        with open(os.path.join(folder, "Tupfile"), "w", encoding="utf-8") as text:
            for out, ins, _, command in graph.edges():
                extra = f" | {out}.d" if graph.depfiles else ""
                words = command.replace("$in", "%f").replace("$out", out)
                text.write(f": {' '.join(ins)} |> {words} |> {out}{extra}\n")


class Latexmk:
    name = "latexmk"

    def build(self, folder, due):
        took, done = timed(["latexmk", "-pdf", "-cd", "-interaction=nonstopmode", os.path.join(folder, "paper.tex")])
        return took, len(re.findall(rb"^Run number \d+ of rule 'pdflatex'", done.stdout + done.stderr, re.MULTILINE))


def timed(command, folder=None):
    begin = time.perf_counter()
    done = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    took = time.perf_counter() - begin
    if done.returncode != 0:
        how = signal.Signals(-done.returncode).name if done.returncode < 0 else done.returncode
        raise SystemExit(f"{' '.join(command)} ended with {how}\n{(done.stderr or done.stdout).decode()[-4000:]}")
    return took, done


folders_made = set()


def put(folder, name, text):
    path = os.path.join(folder, name)
    parent = os.path.dirname(path)
    if parent not in folders_made:
        os.makedirs(parent, exist_ok=True)
        folders_made.add(parent)
    with open(path, "w", encoding="utf-8") as out:
        out.write(text)


def read(folder, name):
    with open(os.path.join(folder, name), encoding="utf-8") as text:
        return text.read()


def run(benchmark, tools, scratch):
    """The rounds of one benchmark: for each tool and kind of build, pairs of seconds and engine runs. Large graphs are one
    tree for all tools: half of the time would go into writing and removing files. Each figure is printed as it is known."""
    planted = isinstance(benchmark, Graph) and benchmark.planted()
    folders = {tool.name: os.path.join(scratch, f"{benchmark.name}-{'all' if planted else tool.name}") for tool in tools}
    print(f"\n{benchmark.name}: seconds, median of {ROUNDS} (full, again: one), -j{JOBS}", flush=True)
    begin = time.perf_counter()
    for tool in tools:
        if not planted or tool is tools[0]:
            benchmark.write(folders[tool.name])
        if isinstance(benchmark, Graph):
            benchmark.write_for(tool, folders[tool.name], tool is tools[0])
    print(f"  (written in {time.perf_counter() - begin:.0f} s)", flush=True)
    full, after_edit = benchmark.runs()
    rounds, broken = {}, []
    warm = type(benchmark).edit_all is not Benchmark.edit_all  # "full" pays for a federation that has just begun, "again" does not
    for kind, times in (("full", 1), ("again", 1 if warm else 0), ("noop", ROUNDS), ("edit", ROUNDS)):
        if times == 0:
            continue
        rounds[kind] = {tool.name: [] for tool in tools}
        for turn in range(times):
            for tool in tools:
                if kind == "edit":
                    benchmark.edit(folders[tool.name], turn)
                if kind == "again":
                    benchmark.edit_all(folders[tool.name])
                due = {"full": 0 if planted else full, "again": full, "noop": 0, "edit": after_edit}[kind]
                try:
                    rounds[kind][tool.name].append(tool.build(folders[tool.name], due))
                except SystemExit as failure:
                    if tool is tools[0]:
                        raise
                    broken.append(tool)
                    print(f"  ({tool.name} is left out from here on: {str(failure).splitlines()[0]})", flush=True)
            tools = [tool for tool in tools if tool not in broken]
            if kind in ("full", "again"):
                for folder in set(folders.values()):
                    benchmark.check(folder)
        line(kind, rounds[kind])
        if kind == "full" and planted:
            slow = [tool.name for tool in tools[1:] if rounds[kind][tool.name][0][0] > BEARABLE_S]
            tools = [tool for tool in tools if tool.name not in slow]
            print("".join(f"  ({name} is left out from here on: nobody waits {ROUNDS * 2} times for that)\n" for name in slow), end="", flush=True)
    for folder in set(folders.values()):
        benchmark.check(folder)
    if planted:
        print("  (full: of what a full build would have left; nothing was run)", flush=True)
    return rounds


def line(kind, of_tools):
    medians = {tool: (statistics.median(took for took, _ in took), statistics.median(runs for _, runs in took)) for tool, took in of_tools.items() if took}
    own, engine = medians["cpCtrl"]
    text = f"  {kind:6} cpCtrl {own:9.3f}"
    for tool, (seconds, runs) in medians.items():
        if tool != "cpCtrl":
            text += f"   {tool} {seconds:9.3f}, ratio {own / seconds:.3f}" + (f", engine runs {engine:g} : {runs:g}" if engine or runs else "")
    print(f"{text}   (load {os.getloadavg()[0]:.1f})", flush=True)


def decisions(root, size):
    """The core alone, by JMH: one change in a graph of that many tasks that stands, until its job goes out."""
    jmh = os.path.join(root, "target", "jmh")
    app = os.path.join(root, "cli", "target", "app")
    maven, source = os.path.join(root, "mvnw"), os.path.join(root, "majordomo", "src", "jmh")
    timed([maven, "-q", "-o", "-f", root, "-Pfast", "-pl", "majordomo", "-am", "test-compile"])
    timed([maven, "-q", "-f", os.path.join(source, "pom.xml"), "dependency:copy-dependencies", f"-DoutputDirectory={jmh}/lib"])
    jars = [os.path.join(folder, jar) for folder in (app, jmh + "/lib") for jar in os.listdir(folder) if jar.endswith(".jar")]
    modules = [os.path.join(root, module, "target", "classes") for module in ("rules", "chef-sdk", "majordomo")]
    path = os.pathsep.join([jmh + "/classes", *modules, os.path.join(root, "majordomo", "target", "test-classes"), *jars])
    sources = [os.path.join(at, name) for at, _, names in os.walk(source) for name in names if name.endswith(".java")]
    os.makedirs(jmh + "/classes", exist_ok=True)
    tool = os.path.join(os.environ["JAVA_HOME"], "bin")
    timed([f"{tool}/javac", "-nowarn", "--release", "25", "-proc:full", "-processorpath", path, "-cp", path, "-d", jmh + "/classes", *sources])
    options = ["-f", "1", "-wi", "2", "-w", "2", "-i", "3", "-r", "3", "-p", f"size={size}", "-jvmArgs", "-XX:+UseSerialGC -Xmx4g"]
    subprocess.run([f"{tool}/java", "-cp", path, "org.openjdk.jmh.Main", "DecisionBenchmark", *options], check=True)


def main(root, names):
    for name in [name for name in names if re.fullmatch(r"decision-\d+", name)]:
        decisions(root, int(name.partition("-")[2]))
    names = [name for name in names if not name.startswith("decision-")]
    if not names:
        return
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
            rounds = run(benchmark, [ours, *benchmark.peers()], scratch)
            size = {}
            if isinstance(benchmark, Graph):
                folder = next(name for name in (f"{benchmark.name}-all", f"{benchmark.name}-cpCtrl") if os.path.isdir(os.path.join(scratch, name)))
                size["MiB"] = ours.resident()
                size["processor seconds until then"] = ours.processor_seconds()
                size["restart"] = ours.restart(os.path.join(scratch, folder))
                size["MiB after restart"] = ours.resident()
                size["processor seconds of the restart"] = ours.processor_seconds()
                print("  the federation: " + ", ".join(f"{what} {value:.1f}" for what, value in size.items()), flush=True)
            with open(os.path.join(results, benchmark.name + ".json"), "w", encoding="utf-8") as out:
                machine = {"platform": platform.platform(), "cores": JOBS, "time": time.time()}
                json.dump({"benchmark": benchmark.name, "machine": machine, "secondsAndEngineRuns": rounds, "federation": size}, out, indent=1)
    finally:
        ours.down()
        shutil.rmtree(scratch, ignore_errors=True)


main(sys.argv[1], sys.argv[2:])
