#!/usr/bin/env python3
"""From the key until the first page of a job aid stands on the screen.

    tests/bench/first_page.py [--muster target/release/muster] [--before another muster] [PDF...]

Beside it stand the same of another build, such as the one before a change, and what `pdftoppm` takes
to draw the page as large. Needs Xvfb, xdotool, ffmpeg and pdftoppm.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from install import manifest
from start import HEIGHT, WIDTH, Watcher, key

# Builds take turns, so that what else the PC does meanwhile meets both.
TURNS, RUNS = 3, 6
ROOT = Path(__file__).resolve().parent.parent.parent
AIDS = ["introduction/aids/287g-card.pdf", "speaking-their-language/aids/i-speak.pdf",
        "consular-notification/aids/notification-fax.pdf"]  # fmt: skip
# The only briefing on the board, and "Begin" on its overview.
BRIEFING, BEGIN = (113, 290), (1210, 683)


def is_page(picture: bytes) -> bool:
    """White paper, at least a tenth of the screen."""
    return sum(p > 230 for p in picture) > len(picture) / 10


def click(place: tuple[int, int]):
    subprocess.run(["xdotool", "mousemove", *map(str, place), "click", "1"], check=True)


def station(muster: str, work: Path, pdf: Path) -> Path:
    """A station whose only briefing is a text and then the PDF."""
    source, data = work / "source", work / "data"
    for folder in (source, data):
        shutil.rmtree(folder, ignore_errors=True)
    (source / "aids").mkdir(parents=True)
    shutil.copy(pdf, source / "aids/card.pdf")
    pack = manifest(0, 1)
    pack["modules"][0] |= {
        "media": [], "texts": [{"id": "text", "title": "Text", "body": "Text"}],
        "job_aids": [{"id": "card", "title": "Card", "kind": "pdf", "path": "aids/card.pdf", "language": "en-US",
                      "cards": []}],
        "steps": [{"text": "text"}, {"job_aid": "card"}],
    }  # fmt: skip
    (source / "manifest.json").write_text(json.dumps(pack))

    def run(*arguments):
        subprocess.run([muster, "--data-dir", data, *arguments], check=True, stdout=subprocess.DEVNULL)

    for name in ("key.pub", "key.sec"):
        (work / name).unlink(missing_ok=True)
    run("key", "new", "--out", work / "key", "--no-password")
    run("trust", "add", work / "key.pub", "--name", "Bench")
    run("pack", "build", source, "--key", work / "key.sec", "--out", work / "bench.muster")
    run("install", work / "bench.muster")
    run("station", "set", "name", "Bench")
    return data


def first_pages(muster: str, data: Path, watcher: Watcher) -> list[float]:
    # Each time as on the first day: a briefing that was not finished would stand above the others.
    today = data.parent / "today"
    shutil.rmtree(today, ignore_errors=True)
    shutil.copytree(data, today)
    window = subprocess.Popen([muster, "--data-dir", today, "--full-screen"], stderr=subprocess.DEVNULL)
    times = []
    try:
        watcher.first(time.monotonic(), lambda picture: sum(p > 120 for p in picture) > 150)
        time.sleep(2)
        click(BRIEFING)
        time.sleep(2)
        click(BEGIN)
        time.sleep(2)
        for run in range(RUNS + 1):
            begin = time.monotonic()
            key("Next")
            first = watcher.first(begin, is_page)
            if first is None:
                sys.exit(f"{muster}: the page never came")
            if run:  # the first one warms the disk
                times.append(first)
            time.sleep(0.7)
            key("Prior")
            if watcher.first(time.monotonic(), lambda picture: not is_page(picture)) is None:
                sys.exit(f"{muster}: the page never went")
            time.sleep(0.7)
    finally:
        window.terminate()
        window.wait()
    return times


def poppler(pdf: Path, work: Path) -> float:
    times = []
    for _ in range(TURNS * RUNS):
        begin = time.monotonic()
        command = ["pdftoppm", "-f", "1", "-l", "1", "-scale-to", str(1080), pdf, work / "page"]
        subprocess.run(command, check=True)
        times.append(time.monotonic() - begin)
    return median(times)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pdf", nargs="*", type=Path, help="three of the series where none is named")
    parser.add_argument("--muster", default="target/release/muster")
    parser.add_argument("--before")
    options = parser.parse_args()
    work = Path(tempfile.mkdtemp(prefix="muster-bench-"))
    display = ":98"
    server = subprocess.Popen(["Xvfb", display, "-screen", "0", f"{WIDTH}x{HEIGHT}x24"], stderr=subprocess.DEVNULL)
    os.environ["DISPLAY"] = display
    time.sleep(1)
    try:
        watcher = Watcher(display)
        time.sleep(1)
        for pdf in options.pdf or [ROOT / "content-packs" / aid for aid in AIDS]:
            builds = [os.path.abspath(name) for name in (options.muster, options.before) if name]
            folders = {build: work / str(number) for number, build in enumerate(builds)}
            for folder in folders.values():
                folder.mkdir(exist_ok=True)
            stations = {build: station(build, folder, pdf) for build, folder in folders.items()}
            times = {build: [] for build in builds}
            for _ in range(TURNS):
                for build, data in stations.items():
                    times[build] += first_pages(build, data, watcher)
            ours, *before = (median(times[build]) * 1000 for build in builds)
            line = f"{pdf.name}: first page {ours:.0f} ms, pdftoppm {poppler(pdf, work) * 1000:.0f} ms"
            for other in before:
                line += f", before {other:.0f} ms, ratio {ours / other:.2f} (target at most 1.50)"
            print(line, flush=True)
    finally:
        server.terminate()
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
