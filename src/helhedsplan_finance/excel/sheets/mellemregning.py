"""The computation of the split on Huslejevirkning: the months of each boligafdeling, and each split."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from helhedsplan_finance.excel.base.addresses import FIRST_YEAR, cell
from helhedsplan_finance.excel.base.formulas import RENT_MONTHS, RENT_PAYERS, text
from helhedsplan_finance.excel.base.positions import Layout
from helhedsplan_finance.excel.base.rent_figures import RentFigures
from helhedsplan_finance.excel.base.worksheet import Sheet
from helhedsplan_finance.excel.sheets.fordeling import NAME, UNIT, WEIGHT, WHAT, Split
from helhedsplan_finance.plan.home_keys import cuts, month_number
from helhedsplan_finance.plan.plan import KEYS, KeyName
from helhedsplan_finance.plan.schema import AFDELINGER, year_title
from helhedsplan_finance.text import say
from helhedsplan_finance.values.money import Kroner


@dataclass(frozen=True, slots=True)
class Months:
    """The rows with the months of each boligafdeling, in whole parts of a month."""

    top: int
    layout: Layout
    figures: RentFigures

    @property
    def height(self) -> int:
        """The number of rows, with their titles."""
        return len(self.figures.slots) + 3

    def cell_of(self, row: int, column: int) -> str:
        """Return the cell of a row's months in the year of a column."""
        return cell(self.top + 2 + row, column)

    def of_year(self, column: int) -> str:
        """Return the cells of every row's months in the year of a column."""
        return f"{self.cell_of(0, column)}:{self.cell_of(len(self.figures.slots) - 1, column)}"

    def in_all(self, row: int) -> str:
        """Return the formula of a row's months over the whole period."""
        last = self.layout.total_column - 1
        return f"SUM({self.cell_of(row, FIRST_YEAR)}:{self.cell_of(row, last)})/{self.figures.months_scale}"

    def average(
        self, years: Sequence[int], paid_cell: str, paid: Kroner, first: int, lejemaal: int
    ) -> tuple[str, float | str]:
        """Return kroner per dwelling and month in some years: the formula, and the value.

        12,000 kr. from 10 dwellings for 12 months and 5 for 6 are 12,000 / (10·12 + 5·6) = 80 kr.
        """
        count = len(self.figures.slots)
        counted = f"{cell(first, lejemaal, fixed=True)}:{cell(first + count - 1, lejemaal, fixed=True)}"
        columns = [self.layout.year_column(year) for year in years]
        of_years = [self.of_year(column) for column in columns]
        missing = "+".join(f'SUMPRODUCT(--({one}>0),--({counted}=""))' for one in of_years)
        dwellings = "+".join(f"SUMPRODUCT({one},{counted})" for one in of_years)
        formula = f'IF(OR({missing}>0,{dwellings}=0),"",{paid_cell}*{self.figures.months_scale}/({dwellings}))'
        return formula, self._average(years, paid)

    def _average(self, years: Sequence[int], paid: Kroner) -> float | str:
        figures = self.figures
        inside = [row for row in range(len(figures.slots)) if any(figures.months[row][year] for year in years)]
        numbers = [one.lejemaal for row in inside if (one := figures.slots[row]) is not None]
        if None in numbers:
            return ""
        lasted = sum(
            (number or 0) * figures.months[row][year]
            for number, row in zip(numbers, inside, strict=True)
            for year in years
        )
        return float(Fraction(paid.ore * figures.months_scale, 100 * lasted)) if lasted else ""


def write_months(sheet: Sheet, months: Months) -> None:
    """Write the months of each boligafdeling in each year, from the days between which it is in."""
    layout, figures = months.layout, months.figures
    sheet.text(months.top, 0, say("mellemregning.head", layout.lang), "section")
    sheet.text(months.top + 1, 0, say("mellemregning.months", layout.lang, parts=figures.months_scale), "plain")
    for row, home in enumerate(figures.slots):
        at = months.top + 2 + row
        linked = layout.formulas.item(AFDELINGER, layout.formulas.title("name"), row + 1)
        sheet.formula(at, NAME, f'={linked}&""', home.name if home is not None else "", "text")
        sheet.text(at, WHAT, say("mellemregning.in", layout.lang), "small")
        sheet.text(at, UNIT, say("mellemregning.unit_in", layout.lang, parts=figures.months_scale), "small")
        sheet.formula(at, WEIGHT, f"={_by_key(layout, row)}", float(figures.by_key(row)), "number")
        for column, year in enumerate(layout.years, start=FIRST_YEAR):
            sheet.formula(
                at, column, f"={_months(layout, figures, row, year)}", float(figures.months[row][year]), "number"
            )

    top, bottom = months.top + 2, months.top + 1 + len(figures.slots)
    for name, left, right in ((RENT_PAYERS, WEIGHT, WEIGHT), (RENT_MONTHS, FIRST_YEAR, layout.total_column - 1)):
        cells = f"{cell(top, left, fixed=True)}:{cell(bottom, right, fixed=True)}"
        sheet.book.define_name(name, f"='{sheet.name}'!{cells}")


