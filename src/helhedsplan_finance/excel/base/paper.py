"""What a sheet has on paper: the areas that are printed, where pages end, and the head of each page."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from textwrap import shorten

from helhedsplan_finance.excel.base.addresses import HEADER_ROW, cell
from helhedsplan_finance.excel.base.printed_page import LINE, PrintedPage
from helhedsplan_finance.text import Lang, say
from helhedsplan_finance.values.version import __version__

_LONGEST_NAME = 90  # characters of the name of the plan in the head of a page
_LONGEST_HEAD = 250  # characters that a head has in the file, of the 255 that Excel reads

Area = tuple[int, int, int, int]  # the first row and column, the last row and column


@dataclass(slots=True)
class Paper:
    """What is drawn on a sheet besides its texts, as far as the printed pages depend on it.

    ``spans`` are the first and last row of each column with a cell that is drawn below the heading of the sheet,
    ``heights`` the rows that are not one line high, ``blocks`` the rows that stay on one page where one can hold them.
    """

    spans: dict[int, tuple[int, int]] = field(default_factory=dict)
    heights: dict[int, float] = field(default_factory=dict)
    blocks: list[tuple[int, int]] = field(default_factory=list)

    def draw(self, row: int, column: int) -> None:
        """Take note of a cell that is drawn."""
        if row > HEADER_ROW:
            highest, lowest = self.spans.get(column, (row, row))
            self.spans[column] = min(highest, row), max(lowest, row)

    def areas(self, page: PrintedPage, first: int, repeated: int, top: int, last_row: int | None) -> list[Area]:
        """Return the areas of each page across; those after the first have only the rows that their columns fill.

        A page whose columns follow the repeated ones begins with those. Others leave them out: programs print columns
        that are repeated on each page also where the area does not hold them.
        """
        end = last_row if last_row is not None else max((low for _, low in self.spans.values()), default=top)
        beside = first + repeated
        found = []
        for number, (left, right) in enumerate(page.parts or ((beside, beside - 1),)):
            own = range(first if number == 0 else left, right + 1)
            spans = [self.spans[column] for column in own if column in self.spans]
            begins = min((high for high, _ in spans), default=top) if number else top
            bottom = min(end, max((low for _, low in spans), default=top))
            start = begins if begins > HEADER_ROW + 1 else top  # the heading is repeated above it
            found.append((start, first if left == beside else left, max(start, bottom), max(right, first)))
        return found

    def breaks(self, page: PrintedPage, top: int, bottom: int, repeated: float) -> list[int]:
        """Return the rows that begin a page, so that no block is parted that fits on one.

        Rows of 300 and then a block of 200 on a page of 400 points: the block begins a page.
        """
        starts = dict(sorted(self.blocks))
        room, filled, found = page.height, 0.0, []
        for row in range(top, bottom + 1):
            block = sum(self.heights.get(at, LINE) for at in range(row, starts.get(row, row) + 1))
            own = self.heights.get(row, LINE)
            if filled and (filled + own > room or (filled + block > room and repeated + block <= room)):
                found += [row] if row in starts else []
                filled = repeated
            filled += own
        return found


def print_range(sheet: str, areas: Sequence[Area]) -> str:
    """Return the areas as a print area has them: ``'Kilder'!$A$4:$L$12,'Kilder'!$P$4:$R$12``."""
    quoted = sheet.replace("'", "''")
    corners = ((cell(top, left, fixed=True), cell(bottom, right, fixed=True)) for top, left, bottom, right in areas)
    return ",".join(f"'{quoted}'!{start}:{end}" for start, end in corners)


def head_of(title: str, note: str, name: str, lang: Lang, *, dated: bool = True) -> str:
    """Return the head of each page: the title of the sheet, the plan, the note; the version and the day of the print.

    LibreOffice scales a head with its page, so that 11 points are 9 on the smallest. The program writes the day in its
    own language; a head has no code for a form of it. It cannot follow a cell either: a template has no name in it.
    What is not ``dated`` is no workbook of a plan, and has the day alone.
    """
    right = f"&Rhelhedsplan {__version__}\n{say('workbook.printed', lang)} &D" if dated else "&R&D"
    large = f'&"-,Bold"&14{title}&"-,Regular"&11\n' if title else ""
    # In a head a single & begins a code, so a person's & is two.
    room = _LONGEST_HEAD - len(large) - len(right) - name.count("&") - len("&L")
    plan = shorten(name, max(1, min(_LONGEST_NAME, room)), placeholder="…").replace("&", "&&")
    told = f"\n{_first_sentence(note)}" if note and title else ""
    left = f"&L{large}{plan}"
    return left + told + right if len(left + told + right) <= _LONGEST_HEAD else left + right


def _first_sentence(note: str) -> str:
    return note.partition(". ")[0].rstrip(".").replace("&", "&&") + "."


def room_beside(
    widths: Mapping[int, float], taken: Collection[int], column: int, last: int, padding: float = 0.71
) -> float:
    """Return the width that a text in a column may run over: up to the last column or the next that is taken."""
    room = 0.0
    for at in range(column, last + 1):
        if at > column and at in taken:
            break
        room += widths.get(at, 8.43) + (padding if at > column else 0)
    return room
