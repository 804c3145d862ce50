"""Job aids looked at glyph by glyph: no missing box, every typeface carried along as a subset."""

import re
from pathlib import Path

from pypdf import PdfReader
from pypdf.generic import ContentStream

FAMILIES = re.compile(r"^[A-Z]{6}\+(Inter|Noto)")


def faces(holder) -> dict:
    """The typefaces of a page or of a form on it."""
    found = holder.get("/Resources", {}).get("/Font", {})
    return {name: font.get_object() for name, font in found.get_object().items()} if found else {}


def codes(operand) -> list[int]:
    """Glyph numbers of one piece of shown text: two bytes each."""
    raw = operand.original_bytes if hasattr(operand, "original_bytes") else bytes(operand)
    return [raw[at] << 8 | raw[at + 1] for at in range(0, len(raw) - 1, 2)]


def shown(holder, reader) -> list[tuple[str, list[int]]]:
    """(typeface, glyph numbers) of everything that a page shows, forms on it included."""
    stream = holder if "/Subtype" in holder else holder.get_contents()
    if stream is None:
        return []
    known, face, found = faces(holder), "", []
    things = holder.get("/Resources", {}).get("/XObject", {})
    for operands, operator in ContentStream(stream, reader).operations:
        if operator == b"Tf":
            face = str(known[operands[0]]["/BaseFont"]).lstrip("/")
        elif operator == b"Tj":
            found.append((face, codes(operands[0])))
        elif operator == b"TJ":
            found += [(face, codes(piece)) for piece in operands[0] if not isinstance(piece, (int, float))]
        elif operator == b"Do":
            thing = things.get_object()[operands[0]].get_object()
            if thing.get("/Subtype") == "/Form":
                found += shown(thing, reader)
    return found


def check(pdf: Path, cards: list[dict]) -> list[str]:
    """What is wrong with a job aid's letters, and with the pages that its cards name."""
    reader, wrong, number_of_glyphs = PdfReader(pdf), [], 0
    for number, page in enumerate(reader.pages, 1):
        for face, glyphs in shown(page, reader):
            number_of_glyphs += len(glyphs)
            if 0 in glyphs:
                wrong.append(f"page {number}: {face} has no letter for something")
            if not FAMILIES.match(face):
                wrong.append(f"page {number}: set in {face}, not in a subset of Inter or Noto")
        if "\ufffd" in page.extract_text():
            wrong.append(f"page {number}: text that cannot be copied")
        for name, font in faces(page).items():
            inside = font["/DescendantFonts"].get_object()[0].get_object()["/FontDescriptor"].get_object()
            if not {"/FontFile2", "/FontFile3"} & set(inside):
                wrong.append(f"page {number}: typeface {name} is not in the file")
    if not number_of_glyphs:
        wrong.append("no text")
    for card in cards:
        if not 1 <= card["page"] <= len(reader.pages):
            wrong.append(f"card {card['label']}: there is no page {card['page']}")
        elif card["label"] not in " ".join(reader.pages[card["page"] - 1].extract_text().split()):
            wrong.append(f"card {card['label']}: page {card['page']} does not name it")
    return [f"{pdf.name}: {line}" for line in dict.fromkeys(wrong)]
