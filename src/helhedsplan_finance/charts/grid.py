"""The funding grid as a heat map: lines down, contributions across, the darker the more money."""

from textwrap import shorten, wrap
from typing import TYPE_CHECKING

from helhedsplan_finance.funding_grid import FundingGrid
from helhedsplan_finance.money import Kroner
from helhedsplan_finance.palette import INK, PALE, SOURCE_COLOURS, text_on
from helhedsplan_finance.text import Lang, numbers, say

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_TEXT_WIDTH, _LONGEST = 20, 60
_LONGEST_NAME = 100
_NOBODY = ""  # no id is empty
_MOST_LINES, _MOST_PAYERS = 40, 14
_PALEST = "#FFFFFF"


def draw_grid(grid: FundingGrid, *, lang: Lang = "da", ax: "Axes | None" = None) -> "Axes":
    """Draw what each contribution pays of each line over all years, in 1.000 kr., and return the axes.

    A cell that is empty is money that does not flow; a column and a row of their own hold lines that nobody pays and
    money without a line. The colour is that of the whole scale, so cells can be compared.
    Of more lines than a page holds the arts are drawn, of more contributions the sources. Without ``ax`` a figure is
    made, as large as the grid needs.
    """
    from matplotlib.colors import LinearSegmentedColormap, to_hex

    lines, payers, amounts = _table(grid, lang)
    if ax is None:
        from matplotlib.figure import Figure

        size = (4.2 + 1.25 * max(len(payers), 2), 2.4 + 0.46 * max(len(lines), 2))
        ax = Figure(figsize=size, dpi=150, layout="constrained").add_subplot()
    largest = max((ore for row in amounts for ore in row), default=0)
    colours = LinearSegmentedColormap.from_list("paid", [_PALEST, SOURCE_COLOURS["lbf"]])
    if amounts and amounts[0]:
        shades = [[(ore / largest) ** 0.5 if largest else 0.0 for ore in row] for row in amounts]
        ax.imshow(shades, cmap=colours, vmin=0, vmax=1, aspect="auto")
    for y, row in enumerate(amounts):
        for x, ore in enumerate(row):
            if ore:
                shade = to_hex(colours((ore / largest) ** 0.5))
                ax.text(x, y, _thousands(ore, lang), ha="center", va="center", fontsize=8.5, color=text_on(shade))
    _dress(ax, lines, payers)
    about = [shorten(grid.plan, _LONGEST_NAME, placeholder=" …"), say("chart.grid_unit", lang)]
    if grid.projected:
        about.append(grid.leaning.show(lang))
    label = ax.set_xlabel("\n".join(about), loc="left", fontsize=8.5, color=INK, labelpad=8)
    label.set_parse_math(False)
    ax.set_title(headline(grid, lang), loc="left", fontsize=13, fontweight="bold", color=INK, pad=12)
    return ax


def _table(grid: FundingGrid, lang: Lang) -> tuple[list[str], list[str], list[list[int]]]:
    """Return what is drawn: the names of the rows and of the columns, and the øre in each cell."""
    rows = {line.id: (line.id, line.name) for line in grid.lines}
    if len(rows) > _MOST_LINES:
        rows = {line.id: (line.art or line.id, line.art or line.name) for line in grid.lines}
    columns = {one.id: (one.id, one.name) for one in grid.streams}
    if len(columns) > _MOST_PAYERS:
        columns = {one.id: (one.source, say(f"source.{one.source}", lang)) for one in grid.streams}
    names, payers = dict(rows.values()), dict(columns.values())
    if grid.unpaid:
        payers[_NOBODY] = say("chart.grid_nobody", lang)
    if grid.unplaced:
        names[_NOBODY] = say("chart.grid_nowhere", lang)
    sums = {(row, column): 0 for row in names for column in payers}
    for lost in grid.unpaid:
        sums[rows[lost.id][0], _NOBODY] += lost.amount.ore
    for lost in grid.unplaced:
        sums[_NOBODY, columns[lost.id][0]] += lost.amount.ore
    for (line, payer, _), amount in grid.cells.items():
        sums[rows[line][0], columns[payer][0]] += amount.ore
    amounts = [[sums[row, column] for column in payers] for row in names]
    return list(names.values()), list(payers.values()), amounts


def _dress(ax: "Axes", lines: list[str], payers: list[str]) -> None:
    ax.set_xticks(range(len(payers)), [_folded(name) for name in payers], fontsize=8.5)
    ax.set_yticks(range(len(lines)), [_folded(name) for name in lines], fontsize=8.5)
    ax.tick_params(length=0, top=True, labeltop=True, bottom=False, labelbottom=False)
    for label in (*ax.get_xticklabels(), *ax.get_yticklabels()):
        label.set_parse_math(False)  # a name is text, and "$" in it is a dollar
    ax.spines[:].set_visible(False)
    ax.set_xticks([x - 0.5 for x in range(1, len(payers))], minor=True)
    ax.set_yticks([y - 0.5 for y in range(1, len(lines))], minor=True)
    ax.grid(which="minor", color=PALE, linewidth=0.8)
    ax.tick_params(which="minor", length=0)


def headline(grid: FundingGrid, lang: Lang) -> str:
    """Return what the chart says: whether every line is paid, and by how many."""
    lacking = sum((one.amount for one in grid.unpaid), Kroner())
    left = sum((one.amount for one in grid.unplaced), Kroner())
    if not grid.cells:
        return say("chart.grid_empty", lang)
    if lacking:
        return say("chart.grid_unpaid", lang, amount=lacking)
    if left:
        return say("chart.grid_unplaced", lang, amount=left)
    return say("chart.grid_paid", lang, lines=len(grid.lines), streams=len({place[1] for place in grid.cells}))


def _thousands(ore: int, lang: Lang) -> str:
    figure = numbers.number(Kroner.from_ore(ore).kroner / 1000, lang)
    return figure if figure != "0" else "<1"


def _folded(name: str) -> str:
    return "\n".join(wrap(shorten(name, _LONGEST, placeholder=" …"), _TEXT_WIDTH))
