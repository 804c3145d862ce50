"""Speech: sentences to samples, each sentence measured on its own."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from hibari import Hibari

from .captions import TARGET_RATE

CREDIT = (
    "Narration: synthetic voice “heart” of hibari-tts 0.2.1, distilled from the voice af_heart "
    "of Kokoro-82M, both Apache License 2.0."
)
PACE = 1.03  # a little slower than the voice's own pace: a room of tired people listens
SENTENCE_GAP = 0.34  # seconds between two sentences of one slide
SLIDE_GAP = 0.75  # seconds between two slides
LEAD_IN = 0.9
LEAD_OUT = 2.4  # the last picture stands before the film ends
SLOWEST = 1.16  # a sentence too fast to read along is slowed by up to this
ADDED_QUIET = 0.5  # and if that is not enough, so much quiet may follow it
SEED = 2012


@dataclass
class Spoken:
    """One sentence where it lies in the film."""

    text: str
    slide: int
    start: float  # seconds
    end: float
    shown_until: float  # its caption may stay so long: to the next sentence, or the next picture


class Narrator:
    """The voice: one thread and a fixed seed a sentence, so that two runs speak alike."""

    def __init__(self, pronounce: Path):
        self.voice = Hibari(threads=1)
        self.rate = self.voice.sample_rate
        self.words = tomllib.loads(pronounce.read_text("utf-8"))
        keys = sorted(self.words, key=len, reverse=True)
        self.pattern = re.compile(
            "|".join(rf"(?<!\w){re.escape(k)}(?!\w)" for k in keys), re.IGNORECASE
        )
        self.words = {k.lower(): v for k, v in self.words.items()}

    def spelled(self, text: str) -> str:
        """The text as it is said."""
        return self.pattern.sub(lambda m: self.words[m.group().lower()], text)

    def say(self, text: str, slower: float = 1.0) -> np.ndarray:
        """One sentence as float samples, without the quiet before and after it."""
        samples = self.voice(self.spelled(text), speed=1 / (PACE * slower), seed=SEED)
        loud = np.flatnonzero(np.abs(samples) > 0.02 * np.abs(samples).max(initial=0))
        if not loud.size:
            raise SystemExit(f"nothing to hear in: {text}")
        pad = int(0.03 * self.rate)
        return samples[max(0, loud[0] - pad) : loud[-1] + pad]


def readable(narrator: Narrator, text: str, gap: float) -> tuple[np.ndarray, float]:
    """The sentence, slowed if its caption could not be read in time, and the quiet to add after it."""
    samples, slower = narrator.say(text), 1.0
    while True:
        lacking = len(text) / TARGET_RATE - gap - len(samples) / narrator.rate
        if lacking <= 0 or slower >= SLOWEST:
            return samples, max(lacking, 0.0)
        slower = min(slower * (1 + lacking * narrator.rate / len(samples)) * 1.005, SLOWEST)
        samples = narrator.say(text, slower)


def narrate(script, narrator) -> tuple[np.ndarray, list[Spoken], list[float]]:
    """The whole narration, where each sentence lies, and when each slide comes up."""
    rate = narrator.rate
    pieces = [np.zeros(int(LEAD_IN * rate), np.float32)]
    at = len(pieces[0])
    spoken, slide_starts, too_long = [], [], []

    def quiet(seconds: float) -> int:
        pieces.append(np.zeros(int(seconds * rate), np.float32))
        return len(pieces[-1])

    for number, slide in enumerate(script.slides):
        # A picture comes up half-way through the quiet before its first word.
        slide_starts.append(0.0 if number == 0 else at / rate - SLIDE_GAP / 2)
        for index, text in enumerate(slide.say):
            last = index + 1 == len(slide.say)
            gap = SLIDE_GAP / 2 if last else SENTENCE_GAP
            samples, added = readable(narrator, text, gap)
            if added > ADDED_QUIET:
                too_long.append(f"slide {number + 1}, {added:.1f} s too fast: {text}")
            end = (at + len(samples)) / rate
            spoken.append(Spoken(text, number, at / rate, end, end + gap + added))
            pieces.append(samples)
            at += len(samples)
            at += quiet(added)
            if not last:
                at += quiet(SENTENCE_GAP)
        last = number + 1 == len(script.slides)
        at += quiet((LEAD_OUT if last else SLIDE_GAP) + slide.pause)
    if too_long:
        raise SystemExit(
            f"{script.name}: spoken too fast to be read along, shorten or split:\n" + "\n".join(too_long)
        )
    return np.concatenate(pieces), spoken, slide_starts
