"""What is measured, each beside what it is compared with."""

import json
import os
import random
import subprocess
import time
from contextlib import ExitStack
from statistics import median

from rig import clips, sync
from rig.players import Mpv, Muster, Room
from rig.screen import Watcher

SMALL, LARGE = (1280, 720), (1920, 1080)
# A picture at most so many seconds from the target is near it.
NEAR_SECONDS = 2


class Bench:
    """The program under test, its clips, and how thorough to be."""

    def __init__(self, muster: str, folder: str, quick: bool):
        self.muster, self.folder, self.quick = muster, folder, quick

    def clip(self, name: str) -> str:
        """The path of a clip."""
        return clips.make(name, self.folder)

    def players(self, room: Room, name: str, vos: tuple[str, ...] = ("x11", "gpu")):
        """Muster and mpv, each as something that starts it on the clip."""
        clip = self.clip(name)
        yield "muster", lambda: Muster(room, self.muster, "play", clip)
        for vo in vos:
            yield f"mpv {vo}", lambda vo=vo: Mpv(room, vo, clip)


def timed(command: list[str]) -> tuple[float, bytes]:
    """How long a command takes, and what it says."""
    begin = time.monotonic()
    said = subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL).stdout  # fmt: skip
    return time.monotonic() - begin, said


def decoding(bench: Bench, name: str, threads: int) -> dict:
    """Pictures a second, the best of several runs by turns: Muster's decoder and ffmpeg's (PLAYER 9.1, 9.2)."""
    clip = bench.clip(name)
    coder = ["-c:v", "libdav1d"] if name.endswith("av1") else []
    ffmpeg = ["ffmpeg", "-nostdin", *coder, "-threads", str(threads), "-i", clip, "-an", "-f", "null", "-"]
    count = clips.rate(name) * clips.seconds(name)
    ours, theirs = [], []
    for _ in range(1 if bench.quick else 5):
        seconds, reply = timed([bench.muster, "--json", "decode", clip, "--threads", str(threads)])
        pictures = json.loads(reply)["pictures"]
        if pictures != count:
            raise SystemExit(f"{name}: {pictures} of {count} pictures were decoded")
        ours.append(seconds)
        theirs.append(timed(ffmpeg)[0])
    return {"muster": count / min(ours), "ffmpeg": count / min(theirs), "rate": clips.rate(name)}


def first_picture(bench: Bench, room: Room, name: str) -> dict:
    """Seconds from launch to the first picture: the median of several starts by turns (PLAYER 9.3)."""
    seen = {}
    with Watcher(room) as watcher:
        for _ in range(2 if bench.quick else 7):
            for player, start in bench.players(room, name, ("x11",)):
                with start() as program:
                    seen.setdefault(player, []).append(watcher.first(program.began, lambda _: True))
                watcher.empty()
    return {player: median(times) for player, times in seen.items()}


def playing(bench: Bench, room: Room, name: str, vos: tuple[str, ...] = ("x11", "gpu")) -> dict:
    """Of each player: share of a core, peak memory, pictures that never came, of how many (PLAYER 9.7, 9.9, 9.5)."""
    fps, found = clips.rate(name), {}
    for player, start in bench.players(room, name, vos):
        with Watcher(room) as watcher, start() as program:
            if watcher.first(program.began, lambda seen: seen > 2 * fps) is None:
                raise SystemExit(f"{player} does not play {name}")
            cpu, begin, first = program.cpu(), time.monotonic(), watcher.now()
            time.sleep(8 if bench.quick else 25)
            cpu, length, last = program.cpu() - cpu, time.monotonic() - begin, watcher.now()
            came = {number for _, number in list(watcher.changes) if number is not None and first <= number <= last}
            found[player] = {"cpu": cpu / length, "peak": program.peak(), "expected": last - first + 1,
                             "dropped": last - first + 1 - len(came)}  # fmt: skip
            watcher.empty(program)
    return found


def percentile(values: list[float], share: float) -> float:
    """By the nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def seeking(bench: Bench, room: Room, name: str) -> dict:
    """Of each player: milliseconds from asking for a place 10 s away to its picture, 95th
    percentile, and to some picture near it (PLAYER 9.4). In between it plays on for a moment, so that the
    places lie anywhere between key frames."""
    fps, found = clips.rate(name), {}
    for player, start in bench.players(room, name, ("x11",)):
        draw, exact, near = random.Random(7), [], []
        with Watcher(room) as watcher, start() as program:
            watcher.first(program.began, lambda seen: seen > fps)
            for turn in range(12 if bench.quick else 60):
                time.sleep(draw.uniform(0.1, 0.6))
                program.pause()
                here = watcher.settled()
                on = turn % 2 == 0
                there = here + (10 if on else -10) * fps
                begin = time.monotonic()
                program.seek(10 if on else -10, there / fps)
                first = watcher.first(begin, lambda seen: abs(seen - there) <= NEAR_SECONDS * fps, 5)
                # The last picture to come is the one sought. A machine that was late when it paused
                # stood elsewhere than it seemed: such a turn says nothing.
                arrived = watcher.settled()
                if first is not None and abs(arrived - there) <= fps // 10:
                    near.append(first * 1000)
                    exact.append((watcher.changes[-1][0] - begin) * 1000)
                program.pause()
            watcher.empty(program)
        if len(exact) <= turn // 2:
            raise SystemExit(f"{player}, {name}: {len(exact)} of {turn + 1} seeks came where they went")
        found[player] = {"exact": percentile(exact, 0.95), "near": percentile(near, 0.95), "median": median(exact),
                         "count": len(exact), "of": turn + 1}  # fmt: skip
    return found


def resting(bench: Bench, room: Room) -> dict:
    """Share of a core while paused, and on a prompt of a briefing (PLAYER 9.8)."""
    length = 5 if bench.quick else 20
    found = {}
    with Watcher(room) as watcher:
        with Muster(room, bench.muster, "play", bench.clip("720p30-h264")) as program:
            watcher.first(program.began, lambda seen: seen > 60)
            program.pause()
            found["paused"] = program.rest(length)
        watcher.empty()
    subprocess.run([bench.muster, "--data-dir", f"{room.folder}/data", "demo", "--no-window"], check=True,
                   env=room.environment, stdout=subprocess.DEVNULL)  # fmt: skip
    with Muster(room, bench.muster) as program:
        time.sleep(3)
        for key in ["Return", "Next", "Right", "Right"]:  # the overview, the welcome, the video, the prompt
            room.key(key)
            time.sleep(1.5)
        found["prompt"] = program.rest(length)
        found["screen"] = room.picture("prompt")
    return found


def lip_sync(bench: Bench) -> dict:
    """Of each player: how early the sound is, in milliseconds. Both play at once, each in a room of its own."""
    name = "half-minute" if bench.quick else "ten-minutes"
    with ExitStack() as stack:
        recordings, programs = {}, []
        for player in ["muster", "mpv x11"]:
            room = stack.enter_context(Room(*SMALL))
            recordings[player] = sync.Recording(room)
            time.sleep(1)
            starts = dict(bench.players(room, name, ("x11",)))
            programs.append(stack.enter_context(starts[player]()))
        time.sleep(clips.seconds(name) - 2)
        for recording in recordings.values():
            recording.stop()
        return {player: sync.compare(recording, clips.rate(name)) for player, recording in recordings.items()}


def load() -> float:
    """How many processes wanted to run in the last minute."""
    return os.getloadavg()[0]
