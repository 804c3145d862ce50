#!/usr/bin/env python3
"""Makes everything of a pack that is made: films, sound, captions, transcripts, job aids.

    python content-packs/studio/make.py introduction [--only general] [--stills FOLDER]
    python content-packs/studio/make.py introduction --check | --listen | --sheets FOLDER
    python content-packs/studio/make.py --all [any of these]
"""

import argparse
import sys
import tempfile
from pathlib import Path

from muster_studio import captions, film, listen, manifest, script, sheets, slides, speech

STUDIO = Path(__file__).resolve().parent


def make_film(pack: Path, source: Path) -> None:
    """One script to a film, its sound, its captions and its transcript."""
    told = script.load(source)
    pictures = slides.pictures(told, STUDIO)
    narrator = speech.Narrator(STUDIO / "pronounce.toml")
    samples, spoken, starts = speech.narrate(told, narrator)
    video = pack / f"media/{told.name}.mp4"
    audio = pack / f"media/{told.name}.mp3"
    for folder in ("media", "captions", "text"):
        (pack / folder).mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        wav = Path(scratch) / "narration.wav"
        film.master(samples, narrator.rate, wav)
        film.film(pictures, starts, wav, len(samples) / narrator.rate, video)
        film.audio_only(wav, audio)
    found = captions.cues(spoken, samples, narrator.rate, narrator.spelled)
    (pack / f"captions/{told.name}.{told.language}.vtt").write_text(
        captions.webvtt(found, told.title), "utf-8"
    )
    (pack / f"text/{told.name}-transcript.md").write_text(
        captions.transcript(told, spoken, starts), "utf-8"
    )
    manifest.set_voice(pack, speech.CREDIT)
    chapters = [
        {"at_ms": round(start * 1000), "title": slide.chapter}
        for slide, start in zip(told.slides, starts)
        if slide.chapter
    ]
    for medium in (video, audio):
        manifest.set_medium(pack, f"media/{medium.name}", film.length_ms(medium), chapters)
        loud, peak = film.loudness(medium)
        print(f"{medium.name}: {film.length_ms(medium) / 1000:.1f} s, {medium.stat().st_size} bytes, "
              f"{loud} LUFS, peak {peak} dBTP")  # fmt: skip


def stills(source: Path, folder: Path) -> None:
    """The slides of one script as PNG files, to look at."""
    from PIL import Image

    told = script.load(source)
    folder.mkdir(parents=True, exist_ok=True)
    for number, picture in enumerate(slides.pictures(told, STUDIO), 1):
        Image.fromarray(picture).save(folder / f"{told.name}-{number:02}.png")


def make(pack: Path, films: list[Path], aids: list[Path]) -> None:
    """Everything of a pack that is made."""
    for path in films:
        make_film(pack, path)
    for path in aids:
        (pack / "aids").mkdir(exist_ok=True)
        slides.job_aid(path, pack / f"aids/{path.stem}.pdf", STUDIO, manifest.created(pack))
        print(f"{path.stem}.pdf", flush=True)


def work(pack: Path, args) -> int:
    """Does with one pack what was asked; 0 if nothing is wrong."""
    source = pack / "source"
    if not source.is_dir():
        sys.exit(f"{source} is not there")
    films, aids = (
        [path for path in sorted(source.glob(f"*.{kind}")) if args.only in (None, path.stem)]
        for kind in ("toml", "typ")
    )
    if args.check:
        return manifest.check(pack)
    if args.listen:
        listen.listen(pack, films, STUDIO / "pronounce.toml")
    elif args.sheets:
        sheets.write(pack, args.sheets)
    elif args.stills:
        for path in films:
            stills(path, args.stills)
    else:
        make(pack, films, aids)
    return 0


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("pack", nargs="?", help="folder name under content-packs/")
    parser.add_argument("--all", action="store_true", help="every pack, one after the other")
    parser.add_argument("--only", help="one script or job aid, by its name without extension")
    parser.add_argument("--stills", type=Path, help="write the slides as PNG here and make nothing else")
    parser.add_argument("--check", action="store_true", help="make nothing; check what lies there")
    parser.add_argument("--listen", action="store_true", help="make nothing; have the narration heard again")
    parser.add_argument("--sheets", type=Path, help="make nothing; write contact sheets of films and job aids here")
    args = parser.parse_args()
    if args.all == bool(args.pack):
        parser.error("name one pack, or say --all")
    packs = sorted(path.parent for path in STUDIO.parent.glob("*/source")) if args.all else [STUDIO.parent / args.pack]
    sys.exit(max(work(pack, args) for pack in packs))


if __name__ == "__main__":
    main()
