"""Clips for the benches, made by ffmpeg: every picture carries its number as a bar code.

Along the top left lie CELLS cells, each a 24th of the width wide and a 12th of the height high: one
white, one black, sixteen bits of the number (the lowest first), and one that is white in the first
three pictures of every second (the flash). A beep of 60 ms begins with each flash.
"""

import os
import subprocess

BITS = 16
CELLS = 2 + BITS + 1
FLASH_PICTURES = 3

# Name: width, height, pictures a second, seconds, codec, kbit/s. The last two only keep time: they are
# made without grain, which takes minutes less.
CLIPS = {
    "720p30-h264": (1280, 720, 30, 40, "h264", 2500),
    "720p30-av1": (1280, 720, 30, 40, "av1", 1250),
    "1080p30-h264": (1920, 1080, 30, 40, "h264", 5000),
    "1080p30-av1": (1920, 1080, 30, 40, "av1", 2500),
    "720p60-h264": (1280, 720, 60, 40, "h264", 3500),
    "ten-minutes": (1280, 720, 30, 600, "h264", 800),
    "half-minute": (1280, 720, 30, 34, "h264", 800),
}
TIMING = ("ten-minutes", "half-minute")


def rate(name: str) -> int:
    """Pictures a second."""
    return CLIPS[name][2]


def seconds(name: str) -> int:
    """How long the clip is."""
    return CLIPS[name][3]


def bar_code(width: int, height: int, fps: int) -> str:
    """The filters that burn the bar code in."""
    cell, high = width // 24, height // 12

    def box(place: int, color: str, when: str = "1", wide: int = 1) -> str:
        return f"drawbox=x={place * cell}:y=0:w={wide * cell}:h={high}:color={color}:t=fill:enable='{when}'"

    boxes = [box(0, "black", wide=CELLS), box(0, "white")]
    boxes += [box(2 + bit, "white", f"mod(floor(n/{1 << bit}),2)") for bit in range(BITS)]
    boxes.append(box(2 + BITS, "white", f"lt(mod(n,{fps}),{FLASH_PICTURES})"))
    return ",".join(boxes)


def make(name: str, folder: str) -> str:
    """The path of the clip, made if it is not there yet."""
    path = os.path.join(folder, f"{name}.mp4")
    if os.path.exists(path):
        return path
    width, height, fps, length, codec, kbits = CLIPS[name]
    # Moving shapes and grain: about as hard to code as filmed people before a wall.
    grain = "" if name in TIMING else "noise=c0s=7:c0f=t,"
    picture = f"{grain}{bar_code(width, height, fps)},format=yuv420p"
    colors = ["-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv"]
    every = ["-g", str(2 * fps), "-keyint_min", str(2 * fps)]
    if codec == "h264":
        preset = "superfast" if name in TIMING else "fast"
        coder = ["-c:v", "libx264", "-profile:v", "high", "-preset", preset, "-sc_threshold", "0", *every]
    else:
        coder = ["-c:v", "libsvtav1", "-preset", "9", "-g", str(2 * fps)]
    command = ["ffmpeg", "-nostdin", "-loglevel", "error", "-y",
               "-f", "lavfi", "-i", f"testsrc2=size={width}x{height}:rate={fps}:duration={length}",
               "-f", "lavfi", "-i", f"aevalsrc='if(lt(mod(t,1),0.06),0.7*sin(2*PI*1000*t),0)':s=48000:d={length}",
               "-vf", picture, *coder, "-b:v", f"{kbits}k", *colors, "-c:a", "aac", "-b:a", "128k", "-ac", "2",
               "-movflags", "+faststart", f"{path}.part.mp4"]  # fmt: skip
    subprocess.run(command, check=True)
    os.rename(f"{path}.part.mp4", path)
    return path
