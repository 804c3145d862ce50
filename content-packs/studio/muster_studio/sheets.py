"""Contact sheets: what a film shows every ten seconds, and the pages of each job aid."""

import io
import subprocess
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from . import captions, film
from .slides import HEIGHT, INTER, WIDTH

EVERY = 10  # seconds
COLUMNS = 4
SMALL = (WIDTH // 2, HEIGHT // 2)
BELOW = 84  # room for the caption under a picture
GROUND, INK = (238, 238, 238), (20, 20, 20)


def sheet(cells: list[tuple[Image.Image, str]]) -> Image.Image:
    """Pictures side by side, each with a line or three of text under it."""
    wide = max(picture.width for picture, _ in cells) + 12
    high = max(picture.height for picture, _ in cells) + BELOW
    rows = -(-len(cells) // COLUMNS)
    whole = Image.new("RGB", (wide * min(COLUMNS, len(cells)), high * rows), GROUND)
    letters = ImageFont.truetype(str(INTER / "Inter-Regular.otf"), 22)
    draw = ImageDraw.Draw(whole)
    for number, (picture, text) in enumerate(cells):
        x, y = number % COLUMNS * wide + 6, number // COLUMNS * high
        whole.paste(picture, (x, y))
        draw.multiline_text((x, y + picture.height + 2), text, INK, letters, spacing=3)
    return whole


def of_film(video: Path, cues: Path) -> Image.Image:
    """One picture every ten seconds, and the caption that stands there."""
    size = WIDTH * HEIGHT * 3
    command = ["ffmpeg", "-loglevel", "error", "-i", str(video), "-vf",
               f"select='isnan(prev_selected_t)*gte(t,{EVERY / 2})+gte(t-prev_selected_t,{EVERY})'",
               "-vsync", "vfr", "-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1"]  # fmt: skip
    raw = subprocess.run(command, capture_output=True, check=True).stdout
    shown = captions.read(cues.read_text("utf-8"))
    cells = []
    for number in range(len(raw) // size):
        frame = np.frombuffer(raw, np.uint8, size, number * size).reshape(HEIGHT, WIDTH, 3)
        at = EVERY / 2 + EVERY * number
        text = [line for start, end, lines in shown if start <= at < end for line in lines]
        cells.append((Image.fromarray(frame).resize(SMALL), "\n".join([f"{int(at) // 60}:{int(at) % 60:02}", *text])))
    return sheet(cells)


def of_pages(pdf: Path) -> Image.Image:
    """The pages of a job aid."""
    made = subprocess.run(["pdftoppm", "-r", "60", str(pdf)], capture_output=True, check=True).stdout
    cells, rest = [], io.BytesIO(made)
    while rest.tell() < len(made):
        cells.append((page(rest), f"page {len(cells) + 1}"))
    return sheet(cells)


def page(rest: io.BytesIO) -> Image.Image:
    """The next PPM picture of several in a row."""
    assert rest.readline() == b"P6\n"
    wide, high = map(int, rest.readline().split())
    rest.readline()
    return Image.frombytes("RGB", (wide, high), rest.read(wide * high * 3))


def write(pack: Path, folder: Path) -> None:
    """All sheets of a pack, as PNG."""
    folder.mkdir(parents=True, exist_ok=True)
    for video in sorted((pack / "media").glob("*.mp4")):
        cues = next((pack / "captions").glob(f"{video.stem}.*.vtt"))
        of_film(video, cues).save(folder / f"{pack.name}-{video.stem}.png")
    for pdf in sorted((pack / "aids").glob("*.pdf")):
        of_pages(pdf).save(folder / f"{pack.name}-{pdf.stem}.png")
