"""What other programs make of the same file: each oracle says how it is, or nothing where it cannot
read the file itself. Those that are not installed say nothing."""

import html
import io
import re
import struct
import subprocess
import unicodedata
from collections import Counter
from pathlib import Path

SECONDS = 20


def output(*command) -> bytes | None:
    try:
        done = subprocess.run(list(map(str, command)), capture_output=True, timeout=SECONDS)
    except (subprocess.TimeoutExpired, FileNotFoundError):
        return None
    return None if done.returncode else done.stdout


def heard_ms(file: Path) -> float | None:
    """How long the sound of a file is, decoded by ffmpeg."""
    decoded = output("ffmpeg", "-v", "error", "-i", file, "-map", "0:a:0", "-ac", "1", "-ar", "8000", "-f", "u8", "-")
    return len(decoded) / 8 if decoded else None


def film_ms(file: Path) -> float | None:
    """From the beginning to the end of whichever track ends last, as ffmpeg plays them."""
    ends = []
    for kind in "va":
        stated = output("ffprobe", "-v", "error", "-select_streams", f"{kind}:0", "-show_entries",
                        "packet=pts_time,duration_time", "-of", "csv=p=0", file)  # fmt: skip
        for line in (stated or b"").decode().splitlines():
            try:
                at, lasts = (float(part) for part in line.strip(",").split(",")[:2])
            except ValueError:
                continue
            ends.append((at + lasts) * 1000)
    return max(ends, default=None)


def words(text: str) -> Counter:
    return Counter(re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text).casefold()))


def cues(file: Path) -> list[str] | None:
    """The text of each caption that shows any, without markup."""
    try:
        if file.suffix.lower() == ".vtt":
            import webvtt

            texts = [cue.text for cue in webvtt.read(str(file))]
        else:
            import pysubs2

            texts = [line.plaintext for line in pysubs2.load(str(file), format_="srt")]
    except Exception:  # each library has errors of its own
        return None
    plain = (re.sub(r"</?[a-z][^>]*>|\{\\[^}]*\}", " ", html.unescape(text)).strip() for text in texts)
    return [text for text in plain if text]


def document_text(file: Path) -> str | None:
    try:
        if file.suffix.lower() == ".pptx":
            import pptx

            slides = pptx.Presentation(str(file)).slides
            texts = [shape.text_frame.text for slide in slides for shape in slide.shapes if shape.has_text_frame]
            return "\n".join(texts)
        import mammoth

        with open(file, "rb") as opened:
            return mammoth.extract_raw_text(opened).value
    except Exception:  # each library has errors of its own
        return None


def picture(file: Path):
    """A picture as Pillow opens it: upright, on white."""
    try:
        from PIL import Image, ImageOps

        with Image.open(file) as opened:
            # Browsers and viewers turn a picture as Exif data say, not XMP.
            for xmp in ("xmp", "XML:com.adobe.xmp"):
                opened.info.pop(xmp, None)
            upright = ImageOps.exif_transpose(opened)
            if upright.mode.startswith("I;16"):
                # Pillow takes all levels above 255 for white. It knows no transparency here.
                if "transparency" in upright.info:
                    return None
                upright = upright.convert("I").point(lambda level: level / 257).convert("L")
            upright = upright.convert("RGBA")
            white = Image.new("RGBA", upright.size, "white")
            return Image.alpha_composite(white, upright).convert("RGB")
    except Exception:  # each decoder has errors of its own
        return None


def pages(file: Path) -> list:
    """The first page of a PDF, as Poppler draws it and as PDFium does: of files that break the rules each
    makes something else."""
    drawn = []
    try:
        from PIL import Image

        poppler = output("pdftoppm", "-f", "1", "-l", "1", "-scale-to", "400", "-png", file)
        drawn += [Image.open(io.BytesIO(poppler)).convert("RGB")] if poppler else []
    except Exception:  # each decoder has errors of its own
        pass
    try:
        import pypdfium2

        page = pypdfium2.PdfDocument(file)[0]
        drawn.append(page.render(scale=400 / max(page.get_size())).to_pil().convert("RGB"))
    except Exception:
        pass
    return drawn


def drawn_by_muster(muster: str, file: Path, is_pdf: bool):
    """The first page as Muster draws it (src/documents/protocol.rs), or nothing."""
    try:
        from PIL import Image
    except ImportError:
        return None
    data = file.read_bytes()
    document = bytes([0 if is_pdf else 1]) + struct.pack("<Q", len(data)) + data
    first_page = struct.pack("<BIII", 0, 0, 400, 400)
    try:
        done = subprocess.run([muster, "draw-document"], input=document + first_page, capture_output=True, timeout=SECONDS)
        answer = io.BytesIO(done.stdout)
        if answer.read(9) != b"\x02drawing\x01":
            return None
        _, shown = struct.unpack("<II", answer.read(8))
        answer.read(8 * shown)
        if answer.read(1) != b"\x01":
            return None
        size = struct.unpack("<II", answer.read(8))
        sheet = Image.frombytes("RGBA", size, answer.read(size[0] * size[1] * 4))
        white = Image.new("RGBA", size, "white")
        return Image.alpha_composite(white, sheet).convert("RGB")
    except (OSError, struct.error, ValueError, subprocess.TimeoutExpired):
        return None


def says_place(file: Path) -> bool:
    """Whether a picture says where it was taken, as Pillow reads it."""
    try:
        from PIL import Image

        with Image.open(file) as opened:
            xmp = opened.info.get("xmp") or opened.info.get("XML:com.adobe.xmp") or b""
            exif = opened.getexif().get_ifd(0x8825)
            return bool(exif) or "GPSLatitude" in (xmp if isinstance(xmp, str) else xmp.decode(errors="replace"))
    except Exception:  # each decoder has errors of its own
        return False


def difference(one, other) -> float:
    """How far two pictures differ, from 0 to 255: the mean over the 5 % of a coarse grid that differ most.
    The grid is blurred, as one program lets small pixels run into each other and another does not."""
    from PIL import Image, ImageChops, ImageFilter

    grid = [
        picture.convert("RGB").resize((40, 40), Image.Resampling.BOX).filter(ImageFilter.GaussianBlur(1))
        for picture in (one, other)
    ]
    apart = ImageChops.difference(*grid).convert("L").tobytes()
    worst = sorted(apart)[-len(apart) // 20 :]
    return sum(worst) / len(worst)
