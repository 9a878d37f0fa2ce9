"""The funding grid as a heat map: lines down, contributions across, the darker the more money."""

from fractions import Fraction
from typing import TYPE_CHECKING

from helhedsplan_finance.calculators.grid.funding_grid import FundingGrid
from helhedsplan_finance.outputs.charts.axes import notes, span_x, span_y, wide
from helhedsplan_finance.outputs.charts.chart import Chart
from helhedsplan_finance.outputs.charts.labels import brief, listed
from helhedsplan_finance.outputs.charts.letters import fold
from helhedsplan_finance.outputs.charts.space import Space
from helhedsplan_finance.outputs.charts.svg_axes import SvgAxes
from helhedsplan_finance.outputs.palette import PALE, SOURCE_COLOURS, text_on
from helhedsplan_finance.text import Lang, Message, message, numbers, show
from helhedsplan_finance.values.money import Kroner

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Name = str | Message
_CELL, _LINE, _LEAST = 1.36, 0.46, 4.0  # inches
_NAMES, _HEADS = 2.15, 0.6  # inches of the names left of the rows, and above the columns
_MOST_FOLDS, _SMALL = 3, 8.5  # lines of a name; points of its letters
_NO_ID = ""  # no id is empty
_MOST_LINES, _MOST_PAYERS = 40, 14
_PALEST = "#FFFFFF"


def grid_chart(grid: FundingGrid) -> Chart:
    """Return the heat map of what each contribution pays of each line over all years, in 1.000 kr.

    An empty cell is zero; one extra column and row hold unpaid amounts of lines and
    money without a line. One colour scale covers all cells.
    Too many lines for a page are grouped by art, too many contributions by source.
    """
    lines, payers, amounts = _table(grid)
    pairs = [(line, _mostly(payers, row)) for line, row in zip(lines, amounts, strict=True)]
    space = Space(max(_CELL * len(payers), _LEAST), _LINE * max(len(lines), 2), left=_NAMES, above=_HEADS)
    return Chart(
        "grid",
        grid.plan,
        headline(grid),
        listed(pairs),
        space,
        lambda ax, lang: _paint(ax, lines, payers, amounts, lang),
        notes("chart.grid_unit", *([grid.leaning] if grid.projected else [])),
    )


def _mostly(payers: list[Name], row: list[int]) -> Message | Kroner:
    """Return the sum of a row, and its largest payer."""
    total = Kroner.from_ore(sum(row))
    if not total:
        return total
    most = max(range(len(row)), key=lambda at: row[at])
    return message("chart.grid_told", total=total, name=brief(payers[most]), amount=Kroner.from_ore(row[most]))


def _paint(ax: "Axes", lines: list[Name], payers: list[Name], amounts: list[list[int]], lang: Lang) -> None:
    largest = max((ore for row in amounts for ore in row), default=0)
    shades = [[(ore / largest) ** 0.5 if largest else 0.0 for ore in row] for row in amounts]
    if isinstance(ax, SvgAxes):
        for y, row_of_shades in enumerate(shades):
            for x, part in enumerate(row_of_shades):
                ax.barh(y, 1, left=x - 0.5, height=1, color=_shade(part), edgecolor=PALE, linewidth=0.8)
    elif amounts and amounts[0]:
        from matplotlib.colors import LinearSegmentedColormap

        colours = LinearSegmentedColormap.from_list("paid", [_PALEST, SOURCE_COLOURS["lbf"]])
        columns, rows = ([at - 0.5 for at in range(len(names) + 1)] for names in (payers, lines))
        ax.pcolormesh(columns, rows, shades, cmap=colours, vmin=0, vmax=1, edgecolors=PALE, linewidth=0.8)
    for y, row in enumerate(amounts):
        for x, ore in enumerate(row):
            if ore:
                words, shade = _thousands(ore, lang), _shade(shades[y][x])
                ax.text(x, y, words, ha="center", va="center", fontsize=_SMALL, color=text_on(shade))
    _dress(ax, [show(one, lang) for one in lines], [show(one, lang) for one in payers])


def _shade(part: float) -> str:
    """Return a colour between the palest, at 0, and the darkest, at 1."""
    ends = zip(bytes.fromhex(_PALEST[1:]), bytes.fromhex(SOURCE_COLOURS["lbf"][1:]), strict=True)
    return "#" + "".join(f"{round(pale + (dark - pale) * part):02X}" for pale, dark in ends)


def _table(grid: FundingGrid) -> tuple[list[Name], list[Name], list[list[int]]]:
    """Return the names of the rows and columns, and the øre in each cell."""
    sums = grid.sums(most_lines=_MOST_LINES, most_payers=_MOST_PAYERS)
    lines, payers = dict(sums.lines), dict(sums.payers)
    cells = {place: amount.ore for place, amount in sums.cells.items()}
    if sums.unpaid:
        payers[_NO_ID] = message("word.nobody_pays")
        cells |= {(line, _NO_ID): amount.ore for line, amount in sums.unpaid.items()}
    if sums.unplaced:
        lines[_NO_ID] = message("word.without_line")
        cells |= {(_NO_ID, payer): amount.ore for payer, amount in sums.unplaced.items()}
    amounts = [[cells.get((line, payer), 0) for payer in payers] for line in lines]
    return list(lines.values()), list(payers.values()), amounts


def _dress(ax: "Axes", lines: list[str], payers: list[str]) -> None:
    cell = wide(ax) / max(len(payers), 1) - 0.06
    for set_ticks, names, inches in ((ax.set_xticks, payers, cell), (ax.set_yticks, lines, _NAMES - 0.25)):
        folded = ["\n".join(fold(name, inches, _SMALL, most=_MOST_FOLDS)) for name in names]
        set_ticks(range(len(names)), folded, fontsize=_SMALL)
    ax.tick_params(length=0, top=True, labeltop=True, bottom=False, labelbottom=False)
    for label in (*ax.get_xticklabels(), *ax.get_yticklabels()):
        label.set_parse_math(False)  # literal text: a "$" in a name starts no formula
    ax.spines[:].set_visible(False)
    span_x(ax, -0.5, max(len(payers), 1) - 0.5)
    span_y(ax, max(len(lines), 1) - 0.5, -0.5)


def headline(grid: FundingGrid) -> Message:
    """Return the message: whether every line is paid, and by how many contributions."""
    unpaid = sum((one.amount for one in grid.unpaid), Kroner())
    unplaced = sum((one.amount for one in grid.unplaced), Kroner())
    if not grid.cells:
        return message("chart.grid_empty")
    if unpaid:
        return message("chart.grid_unpaid", amount=unpaid)
    if unplaced:
        return message("chart.grid_unplaced", amount=unplaced)
    key = "chart.grid_paid" if len(grid.lines) > 1 else "chart.grid_paid_one"
    return message(key, lines=len(grid.lines), streams=len({place[1] for place in grid.cells}))


def _thousands(ore: int, lang: Lang) -> str:
    figure = numbers.number(Fraction(ore, 100_000), lang)
    return figure if figure != "0" else "<1"
