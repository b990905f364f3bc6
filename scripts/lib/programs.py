"""The benchmark behind `scripts/bench programs`: C programs that others wrote, built by cpCtrl and by their own make.

Their sources are Debian's. Each is unpacked twice into fresh folders; one is built by its own Makefile, the other by the
project in `programs/`, with the same flags: first by a federation that has just come up and built nothing (cold), then, after
a clean, by the same one once more (warm), which is what somebody meets who works. All objects must come out the same
(without what tells of the folder they were compiled in). Then a header is edited, and what is compiled again must be just
what the compiler itself names as its includers.
"""

import collections
import filecmp
import glob
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time

ROUNDS = int(os.environ.get("ROUNDS", "3"))
JOBS = 2

Program = collections.namedtuple("Program", "package make objects header sources flags try_out")
PROGRAMS = {
    "lua": Program(
        "lua5.4", ["make", "-C", "src", "linux"], [("src", "build")], "src/lgc.h", ["src/*.c"], ["-std=gnu99", "-DLUA_USE_LINUX"], [["build/lua", "-v"]]
    ),
    "zstd": Program(
        "libzstd",
        ["make", "-C", "programs", "zstd", "HAVE_ZLIB=0", "HAVE_LZMA=0", "HAVE_LZ4=0"],
        [("programs/obj/conf_*", "obj")],
        "lib/common/bitstream.h",
        ["lib/common/*.c", "lib/compress/*.c", "lib/decompress/*.[cS]", "lib/dictBuilder/*.c", "lib/legacy/zstd_v0[567].c", "programs/*.c"],
        ["-DZSTD_LEGACY_SUPPORT=5", "-DZSTD_MULTITHREAD"],
        [["bin/zstd", "-q", "-f", "lib/README.md", "-o", "obj/try.zst"], ["bin/zstd", "-q", "-t", "obj/try.zst"]],
    ),
    "redis": Program(
        "redis",
        ["make", "MALLOC=libc"],
        [("src", "obj"), ("deps/lua/src", "obj/lua"), ("deps/hiredis", "obj/hiredis"), ("deps/linenoise", "obj/linenoise")],
        "src/cluster.h",
        ["src/*.c", "deps/hiredis/*.c", "deps/linenoise/linenoise.c", "deps/lua/src/*.c", "deps/hdr_histogram/hdr_histogram.c"],
        ["-std=c11", "-Ideps/hiredis", "-Ideps/linenoise", "-Ideps/lua/src", "-Ideps/hdr_histogram"],
        [["bin/redis-server", "--version"], ["bin/redis-cli", "--version"]],
    ),
}


def source(package, folder):
    """The package's own source, unpacked anew; the archive is fetched once."""
    os.makedirs(folder + "/lists", exist_ok=True)
    found = [path for path in glob.glob(f"{folder}/{package}_*.orig.tar.*") if not path.endswith(".asc")]
    if not found:
        with open(folder + "/sources.list", "w", encoding="utf-8") as out:
            name = re.search(r"VERSION_CODENAME=(\S+)", open("/etc/os-release", encoding="utf-8").read()).group(1)
            out.write(f"deb-src http://deb.debian.org/debian {name} main\n")
        apt = ["apt-get", "-qq", "-o", f"Dir::Etc::sourcelist={folder}/sources.list", "-o", "Dir::Etc::sourceparts=/dev/null"]
        apt += ["-o", f"Dir::State::lists={folder}/lists", "-o", "APT::Sandbox::User=root"]
        if not os.listdir(folder + "/lists"):
            subprocess.run([*apt, "update"], check=True)
        subprocess.run([*apt, "source", "--download-only", package], cwd=folder, check=True)
        found = [path for path in glob.glob(f"{folder}/{package}_*.orig.tar.*") if not path.endswith(".asc")]
    return found[0]


def unpack(archive, into):
    os.makedirs(into)
    subprocess.run(["tar", "xf", archive, "--strip-components=1", "-C", into], check=True)


def timed(command, folder):
    begin = time.perf_counter()
    done = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    took = time.perf_counter() - begin
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}\n{(done.stderr or done.stdout).decode()[-3000:]}")
    return took, done.stdout.decode()


def differing(program, peer, own, scratch):
    """How many objects both have, and which of them differ."""
    count, differ = 0, []
    for peers, owns in program.objects:
        for path in glob.glob(f"{peer}/{peers}/*.o"):
            twin = f"{own}/{owns}/{os.path.basename(path)}"
            if os.path.exists(twin):
                count += 1
                for name, at in (("one", path), ("other", twin)):
                    subprocess.run(["strip", "-g", "-R", ".comment", "-o", f"{scratch}/{name}.o", at], check=True)
                if not filecmp.cmp(f"{scratch}/one.o", f"{scratch}/other.o", shallow=False):
                    differ.append(os.path.basename(path))
    return count, differ


