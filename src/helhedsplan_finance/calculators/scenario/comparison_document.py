"""The comparison of alternatives, the sensitivity of a plan and a simulation as documents."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from helhedsplan_finance.calculators.scenario.comparison_data import ComparisonData
from helhedsplan_finance.calculators.scenario.diff_document import amount_cell, change_blocks
from helhedsplan_finance.calculators.scenario.differences import differences
from helhedsplan_finance.calculators.scenario.sensitivity_data import Number, SensitivityData
from helhedsplan_finance.calculators.scenario.simulation_data import SimulationData
from helhedsplan_finance.document.blocks import Block, Document, Heading, Points, Row, Table, Text
from helhedsplan_finance.document.figure import Figure, money, share
from helhedsplan_finance.plan.diff import Change
from helhedsplan_finance.plan.givers import giver_name, rank_of
from helhedsplan_finance.text import Lang, numbers, say, show
from helhedsplan_finance.text.rounding import to_int
from helhedsplan_finance.values.money import ORE_PER_KRONE, Kroner

_MOST_INPUTS, _MOST_CHANGES = 40, 40
_SHOWN = ("low", "base", "high", "swing")


def comparison_document(comparison: ComparisonData, lang: Lang) -> Document:
    """Return alternatives side by side, the base first, and below the differences in words."""
    names = [one.called(lang) for one in comparison.alternatives]
    heads = (say("diff.place", lang), *(f"{number}" for number, _ in enumerate(names)))
    legend = Points(tuple(f"{number}: {name}" for number, name in enumerate(names)))
    figures = Table(say("scenario.in_kroner", lang), heads, tuple(_rows(comparison, lang)), keep=1)
    blocks: list[Block] = [legend, figures]
    for number, other in enumerate(comparison.others, start=1):
        blocks.append(Heading(f"{number}: {other.name}"))
        blocks.append(Points(tuple((one, tuple(under)) for one, under in differences(comparison.base, other, lang))))
        blocks.extend(_changed_rows(other.rows, lang))
    return Document(lang, say("notebook.comparison", lang), (), tuple(blocks))


def _changed_rows(changes: Sequence[Change], lang: Lang) -> Iterator[Block]:
    """Yield what changed in the plan row by row, of more than 40 changes the first ones."""
    left = len(changes) - _MOST_CHANGES
    yield from change_blocks(changes[:_MOST_CHANGES] if left > 1 else changes, lang)
    if left > 1:
        yield Text(say("notebook.left_out", lang, count=left), "note")


def _rows(comparison: ComparisonData, lang: Lang) -> Iterator[Row]:
    figures = [one.figures for one in comparison.alternatives]
    for key in ("total", "financing", "gap"):
        yield Row(say(f"scenario.figure_{key}", lang), tuple(amount_cell(getattr(one, key), lang) for one in figures))
    words = sorted({word for one in figures for word in one.by_source}, key=rank_of)
    for source in words:
        amounts = [one.by_source.get(source, Kroner()) for one in figures]
        if any(amount is None or amount for amount in amounts):
            name = giver_name(source, lang)
            yield Row(name, tuple(amount_cell(amount, lang) for amount in amounts))
            shares = (one.share_of(source) for one in figures)
            unknown = say("scenario.unknown", lang)
            of_total = f"{name}, {say('scenario.of_total', lang).strip()}"
            yield Row(of_total, tuple(Figure(None, words=unknown) if one is None else share(one) for one in shares))
    for year in sorted({year for one in figures for year in one.by_year}):
        cells = (amount_cell(one.by_year[year], lang) if year in one.by_year else "" for one in figures)
        yield Row(say("scenario.figure_year", lang, year=year), tuple(cells))


def sensitivity_document(result: SensitivityData, lang: Lang) -> Document:
    """Return the inputs, the one with the largest effect first; of more than 40 the first ones."""
    by = numbers.limit_percent(result.by, lang)
    key = f"scenario.sensitivity_{'unit' if result.unit is not None else result.result}"
    about = [say(key, lang, by=by, unit=result.unit)]
    if result.projected_prices:
        about.append(say("prices.leaning", lang))
    heads = [say("notebook.input", lang), f"-{by}", say("scenario.as_stated", lang), f"+{by}"]
    heads.append(say("scenario.swing", lang))
    left = len(result.rows) - _MOST_INPUTS
    shown = result.rows[:_MOST_INPUTS] if left > 1 else result.rows
    figure = result.figure_of()

    def cell(value: Number) -> Figure:
        if result.money:
            return money(int(value))
        return Figure(Fraction(value), "number", words=figure(value, lang))

    rows = (Row(show(one.name, lang), tuple(cell(getattr(one, name)) for name in _SHOWN)) for one in shown)
    blocks: list[Block] = [Table("", tuple(heads), tuple(rows))]
    if left > 1:
        blocks.append(Text(say("notebook.left_out", lang, count=left), "note"))
    return Document(lang, result.plan, tuple(about), tuple(blocks))


def simulation_document(result: SimulationData, lang: Lang) -> Document:
    """Return how often the money falls short, and the distribution of the gap."""
    draws = numbers.number(result.draws, lang)
    if result.mean_shortage is None:
        verdict = say("scenario.never_short", lang, draws=draws)
    else:
        # In whole kroner, since the øre of a mean carry no information.
        mean = Kroner(to_int(Fraction(result.mean_shortage.ore, ORE_PER_KRONE))).text(lang=lang)
        verdict = say("scenario.short", lang, draws=draws, share=result.probability_short, mean=mean)
    about = (verdict, *([say("prices.leaning", lang)] if result.projected_prices else []))
    rows = [Row(f"P{percent}", (money(gap),)) for percent, gap in result.percentiles.items()]
    rows.append(Row(say("scenario.worst", lang), (money(result.worst),)))
    table = Table("", (say("scenario.simulated_gap", lang), say("word.kroner", lang)), tuple(rows))
    seed = Text(f"{say('scenario.seed', lang)}: {result.seed}", "note")
    return Document(lang, result.plan, about, (table, seed))
