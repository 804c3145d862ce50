"""Sound and film: everything that ffmpeg does."""

import re
import subprocess
import tempfile
from pathlib import Path

import numpy as np

from .slides import HEIGHT, WIDTH

FPS = 25
FADE = 8  # pictures of cross-fade
LOUDNESS = -16.0  # LUFS (CONTENT 4.3)
ALONE = ["-filter_threads", "1"]  # the same bytes on one processor as on many
EXACT = ["-map_metadata", "-1", "-fflags", "+bitexact"]
# Gentle leveling first, so that no word drops under the noise of the room.
LEVEL = "highpass=f=70,acompressor=threshold=-24dB:ratio=2.5:attack=8:release=180"


def ffmpeg(*args, data: bytes | None = None) -> str:
    """Runs ffmpeg and gives back what it said."""
    command = ["ffmpeg", "-hide_banner", "-nostdin" if data is None else "-hide_banner", "-y", *ALONE, *map(str, args)]
    run = subprocess.run(command, input=data, capture_output=True, check=False)
    said = run.stderr.decode("utf-8", "replace")
    if run.returncode:
        raise SystemExit(f"{' '.join(command)}\n{said}")
    return said


def loudness(path: Path) -> tuple[float, float]:
    """(integrated loudness in LUFS, true peak in dBTP) by EBU R 128."""
    said = ffmpeg("-i", path, "-map", "0:a", "-af", "ebur128=peak=true", "-f", "null", "-")
    summary = said[said.rindex("Summary:") :]
    integrated = re.search(r"I:\s+(-?[\d.]+) LUFS", summary)
    peak = re.search(r"Peak:\s+(-?[\d.]+) dBFS", summary)
    return float(integrated.group(1)), float(peak.group(1))


def master(samples: np.ndarray, rate: int, target: Path) -> None:
    """Narration to a 48 kHz stereo WAV at the set loudness."""
    raw = ["-f", "f32le", "-ar", rate, "-ac", 1, "-i", "pipe:0"]
    gain = 0.0
    for _ in range(3):
        chain = (
            f"{LEVEL},aresample=48000:resampler=swr:dither_method=none,"
            f"volume={gain:.2f}dB,alimiter=limit=0.7:level=0:attack=4:release=60,"
            "pan=stereo|c0=c0|c1=c0"
        )
        ffmpeg(*raw, "-af", chain, "-c:a", "pcm_s16le", *EXACT, target, data=samples.astype("<f4").tobytes())
        off = LOUDNESS - loudness(target)[0]
        if abs(off) < 0.15:
            return
        gain += off
    raise SystemExit(f"{target}: loudness is off by {off:.1f}")


def film(pictures, starts: list[float], wav: Path, seconds: float, target: Path) -> None:
    """Slides over the narration: H.264 High and AAC-LC, a key frame every two seconds."""
    count = round(seconds * FPS)
    video = wav.with_name("film.h264.mp4")  # half-made films stay out of the pack
    command = [
        "ffmpeg", "-hide_banner", "-loglevel", "error", "-y", *ALONE,
        "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{WIDTH}x{HEIGHT}", "-r", str(FPS), "-i", "pipe:0",
        "-vf", "scale=out_color_matrix=bt709:out_range=tv:flags=accurate_rnd+bitexact,format=yuv420p",
        "-c:v", "libx264", "-preset", "slow", "-profile:v", "high", "-tune", "stillimage", "-crf", "30",
        "-threads", "1",
        "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv",
        # Still pictures: without these, x264 spends most bits on repeating key frames.
        "-x264-params", f"mbtree=0:ipratio=1.0:keyint={2 * FPS}:min-keyint={2 * FPS}:scenecut=0",
        "-flags:v", "+bitexact", *EXACT, str(video),
    ]  # fmt: skip
    run = subprocess.Popen(command, stdin=subprocess.PIPE)
    first = [round(s * FPS) for s in starts] + [count]
    for number, picture in enumerate(pictures):
        still = picture.tobytes()
        for at in range(first[number], first[number + 1]):
            step = at - first[number]
            if number and step < FADE:
                share = (step + 1) / (FADE + 1)
                mixed = pictures[number - 1] * (1 - share) + picture * share
                run.stdin.write((mixed + 0.5).astype(np.uint8).tobytes())
            else:
                run.stdin.write(still)
    run.stdin.close()
    if run.wait():
        raise SystemExit(f"{target}: x264 failed")
    ffmpeg(
        "-i", video, "-i", wav, "-map", "0:v", "-map", "1:a", "-c:v", "copy",
        "-c:a", "aac", "-b:a", "48k", "-flags:a", "+bitexact", *EXACT, "-movflags", "+faststart", target,
    )  # fmt: skip
    video.unlink()


def audio_only(wav: Path, target: Path) -> None:
    """The narration alone, as MP3."""
    ffmpeg("-i", wav, "-c:a", "libmp3lame", "-b:a", "56k", "-joint_stereo", 1, "-flags:a", "+bitexact",
           *EXACT, "-id3v2_version", 0, "-write_xing", 1, target)  # fmt: skip


def sound(path: Path, rate: int = 8000) -> np.ndarray:
    """All that is to be heard, one channel, as samples between -1 and 1."""
    with tempfile.TemporaryDirectory() as folder:
        pcm = Path(folder) / "pcm"
        ffmpeg("-i", path, "-map", "0:a", "-f", "s16le", "-ac", 1, "-ar", rate, pcm)
        return np.frombuffer(pcm.read_bytes(), "<i2").astype(np.float32) / 32768


def length_ms(path: Path) -> int:
    """How long a file plays, decoded to its end."""
    return round(len(sound(path)) / 8)


def speaking(path: Path, step: float = 0.02) -> np.ndarray:
    """For each `step` seconds, whether somebody speaks: louder than -40 dB."""
    heard = sound(path)
    block = int(8000 * step)
    blocks = heard[: len(heard) // block * block].reshape(-1, block)
    return np.sqrt((blocks**2).mean(1)) > 0.01
