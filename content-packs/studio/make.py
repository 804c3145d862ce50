#!/usr/bin/env python3
"""Makes everything of a pack that is made: films, sound, captions, transcripts, job aids.

    python content-packs/studio/make.py introduction [--only general] [--stills FOLDER]
    python content-packs/studio/make.py introduction --check
"""

import argparse
import sys
import tempfile
from pathlib import Path

from muster_studio import captions, film, manifest, script, slides, speech

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


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("pack", help="folder name under content-packs/")
    parser.add_argument("--only", help="one script or job aid, by its name without extension")
    parser.add_argument("--stills", type=Path, help="write the slides as PNG here and make nothing else")
    parser.add_argument("--check", action="store_true", help="make nothing; check what lies there")
    args = parser.parse_args()
    pack = STUDIO.parent / args.pack
    source = pack / "source"
    if not source.is_dir():
        sys.exit(f"{source} is not there")
    if args.check:
        sys.exit(manifest.check(pack))
    for path in sorted(source.glob("*.toml")):
        if args.only in (None, path.stem):
            if args.stills:
                stills(path, args.stills)
            else:
                make_film(pack, path)
    for path in sorted(source.glob("*.typ")):
        if args.only in (None, path.stem) and not args.stills:
            (pack / "aids").mkdir(exist_ok=True)
            slides.job_aid(path, pack / f"aids/{path.stem}.pdf", STUDIO, manifest.created(pack))
            print(f"{path.stem}.pdf")


if __name__ == "__main__":
    main()
