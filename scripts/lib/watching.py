"""The watcher beside Watchman: `scripts/bench watch-100000`, on a tree of that many files in a twentieth as many folders.

Each is started several times, in turns: from the command until it can say that it knows the whole tree. Ours from nothing,
when it reads and hashes every file, and with what an earlier run kept; Watchman, which never hashes, always lists the
tree. Then, while each watches: its memory, its processor time in rest, and how long after a save its message comes. That
of ours is a FileChanged on the stream of a plain nats-server, that of Watchman one of a subscription; both wait 20 ms for
a file to settle.
"""

import json
import os
import random
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time

STARTS = 5
SAVES = 250
REST_S = 20
SETTLE_S = 0.020


class Nats:
    """As much of NATS' protocol as it takes to listen and to ask."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = b""
        self.line()
        self.send('CONNECT {"verbose":false,"pedantic":false,"headers":false,"no_responders":false}\r\n')
        self.sids = 0

    def send(self, text):
        self.socket.sendall(text.encode() if isinstance(text, str) else text)

    def more(self):
        data = self.socket.recv(1 << 16)
        if not data:
            raise EOFError("NATS has gone")
        self.buffer += data

    def line(self):
        while b"\r\n" not in self.buffer:
            self.more()
        line, self.buffer = self.buffer.split(b"\r\n", 1)
        return line.decode()

    def subscribe(self, subject):
        self.sids += 1
        self.send(f"SUB {subject} {self.sids}\r\n")

    def publish(self, subject, value, reply=""):
        body = json.dumps(value).encode()
        self.send(f"PUB {subject} {reply} {len(body)}\r\n".encode() + body + b"\r\n")

    def next(self):
        """(subject, value) of the next message."""
        while True:
            line = self.line()
            if line == "PING":
                self.send("PONG\r\n")
            elif line.startswith("MSG "):
                words = line.split()
                size = int(words[-1])
                while len(self.buffer) < size + 2:
                    self.more()
                body, self.buffer = self.buffer[:size], self.buffer[size + 2 :]
                return words[1], json.loads(body)
            elif line.startswith("-ERR"):
                raise RuntimeError(line)

    def ask(self, subject, value):
        inbox = f"_INBOX.bench.{random.getrandbits(60)}"
        self.subscribe(inbox)
        self.publish(subject, value, inbox)
        while True:
            said, answer = self.next()
            if said == inbox:
                return answer


class Ours:
    name = "cpCtrl fswatcher"

    def __init__(self, root, tree, scratch):
        self.root, self.tree, self.scratch = root, tree, scratch
        self.home = os.path.join(scratch, "home")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        store = os.path.join(scratch, "nats")
        self.server = subprocess.Popen(
            ["nats-server", "-js", "-sd", store, "-a", "127.0.0.1", "-p", str(self.port)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.process = None
        deadline = time.time() + 10
        while True:
            try:
                self.nats = Nats(self.port)
                break
            except OSError:
                if time.time() > deadline:
                    raise
                time.sleep(0.05)
        stream = {"name": "CP_local_FILES", "subjects": ["cp.local.file.changed.*"], "storage": "file", "max_bytes": 1 << 28}
        made = self.nats.ask("$JS.API.STREAM.CREATE.CP_local_FILES", stream)
        if "error" in made:
            raise RuntimeError(made)

    def start(self, cold):
        """Seconds until it knows the tree."""
        if cold:
            shutil.rmtree(self.home, ignore_errors=True)
        began = time.perf_counter()
        self.process = subprocess.Popen(
            [f"{self.root}/scripts/cpCtrl", "--home", self.home, "fswatcher"]
            + ["--workspace", self.tree, "--nats", f"nats://127.0.0.1:{self.port}"],
            stdout=subprocess.PIPE,
            text=True,
        )
        for line in self.process.stdout:
            if line.startswith("watching /"):
                took = time.perf_counter() - began
                if not line.rstrip().endswith(f" {self.files} files"):
                    raise RuntimeError(line)
                return took
        raise RuntimeError("it ended")

    def stop(self):
        if self.process:
            self.process.terminate()
            self.process.wait(60)
            self.process = None

    def pid(self):
        return self.process.pid

    def listen(self):
        self.nats.ask("cp.local.file.sync.local", {"v": 1, "workspace": self.tree, "confirm": []})
        self.nats.subscribe("cp.local.file.changed.local")

    def heard(self, path):
        while True:
            subject, said = self.nats.next()
            if said.get("path") == path:
                return time.perf_counter()

    def close(self):
        self.stop()
        self.server.terminate()
        self.server.wait(20)


class Watchman:
    name = "watchman"

    def __init__(self, root, tree, scratch):
        self.tree = tree
        folder = os.path.join(scratch, "watchman")
        os.makedirs(folder, mode=0o700)
        self.options = ["-U", f"{folder}/sock", "-o", f"{folder}/log", f"--pidfile={folder}/pid", "-n", f"--statefile={folder}/state"]
        self.sock = f"{folder}/sock"
        self.process = None

    def start(self, cold):
        began = time.perf_counter()
        self.process = subprocess.Popen(
            ["watchman", *self.options, "--foreground"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        while True:
            try:
                self.socket = socket.socket(socket.AF_UNIX)
                self.socket.connect(self.sock)
                break
            except OSError:
                self.socket.close()
                time.sleep(0.002)
        self.lines = self.socket.makefile("rb")
        self.ask(["watch", self.tree])
        counted = self.ask(["query", self.tree, {"suffix": ["none"], "fields": ["name"]}])
        took = time.perf_counter() - began
        if "files" not in counted:
            raise RuntimeError(counted)
        return took

    def ask(self, command):
        self.socket.sendall(json.dumps(command).encode() + b"\n")
        while True:
            said = json.loads(self.lines.readline())
            if "error" in said:
                raise RuntimeError(said)
            if not said.get("unilateral") and "subscription" not in said:
                return said

    def stop(self):
        if self.process:
            self.socket.close()
            self.process.terminate()
            self.process.wait(60)
            self.process = None
            if os.path.exists(self.sock):
                os.remove(self.sock)

    def pid(self):
        return self.process.pid

    def listen(self):
        self.socket.sendall(json.dumps(["subscribe", self.tree, "bench", {"fields": ["name"], "expression": ["type", "f"]}]).encode() + b"\n")
        while True:  # The answer, and then all there is, which is no news.
            said = json.loads(self.lines.readline())
            if "files" in said and said.get("is_fresh_instance"):
                return

    def heard(self, path):
        while True:
            said = json.loads(self.lines.readline())
            if path in said.get("files", []):
                return time.perf_counter()

    def close(self):
        self.stop()


def make(tree, files):
    folders = max(1, files // 20)
    names = []
    for i in range(folders):
        folder = os.path.join(tree, f"d{i // 100}", f"e{i % 100}")
        os.makedirs(folder)
        for j in range(files // folders):
            name = f"d{i // 100}/e{i % 100}/file{j}.txt"
            with open(os.path.join(tree, name), "w") as out:
                out.write(f"a file of some thirty-six bytes {i:03d}{j:02d}\n")
            names.append(name)
    return names


def cpu_ms(pid):
    total = 0
    for task in os.listdir(f"/proc/{pid}/task"):
        try:
            with open(f"/proc/{pid}/task/{task}/schedstat") as file:
                total += int(file.read().split()[0])
        except OSError:
            pass
    return total / 1e6


def resident_mb(pid):
    with open(f"/proc/{pid}/status") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("VmRSS")) / 1024


def saves(watcher, tree, names, count):
    """Milliseconds from before each save to the message of it."""
    took = []
    for n in range(count):
        name = random.choice(names)
        time.sleep(random.uniform(0.03, 0.09))
        began = time.perf_counter()
        with open(os.path.join(tree, name), "w") as out:
            out.write(f"saved for the {n}th time, {random.random()}\n")
        took.append((watcher.heard(name) - began) * 1000)
    return sorted(took)


def main(root, size):
    random.seed(20261122)
    scratch = tempfile.mkdtemp(prefix="watching")
    tree = os.path.realpath(os.path.join(scratch, "tree"))
    watchers = []
    try:
        names = make(tree, size)
        time.sleep(1)
        ours, peer = Ours(root, tree, scratch), Watchman(root, tree, scratch)
        watchers += [ours, peer]
        ours.files = len(names)
        starts = {"ours, from nothing": [], "ours, with what was kept": [], "watchman": []}
        for _ in range(STARTS):
            for kind, watcher, cold in [
                ("ours, from nothing", ours, True),
                ("ours, with what was kept", ours, False),
                ("watchman", peer, True),
            ]:
                starts[kind].append(watcher.start(cold))
                if len(starts["watchman"]) < STARTS and watcher is peer or watcher is ours:
                    watcher.stop()
        peer.stop()
        load = os.getloadavg()[0]
        print(f"{len(names)} files in {size // 20} folders, load {load:.1f}; medians of {STARTS} starts in turns")
        median = {kind: statistics.median(each) for kind, each in starts.items()}
        for kind, each in median.items():
            print(f"  start, {kind:26} {each:6.2f} s  {each / median['watchman']:5.2f} of Watchman's")
        result = {"files": len(names), "load": load, "startS": starts}
        for watcher in (ours, peer):
            watcher.start(False)
            watcher.listen()
            time.sleep(3)
            before, began = cpu_ms(watcher.pid()), time.perf_counter()
            time.sleep(REST_S)
            idle = (cpu_ms(watcher.pid()) - before) / (time.perf_counter() - began) / 10
            saves(watcher, tree, names, 50)  # warm
            took = saves(watcher, tree, names, SAVES)
            figures = {
                "residentMB": resident_mb(watcher.pid()),
                "idlePercent": idle,
                "p50": took[len(took) // 2],
                "p95": took[len(took) * 95 // 100],
            }
            result[watcher.name] = figures
            print(
                f"  {watcher.name:18} resident {figures['residentMB']:5.0f} MB, idle {idle:.3f} % of a core over {REST_S} s,"
                f" save to message p50 {figures['p50']:.1f} ms, p95 {figures['p95']:.1f} ms over {SAVES} saves"
                f" ({figures['p50'] - SETTLE_S * 1000:+.1f} ms beside the settle time)"
            )
            watcher.stop()
        os.makedirs(f"{root}/target/bench", exist_ok=True)
        with open(f"{root}/target/bench/watch-{size}.json", "w") as out:
            json.dump(result, out, indent=1)
    finally:
        for watcher in watchers:
            watcher.close()
        shutil.rmtree(scratch, ignore_errors=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
