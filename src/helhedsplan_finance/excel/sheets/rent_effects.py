"""The rent effects on Huslejevirkning: per dwelling and month, per m² and year, and of the rent."""

from fractions import Fraction

from helhedsplan_finance.excel.base.addresses import FIRST_YEAR, cell
from helhedsplan_finance.excel.base.positions import Layout
from helhedsplan_finance.excel.base.rent_figures import over
from helhedsplan_finance.excel.base.worksheet import Sheet
from helhedsplan_finance.excel.sheets.mellemregning import Months
from helhedsplan_finance.values.money import Kroner

# The columns of a boligafdeling on the sheet, before the years.
LEJEMAAL, M2, RENT, MONTHS = range(2, 6)


def write_in_all(sheet: Sheet, layout: Layout, at: int, one: object, paid: Kroner, length: Fraction) -> None:
    """Write a boligafdeling's rent effect over the whole period."""
    amount, lasted, column = cell(at, layout.total_column), cell(at, MONTHS), layout.total_column + 1
    lejemaal, m2, rent = (getattr(one, key, None) for key in ("lejemaal", "m2", "rent_m2"))
    month, area = over(paid, lejemaal, length), over(paid, m2, length, 12)
    home, square = (f"SUM({cell(at, place)})*{lasted}" for place in (LEJEMAAL, M2))
    sheet.formula(at, column, f'=IF({home}=0,"",{amount}/({home}))', month, "per_home")
    sheet.formula(at, column + 1, f'=IF({square}=0,"",{amount}*12/({square}))', area, "per_home")
    _of_rent(sheet, at, column + 2, cell(at, column + 1), cell(at, RENT), area, rent)


def _of_rent(
    sheet: Sheet, at: int, column: int, per_m2: str, stated: str, area: float | str, rent: Kroner | None
) -> None:
    share = area * 100 / rent.ore if isinstance(area, float) and rent else ""
    sheet.formula(
        at, column, f'=IF(OR(COUNT({per_m2})=0,SUM({stated})=0),"",{per_m2}/{stated})', share, "small_percent"
    )


def write_effect(sheet: Sheet, months: Months, top: int, first: int, key: str) -> None:
    """Write one effect of each boligafdeling, year by year: per dwelling and month, per m² and year, or of the rent."""
    layout, figures = months.layout, months.figures
    count = len(figures.slots)
    titles: list[str | int] = [layout.formulas.title(key), *[""] * 5, *layout.years]
    sheet.header(top, titles, (), freeze=False)
    for row, home in enumerate(figures.slots):
        at, source = top + 1 + row, first + row
        sheet.formula(at, 0, f"={cell(source, 0)}", home.name if home is not None else "", "text")
        for column, year in enumerate(layout.years, start=FIRST_YEAR):
            paid, length = figures.pays(row, year), Fraction(figures.months[row][year], figures.months_scale)
            lasted, amount = months.cell_of(row, column), cell(source, column)
            lejemaal, m2, rent = (getattr(home, name, None) for name in ("lejemaal", "m2", "rent_m2"))
            if key == "of_rent":
                per_m2 = cell(at - (count + 3), column)
                _of_rent(sheet, at, column, per_m2, cell(source, RENT, fixed=True), over(paid, m2, length, 12), rent)
                continue
            counted, value, twelve = (
                (LEJEMAAL, over(paid, lejemaal, length), "")
                if key == "per_month"
                else (M2, over(paid, m2, length, 12), "*12")
            )
            below = f"SUM({cell(source, counted, fixed=True)})*{lasted}"
            formula = f'=IF({below}=0,"",{amount}{twelve}*{figures.months_scale}/({below}))'
            sheet.formula(at, column, formula, value, "per_home")
