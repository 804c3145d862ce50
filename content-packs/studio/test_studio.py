"""What the studio's checks see: python -m unittest content-packs/studio/test_studio.py"""

import sys
import tempfile
import unittest
from pathlib import Path

import numpy as np
import typst

sys.path.insert(0, str(Path(__file__).resolve().parent))
from muster_studio import captions, glyphs, listen, manifest, slides  # noqa: E402
from muster_studio.speech import Spoken  # noqa: E402

RATE = 1000
SILENCE = np.zeros(400, bool)


def cut(*sentences: Spoken) -> list[tuple[float, float, str]]:
    """Captions of sentences over even noise."""
    samples = np.ones(60 * RATE, np.float32)
    return captions.cues(sentences, samples, RATE, lambda text: text)


class Captions(unittest.TestCase):
    """Captions can be read, and the check says so if not."""

    def test_every_caption_of_a_long_sentence_can_be_read_in_its_time(self):
        text = "If that is all an officer has, the usual ground for an arrest is missing, and so on, and on, and on."
        found = cut(Spoken(text, 0, 1.0, 1.0 + len(text) / 17.3, 1.0 + len(text) / 16.9))
        self.assertGreater(len(found), 1)
        shown = captions.read(captions.webvtt(found, "film"))
        self.assertEqual(captions.check(shown, SILENCE, 0.02), [])

    def test_a_caption_that_would_flash_by_goes_with_its_neighbor(self):
        first, second = Spoken("So, what now?", 0, 1.0, 1.9, 2.2), Spoken("Ask again.", 0, 2.2, 3.0, 3.4)
        self.assertEqual([text for _, _, text in cut(first, second)], ["So, what now? Ask again."])
        second.slide = 1
        self.assertEqual(len(cut(first, second)), 2, "not over a change of pictures")

    def test_the_check_finds_what_cannot_be_read(self):
        for cue in [(0, 9, ["a" * 43]), (0, 9, ["a", "b", "c"]), (0, 1, ["eighteen letters!!"])]:
            self.assertEqual(len(captions.check([cue], SILENCE, 0.02)), 1, cue)

    def test_the_check_finds_words_without_a_caption(self):
        loud = SILENCE.copy()
        loud[200:220] = True
        self.assertEqual(len(captions.check([(0, 1, ["here"])], loud, 0.02)), 1)
        self.assertEqual(captions.check([(4, 4.4, ["here"])], loud, 0.02), [])


class Listening(unittest.TestCase):
    """What was heard is compared by words, not by spelling."""

    def test_numbers_and_letters_are_the_same_words_however_they_are_written(self):
        words = listen.Words(Path(__file__).parent / "pronounce.toml")
        self.assertEqual(words.of("Under 287(g), in 2012"), words.of("under two eighty seven G in twenty twelve"))
        self.assertEqual(words.of("the FBI"), words.of("the F B I"))
        self.assertNotEqual(words.of("in 2012"), words.of("in 2011"))

    def test_a_word_heard_otherwise_is_counted_and_named(self):
        wrong, found = listen.compare("who may use it".split(), "who may lose it".split())
        self.assertEqual(wrong, 1)
        self.assertIn("[ use ]", found[0])


class JobAids(unittest.TestCase):
    """Letters of job aids."""

    def check(self, text: str, cards=()) -> list[str]:
        """The findings about a page with this text."""
        with tempfile.TemporaryDirectory() as folder:
            pdf = Path(folder) / "aid.pdf"
            typst.compile(text.encode(), output=str(pdf), font_paths=slides.fonts())
            return glyphs.check(pdf, list(cards))

    def test_a_missing_box_is_found(self):
        self.assertEqual(self.check('#set text(font: "Inter", fallback: false)\nHello'), [])
        self.assertEqual(len(self.check('#set text(font: "Inter", fallback: false)\nHello \u12a0')), 1)

    def test_a_card_has_to_be_on_its_page(self):
        text = '#set text(font: "Inter")\nI speak Khmer'
        self.assertEqual(self.check(text, [{"label": "Khmer", "page": 1}]), [])
        self.assertEqual(len(self.check(text, [{"label": "Lao", "page": 1}])), 1)
        self.assertEqual(len(self.check(text, [{"label": "Khmer", "page": 2}])), 1)


class Credits(unittest.TestCase):
    """Whose voice it is."""

    def test_the_credit_of_another_voice_is_replaced_and_the_rest_stays(self):
        with tempfile.TemporaryDirectory() as folder:
            pack = Path(folder)
            old = "Narration: voice A, from the U.S. English B. Typeface: Inter."
            (pack / "manifest.json").write_text(f'{{"credits": "{old}"}}', "utf-8")
            manifest.set_voice(pack, "Narration: voice C.")
            self.assertEqual(manifest.load(pack)["credits"], "Narration: voice C. Typeface: Inter.")


if __name__ == "__main__":
    unittest.main()
