"""The benchmark behind `scripts/bench programs`: C programs that others wrote, built by cpCtrl and by their own make.

Their sources are Debian's. Each is unpacked twice into fresh folders; one is built by its own Makefile, the other by the
project in `programs/`, with the same flags, against a federation that is up already. All objects must come out the same
(without what tells of the folder they were compiled in). Then a header is edited, and what is compiled again must be just
what the compiler itself names as its includers.
"""

import collections
import filecmp
import glob
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

ROUNDS = 3
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


def measure(name, program, root, scratch, archive):
    cp_ctrl = os.path.join(root, "scripts", "cpCtrl")
    peer, own = f"{scratch}/{name}-make", f"{scratch}/{name}"
    home = f"{scratch}/home"
    times = {"make": [], "own": []}
    for turn in range(ROUNDS):
        for folder in (peer, own):
            shutil.rmtree(folder, ignore_errors=True)
            unpack(archive, folder)
        times["make"].append(timed([*program.make, f"-j{JOBS}"], peer)[0])
        shutil.copy(os.path.join(root, "scripts", "lib", "programs", name + ".yaml"), own + "/computepods.yaml")
        if os.path.exists(peer + "/src/release.h"):
            shutil.copy(peer + "/src/release.h", own + "/src/release.txt")
        times["own"].append(timed([cp_ctrl, "--home", home, "build", "--fresh", f"-j{JOBS}"], own)[0])
        print(f"  {name:6} round {turn + 1}: cpCtrl {times['own'][-1]:.2f} s, make {times['make'][-1]:.2f} s   (load {os.getloadavg()[0]:.1f})", flush=True)
    count, differ = differing(program, peer, own, scratch)
    for command in program.try_out:
        timed(command, own)
    due = includers(program, own)
    for folder in (peer, own):
        with open(os.path.join(folder, program.header), "a", encoding="utf-8") as out:
            out.write("\n/* edited */\n")
    took, _ = timed([*program.make, f"-j{JOBS}"], peer)
    edit, told = timed([cp_ctrl, "--home", home, "--json", "build", f"-j{JOBS}"], own)
    ran = {re.search(r"\[(.*)\]", run["task"]).group(1) for run in json.loads(told)["runs"] if "[" in run["task"]}
    noop, _ = timed([cp_ctrl, "--home", home, "build"], own)
    noop_make, _ = timed([*program.make, f"-j{JOBS}"], peer)
    lines = sum(len(open(path, "rb").read().splitlines()) for ending in "ch" for path in glob.glob(f"{own}/**/*.{ending}", recursive=True))
    best = min(times["own"]), min(times["make"])
    return {
        "program": name, "lines": lines, "objects": count, "differ": differ, "full": best, "ratio": best[0] / best[1], "edit": (edit, took),
        "noop": (noop, noop_make), "includers": len(due), "compiled": len(ran), "wrong": sorted(due ^ ran),
    }


def main(root, names):
    where = os.path.join(root, "target", "bench")
    os.makedirs(where, exist_ok=True)
    scratch = tempfile.mkdtemp(prefix="computepods-programs-")
    results = []
    subprocess.run([os.path.join(root, "scripts", "cpCtrl"), "--home", f"{scratch}/home", "up"], check=True, stdout=subprocess.DEVNULL)
    try:
        for name in names or PROGRAMS:
            archive = source(PROGRAMS[name].package, where + "/sources")
            results.append(measure(name, PROGRAMS[name], root, scratch, archive))
    finally:
        subprocess.run([os.path.join(root, "scripts", "cpCtrl"), "--home", f"{scratch}/home", "down"], stdout=subprocess.DEVNULL)
        shutil.rmtree(scratch, ignore_errors=True)
    print(f"\n{'program':8}{'lines':>9}{'objects':>9}{'differ':>7}   full (ratio)            header edit        nothing to do   includers, compiled")
    for told in results:
        own, peer = told["full"]
        print(
            f"{told['program']:8}{told['lines']:9}{told['objects']:9}{len(told['differ']):7}   {own:6.2f} : {peer:6.2f} ({told['ratio']:.3f})"
            f"   {told['edit'][0]:6.2f} : {told['edit'][1]:6.2f}   {told['noop'][0]:5.2f} : {told['noop'][1]:5.2f}   {told['includers']}, {told['compiled']}"
            + (f"  WRONG: {' '.join(told['wrong'])}" if told["wrong"] else "")
        )
    with open(os.path.join(where, "programs.json"), "w", encoding="utf-8") as out:
        json.dump(results, out, indent=1)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
