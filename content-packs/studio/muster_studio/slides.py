"""Pictures: Typst markup to RGB, 1280 by 720."""

import io
from pathlib import Path

import numpy as np
import typst
from PIL import Image

WIDTH, HEIGHT = 1280, 720
INTER = Path("/usr/share/fonts/opentype/inter")


def fonts() -> list[str]:
    """Where the typeface lies; without it Typst would quietly take another one."""
    if not INTER.is_dir():
        raise SystemExit(f"{INTER} is not there: install the Debian package fonts-inter")
    return [str(INTER)]


def pictures(script, studio: Path) -> list[np.ndarray]:
    """One picture a slide."""
    pages = [f"#slide[\n{slide.show}\n]" for slide in script.slides]
    source = '#import "/slides.typ": *\n#show: deck\n' + "\n".join(pages)
    made = typst.compile(source.encode(), root=str(studio), font_paths=fonts(), format="png", ppi=72.0)
    made = [made] if isinstance(made, bytes) else made
    if len(made) != len(script.slides):
        raise SystemExit(f"{script.name}: {len(made)} pages for {len(script.slides)} slides: one overflows")
    found = [np.asarray(Image.open(io.BytesIO(png)).convert("RGB")) for png in made]
    for number, picture in enumerate(found, 1):
        if picture.shape != (HEIGHT, WIDTH, 3):
            raise SystemExit(f"{script.name}: slide {number} is {picture.shape}")
        if len(np.unique(picture[int(HEIGHT * 0.82) :].reshape(-1, 3), axis=0)) != 1:
            raise SystemExit(f"{script.name}: slide {number} reaches into the lines kept free for captions")
    return found


def job_aid(source: Path, target: Path, studio: Path, created) -> None:
    """A tagged, accessible PDF (PDF/UA-1); the day in its metadata is the manifest's."""
    text = source.read_bytes()
    made = typst.compile(
        text, root=str(studio), font_paths=fonts(), format="pdf", pdf_standards=["ua-1"], timestamp=created
    )
    target.write_bytes(made)
