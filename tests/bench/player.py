#!/usr/bin/env python3
"""Muster's player beside mpv and ffmpeg, in one run, as one table of ratios: the targets
of PLAYER section 9.

    tests/bench/player.py [--quick] [--only NAME ...] [--muster PATH] [--clips FOLDER]

Installs what it needs (Debian, Ubuntu), builds Muster, makes its clips, and measures on a screen
and a sound device of its own: Xvfb without a graphics card, PulseAudio with a null sink. Pictures
on the screen are counted by a bar code of their number that is burnt into the clips. Takes about
25 minutes; --quick, for trying it out, about five.
"""

import argparse
import datetime
import os
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from rig import measures  # noqa: E402
from rig.measures import LARGE, SMALL, Bench  # noqa: E402
from rig.players import Room  # noqa: E402

PACKAGES = {"ffmpeg": "ffmpeg", "mpv": "mpv", "Xvfb": "xvfb", "openbox": "openbox",
            "pulseaudio": "pulseaudio", "import": "imagemagick"}  # fmt: skip
# Sound of ALSA programs goes to PulseAudio by a plugin, keys to the screen by a library, OpenGL
# without a card by a driver.
LIBRARIES = ["libasound2-plugins", "libxtst6", "libgl1-mesa-dri", "libegl-mesa0"]


def install():
    """What is missing of the programs that are needed."""
    missing = [package for program, package in PACKAGES.items() if not shutil.which(program)]
    if not missing:
        return
    root = [] if os.geteuid() == 0 else ["sudo"]
    subprocess.run([*root, "apt-get", "update"], check=True)
    subprocess.run([*root, "apt-get", "install", "-y", "--no-install-recommends", *missing, *LIBRARIES], check=True)


def build() -> str:
    """The release build of Muster."""
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    subprocess.run(["cargo", "build", "--release", "--locked", "--bin", "muster"], check=True, cwd=root)
    target = os.environ.get("CARGO_TARGET_DIR", os.path.join(root, "target"))
    return os.path.join(target, "release/muster")


class Table:
    """The table of ratios."""

    def __init__(self):
        self.rows = []

    def add(self, what: str, ours: str, theirs: str, ratio: str, target: str, holds: bool | None):
        """One line; said at once, too."""
        mark = {True: "yes", False: "**no**", None: ""}[holds]
        row = f"| {what} | {ours} | {theirs} | {ratio} | {target} | {mark} |"
        print(row, flush=True)
        self.rows.append(row)

    def text(self) -> str:
        """As Markdown."""
        return "\n".join(["| what | Muster | beside | ratio | target | holds |", "|---|---|---|---|---|---|", *self.rows])


def decode(bench: Bench, table: Table):
    """How quickly pictures come out of the decoder."""
    seen = measures.decoding(bench, "1080p30-av1", 1)
    ratio = seen["muster"] / seen["ffmpeg"]
    table.add("decode 1080p AV1, one thread", f"{seen['muster']:.0f}/s", f"ffmpeg with dav1d {seen['ffmpeg']:.0f}/s",
              f"{ratio:.2f}", "≥ 0.95", ratio >= 0.95)  # fmt: skip
    seen = measures.decoding(bench, "1080p30-h264", 2)
    ratio, times = seen["muster"] / seen["ffmpeg"], seen["muster"] / seen["rate"]
    table.add("decode 1080p H.264, 5 Mbit/s, two cores", f"{seen['muster']:.0f}/s, {times:.1f}× real time",
              f"ffmpeg {seen['ffmpeg']:.0f}/s", f"{ratio:.2f}", "≥ 0.33, ≥ 2.5× real time",
              ratio >= 0.33 and times >= 2.5)  # fmt: skip


def first(bench: Bench, table: Table):
    """From launch to the first picture."""
    with Room(*SMALL) as room:
        for name, codec in [("720p30-av1", "AV1"), ("720p30-h264", "H.264")]:
            seen = measures.first_picture(bench, room, name)
            ratio = seen["muster"] / seen["mpv x11"]
            table.add(f"launch to first picture, {codec}", f"{seen['muster']:.2f} s", f"mpv x11 {seen['mpv x11']:.2f} s",
                      f"{ratio:.2f}", "≤ 1.00", ratio <= 1)  # fmt: skip


def seek(bench: Bench, table: Table):
    """Exact seeks."""
    with Room(*SMALL) as room:
        for name, codec, most in [("720p30-av1", "AV1", 1.0), ("720p30-h264", "H.264", 3.0)]:
            seen = measures.seeking(bench, room, name)
            ours, theirs = seen["muster"], seen["mpv x11"]
            ratio = ours["exact"] / theirs["exact"]
            table.add(f"exact seek, 95th percentile, {codec}", f"{ours['exact']:.0f} ms ({ours['count']} of {ours['of']} seeks)",
                      f"mpv {theirs['exact']:.0f} ms ({theirs['count']} of {theirs['of']})",
                      f"{ratio:.2f}", f"≤ {most:.2f}", ratio <= most)  # fmt: skip
            table.add(f"some picture near the target, 95th percentile, {codec}", f"{ours['near']:.0f} ms",
                      f"mpv {theirs['near']:.0f} ms", "", "≤ 100 ms", ours["near"] <= 100)  # fmt: skip