def includers(program, folder):
    """The sources that include the header, as the compiler says."""
    found = set()
    for pattern in program.sources:
        for path in glob.glob(os.path.join(folder, pattern)):
            name = os.path.relpath(path, folder)
            told = subprocess.run(["gcc", "-MM", *program.flags, name], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout
            if program.header in (os.path.normpath(word) for word in told.replace("\\\n", " ").split()):
                found.add(name)
    return found


class Federation:
    """Ours, with a home of its own."""

    def __init__(self, root, home):
        self.command = [os.path.join(root, "scripts", "cpCtrl"), "--home", home]
        self.home = home

    def up(self):
        return timed([*self.command, "up"], self.command[0].rsplit("/", 1)[0])[0]

    def down(self):
        subprocess.run([*self.command, "down"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)

    def build(self, folder):
        """Seconds it took, and processor seconds of the tools and of the federation itself."""
        tools, own = self.processor()
        took, _ = timed([*self.command, "build", "--fresh", f"-j{JOBS}"], folder)
        tools_then, own_then = self.processor()
        return Full(took, tools_then - tools, own_then - own)

    def processor(self):
        """Processor seconds until now: of the tools, which are children that have ended, and of the federation itself."""
        with open(os.path.join(self.home, "federation.json"), encoding="utf-8") as file:
            pids = set(json.load(file)["pids"].values())
        tools = own = 0
        for pid in pids:
            with open(f"/proc/{pid}/stat", encoding="utf-8") as stat:
                words = stat.read().rsplit(")", 1)[1].split()
            own += int(words[11]) + int(words[12])
            tools += int(words[13]) + int(words[14])
        ticks = os.sysconf("SC_CLK_TCK")
        return tools / ticks, own / ticks


Full = collections.namedtuple("Full", "took tools own")


def made(program, folder):
    """A full build by make: seconds, and processor seconds of it and of its tools."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    took, _ = timed([*program.make, f"-j{JOBS}"], folder)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Full(took, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 0)


def measure(name, program, root, scratch, archive):
    peer, own = f"{scratch}/{name}-make", f"{scratch}/{name}"
    times = {"make": [], "cold": [], "warm": []}
    for turn in range(ROUNDS):
        federation = Federation(root, f"{scratch}/home-{name}-{turn}")
        try:
            for folder in (peer, own):
                shutil.rmtree(folder, ignore_errors=True)
                unpack(archive, folder)
            times["make"].append(made(program, peer))
            shutil.copy(os.path.join(root, "scripts", "lib", "programs", name + ".yaml"), own + "/computepods.yaml")
            if os.path.exists(peer + "/src/release.h"):
                shutil.copy(peer + "/src/release.h", own + "/src/release.txt")
            federation.up()
            times["cold"].append(federation.build(own))
            timed([*federation.command, "clean"], own)
            times["warm"].append(federation.build(own))
            cold, warm, make = (times[kind][-1] for kind in ("cold", "warm", "make"))
            print(
                f"  {name:6} round {turn + 1}: cold {cold.took:.2f} s (tools {cold.tools:.1f}, ours {cold.own:.1f}), warm {warm.took:.2f} s"
                f" ({warm.tools:.1f}, {warm.own:.1f}), make {make.took:.2f} s ({make.tools:.1f})   (load {os.getloadavg()[0]:.1f})",
                flush=True,
            )
            if turn == ROUNDS - 1:
                return compare(name, program, federation, scratch, times)
        finally:
            federation.down()


def compare(name, program, federation, scratch, times):
    """What both have made, and what an edited header makes them do."""
    peer, own = f"{scratch}/{name}-make", f"{scratch}/{name}"
    count, differ = differing(program, peer, own, scratch)
    for command in program.try_out:
        timed(command, own)
    due = includers(program, own)
    for folder in (peer, own):
        with open(os.path.join(folder, program.header), "a", encoding="utf-8") as out:
            out.write("\n/* edited */\n")
    took, _ = timed([*program.make, f"-j{JOBS}"], peer)
    edit, told = timed([*federation.command, "--json", "build", f"-j{JOBS}"], own)
    ran = {re.search(r"\[(.*)\]", run["task"]).group(1) for run in json.loads(told)["runs"] if "[" in run["task"]}
    noop, _ = timed([*federation.command, "build"], own)
    noop_make, _ = timed([*program.make, f"-j{JOBS}"], peer)
    lines = sum(len(open(path, "rb").read().splitlines()) for ending in "ch" for path in glob.glob(f"{own}/**/*.{ending}", recursive=True))
    best = {kind: min(full.took for full in times[kind]) for kind in times}
    return {
        "program": name, "lines": lines, "objects": count, "differ": differ, "times": times, "best": best,
        "cold": best["cold"] / best["make"], "warm": best["warm"] / best["make"], "edit": (edit, took),
        "noop": (noop, noop_make), "includers": len(due), "compiled": len(ran), "wrong": sorted(due ^ ran),
    }


def killed(number, _):
    """Takes down what was started, and is not disturbed in that."""
    for each in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)
    sys.exit(128 + number)


def main(root, names):
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, killed)
    where = os.path.join(root, "target", "bench")
    os.makedirs(where, exist_ok=True)
    scratch = tempfile.mkdtemp(prefix="computepods-programs-")
    results = []
    try:
        for name in names or PROGRAMS:
            archive = source(PROGRAMS[name].package, where + "/sources")
            results.append(measure(name, PROGRAMS[name], root, scratch, archive))
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    print(f"\n{'program':8}{'lines':>9}{'objects':>9}{'differ':>7}   full: cold, warm : make (ratios)            header edit        nothing to do   includers, compiled")
    for told in results:
        best = told["best"]
        print(
            f"{told['program']:8}{told['lines']:9}{told['objects']:9}{len(told['differ']):7}   {best['cold']:6.2f}, {best['warm']:6.2f} : {best['make']:6.2f}"
            f" ({told['cold']:.3f}, {told['warm']:.3f})   {told['edit'][0]:6.2f} : {told['edit'][1]:6.2f}   {told['noop'][0]:5.2f} : {told['noop'][1]:5.2f}"
            f"   {told['includers']}, {told['compiled']}" + (f"  WRONG: {' '.join(told['wrong'])}" if told["wrong"] else "")
        )
    with open(os.path.join(where, "programs.json"), "w", encoding="utf-8") as out:
        json.dump(results, out, indent=1)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
