"""A financing in a terminal of 80 columns: what was missing, who gives what in each year, and what holds it there."""

from fractions import Fraction
from typing import TYPE_CHECKING

from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from helhedsplan_finance.cli.view import plain_table
from helhedsplan_finance.financing import words
from helhedsplan_finance.money import Kroner
from helhedsplan_finance.text import Lang, Message, Sentences, numbers, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from helhedsplan_finance.api import Plan
    from helhedsplan_finance.financing.answer import Financing
    from helhedsplan_finance.financing.gap import Gap

_MOST_YEARS, _MOST_WITH_SHARE = 5, 4  # as many as a page of 80 columns holds; the data have them all
_STATES = {"unverified": "bold yellow", "waived": "bold yellow", "holds": "bold green"}


def print_financing(found: "Financing[Plan]", gap: "Gap | None", lang: Lang) -> None:
    """Print a financing, or why there is none."""
    console = Console(highlight=False)
    console.print(Text(found.plan.name, style="bold"))
    console.print(Text(say("cli.finance_total", lang, total=found.total) if found.total else "", end="\n"))
    console.print()
    if gap is not None:
        console.print(_section("cli.finance_before", gap.sentences(), lang))
        console.print()
    if found.financed is None:
        console.print(Text(say("cli.finance_none", lang), style="bold red"))
        for tag in found.conflict:
            console.print(Padding(Text(f"· {words.title_of(tag, found.titles, found.plan).show(lang)}"), (0, 0, 0, 2)))
        console.print()
        console.print(_section("cli.finance_change", words.changes(found), lang))
        return
    console.print(_table(found, lang))
    console.print()
    console.print(_section("cli.finance_limits", (*words.bound_by(found), *words.worth(found)), lang))
    console.print()
    console.print(_section("cli.finance_how", words.order(found), lang))
    if found.report is not None:
        console.print()
        console.print(Text(say(f"financing.check_{found.report.state}", lang), style=_STATES[found.report.state]))


def _section(title: str, said: "Iterable[Message]", lang: Lang) -> Group:
    lines = (Padding(Text(Sentences((one,)).show(lang)), (0, 0, 0, 4)) for one in said)
    return Group(Text(say(title, lang), style="bold"), *lines)


def _table(found: "Financing[Plan]", lang: Lang) -> Table:
    by_year = found.by_year
    years = sorted({year for amounts in by_year.values() for year in amounts})
    shown = years if len(years) <= _MOST_YEARS else []
    titles = [*map(str, shown), say("cli.kroner", lang)]
    if len(shown) <= _MOST_WITH_SHARE:
        titles.append(say("cli.share", lang))
    table = plain_table()
    table.padding = (0, 0)
    table.add_column(say("cli.financing", lang), ratio=1, overflow="fold")
    for title in titles:
        table.add_column(title, justify="right", no_wrap=True)
    total = sum(found.amounts.values(), Kroner())
    for stream in found.plan.streams:
        amounts, given = by_year[stream.id], found.amounts[stream.id]
        figures = (*(amounts[year].figure(lang) for year in shown), given.figure(lang), _percent(given, total, lang))
        table.add_row(
            Text(stream.name), *figures[: len(titles)], style="" if stream.is_open or found.largest else "dim"
        )
    table.add_section()
    sums = (sum((amounts[year] for amounts in by_year.values()), Kroner()).figure(lang) for year in shown)
    whole = (say("cli.finance_all", lang), *sums, total.figure(lang), _percent(total, total, lang))
    table.add_row(*whole[: len(titles) + 1], style="bold")
    return table


def _percent(part: Kroner, whole: Kroner, lang: Lang) -> str:
    return numbers.percent(part / whole if whole else Fraction(0), lang)
