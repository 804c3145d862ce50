"""Captions and transcript, timed from the narration itself."""

import re

import numpy as np

# CONTENT 6.1
LINE = 42  # characters a line, two lines a caption
MAX_CUE = 2 * LINE
RATE = 17.0  # characters a second, at most, while a caption is shown
TARGET_RATE = 16.9  # what is aimed at, so that rounding to milliseconds breaks nothing
LINGER = 0.3  # seconds that a caption stays after its last word, where there is room
SHORTEST = 1.2  # a caption that would flash by is joined to its neighbor


def phrases(text: str) -> list[str]:
    """A sentence cut where a reader would breathe, no piece over two lines."""
    if len(text) <= MAX_CUE and len(wrap(text)) <= 2:
        return [text]
    best = None
    for match in re.finditer(r"(?<=[,:;])\s|\s(?=(?:and|or|but|so|that|which|who|to|from|in)\s)|\s", text):
        left, right = text[: match.start()], text[match.end() :]
        mark = 0 if left[-1] in ",:;" else 12 if match.group() == " " and re.match(
            r"(and|or|but|so|that|which|who|to|from|in)\b", right) else 30
        cost = mark + abs(len(left) - len(right)) / 2
        if best is None or cost < best[0]:
            best = (cost, left, right)
    return phrases(best[1]) + phrases(best[2])


def wrap(text: str) -> list[str]:
    """Lines of about the same length, as few as hold the text."""
    words = text.split()
    if len(text) <= LINE:
        return [text]
    options = []
    for cut in range(1, len(words)):
        lines = [" ".join(words[:cut]), " ".join(words[cut:])]
        options.append((max(map(len, lines)), lines))
    longest, lines = min(options)
    return lines if longest <= LINE else [*wrap(lines[0]), *wrap(lines[1])]


def cues(spoken, samples: np.ndarray, rate: int, spelled) -> list[tuple[float, float, str]]:
    """(start, end, text). `spelled` turns text into what is said: that is what takes time."""
    found = []
    for sentence in spoken:
        parts = phrases(sentence.text)
        needed = sum(map(len, parts)) / TARGET_RATE
        end = max(sentence.start + needed, sentence.end + LINGER)
        cue_end = min(end, sentence.shown_until)
        start = sentence.start
        for number in range(1, len(parts)):
            said = len(spelled(" ".join(parts[:number]))) / len(spelled(sentence.text))
            guess = sentence.start + (sentence.end - sentence.start) * said
            # Between these both sides can be read in time.
            soonest = start + len(parts[number - 1]) / TARGET_RATE
            latest = cue_end - sum(map(len, parts[number:])) / TARGET_RATE
            reach = 0.09 * (sentence.end - sentence.start)
            cut = quietest(samples, rate, guess - reach, guess + reach)
            if not soonest <= cut <= latest:
                cut = quietest(samples, rate, max(soonest, guess - reach), min(latest, guess + reach))
            cut = min(max(cut, soonest), latest)
            found.append((start, cut, parts[number - 1], sentence.slide))
            start = cut
        found.append((start, cue_end, parts[-1], sentence.slide))
    return joined(found)


def joined(found) -> list[tuple[float, float, str]]:
    """Captions too short to be noticed go with the neighbor on the same picture, if both fit."""
    kept: list[tuple[float, float, str, int]] = []
    for cue in found:
        if kept and kept[-1][3] == cue[3]:
            before = kept[-1]
            text = f"{before[2]} {cue[2]}"
            short = min(before[1] - before[0], cue[1] - cue[0]) < SHORTEST
            fits = len(wrap(text)) <= 2 and len(text) / TARGET_RATE <= cue[1] - before[0]
            if short and fits:
                kept[-1] = (before[0], cue[1], text, cue[3])
                continue
        kept.append(cue)
    return [cue[:3] for cue in kept]


def quietest(samples: np.ndarray, rate: int, first: float, last: float) -> float:
    """The middle of the quietest 40 ms between two times: there the voice pauses."""
    window = int(0.04 * rate)
    begin = int(first * rate)
    piece = samples[begin : int(last * rate)]
    if len(piece) <= window:
        return (first + last) / 2
    energy = np.convolve(piece**2, np.ones(window), "valid")
    return (begin + int(np.argmin(energy)) + window // 2) / rate


def stamp(seconds: float) -> str:
    """A WebVTT time."""
    ms = round(seconds * 1000)
    return f"{ms // 3600000:02}:{ms // 60000 % 60:02}:{ms // 1000 % 60:02}.{ms % 1000:03}"


def webvtt(found, title: str) -> str:
    """A WebVTT file."""
    blocks = [f"WEBVTT - {title}"]
    for number, (start, end, text) in enumerate(found, 1):
        blocks.append(f"{number}\n{stamp(start)} --> {stamp(end)}\n" + "\n".join(wrap(text)))
    return "\n\n".join(blocks) + "\n"


def transcript(script, spoken, slide_starts) -> str:
    """What is said, chapter by chapter, as Markdown."""
    parts = [f"# {script.title}: transcript"]
    paragraph: list[str] = []
    for number, slide in enumerate(script.slides):
        if slide.chapter:
            if paragraph:
                parts.append(" ".join(paragraph))
                paragraph = []
            at = int(slide_starts[number])
            parts.append(f"## {slide.chapter} ({at // 60}:{at % 60:02})")
        paragraph += [s.text for s in spoken if s.slide == number]
    parts.append(" ".join(paragraph))
    return "\n\n".join(parts) + "\n"


def read(text: str) -> list[tuple[float, float, list[str]]]:
    """The cues of a WebVTT file: start and end in seconds, lines."""
    found = []
    for block in text.replace("\r\n", "\n").split("\n\n"):
        rows = block.strip().splitlines()
        timed = [n for n, row in enumerate(rows) if " --> " in row]
        if timed:
            start, end = (seconds(t.split()[0]) for t in rows[timed[0]].split(" --> "))
            found.append((start, end, rows[timed[0] + 1 :]))
    return found


def seconds(stamped: str) -> float:
    """A WebVTT time as seconds."""
    return sum(float(x) * f for x, f in zip(reversed(stamped.split(":")), (1, 60, 3600)))


def check(found, loud: np.ndarray, step: float) -> list[str]:
    """What a reader could not read. `loud` says for each `step` seconds whether somebody speaks."""
    wrong = []
    for number, (start, end, lines) in enumerate(found, 1):
        text = " ".join(lines)
        if not lines or len(lines) > 2 or max(map(len, lines)) > LINE:
            wrong.append(f"cue {number}: more than two lines of {LINE} characters: {text}")
        pace = len(text) / (end - start) if end > start else float("inf")
        if round(pace, 2) > RATE:
            wrong.append(f"cue {number}: {pace:.1f} characters a second: {text}")
    if [t for cue in found for t in cue[:2]] != sorted(t for cue in found for t in cue[:2]):
        wrong.append("cues out of order or one over the other")
    covered = np.zeros(len(loud), bool)
    for start, end, _ in found:
        # Coding smears a sound by some hundredths of a second.
        covered[max(0, int((start - 0.1) / step)) : int((end + 0.1) / step) + 1] = True
    bare = np.flatnonzero(loud & ~covered)
    if bare.size:
        wrong.append(f"no caption while somebody speaks, {bare.size * step:.2f} s, first at {bare[0] * step:.2f} s")
    return wrong