def share(player: dict) -> str:
    """Pictures that never came."""
    return f"{player['dropped']} of {player['expected']}"


def play(bench: Bench, table: Table):
    """Processor time, memory, and pictures that never came."""
    with Room(*SMALL) as room:
        seen = {codec: measures.playing(bench, room, f"720p30-{codec}") for codec in ["av1", "h264"]}
        fast = measures.playing(bench, room, "720p60-h264")
    for codec, name in [("av1", "AV1"), ("h264", "H.264")]:
        ours, gpu, x11 = (seen[codec][player] for player in ["muster", "mpv gpu", "mpv x11"])
        ratio = ours["cpu"] / gpu["cpu"]
        table.add(f"CPU playing 720p30 {name}, whole screen", f"{ours['cpu']:.2f} core",
                  f"mpv gpu {gpu['cpu']:.2f}, x11 {x11['cpu']:.2f}", f"{ratio:.2f}", "≤ 0.90 of gpu", ratio <= 0.9)  # fmt: skip
    for codec, name in [("av1", "AV1"), ("h264", "H.264")]:
        ours, gpu, x11 = (seen[codec][player] for player in ["muster", "mpv gpu", "mpv x11"])
        ratio = ours["peak"] / gpu["peak"]
        table.add(f"peak memory, 720p30 {name}", f"{ours['peak']:.0f} MiB",
                  f"mpv gpu {gpu['peak']:.0f}, x11 {x11['peak']:.0f}", f"{ratio:.2f}", "≤ 1.00 of gpu", ratio <= 1)  # fmt: skip
    with Room(*LARGE) as room:
        full = {codec: measures.playing(bench, room, f"1080p30-{codec}") for codec in ["av1", "h264"]}
    for what, players, most in [
        ("720p30 AV1", seen["av1"], 0.0),
        ("720p30 H.264", seen["h264"], 0.0),
        ("1080p30 AV1", full["av1"], 0.005),
        ("1080p30 H.264", full["h264"], 0.005),
        ("720p60 H.264", fast, None),
    ]:
        ours = players["muster"]
        lost = ours["dropped"] / ours["expected"]
        target = "" if most is None else "0" if most == 0 else f"≤ {most:.1%}"
        table.add(f"pictures that never came, {what}", share(ours),
                  f"mpv x11 {share(players['mpv x11'])}, gpu {share(players['mpv gpu'])}", f"{lost:.1%}", target,
                  None if most is None else lost <= most)  # fmt: skip


def rest(bench: Bench, table: Table):
    """Processor time while nothing happens."""
    with Room(*SMALL) as room:
        seen = measures.resting(bench, room)
    for what, name in [("paused", "CPU while paused"), ("prompt", "CPU on a question of a briefing")]:
        table.add(name, f"{seen[what]:.1%} of a core", "", "", "≤ 1 %", seen[what] <= 0.01)
    print(f"the question on which it stood: {seen['screen']}")


def sync(bench: Bench, table: Table):
    """Lip sync (PLAYER 9.6)."""
    seen = measures.lip_sync(bench)
    ours, theirs = seen["muster"], seen["mpv x11"]
    off = ours["mean"] - theirs["mean"]
    count = f"{ours['count']} flashes"
    table.add(f"sound before picture, mean, {count}", f"{ours['mean']:+.1f} ms", f"mpv x11 {theirs['mean']:+.1f} ms",
              f"{off:+.1f} ms", "within 20 ms", abs(off) <= 20)  # fmt: skip
    table.add("sound before picture, 5th to 95th percentile", f"{ours['low']:+.0f} to {ours['high']:+.0f} ms",
              f"mpv x11 {theirs['low']:+.0f} to {theirs['high']:+.0f} ms", "", "within −60 to +40 ms",
              ours["low"] >= -60 and ours["high"] <= 40)  # fmt: skip
    table.add("drift from the first tenth to the last", f"{ours['drift']:+.1f} ms", f"mpv x11 {theirs['drift']:+.1f} ms",
              "", "≤ 10 ms", abs(ours["drift"]) <= 10)  # fmt: skip


PARTS = {"decode": decode, "first": first, "seek": seek, "play": play, "rest": rest, "sync": sync}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="short runs, to try it out")
    parser.add_argument("--only", nargs="*", choices=PARTS, default=list(PARTS), help="these parts")
    parser.add_argument("--muster", help="a muster that was built already")
    parser.add_argument("--clips", default=os.path.join(tempfile.gettempdir(), "muster-bench-clips"),
                        help="where clips are made and kept")  # fmt: skip
    given = parser.parse_args()
    install()
    muster = given.muster or build()
    os.makedirs(given.clips, exist_ok=True)
    bench = Bench(os.path.abspath(muster), given.clips, given.quick)
    table = Table()
    for name in given.only:
        PARTS[name](bench, table)
    busy = measures.load()
    print(f"\n{datetime.date.today()}, {os.cpu_count()} cores, load {busy:.1f} at the end\n")
    print(table.text())


if __name__ == "__main__":
    main()
