#!/usr/bin/env python3
"""Reads the test data that fetch.py brought with the real program, each file as the only material of
a new pack, and compares what became of it with what other programs make of it.

    tests/corpus/read.py [--muster target/debug/muster] [--cache target/corpus] [--only ENDING…]
                         [--list FILE] [PACKAGE…]

Each file is one of:

right     taken, and as the other program has it; or refused, where that cannot read it either
reported  refused, mended or passed over, with a sentence
alone     taken, and no other program says how it is
wrong     taken and different, without a word; not mentioned at all; a crash; a hang of 10 s

A table by ending goes to the standard output, and each wrong one with its reason; --list writes what
became of every file. Pillow, webvtt-py, pysubs2, mammoth, python-pptx and pypdfium2 are compared with
where the Python that runs this has them, ffmpeg and Poppler where they are installed.
"""

import argparse
import io
import json
import os
import re
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import oracles

HANGS_AFTER = 10
# LibreOffice and ffmpeg take their time; Muster shows that they are at work.
CONVERTERS = ("soffice", "oosplash", "ffmpeg", "ffprobe")
CONVERTED_AFTER = 120
LENGTH_OFF_MS = 500
# Pictures drawn by two programs differ at their edges.
LOOKS_OFF = 60
SOUND = set("mp3 m4a m4b aac flac ogg oga opus wav wma aif aiff aifc w64 spx".split())
FILM = set("mp4 m4v mov wmv avi mkv webm mpg mpeg 3gp flv".split())
PICTURE = set("png jpg jpeg jpe jfif heic heif hif webp avif gif bmp tif tiff".split())


class Crash(Exception):
    pass


def run(muster: str, data: Path, *arguments):
    """Runs one command; its JSON."""
    command = [muster, "--json", "--data-dir", str(data), *map(str, arguments)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, stdin=subprocess.DEVNULL, start_new_session=True) as process:
        try:
            output, complaint = wait(process)
        except subprocess.TimeoutExpired as error:
            os.killpg(process.pid, signal.SIGKILL)
            raise Crash(f"hangs: no end after {error.timeout} s") from error
    complaint = complaint.decode(errors="replace")
    if process.returncode < 0 or process.returncode > 100 or "panicked" in complaint:
        raise Crash(f"crash: exit code {process.returncode}: {complaint[-300:]}")
    try:
        return json.loads(output)
    except ValueError as error:
        raise Crash(f"no JSON: {output[:200]!r}") from error


def wait(process):
    """Waits for the end, longer while another program converts something."""
    try:
        return process.communicate(timeout=HANGS_AFTER)
    except subprocess.TimeoutExpired:
        if not any(name.startswith(CONVERTERS) for name in children(process.pid)):
            raise
        return process.communicate(timeout=CONVERTED_AFTER)


def children(pid: int):
    """The names of the programs that a process has started, where the system lists them."""
    for listed in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in listed.read_text().split():
            try:
                yield Path(f"/proc/{child}/comm").read_text().strip()
            except OSError:
                continue
            yield from children(int(child))


def texts_of(out: Path, manifest: dict) -> str:
    """All that somebody reads of a drafted pack."""
    parts = [file.read_text(errors="replace") for file in out.rglob("*.md")]
    parts += [value for value in strings(manifest)]
    return "\n".join(parts)


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def compare(muster: str, file: Path, ending: str, out: Path, manifest: dict):
    """Whether what was taken is as another program has it: `right`, `alone`, or what differs."""
    module = manifest["modules"][0]
    if ending in SOUND | FILM and module["media"]:
        has_pictures = module["media"][0]["kind"] == "video"
        expected = oracles.film_ms(file) if has_pictures else oracles.heard_ms(file)
        if expected is None:
            return "alone", ""
        found = module["media"][0]["duration_ms"]
        same = abs(found - expected) <= LENGTH_OFF_MS
        return ("right", "") if same else ("wrong", f"{found / 1000:.2f} s, not {expected / 1000:.2f} s")
    if ending in ("vtt", "srt"):
        expected = oracles.cues(file)
        if expected is None:
            return "alone", ""
        track = next(out.rglob("*.vtt"))
        found = oracles.cues(track)
        if found is None:
            return "wrong", "captions that webvtt-py does not read"
        missing = oracles.words("\n".join(expected)) - oracles.words("\n".join(found))
        invented = oracles.words("\n".join(found)) - oracles.words("\n".join(expected))
        if len(found) == len(expected) and not missing and not invented:
            return "right", ""
        return "wrong", (f"{len(found)} captions, not {len(expected)}; missing {list(missing)[:6]}, "
                         f"more {list(invented)[:6]}")  # fmt: skip
    if ending in ("docx", "docm", "pptx"):
        expected = oracles.document_text(file)
        if expected is None:
            return "alone", ""
        # Bold letters within a word part it in Markdown.
        missing = oracles.words(expected) - oracles.words(re.sub(r"\*+", "", texts_of(out, manifest)))
        if not missing:
            return "right", ""
        return "wrong", f"{missing.total()} words missing: {list(missing)[:8]}"
    if ending == "pdf" or ending in PICTURE:
        others = oracles.pages(file) if ending == "pdf" else [oracles.picture(file)]
        taken = out / module["job_aids"][0]["path"]
        if ending in PICTURE and oracles.says_place(taken):
            return "wrong", "says where it was taken"
        ours = oracles.drawn_by_muster(muster, taken, ending == "pdf")
        others = [other for other in others if other]
        if not others or ours is None:
            return "alone", ""
        off = min(oracles.difference(ours, other) for other in others)
        return ("right", "") if off <= LOOKS_OFF else ("wrong", f"looks different ({off:.0f} of 255)")
    return "alone", ""


