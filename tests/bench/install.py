#!/usr/bin/env python3
"""Installing from a stick, and starting with a full shelf, each beside what it is measured against.

    tests/bench/install.py [--muster target/release/muster] [--work DIR] [one] [many] [start]

one    a pack of 1 GiB against cp + sync + sha256sum of the same file, in turns
many   100 packs of 10 MB against the same of the same files
start  muster list, and the board in a window, with 500 installed packs against 5

With the time come the peak memory of the install and what it wrote, from /proc. What is made for
the measuring is kept in DIR and used again. `start` needs Xvfb and ffmpeg.
"""

import argparse
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

SMALL = 10_000_000
SERIES = Path(__file__).parent / "../../content-packs/introduction/manifest.json"


class Run:
    """One command: seconds, peak memory in MiB, bytes written to the disk."""

    def __init__(self, *command, shell: bool = False, **options):
        begin = time.monotonic()
        process = subprocess.Popen(command[0] if shell else command, shell=shell,
                                   stdout=subprocess.DEVNULL, **options)  # fmt: skip
        # Ended, but not yet gone: what it wrote can still be read.
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        self.seconds = time.monotonic() - begin
        counts = dict(line.split(": ") for line in Path(f"/proc/{process.pid}/io").read_text().splitlines())
        self.written = int(counts["write_bytes"]) - int(counts["cancelled_write_bytes"])
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        self.memory = usage.ru_maxrss / 1024
        if process.returncode:
            sys.exit(f"{command} failed")


