#!/usr/bin/env python3
"""How long until the board stands, and from the key until the video plays.

    tests/bench/start.py [path of muster, default target/release/muster]

Needs Xvfb, xdotool and ffmpeg: starts a server of its own, sets up `muster demo` in a
folder of its own, and watches the screen at 60 pictures a second.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from statistics import median

WIDTH, HEIGHT, SMALL = 1280, 720, (160, 90)
RUNS = 5


class Watcher:
    """The screen as small gray pictures, each with the time at which it was taken."""

    def __init__(self, display: str):
        size = f"{SMALL[0]}:{SMALL[1]}"
        command = ["ffmpeg", "-loglevel", "error", "-f", "x11grab", "-framerate", "60", "-draw_mouse", "0",
                   "-video_size", f"{WIDTH}x{HEIGHT}", "-i", display, "-vf", f"scale={size},format=gray",
                   "-f", "rawvideo", "-"]  # fmt: skip
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.pictures = []
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        length = SMALL[0] * SMALL[1]
        while data := self.process.stdout.read(length):
            self.pictures.append((time.monotonic(), data))

    def first(self, since: float, wanted, limit: float = 20.0) -> float | None:
        """Seconds from `since` to the first picture that is wanted."""
        seen = next((i for i, (at, _) in enumerate(self.pictures) if at > since), 0)
        while time.monotonic() < since + limit:
            pictures = self.pictures
            for at, data in pictures[seen:]:
                if at > since and wanted(data):
                    return at - since
            seen = max(0, len(pictures) - 1)
            time.sleep(0.005)
        return None

    def latest(self) -> bytes:
        return self.pictures[-1][1]


def different(one: bytes, other: bytes) -> int:
    """How many pixels differ clearly."""
    return sum(abs(a - b) > 16 for a, b in zip(one, other))


def above_captions(picture: bytes) -> bytes:
    """The upper two thirds."""
    return picture[: SMALL[0] * SMALL[1] * 2 // 3]


def key(name: str):
    subprocess.run(["xdotool", "key", name], check=True)


def main():
    muster = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else "target/release/muster")
    folder = tempfile.mkdtemp(prefix="muster-bench-")
    display = ":97"
    server = subprocess.Popen(["Xvfb", display, "-screen", "0", f"{WIDTH}x{HEIGHT}x24"], stderr=subprocess.DEVNULL)
    os.environ["DISPLAY"] = display
    time.sleep(1)
    boards, plays = [], []
    try:
        subprocess.run([muster, "--data-dir", f"{folder}/data", "demo", "--no-window"], check=True,
                       stdout=subprocess.DEVNULL)  # fmt: skip
        watcher = Watcher(display)
        time.sleep(1)
        for run in range(RUNS + 1):
            shutil.rmtree(f"{folder}/run", ignore_errors=True)
            shutil.copytree(f"{folder}/data", f"{folder}/run")
            begin = time.monotonic()
            window = subprocess.Popen([muster, "--data-dir", f"{folder}/run", "--full-screen"],
                                      stderr=subprocess.DEVNULL)  # fmt: skip
            # The board: many bright pixels of text on the dark ground.
            board = watcher.first(begin, lambda data: sum(p > 120 for p in data) > 150)
            time.sleep(2)
            key("Return")  # Start briefing: the overview
            time.sleep(1)
            key("Next")  # the welcome
            time.sleep(1)
            before = above_captions(watcher.latest())
            begin = time.monotonic()
            key("Next")  # the video
            time.sleep(1.5)
            # The film begins with a picture that stands: the first that looks as it does now.
            film = above_captions(watcher.latest())
            if different(film, before) < 400:
                sys.exit("the video never came")
            first = watcher.first(begin, lambda data: different(above_captions(data), film) < 40)
            window.terminate()
            window.wait()
            watcher.first(time.monotonic(), lambda data: max(data) < 40)  # the screen is empty again
            if run:  # the first run warms the disk
                boards.append(board)
                plays.append(first)
                print(f"run {run}: board {board:.3f} s, video {first:.3f} s")
    finally:
        server.terminate()
        shutil.rmtree(folder, ignore_errors=True)
    print(f"board visible after {median(boards):.3f} s (target 1.000), "
          f"video playing after {median(plays):.3f} s (target 0.500)")  # fmt: skip


if __name__ == "__main__":
    main()
