"""Moms and fondsmoms in a terminal of 80 columns: each placement of each grant, the lines, and what is not settled."""

from typing import TYPE_CHECKING

from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from helhedsplan_finance.cli.view import plain_table
from helhedsplan_finance.text import Lang, Sentences, numbers, say
from helhedsplan_finance.values.hedges import Hedged

if TYPE_CHECKING:
    from datetime import date

    from helhedsplan_finance.api import Plan
    from helhedsplan_finance.calculators.moms.comparison import PlacementComparison
    from helhedsplan_finance.calculators.moms.moms_lines import Restated
    from helhedsplan_finance.calculators.moms.placement import Placement

    Grants = tuple[tuple[str | None, PlacementComparison], ...]

_NONE_STATED = "moms.none_stated"
_ASSUMED = ("moms.assumed", "moms.general_knowledge", "moms.lower_taxed")  # told after what the reader can state
_OF_ONE_BEARER = ("moms.total_follows", "moms.streams_stay")  # what says nothing while the payer is still to be chosen


def print_moms(
    plan: "Plan | None",
    grants: "Grants",
    lines: "dict[str, Restated[Plan]]",
    lang: Lang,
    *,
    day: "date | None",
    asked: bool,
) -> None:
    """Print the comparisons and the lines, with the rates of a day.

    ``asked`` tells that the lines are restated for one who was named.
    """
    console = Console(highlight=False)
    if plan is not None:
        console.print(Text(plan.name, style="bold"))
    console.print(Text(say("moms.rates_on", lang, day=day) if day is not None else say("moms.rates_last", lang)))
    if not grants:
        console.print()
        console.print(Text(say("moms.no_grants", lang)))
    for id_, one in grants:
        console.print()
        console.print(_grant(_title(plan, id_, one, lang), one, lang))
    if plan is not None:
        console.print()
        console.print(_lines(lines, lang))
    told: list[PlacementComparison | Restated[Plan]] = [*(one for _, one in grants), *lines.values()]
    warnings = [warning for one in told for warning in one.warnings if warning.key != _NONE_STATED]
    warnings.sort(key=lambda warning: warning.key in _ASSUMED)
    notes = [note for one in told for note in one.notes if asked or note.key not in _OF_ONE_BEARER]
    for title, said, style in (("moms.not_settled", warnings, "yellow"), ("moms.basis", notes, "dim")):
        if said:
            console.print()
            console.print(Text(say(title, lang), style="bold"))
        for sentence in dict.fromkeys(Sentences((one,)).show(lang) for one in said):
            console.print(_item(sentence, style))


def _item(said: str, style: str) -> Table:
    """Return a sentence behind a dot, its further lines below its first word."""
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_row("  ·", Text(said, style=style))
    return table


def _title(plan: "Plan | None", id_: str | None, one: "PlacementComparison", lang: Lang) -> str:
    stream = next((stream for stream in plan.streams if stream.id == id_), None) if plan is not None else None
    name = say("moms.grant", lang) if stream is None else stream.name
    return say(
        "word.named_amount", lang, name=name, amount=Hedged(one.grant, None if stream is None else stream.caveat)
    )


def _grant(title: str, one: "PlacementComparison", lang: Lang) -> Group:
    """Return a grant at each holder, and which of them keeps more."""
    table = plain_table()
    table.add_column(say("moms.placement", lang), ratio=1, overflow="fold")
    for head in ("moms.reaches", "moms.fondsmoms", "moms.moms", "word.share"):
        table.add_column(say(head, lang), justify="right")
    for reading in one.readings:
        key = "" if len(one.readings) == 1 else "_private" if reading.private else "_public"
        table.add_row(say(f"moms.holder_kommune{key}", lang), *_figures(reading.kommune, lang))
    table.add_row(say("moms.holder_boligorganisation", lang), *_figures(one.readings[0].boligorganisation, lang))
    verdicts = [said for reading in one.readings for said in reading.verdict()]
    return Group(Text(title, style="bold"), table, *(_item(Sentences((said,)).show(lang), "") for said in verdicts))


def _figures(found: "Placement | None", lang: Lang) -> tuple[str, ...]:
    if found is None:
        return say("moms.not_reckoned", lang), "", "", ""
    amounts = (one.figure(lang) for one in (found.keeps, found.fondsmoms, found.moms))
    return *amounts, numbers.percent(found.share, lang)


def _lines(lines: "dict[str, Restated[Plan]]", lang: Lang) -> Group | Text:
    """Return what the lines come to by who pays them; a sentence alone where no line says whether moms is in it."""
    if not lines:
        return Text(say("moms.no_budget_lines", lang))
    if any(said.key == _NONE_STATED for one in lines.values() for said in one.warnings):
        return Group(Text(say("moms.budget_lines", lang), style="bold"), _item(say(_NONE_STATED, lang), ""))
    table = plain_table()
    table.add_column(say("moms.budget_lines", lang), ratio=1, overflow="fold")
    for head in ("moms.in_all", "moms.difference", "moms.unsettled_lines"):
        table.add_column(say(head, lang), justify="right", no_wrap=True)
    table.add_row(say("moms.as_stated", lang), next(iter(lines.values())).before.figure(lang))
    for bearer, one in lines.items():
        payer = say("moms.paid_by", lang, holder=say(f"moms.holder_{bearer}", lang))
        unsettled = sum(not line.settled for line in one.lines)
        count = say("moms.of_lines", lang, count=unsettled, all=len(one.lines))
        table.add_row(payer, one.after.figure(lang), (one.after - one.before).figure(lang), count)
    return Group(table)
