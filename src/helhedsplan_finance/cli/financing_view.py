"""A financing in a terminal of 80 columns: the gap, the contributions by year, and the binding limits."""

from fractions import Fraction
from typing import TYPE_CHECKING

from rich.console import Console, Group
from rich.padding import Padding
from rich.text import Text

from helhedsplan_finance.calculators.financing import sentences
from helhedsplan_finance.cli.view import plain_table
from helhedsplan_finance.text import Lang, Message, Sentences, numbers, say
from helhedsplan_finance.values.money import Kroner

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from helhedsplan_finance.api import Plan
    from helhedsplan_finance.calculators.financing.answer import Financing
    from helhedsplan_finance.calculators.financing.gap import Gap

_PAGE, _LEAST_NAME = 80, 20  # columns; where the years do not fit, JSON has them all
_STATES = {"unverified": "bold yellow", "waived": "bold yellow", "holds": "bold green"}


def print_financing(answer: "Financing[Plan]", gap: "Gap | None", lang: Lang) -> None:
    """Print a financing, or the reasons why there is none."""
    console = Console(highlight=False)
    console.print(Text(answer.plan.name, style="bold"))
    console.print(Text(say("cli.finance_total", lang, total=answer.total) if answer.total else "", end="\n"))
    console.print()
    if gap is not None:
        console.print(_section("cli.finance_before", gap.sentences(), lang))
        console.print()
    if answer.financed is None:
        console.print(Text(say("cli.finance_none", lang), style="bold red"))
        for tag in answer.conflict:
            console.print(
                Padding(Text(f"· {sentences.title_of(tag, answer.titles, answer.plan).show(lang)}"), (0, 0, 0, 2))
            )
        console.print()
        console.print(_section("cli.finance_change", (*sentences.changes(answer), *sentences.doubts(answer)), lang))
        return
    console.print(_table(answer, lang))
    console.print()
    console.print(_section("cli.finance_limits", (*sentences.bound_by(answer), *sentences.worth(answer)), lang))
    console.print()
    console.print(_section("cli.finance_how", sentences.order(answer), lang))
    for one in sentences.doubts(answer):
        console.print()
        console.print(Text(Sentences((one,)).show(lang), style="yellow"))
    if answer.report is not None:
        console.print()
        console.print(Text(say(f"financing.check_{answer.report.state}", lang), style=_STATES[answer.report.state]))


def _section(title: str, messages: "Iterable[Message]", lang: Lang) -> Group:
    lines = (Padding(Text(Sentences((one,)).show(lang)), (0, 0, 0, 4)) for one in messages)
    return Group(Text(say(title, lang), style="bold"), *lines)


def _table(answer: "Financing[Plan]", lang: Lang) -> Group:
    """Return the contributions: by year in kroner, else in 1.000 kr. where those are too wide, else without years."""
    by_year = answer.by_year
    years = sorted({year for amounts in by_year.values() for year in amounts})
    total = sum(answer.amounts.values(), Kroner())
    sums = {year: sum((amounts[year] for amounts in by_year.values()), Kroner()) for year in years}
    in_kroner = _fits(by_year, sums, total, lang, in_kroner=True)
    shown = years if in_kroner or _fits(by_year, sums, total, lang, in_kroner=False) else []
    table = plain_table()
    table.padding = (0, 0)
    table.add_column(say("word.financing", lang), ratio=1, overflow="fold")
    for title in (*map(str, shown), say("word.kroner", lang), say("word.share", lang)):
        table.add_column(title, justify="right", no_wrap=True)

    def figures(amounts: "Mapping[int, Kroner]", given: Kroner) -> list[str]:
        shown_years = (_figure(amounts[year], lang, in_kroner=in_kroner) for year in shown)
        return [*shown_years, given.figure(lang), _percent(given, total, lang)]

    for stream in answer.plan.streams:
        stated = not stream.is_open and not answer.largest
        cells = figures(by_year[stream.id], answer.amounts[stream.id])
        table.add_row(Text(stream.name), *cells, style="dim" if stated else "")
    table.add_section()
    table.add_row(say("word.total", lang), *figures(sums, total), style="bold")
    note = () if in_kroner or not shown else (Text(say("cli.finance_thousands", lang), style="dim"),)
    return Group(table, *note)


def _fits(
    by_year: "Mapping[str, Mapping[int, Kroner]]",
    sums: "Mapping[int, Kroner]",
    total: Kroner,
    lang: Lang,
    *,
    in_kroner: bool,
) -> bool:
    """Return whether the years leave enough room for the names beside them."""
    columns = ([sum_, *(amounts[year] for amounts in by_year.values())] for year, sum_ in sums.items())
    widest = [max(len(_figure(one, lang, in_kroner=in_kroner)) for one in column) for column in columns]
    figures = [*widest, len(total.figure(lang)), len(_percent(total, total, lang))]
    return sum(figures) + len(figures) + _LEAST_NAME <= _PAGE


def _figure(amount: Kroner, lang: Lang, *, in_kroner: bool) -> str:
    return amount.figure(lang) if in_kroner else numbers.number(Fraction(amount.ore, 100_000), lang)


def _percent(part: Kroner, whole: Kroner, lang: Lang) -> str:
    return numbers.percent(part / whole if whole else Fraction(0), lang)
