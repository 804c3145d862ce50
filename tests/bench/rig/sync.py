"""Lip sync: how far each beep is from its flash, screen and sound recorded together by one ffmpeg."""

import json
import subprocess
from array import array
from statistics import mean, median

from rig.screen import NARROW, as_line, flash, number, strip

SOUND_RATE = 48_000
# Louder than this is the beep; it is silent between.
LOUD = 3_000


class Recording:
    """A recording under way."""

    def __init__(self, room):
        self.path = f"{room.folder}/recording.nut"
        command = ["ffmpeg", "-nostdin", "-loglevel", "error", "-copyts", "-thread_queue_size", "4096",
                   *strip(room.width, room.height), "-i", room.display, "-thread_queue_size", "4096", "-f", "pulse",
                   "-sample_rate", str(SOUND_RATE), "-channels", "1", "-fragment_size", "960", "-i", "room.monitor",
                   "-map", "0", "-map", "1", "-vf", as_line(NARROW), "-c:v", "rawvideo", "-fps_mode", "passthrough",
                   "-c:a", "pcm_s16le", "-y", self.path]  # fmt: skip
        self.process = room.start(command)

    def stop(self):
        """Ends it."""
        self.process.terminate()
        self.process.wait(30)

    def times(self, stream: str) -> list[float]:
        """When each packet was recorded."""
        command = ["ffprobe", "-v", "error", "-select_streams", stream, "-show_entries", "packet=pts_time,size",
                   "-of", "json", self.path]  # fmt: skip
        packets = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)["packets"]
        if stream == "v":
            return [float(packet["pts_time"]) for packet in packets]
        return [(float(packet["pts_time"]), int(packet["size"]) // 2) for packet in packets]

    def raw(self, *arguments: str) -> bytes:
        """One stream as it is."""
        command = ["ffmpeg", "-nostdin", "-loglevel", "error", "-copyts", "-i", self.path, *arguments, "-"]
        return subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout

    def flashes(self) -> dict[int, float]:
        """The number of each picture on which the flash began, and when it came."""
        data = self.raw("-map", "0:v", "-fps_mode", "passthrough", "-f", "rawvideo")
        found, before = {}, True
        for at, when in enumerate(self.times("v")):
            line = data[at * NARROW : (at + 1) * NARROW]
            if len(line) < NARROW or (seen := number(line)) is None:
                continue
            if flash(line) and not before:
                found.setdefault(seen, when)
            before = flash(line)
        return found

    def beeps(self) -> list[float]:
        """When each beep began."""
        samples = array("h", self.raw("-map", "0:a", "-f", "s16le"))
        # Stamps tremble: each sample's time is that of the many around it.
        starts, counted, packets = [], 0, self.times("a")
        for when, size in packets:
            starts.append((counted, when - counted / SOUND_RATE))
            counted += size
        offsets = [median(offset for _, offset in starts[max(0, i - 100) : i + 100 : 5]) for i in range(len(starts))]
        found, quiet_for, packet = [], SOUND_RATE, 0
        for at, sample in enumerate(samples):
            if abs(sample) < LOUD:
                quiet_for += 1
                continue
            if quiet_for > SOUND_RATE // 4:
                while packet + 1 < len(starts) and starts[packet + 1][0] <= at:
                    packet += 1
                found.append(at / SOUND_RATE + offsets[packet])
            quiet_for = 0
        return found


def compare(recording: Recording, fps: int) -> dict:
    """By how many milliseconds the sound is early: mean, 2.5 to 97.5 %, and from begin to end."""
    beeps = recording.beeps()
    early = []
    for seen, when in sorted(recording.flashes().items()):
        # The flash begins with a whole second; its first picture may have been dropped.
        due = when - seen % fps / fps
        nearest = min(beeps, key=lambda beep: abs(beep - due), default=None)
        if nearest is not None and abs(nearest - due) < 0.4:
            early.append((due - nearest) * 1000)
    # The first seconds belong to the start.
    early = early[2:]
    if len(early) < 10:
        raise SystemExit(f"lip sync: only {len(early)} flashes with their beeps were found")
    ordered = sorted(early)
    part = max(5, len(early) // 10)
    return {
        "count": len(early), "mean": mean(early), "drift": mean(early[-part:]) - mean(early[:part]),
        "low": ordered[int(len(ordered) * 0.05)], "high": ordered[int((len(ordered) - 1) * 0.95)],
    }  # fmt: skip
