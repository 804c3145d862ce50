"""Captions and transcript, timed from the narration itself."""

import re

import numpy as np

LINE = 40  # characters a line; the wall shows at most 45
MAX_CUE = 2 * LINE
LINGER = 0.3  # seconds that a caption stays after its last word, where there is room


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


def cues(spoken, samples: np.ndarray, rate: int) -> list[tuple[float, float, str]]:
    """(start, end, text). Inside a sentence a cut falls on the quietest place near the
    share of its letters, so that a caption changes where the voice pauses."""
    found = []
    for sentence in spoken:
        parts = phrases(sentence.text)
        total = sum(map(len, parts))
        length = sentence.end - sentence.start
        start, done = sentence.start, 0
        for part in parts[:-1]:
            done += len(part)
            guess = sentence.start + length * done / total
            end = quietest(samples, rate, guess, 0.09 * length)
            found.append([start, end, part])
            start = end
        found.append([start, sentence.end, parts[-1]])
    for cue, after in zip(found, [*found[1:], [found[-1][1] + 1, 0, ""]]):
        cue[1] = min(cue[1] + LINGER, after[0])
    return [tuple(cue) for cue in found]


def quietest(samples: np.ndarray, rate: int, guess: float, reach: float) -> float:
    """The middle of the quietest 40 ms within reach of a time."""
    window = int(0.04 * rate)
    first = int((guess - reach) * rate)
    energy = np.convolve(samples[first : int((guess + reach) * rate)] ** 2, np.ones(window), "valid")
    return (first + int(np.argmin(energy)) + window // 2) / rate


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
