"""The parts of manifest.json that are measured, and a check of the whole folder."""

import json
import re
import textwrap
from datetime import datetime
from pathlib import Path

from . import captions as read_along
from . import film, glyphs, script

PACKED = ("media", "captions", "text", "aids")
LONGEST_BRIEFING = 15  # minutes (CONTENT 4.6)
# CONTENT 4.5. What fits the wall: a question is set larger than its points, nine lines in all.
QUESTION_LINE, POINT_LINE, WALL_LINES = 38, 43, 9


def load(pack: Path) -> dict:
    """The manifest."""
    return json.loads((pack / "manifest.json").read_text("utf-8"))


def created(pack: Path) -> datetime:
    """The manifest's own date: the only one that made files carry."""
    return datetime.fromisoformat(load(pack)["created"])


def set_medium(pack: Path, path: str, duration_ms: int, chapters: list[dict]) -> None:
    """Writes the measured length and the chapters of one medium into the manifest."""
    whole = load(pack)
    for module in whole["modules"]:
        for medium in module["media"]:
            if medium["path"] == path:
                medium["duration_ms"] = duration_ms
                medium["chapters"] = chapters
    text = json.dumps(whole, ensure_ascii=False, indent=2) + "\n"
    (pack / "manifest.json").write_text(text, "utf-8")


def set_voice(pack: Path, credit: str) -> None:
    """Writes into the credits whose voice it is."""
    whole = load(pack)
    text, count = re.subn(r"Narration: .*?\.(?= [A-Z]|$)(?<!U\.S\.)", lambda _: credit, whole["credits"], count=1)
    whole["credits"] = text if count else f"{credit} {whole['credits']}".strip()
    text = json.dumps(whole, ensure_ascii=False, indent=2) + "\n"
    (pack / "manifest.json").write_text(text, "utf-8")


def named(whole: dict) -> set[str]:
    """Every file that the manifest names."""
    found = set()
    for module in whole["modules"]:
        for medium in module["media"]:
            found.add(medium["path"])
            found.add(medium["transcript"])
            found.update(c["path"] for c in medium["captions"])
        found.update(aid["path"] for aid in module["job_aids"])
        found.add(module.get("guide"))
    return found - {None}


def check(pack: Path) -> int:
    """Says what is wrong with a pack's folder; 0 if nothing is."""
    whole, wrong = load(pack), []
    there = {p.relative_to(pack).as_posix() for f in PACKED for p in (pack / f).rglob("*") if p.is_file()}
    wrong += [f"{p}: not named by the manifest" for p in sorted(there - named(whole))]
    wrong += [f"{p}: named by the manifest, not there" for p in sorted(named(whole) - there)]
    for module in whole["modules"]:
        for medium in module["media"]:
            wrong += check_medium(pack, medium)
        for aid in module["job_aids"]:
            if aid["kind"] == "pdf" and aid["path"] in there:
                wrong += glyphs.check(pack / aid["path"], aid.get("cards", []))
        wrong += check_room(module)
    for path in sorted(named(whole) & there):
        if path.endswith(".md"):
            text = (pack / path).read_text("utf-8")
            if re.search(r"<(?!https?://)[a-zA-Z/!]", text) or "![" in text:
                wrong.append(f"{path}: HTML or a picture in Markdown")
    size = sum((pack / p).stat().st_size for p in there)
    print("\n".join(wrong) or f"{pack.name}: {len(there)} files, {size / 1e6:.1f} MB, nothing wrong")
    return 1 if wrong else 0


def check_medium(pack: Path, medium: dict) -> list[str]:
    """Length, loudness, and captions inside the length and in order."""
    path, wrong = pack / medium["path"], []
    if not path.is_file():
        return wrong
    length = film.length_ms(path)
    if abs(length - medium["duration_ms"]) > 500:
        wrong.append(f"{medium['path']}: plays {length} ms, the manifest says {medium['duration_ms']}")
    loud, peak = film.loudness(path)
    if abs(loud - film.LOUDNESS) > 1 or peak > -1:
        wrong.append(f"{medium['path']}: {loud} LUFS, peak {peak} dBTP")
    if medium["kind"] == "video" and not 120_000 <= length <= 240_000:
        wrong.append(f"{medium['path']}: {length / 1000:.0f} s, not two to four minutes")
    for captions in medium["captions"]:
        text = (pack / captions["path"]).read_text("utf-8")
        cues = read_along.read(text)
        if not cues or cues[-1][1] * 1000 > length:
            wrong.append(f"{captions['path']}: no cues, or past the end")
        wrong += [f"{captions['path']}: {w}" for w in read_along.check(cues, film.speaking(path), 0.02)]
        wrong += check_words(pack, medium, captions["path"], text)
    return wrong


def check_words(pack: Path, medium: dict, captions: str, text: str) -> list[str]:
    """Captions and transcript say what the script says, word for word."""
    told = script.load(pack / f"source/{Path(medium['path']).stem}.toml")
    said = [sentence for slide in told.slides for sentence in slide.say]
    shown = [line for cue in read_along.read(text) for line in cue[2]]
    wrong = []
    if " ".join(shown).split() != " ".join(said).split():
        wrong.append(f"{captions}: not the words of the script")
    transcript = (pack / medium["transcript"]).read_text("utf-8")
    lines = [line for line in transcript.splitlines() if not line.startswith("#")]
    if " ".join(lines).split() != " ".join(said).split():
        wrong.append(f"{medium['transcript']}: not the words of the script")
    return wrong


def check_room(module: dict) -> list[str]:
    """The briefing fits its time, and every prompt fits the wall."""
    at, wrong = module["id"], []
    films = sum(m["duration_ms"] for m in module["media"] if {"play": m["id"]} in module["steps"])
    needed = films / 60_000 + sum(p["minutes"] for p in module["prompts"])
    if not needed <= module["minutes"] <= LONGEST_BRIEFING:
        wrong.append(f"{at}: {needed:.1f} minutes of film and talk in {module['minutes']}")
    for prompt in module["prompts"]:
        rows = len(textwrap.wrap(prompt["question"], QUESTION_LINE))
        rows += sum(len(textwrap.wrap(point, POINT_LINE)) for point in prompt["points"])
        if rows > WALL_LINES:
            wrong.append(f"{at}: prompt {prompt['id']} takes {rows} lines on the wall")
    for reference in module["references"]:
        if not reference["url"].startswith("https://"):
            wrong.append(f"{at}: reference {reference['id']} is not an https address")
    return wrong
