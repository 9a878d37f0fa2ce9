"""The sources beside the lines of Budget: what is tied to a line, over all years, by source, and what is not.

A contribution is tied to a line where it can pay no other: it names the line alone, or excludes the art of all others.
A contribution that may pay several lines is tied to none, since its split is not known. Amounts follow Kilder and
Poster; for that there is a row for each contribution to the right of what is printed.

Worked example: a line of 270 with 100 from the kommune that names it, and 70 more that the kommune may spend on it or
on another, has 100 from the kommune and 170 that is not tied.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from helhedsplan_finance.excel.base.addresses import FIRST_ROW, cell, span
from helhedsplan_finance.excel.base.formulas import text
from helhedsplan_finance.excel.base.positions import Layout
from helhedsplan_finance.excel.base.worksheet import Sheet
from helhedsplan_finance.plan.givers import SOURCES, giver_name
from helhedsplan_finance.plan.plan import CostLine, Stream
from helhedsplan_finance.plan.schema import KILDER, POSTER, word_of
from helhedsplan_finance.plan.ties import sole_post
from helhedsplan_finance.text import LANGS, say
from helhedsplan_finance.values.money import Kroner

_JOINT = "joint"  # contributions of several givers
_PAYERS = (*SOURCES, _JOINT)
_NAME, _NUMBER, _AREA, _SOURCE, _AMOUNT = range(5)  # the columns of the rows of the contributions
_ANY_JOINT = "*+*"
_WIDTH = 18  # of the columns of the rows of the contributions


@dataclass(frozen=True, slots=True)
class Tied:
    """What is tied to each line: a column for each source, for what is not tied, and for the line in all."""

    layout: Layout
    lines: tuple[CostLine | None, ...]  # the line of each row of Kilder, for one that is tied

    @classmethod
    def of(cls, layout: Layout) -> "Tied":
        """Return what is tied in a plan."""
        costs = layout.plan.costs
        return cls(layout, tuple(sole_post(one, costs) if one is not None else None for one in layout.rows.streams))

    @property
    def first(self) -> int:
        """The column of the first source."""
        return self.layout.total_column + 1

    @property
    def last(self) -> int:
        """The column of the line in all, the last that is printed."""
        return self.first + len(_PAYERS) + 1

    @property
    def begins(self) -> int:
        """The first column that is printed; the first of all where none is."""
        return min(set(range(self.first, self.last + 1)) - self.unprinted(), default=self.first)

    def titles(self) -> list[str]:
        """Return the titles of the columns, those of the rows of the contributions included."""
        lang, formulas = self.layout.lang, self.layout.formulas
        givers = [giver_name(source, lang) for source in SOURCES]
        after = (say("workbook.tied_number", lang), say("workbook.tied_area", lang), formulas.title("source"))
        return [
            *(say("workbook.tied_from", lang, source=name) for name in givers),
            say("workbook.tied_joint", lang),
            say("workbook.tied_not", lang),
            say("workbook.tied_line_total", lang),
            formulas.title("name"),
            *after,
            say("workbook.tied_amount", lang),
        ]

    def unprinted(self) -> set[int]:
        """Return the columns for the screen alone: sources that tie nothing, and all where none does."""
        used = {_payer(stream) for stream, _ in self._tied()}
        if not used:
            return set(range(self.first, self.last + 1))
        return {self.first + place for place, source in enumerate(_PAYERS) if source not in used}

    def write_contributions(self, sheet: Sheet) -> None:
        """Write a row for each row of Kilder: the line that it is tied to, and the amount."""
        formulas, at = self.layout.formulas, self.last + 1
        sheet.widen(at + _NUMBER, at + _AMOUNT, _WIDTH)
        for number, (stream, line) in enumerate(zip(self.layout.rows.streams, self.lines, strict=True)):
            row, item = FIRST_ROW + number, number + 1
            number_at = cell(row, at + _NUMBER)
            given, status = (formulas.item(KILDER, formulas.title(key), item) for key in ("total", "status"))
            area = f"INDEX({formulas.column(POSTER, 'indsatsomraade')},{number_at})"
            place = self.layout.plan.costs.index(line) + 1 if line is not None else 0
            named = stream.name if stream is not None else ""
            sheet.formula(row, at + _NAME, f"={formulas.stream_word('name', item)}", named, "small")
            sheet.formula(row, at + _NUMBER, f"={self._number(item)}", float(place), "number")
            shown = (line.indsatsomraade or "") if line is not None else ""
            sheet.formula(row, at + _AREA, f'=IF({number_at}=0,"",{area}&"")', shown, "small")
            source = word_of(stream.source, self.layout.lang) if stream is not None else ""
            sheet.formula(row, at + _SOURCE, f"={formulas.stream_word('source', item)}", source, "small")
            tied = f'IF(OR({number_at}=0,{status}="afslag"),0,SUM({given}))'
            amount = self._given(stream) if line is not None else Kroner()
            sheet.formula(row, at + _AMOUNT, f"={tied}", amount)

    def _number(self, item: int) -> str:
        """Return the formula of the number of the line that a contribution is tied to; 0 for none.

        It names one line, by its id or its activity; or names none, and may pay one line alone.
        """
        formulas = self.layout.formulas
        name, id_, pays, excludes = (
            formulas.item(KILDER, formulas.title(key), item) for key in ("name", "id", "pays", "excludes")
        )
        ids, activities, arts = (formulas.column(POSTER, key) for key in ("id", "activity", "art"))
        named = f"IFERROR(MATCH({pays},{ids},0),IFERROR(MATCH({pays},{activities},0),0))"
        refused = f'","&{_squeezed(f"{excludes}&" + text(""))}&","'
        used = f'({ids}&{activities}<>"")'
        may = f'{used}*(1-ISNUMBER(SEARCH(","&{_squeezed(arts)}&",",{refused})))'
        numbers = f"(ROW({ids})-ROW(INDEX({ids},1))+1)"
        alone = f"IF(SUMPRODUCT({may})=1,SUMPRODUCT({may}*{numbers}),0)"
        space, nothing = text(" "), text("")
        none = ",".join(
            f"SUBSTITUTE({pays},{space},{nothing})={text(word)}"
            for word in ("", *sorted({word_of("none", one) for one in LANGS}))
        )
        return f'IF({name}&{id_}="",0,IF(OR({none}),{alone},{named}))'

    def write_line(self, sheet: Sheet, row: int, number: int, line: CostLine, is_here: str) -> None:
        """Write what each source gives to a line alone, and what is not tied."""
        tied = self._amounts([line.id])
        for place, source in enumerate(_PAYERS):
            amounts, numbers, sources = (self._column(at) for at in (_AMOUNT, _NUMBER, _SOURCE))
            sought = text(_ANY_JOINT if source == _JOINT else source)
            formula = f"=IF({is_here},SUMIFS({amounts},{numbers},{number},{sources},{sought}),0)"
            sheet.formula(row, self.first + place, formula, tied.get(source, Kroner()))
        self._close(sheet, row, sum(tied.values(), Kroner()), self._cost([line.id]), "kroner")

    def write_group(self, sheet: Sheet, row: int, ids: Sequence[str], within: Callable[[str], str]) -> None:
        """Write what is tied to the lines of a subtotal; ``within`` is the condition that areas belong to it."""
        tied = self._amounts(ids)
        for place, source in enumerate(_PAYERS):
            amounts, numbers, sources, areas = (self._column(at) for at in (_AMOUNT, _NUMBER, _SOURCE, _AREA))
            from_it = f'SUBSTITUTE({sources},"+","")<>{sources}' if source == _JOINT else f"{sources}={text(source)}"
            formula = f"=SUMPRODUCT(--({numbers}>0),--({from_it}),--({within(areas)}),{amounts})"
            sheet.formula(row, self.first + place, formula, tied.get(source, Kroner()), "total_kroner")
        self._close(sheet, row, sum(tied.values(), Kroner()), self._cost(ids), "total_kroner")

    def write_rest(self, sheet: Sheet, total: int, rest: int) -> None:
        """Write what the subtotal has besides its lines."""
        for place in range(len(_PAYERS)):
            column = self.first + place
            held = f"SUM({cell(total + 1, column)}:{cell(rest - 1, column)})"
            sheet.formula(rest, column, f"=ROUND({cell(total, column)}-{held},2)", Kroner())
        self._close(sheet, rest, Kroner(), Kroner(), "kroner")

    def _close(self, sheet: Sheet, row: int, tied: Kroner, cost: Kroner, kind: str) -> None:
        """Write what is not tied, which closes the row, and the line in all."""
        sources, left = span(row, self.first, self.last - 2), self.last - 1
        formula = f"=ROUND({cell(row, self.layout.total_column)}-SUM({sources}),2)"
        sheet.formula(row, left, formula, cost - tied, kind)
        sheet.formula(row, self.last, f"=ROUND(SUM({span(row, self.first, left)}),2)", cost, kind)

    def _column(self, at: int) -> str:
        """Return the cells of a column of the rows of the contributions."""
        column, bottom = self.last + 1 + at, FIRST_ROW + len(self.lines) - 1
        return f"{cell(FIRST_ROW, column, fixed=True)}:{cell(bottom, column, fixed=True)}"

    def _tied(self) -> Iterable[tuple[Stream, CostLine]]:
        pairs = zip(self.layout.rows.streams, self.lines, strict=True)
        return ((one, line) for one, line in pairs if one is not None and line is not None and one.counts)

    def _given(self, stream: Stream | None) -> Kroner:
        counts = stream is not None and stream.counts
        return sum(self.layout.given_by(stream).values(), Kroner()) if counts else Kroner()

    def _amounts(self, ids: Sequence[str]) -> Mapping[str, Kroner]:
        """Return what is tied to some lines by source."""
        tied: dict[str, Kroner] = {}
        for stream, line in self._tied():
            if line.id in ids:
                tied[_payer(stream)] = tied.get(_payer(stream), Kroner()) + self._given(stream)
        return tied

    def _cost(self, ids: Sequence[str]) -> Kroner:
        lines = (line for line in self.layout.plan.costs if line.id in ids)
        return sum((amount for line in lines for amount in self.layout.spent_on(line).values()), Kroner())


def _payer(stream: Stream) -> str:
    return _JOINT if len(stream.givers) > 1 else stream.givers[0]


def _squeezed(words: str) -> str:
    """Return the formula of words without spaces, with a comma between them, however they are parted."""
    plain = f'SUBSTITUTE({words}," ","")'
    return f'SUBSTITUTE(SUBSTITUTE({plain},";",","),CHAR(10),",")'
