"""The words on the pages of a PDF that LibreOffice made, measured: which are cut, and which are printed over others.

A program cuts a text off by a clip: the PDF holds all of it, and shows what is inside a rectangle. So each word, where
poppler finds it, is compared with the rectangle of the text that it is in.
"""

import re
import subprocess
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any, cast

from openpyxl.utils.cell import range_boundaries

Box = tuple[float, float, float, float]  # left, bottom, right and top in points, from the lower left corner

_PAGE = re.compile(rb"/Type/Page/.*?/Contents (\d+) 0 R", re.DOTALL)
_STREAM = re.compile(rb"(?:^|\n)(\d+) 0 obj\s*<<[^>]*?>>\s*stream\r?\n(.*?)endstream", re.DOTALL)
_NUMBER = r"(-?[\d.]+)"
_STEP = re.compile(
    rf"(?P<save>\bq\b)|(?P<restore>\bQ\b)|(?P<moved>\bcm\b)"
    rf"|{_NUMBER} {_NUMBER} {_NUMBER} {_NUMBER} re\s+W\*? n|{_NUMBER} {_NUMBER} Td\b"
)
_WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')
_PARTS = re.compile(r"(?<=[-/])")  # where a line of a cell may end inside a word
_EDGE = 1.0  # points that a letter may be beyond a rectangle: less than a stem and the space beside it


@dataclass(frozen=True, slots=True)
class Word:
    """A word on a page, with its box and the rectangle inside which it is shown; ``None`` where nothing is cut."""

    text: str
    box: Box
    shown: Box | None

    @property
    def is_cut(self) -> bool:
        """Whether a part of the word is outside the rectangle of its text; of its height, a fifth may be."""
        if self.shown is None:
            return False
        left, bottom, right, top = self.box
        height = (top - bottom) / 5
        return (
            left < self.shown[0] - _EDGE
            or right > self.shown[2] + _EDGE
            or bottom < self.shown[1] - height
            or top > self.shown[3] + height
        )

    def is_over(self, other: "Word") -> bool:
        """Whether two words are printed over each other: more than a third of a line's height, and of a letter."""
        across = min(self.box[2], other.box[2]) - max(self.box[0], other.box[0])
        down = min(self.box[3], other.box[3]) - max(self.box[1], other.box[1])
        return across > _EDGE and down > (self.box[3] - self.box[1]) / 3


@dataclass(frozen=True, slots=True)
class Page:
    """A page: the sheet that it is of, from its foot, and its words."""

    sheet: str
    words: tuple[Word, ...]

    def cut(self) -> list[str]:
        """Return the words that are cut."""
        return [word.text for word in self.words if word.is_cut]

    def over(self) -> list[tuple[str, str]]:
        """Return the pairs of words that are printed over each other."""
        words = sorted(self.words, key=lambda word: word.box[0])
        found = []
        for place, word in enumerate(words):
            for other in words[place + 1 :]:
                if other.box[0] > word.box[2]:
                    break
                if word.is_over(other):
                    found.append((word.text, other.text))
        return found


def pages_of(pdf: Path) -> list[Page]:
    """Return the pages of a PDF that LibreOffice made of a workbook."""
    done = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], check=True, capture_output=True, text=True)
    read = re.findall(r'<page width="[\d.]+" height="([\d.]+)">(.*?)</page>', done.stdout, re.DOTALL)
    content = pdf.read_bytes()
    streams = {int(number): stream for number, stream in _STREAM.findall(content)}
    packed = (streams[int(number)] for number in _PAGE.findall(content))
    drawn = [_runs(zlib.decompressobj().decompress(stream).decode("latin-1")) for stream in packed]
    return [_page(float(height), words, runs) for (height, words), runs in zip(read, drawn, strict=True)]


def _runs(stream: str) -> list[tuple[float, float, Box | None]]:
    """Return where each text begins, with the rectangle that cuts it; of charts, which are moved, none."""
    kept: list[tuple[Box | None, bool]] = [(None, False)]
    found = []
    for step in _STEP.finditer(stream):
        if step["save"]:
            kept.append(kept[-1])
        elif step["restore"]:
            kept.pop()
        elif step["moved"]:
            kept[-1] = kept[-1][0], True
        elif step[7] is not None:
            left, bottom, width, height = (float(step[place]) for place in range(4, 8))
            kept[-1] = (left, bottom, left + width, bottom + height), kept[-1][1]
        else:
            box, moved = kept[-1]
            if not moved:
                found.append((float(step[8]), float(step[9]), box))
    return found


def _page(height: float, words: str, runs: list[tuple[float, float, Box | None]]) -> Page:
    found = []
    for left, top, right, bottom, text in _WORD.findall(words):
        box = float(left), height - float(bottom), float(right), height - float(top)
        own = [run for run in runs if box[1] <= run[1] <= box[3] and run[0] <= box[0] + _EDGE]
        shown = max(own, key=lambda run: run[0])[2] if own else None
        found.append(Word(unescape(text), box, shown))
    foot = re.search(r"· ([^·]*) Side \d+ af \d+$", " ".join(word.text for word in _by_line(found)))
    assert foot is not None
    return Page(foot[1], tuple(found))


def _by_line(words: list[Word]) -> list[Word]:
    return sorted(words, key=lambda word: (-round(word.box[1] / 3), word.box[0]))


def words_in_print(sheet: Any) -> Counter[str]:
    """Return the words of the texts in the print areas of a sheet, and how often each is there."""
    return Counter(word for value in _texts(sheet) for word in parts_of(value))


def parts_of(value: str) -> Iterator[str]:
    """Yield the parts of a text that stay on one line."""
    for word in value.split():
        yield from (part for part in _PARTS.split(word) if part)


def printed_words(pages: list[Page], sheet: str) -> Counter[str]:
    """Return the words on the pages of a sheet, and how often each is there."""
    words = (word.text for page in pages if page.sheet == sheet for word in page.words)
    return Counter(part for word in words for part in parts_of(word))


def _texts(sheet: Any) -> Iterator[str]:
    areas = areas_of(sheet)
    for row in sheet.iter_rows():
        for cell in row:
            inside = not areas or any(
                left <= cell.column <= right and top <= cell.row <= bottom for left, top, right, bottom in areas
            )
            if inside and isinstance(cell.value, str):
                yield cell.value


def areas_of(sheet: Any) -> list[tuple[int, int, int, int]]:
    """Return what is printed of a sheet: the first column and row, the last column and row, from 1.

    Columns that are repeated on each page are printed beside every area. A sheet without areas is printed whole.
    """
    named = sheet.print_area
    listed = named if isinstance(named, list) else [one for one in (named or "").split(",") if one]
    areas = [_bounds(area) for area in listed]
    if areas and sheet.print_title_cols:
        first, _, last, _ = _bounds(sheet.print_title_cols.replace(":", "1:") + "1")
        areas += [(first, top, last, bottom) for _, top, _, bottom in areas]
    return areas


def _bounds(area: str) -> tuple[int, int, int, int]:
    return cast("tuple[int, int, int, int]", range_boundaries(area.rpartition("!")[2].replace("$", "")))