def _by_key(layout: Layout, row: int) -> str:
    """Return the formula of :meth:`RentFigures.by_key`."""
    item, title = layout.formulas.item, layout.formulas.title
    name, id_, participates = (item(AFDELINGER, title(key), row + 1) for key in ("name", "id", "participates"))
    fixed = ",".join(item(AFDELINGER, year_title("fixed", year, layout.lang), row + 1) for year in layout.years)
    no = text(say("word.shown_no", layout.lang))
    return f'IF(OR({name}&{id_}="",COUNT({fixed})>0),0,IF({participates}={no},2,1))'


def _months(layout: Layout, figures: RentFigures, row: int, year: int) -> str:
    """Return the formula of the months of a year: all those of the plan in it, or those between two days.

    From 1 March to 30 June that is 6 - 3 + 1 = 4 whole months, less what :func:`cuts` takes from a
    month in which the plan begins or ends.
    """
    item, title = layout.formulas.item, layout.formulas.title
    name, id_, participates, start, end = (
        item(AFDELINGER, title(key), row + 1) for key in ("name", "id", "participates", "joins", "leaves")
    )
    part = next(one for one in layout.plan.period.slices if one.year == year)
    first, last = month_number(part.start), month_number(part.end)
    full = int(part.months * figures.months_scale)
    begins = f"IF(COUNT({start})=0,{first},MAX({first},12*YEAR({start})+MONTH({start})))"
    ends = f"IF(COUNT({end})=0,{last},MIN({last},12*YEAR({end})+MONTH({end})))"
    count = f"MAX(0,{ends}-{begins}+1)"
    at_start, at_end = (int(cut * figures.months_scale) for cut in cuts(part))
    some = f"{count}*{figures.months_scale}"
    if at_start:
        some += f"-IF({begins}={first},{at_start},0)"
    if at_end:
        some += f"-IF({ends}={last},{at_end},0)"
    inside = f"IF({count}={last - first + 1},{full},IF({count}=0,0,{some}))"
    out = f'OR({name}&{id_}="",{participates}={text(say("word.shown_no", layout.lang))})'
    return f"IF({out},0,{inside})"


def splits_of(
    layout: Layout, figures: RentFigures, months: Months, first_part: int, share: int, fixed: int, paid: int
) -> list[Split]:
    """Return the split over the key, and one over the boligafdelinger for each element of it."""
    lang = layout.lang
    names = [(f"={text(say(f'rent.key_{name}', lang))}", say(f"rent.key_{name}", lang)) for name in KEYS]
    over_key = Split(
        say("mellemregning.over_key", lang),
        names,
        [sorted(KEYS).index(name) + 1 for name in KEYS],
        lambda year, column: (f"MAX(0,{cell(paid, column)}-{cell(fixed, column)})", figures.rest(year)),
        lambda row: (
            f"ROUND({cell(first_part + row, share)}*{figures.share_scale},0)",
            figures.key[KEYS[row]],
        ),
        lambda row, year, column, base: (base, figures.key[KEYS[row]]),  # noqa: ARG005 - the same in every year
    )
    return [over_key, *(_over_homes(layout, figures, months, first_part, name) for name in KEYS)]


def _over_homes(layout: Layout, figures: RentFigures, months: Months, first_part: int, name: KeyName) -> Split:
    lang, part = layout.lang, first_part + KEYS.index(name)
    title = layout.formulas.title("name")
    names = [
        (f'={layout.formulas.item(AFDELINGER, title, row + 1)}&""', home.name if home is not None else "")
        for row, home in enumerate(figures.slots)
    ]
    return Split(
        say("mellemregning.over_homes", lang, key=say(f"rent.key_{name}", lang)),
        names,
        figures.order,
        lambda year, column: (cell(part, column), figures.parts[year][name]),
        lambda row: (_base(layout, figures, name, row), figures.key_weight(name, row)),
        lambda row, year, column, base: (f"{base}*{months.cell_of(row, column)}", figures.weight(name, row, year)),
    )


def _base(layout: Layout, figures: RentFigures, name: KeyName, row: int) -> str:
    """Return the formula of a row's weight under an element of the key; zero for a row with fixed sums."""
    item, title = layout.formulas.item, layout.formulas.title
    fixed = ",".join(item(AFDELINGER, year_title("fixed", year, layout.lang), row + 1) for year in layout.years)
    match name:
        case "equal":
            names = "&".join(item(AFDELINGER, title(key), row + 1) for key in ("name", "id"))
            weight = f'IF({names}="",0,1)'
        case "own":
            weight = f"ROUND(SUM({item(AFDELINGER, title('key_share'), row + 1)})*{figures.share_scale},0)"
        case stated:
            weight = f"SUM({item(AFDELINGER, title(stated), row + 1)})"
    return f"IF(COUNT({fixed})>0,0,{weight})"