def long_silence(file: Path):
    """Captions belong to something that is heard. The file has hardly a byte on the disk."""
    size = 10 * 60 * 8000
    head = b"RIFF" + struct.pack("<I", size + 36) + b"WAVEfmt " + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 8000, 1, 8)
    with open(file, "wb") as out:
        out.write(head + b"data" + struct.pack("<I", size))
        out.truncate(44 + size)


def unreadable_elsewhere(file: Path, ending: str) -> bool:
    """Whether the other program cannot read it either."""
    asked = {
        "vtt": oracles.cues, "srt": oracles.cues, "docx": oracles.document_text, "docm": oracles.document_text,
        "pptx": oracles.document_text, "pdf": oracles.pages,
    }  # fmt: skip
    asked |= dict.fromkeys(PICTURE, oracles.picture) | dict.fromkeys(SOUND | FILM, oracles.heard_ms)
    return ending in asked and not asked[ending](file)


def read(muster: str, file: Path, work: Path):
    """What becomes of a file, and why."""
    ending = file.suffix.lower().lstrip(".")
    name = f"material.{ending}"
    source, out, data = work / "in", work / "out", work / "data"
    source.mkdir()
    shutil.copy(file, source / name)
    if ending in ("vtt", "srt"):
        long_silence(source / "spoken.wav")
    try:
        drafted = run(muster, data, "pack", "new", out, "--from", source, "--id", "gov.example.corpus",
                      "--title", "Corpus", "--publisher", "Corpus")  # fmt: skip
        if not drafted["ok"]:
            sentence = drafted["error"]["message"]
            return ("right" if unreadable_elsewhere(file, ending) else "reported"), sentence
        manifest = json.loads((out / "manifest.json").read_text())
        module = manifest["modules"][0]
        said = [line for line in drafted["said"] if "material" in line]
        checked = run(muster, data, "pack", "check", out)
        # Of a pack that is not written yet, all that an author has to fill in is named as well.
        about = [
            finding["message"]
            for finding in checked["findings"]
            if "material" in finding["file"]
            and not ("FILL IN" in finding["advice"] or "without captions" in finding["message"])
        ]
    except Crash as crash:
        return "wrong", str(crash)
    taken = bool(module["media"] or module.get("job_aids")) or any(
        "captions" in str(path) or path.name.startswith("guide") for path in out.rglob("*") if path.is_file()
    )
    left_out = [line for line in said if "left out" in line or "is not in the pack" in line or "passed over" in line]
    notices = [*left_out, *about] + [line for line in said if "mended" in line or "left" in line or "lost" in line]
    if not said and not about:
        return "wrong", "not a word about it"
    if left_out and not any(out.rglob("material*")):
        return ("right" if unreadable_elsewhere(file, ending) else "reported"), left_out[0]
    if not taken:
        return "reported", " ".join(said)
    try:
        verdict, why = compare(muster, file, ending, out, manifest)
    except (KeyError, IndexError, StopIteration) as error:
        verdict, why = "alone", f"nothing to compare: {error!r}"
    if verdict == "wrong" and notices:
        return "reported", f"{notices[0]} ({why})"
    if verdict == "alone" and notices:
        return "reported", notices[0]
    return verdict, why or (notices[0] if notices else "")


def main():
    here = Path(__file__).parent
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--muster", default=here / "../../target/debug/muster", type=Path)
    parser.add_argument("--cache", default=here / "../../target/corpus", type=Path)
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--list", type=Path)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("packages", nargs="*")
    options = parser.parse_args()
    muster = str(options.muster.resolve())
    folders = sorted((options.cache / "files").iterdir())
    files = [
        file
        for folder in folders
        if not options.packages or folder.name in options.packages
        for file in sorted(folder.iterdir())
        if not options.only or file.suffix.lower().lstrip(".") in options.only
    ]
    if not files:
        sys.exit("Nothing there to read: run fetch.py first.")

    def one(file: Path):
        with tempfile.TemporaryDirectory(prefix="muster-corpus-") as work:
            try:
                return file, *read(muster, file, Path(work))
            except Exception as error:  # the next file is read all the same
                return file, "wrong", f"read.py fails: {error!r}"

    counts = defaultdict(Counter)
    wrong = []
    rows = open(options.list, "w", buffering=1) if options.list else io.StringIO()
    with ThreadPoolExecutor(options.jobs) as pool:
        for number, (file, verdict, why) in enumerate(pool.map(one, files), 1):
            ending = file.suffix.lower().lstrip(".")
            counts[ending][verdict] += 1
            name = f"{file.parent.name}/{file.name}"
            why = " ".join(why.split())
            print(verdict, name, why, sep="\t", file=rows)
            if verdict == "wrong":
                wrong.append(f"{name}: {why}")
            if number % 50 == 0:
                print(f"{number} of {len(files)}", file=sys.stderr, flush=True)
    kinds = ("right", "reported", "alone", "wrong")
    print("| ending | " + " | ".join(kinds) + " |\n|---|---|---|---|---|")
    for ending in sorted(counts):
        print(f"| {ending} | " + " | ".join(str(counts[ending][kind] or "") for kind in kinds) + " |")
    print("| all | " + " | ".join(str(sum(of[kind] for of in counts.values())) for kind in kinds) + " |")
    print("\n" + "\n".join(wrong))


if __name__ == "__main__":
    main()
