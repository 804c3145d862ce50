"""Reading the bar codes off the screen, as they come or from a recording."""

import subprocess
import threading
import time

from rig.clips import BITS
from rig.players import wait_for

# Of the code's height a few rows are enough.
ROWS = 16
GRABS = 120
# A line of so many pixels holds all of it.
NARROW = 240


def strip(width: int, height: int) -> list[str]:
    """What ffmpeg needs to grab the upper part of the bar code, above what a player may say."""
    top = height // 120
    return ["-f", "x11grab", "-framerate", str(GRABS), "-draw_mouse", "0", "-video_size", f"{width}x{ROWS}",
            "-grab_x", "0", "-grab_y", str(top)]  # fmt: skip


def as_line(width: int) -> str:
    """The filter that makes one gray line of it."""
    return f"scale={width}:1:flags=area,format=gray"


def cell(line: bytes, place: int) -> int:
    """The mean level in the middle of a cell."""
    middle = (2 * place + 1) * len(line) // 48
    reach = len(line) // 120
    part = line[middle - reach : middle + reach]
    return sum(part) // len(part)


def number(line: bytes) -> int | None:
    """The number of the picture; None where there is no bar code."""
    levels = [cell(line, place) for place in range(2 + BITS)]
    if levels[0] < 180 or levels[1] > 75 or any(100 <= level <= 155 for level in levels[2:]):
        return None
    return sum(1 << bit for bit in range(BITS) if levels[2 + bit] > 127)


def flash(line: bytes) -> bool:
    """Whether the flash is on."""
    return cell(line, 2 + BITS) > 127


class Watcher:
    """The numbers on the screen as they come, each with the time at which it was first seen."""

    def __init__(self, room):
        command = ["ffmpeg", "-nostdin", "-loglevel", "error", *strip(room.width, room.height), "-i", room.display,
                   "-vf", as_line(NARROW), "-fps_mode", "passthrough", "-f", "rawvideo", "-"]  # fmt: skip
        self.process = subprocess.Popen(command, env=room.environment, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, start_new_session=True)  # fmt: skip
        self.changes = []
        self.grabs = 0
        threading.Thread(target=self.read, daemon=True).start()
        wait_for(lambda: self.grabs, "the grabbing of the screen")

    def read(self):
        last = None
        while line := self.process.stdout.read(NARROW):
            if len(line) < NARROW:
                break
            self.grabs += 1
            seen = number(line)
            if seen != last or not self.changes:
                self.changes.append((time.monotonic(), seen))
                last = seen

    def now(self) -> int | None:
        """What is on the screen."""
        return self.changes[-1][1]

    def first(self, since: float, wanted, limit: float = 20.0) -> float | None:
        """Seconds from `since` to the first number that is wanted; None if none comes."""
        at = len(self.changes)
        while at > 0 and self.changes[at - 1][0] > since:
            at -= 1
        while time.monotonic() < since + limit:
            while at < len(self.changes):
                when, seen = self.changes[at]
                if seen is not None and wanted(seen):
                    return when - since
                at += 1
            time.sleep(0.003)
        return None

    def settled(self) -> int:
        """The number on the screen once it stands still."""
        still = lambda: self.now() is not None and self.changes[-1][0] < time.monotonic() - 0.25  # noqa: E731
        wait_for(still, "a picture that stands still")
        return self.now()

    def empty(self, program=None):
        """Ends a program and waits until nothing of it is left on the screen."""
        if program is not None:
            program.close()
        wait_for(lambda: self.now() is None, "an empty screen")

    def close(self):
        """Ends it."""
        self.process.terminate()
        self.process.wait()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
