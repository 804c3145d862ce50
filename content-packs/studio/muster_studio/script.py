"""A script: one TOML file a film, slides and narration side by side."""

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Slide:
    """One picture and what is said over it."""

    show: str  # Typst markup, with everything of slides.typ at hand
    say: list[str]  # sentences as captions show them
    chapter: str | None = None  # a chapter of the film begins here
    pause: float = 0.0  # seconds of quiet after the last sentence, on top of the usual


@dataclass
class Script:
    """One film with its sound, captions and transcript."""

    name: str  # names the files: media/<name>.mp4 and so on
    title: str
    language: str
    slides: list[Slide] = field(default_factory=list)


def load(path: Path) -> Script:
    """Reads a script and says which slide is wrong, if one is."""
    data = tomllib.loads(path.read_text("utf-8"))
    slides = []
    for number, row in enumerate(data["slide"], 1):
        unknown = set(row) - {"show", "say", "chapter", "pause"}
        if unknown or not row.get("show") or not row.get("say"):
            raise SystemExit(f"{path}: slide {number}: needs show and say; unknown: {sorted(unknown)}")
        slides.append(
            Slide(row["show"], sentences(row["say"]), row.get("chapter"), row.get("pause", 0.0))
        )
    if slides[0].chapter is None:
        raise SystemExit(f"{path}: the first slide begins the first chapter")
    return Script(path.stem, data["title"], data["language"], slides)


def sentences(text: str) -> list[str]:
    """One sentence a line in the script; each is spoken and measured on its own."""
    return [re.sub(r"\s+", " ", line).strip() for line in text.strip().splitlines() if line.strip()]