class Bench:
    def __init__(self, muster: str, work: Path):
        self.muster, self.work = os.path.abspath(muster), work
        work.mkdir(parents=True, exist_ok=True)
        if not (work / "key.sec").exists():
            self.run("key", "new", "--out", work / "key", "--no-password")

    def run(self, *arguments) -> Run:
        return Run(self.muster, *map(str, arguments))

    def station(self, name: str) -> Path:
        """A new station that trusts the key."""
        data = self.work / name
        shutil.rmtree(data, ignore_errors=True)
        self.run("--data-dir", data, "trust", "add", self.work / "key.pub", "--name", "Bench")
        return data

    def packs(self, name: str, count: int, size: int, manifest) -> Path:
        """A folder with so many packs whose sounds have so many bytes each."""
        stick = self.work / name
        if (stick / "whole").exists():
            return stick
        shutil.rmtree(stick, ignore_errors=True)
        (self.work / "source/media").mkdir(parents=True, exist_ok=True)
        stick.mkdir()
        for number in range(count):
            noise(self.work / "source/media/noise.wav", size)
            text = json.dumps(manifest(number, size * 1000 // 192000))
            (self.work / "source/manifest.json").write_text(text)
            out = stick / f"{number:03}.muster"
            self.run("pack", "build", self.work / "source", "--key", self.work / "key.sec", "--out", out)
        (stick / "whole").touch()
        return stick

    def against_cp(self, stick: Path, runs: int):
        packs = sorted(stick.glob("*.muster"))
        size = sum(pack.stat().st_size for pack in packs)
        copies, rows = self.work / "copies", []
        for pack in packs:  # both sides read from the page cache
            with open(pack, "rb") as file:
                while file.read(1 << 20):
                    pass
        for number in range(1, runs + 1):
            data = self.station("data")
            os.sync()
            ours = self.run("--data-dir", data, "install", stick)
            shutil.rmtree(data)
            shutil.rmtree(copies, ignore_errors=True)
            copies.mkdir()
            os.sync()
            command = "cp {0}/*.muster {1} && sync && sha256sum {1}/*"
            quoted = shlex.quote(str(stick)), shlex.quote(str(copies))
            theirs = Run(command.format(*quoted), shell=True)
            shutil.rmtree(copies)
            rows.append((ours.seconds, theirs.seconds, ours.memory, ours.written / size))
            print(f"run {number}: install {ours.seconds:.2f} s, cp + sync + sha256sum {theirs.seconds:.2f} s, "
                  f"peak {ours.memory:.0f} MiB, written {ours.written / size:.4f} of the packs", flush=True)  # fmt: skip
        ours, theirs, memory, written = zip(*rows)
        print(f"ratio {median(ours) / median(theirs):.2f} (target at most 1.00), "
              f"peak {max(memory):.0f} MiB (64), written {max(written):.4f} (1.02)")  # fmt: skip

    def start(self, counts=(5, 500), runs: int = 11):
        shelves = {}
        stick = self.packs("stick of 500", max(counts), 4000, real)
        for count in counts:
            shelves[count] = self.work / f"shelf of {count}"
            if not (shelves[count] / "whole").exists():
                data = self.station(shelves[count].name)
                for file in sorted(stick.glob("*.muster"))[:count]:
                    (data / "some").mkdir(exist_ok=True)
                    os.link(file, data / "some" / file.name)
                self.run("--data-dir", data, "install", data / "some")
                shutil.rmtree(data / "some")
                (data / "whole").touch()
        self.compare("muster list", shelves, lambda data: self.run("--data-dir", data, "list").seconds, runs)
        with Screen() as screen:
            self.compare("the board", shelves, lambda data: screen.board(self.muster, data), runs)

    def compare(self, what: str, shelves: dict, seconds, runs: int):
        times = {count: [] for count in shelves}
        for number in range(runs + 1):
            for count, data in shelves.items():
                took = seconds(data)
                if number:  # the first run warms the disk
                    times[count].append(took)
        few, many = (median(times[count]) for count in sorted(times))
        counts = " and ".join(map(str, sorted(times)))
        print(f"{what} with {counts} packs: {few:.3f} s and {many:.3f} s, "
              f"ratio {many / few:.2f} (target at most 1.50)", flush=True)  # fmt: skip


class Screen:
    """A display of its own, watched."""

    def __enter__(self):
        from start import HEIGHT, WIDTH, Watcher

        display = ":96"
        self.server = subprocess.Popen(["Xvfb", display, "-screen", "0", f"{WIDTH}x{HEIGHT}x24"],
                                       stderr=subprocess.DEVNULL)  # fmt: skip
        os.environ["DISPLAY"] = display
        time.sleep(1)
        self.watcher = Watcher(display)
        time.sleep(1)
        return self

    def __exit__(self, *_):
        self.server.terminate()

    def board(self, muster: str, data: Path) -> float:
        begin = time.monotonic()
        window = subprocess.Popen([muster, "--data-dir", data, "--full-screen"], stderr=subprocess.DEVNULL)
        board = self.watcher.first(begin, lambda picture: sum(p > 120 for p in picture) > 150)
        time.sleep(0.5)
        window.terminate()
        window.wait()
        self.watcher.first(time.monotonic(), lambda picture: max(picture) < 40)  # the screen is empty again
        return board


def noise(path: Path, size: int):
    """Valid sound that no compression makes smaller: 48 kHz, 16 bits, stereo."""
    header = b"RIFF" + (size + 36).to_bytes(4, "little") + b"WAVEfmt \x10\0\0\0\x01\0\x02\0"
    header += (48000).to_bytes(4, "little") + (192000).to_bytes(4, "little") + b"\x04\0\x10\0data"
    with open(path, "wb") as file:
        file.write(header + size.to_bytes(4, "little"))
        for left in range(size, 0, -(1 << 20)):
            file.write(os.urandom(min(left, 1 << 20)))


def manifest(number: int, duration_ms: int) -> dict:
    module = {
        "id": "noise", "variant": None, "audience": ["all"], "title": "Noise", "summary": "", "objectives": [],
        "minutes": 1, "credit_minutes": None, "prompts": [], "job_aids": [], "references": [],
        "media": [{"id": "noise", "kind": "audio", "path": "media/noise.wav", "title": "Noise",
                   "duration_ms": max(duration_ms, 1), "captions": [], "transcript": None, "chapters": []}],
        "steps": [{"play": "noise"}],
    }  # fmt: skip
    return {
        "format": 1, "id": f"example.bench.b{number}", "version": 1, "title": f"Bench {number}",
        "publisher": "Bench", "language": "en-US", "created": "2026-01-01T00:00:00Z", "as_of": "2026-01-01",
        "review_by": None, "not_after": None, "min_app": "0.1.0", "series": None, "modules": [module],
    }  # fmt: skip


def real(number: int, duration_ms: int) -> dict:
    """A manifest with the texts of a briefing of the series, and the noise for all its files."""
    pack = json.loads(SERIES.read_text())
    noise = manifest(number, duration_ms)["modules"][0]["media"]
    pack |= {"id": f"example.bench.b{number}", "title": f"Bench {number}"}
    for module in pack["modules"]:
        for medium in module["media"]:
            medium |= noise[0] | {"id": medium["id"]}
        module["job_aids"] = []
        module["steps"] = [step for step in module["steps"] if "job_aid" not in step]
        module.pop("guide", None)
    return pack


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="*", help="one, many, start; all of them")
    parser.add_argument("--muster", default="target/release/muster")
    parser.add_argument("--work", type=Path)
    parser.add_argument("--mib", type=int, default=1024)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--prepare", action="store_true", help="make the packs and measure nothing")
    options = parser.parse_args()
    work = options.work or Path(tempfile.mkdtemp(prefix="muster-bench-"))
    try:
        bench = Bench(options.muster, work)
        what = options.what or ["one", "many", "start"]
        if "one" in what:
            stick = bench.packs(f"stick of {options.mib} MiB", 1, options.mib << 20, manifest)
            print(f"one pack of {options.mib} MiB", flush=True)
            options.prepare or bench.against_cp(stick, options.runs)
        if "many" in what:
            stick = bench.packs("stick of 100", 100, SMALL, manifest)
            print("100 packs of 10 MB", flush=True)
            options.prepare or bench.against_cp(stick, options.runs)
        if "start" in what:
            bench.packs("stick of 500", 500, 4000, real)
            options.prepare or bench.start()
    finally:
        if not options.work:
            shutil.rmtree(work)


if __name__ == "__main__":
    main()
