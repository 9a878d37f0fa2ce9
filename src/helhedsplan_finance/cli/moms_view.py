"""Moms and fondsmoms in a terminal of 80 columns: the placements of each grant, the lines, and open questions."""

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
_ASSUMED = ("moms.assumed", "moms.general_knowledge", "moms.lower_taxed")  # after what an input can settle
_OF_ONE_BEARER = ("moms.total_follows", "moms.streams_stay")  # of no use while the payer is not chosen


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

    ``asked`` marks lines restated for a named payer.
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
    results: list[PlacementComparison | Restated[Plan]] = [*(one for _, one in grants), *lines.values()]
    warnings = [warning for one in results for warning in one.warnings if warning.key != _NONE_STATED]
    warnings.sort(key=lambda warning: warning.key in _ASSUMED)
    notes = [note for one in results for note in one.notes if asked or note.key not in _OF_ONE_BEARER]
    for title, messages, style in (("moms.not_settled", warnings, "yellow"), ("moms.basis", notes, "dim")):
        if messages:
            console.print()
            console.print(Text(say(title, lang), style="bold"))
        for sentence in dict.fromkeys(Sentences((one,)).show(lang) for one in messages):
            console.print(_item(sentence, style))


def _item(sentence: str, style: str) -> Table:
    """Return a sentence as a list item with a hanging indent."""
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_row("  ·", Text(sentence, style=style))
    return table


def _title(plan: "Plan | None", id_: str | None, comparison: "PlacementComparison", lang: Lang) -> str:
    stream = next((stream for stream in plan.streams if stream.id == id_), None) if plan is not None else None
    name = say("moms.grant", lang) if stream is None else stream.name
    return say(
        "word.named_amount", lang, name=name, amount=Hedged(comparison.grant, None if stream is None else stream.caveat)
    )


def _grant(title: str, comparison: "PlacementComparison", lang: Lang) -> Group:
    """Return a grant at each holder, and the holder that keeps more."""
    table = plain_table()
    table.add_column(say("moms.placement", lang), ratio=1, overflow="fold")
    for head in ("moms.reaches", "moms.fondsmoms", "moms.moms", "word.share"):
        table.add_column(say(head, lang), justify="right")
    for reading in comparison.readings:
        key = "moms.holder_kommune"
        if len(comparison.readings) > 1:
            key = "moms.holder_kommune_private" if reading.private else "moms.holder_kommune_public"
        table.add_row(say(key, lang), *_figures(reading.kommune, lang))
    table.add_row(say("moms.holder_boligorganisation", lang), *_figures(comparison.readings[0].boligorganisation, lang))
    verdicts = [said for reading in comparison.readings for said in reading.verdict()]
    return Group(Text(title, style="bold"), table, *(_item(Sentences((said,)).show(lang), "") for said in verdicts))


def _figures(placement: "Placement | None", lang: Lang) -> tuple[str, ...]:
    if placement is None:
        return say("moms.not_reckoned", lang), "", "", ""
    amounts = (one.figure(lang) for one in (placement.keeps, placement.fondsmoms, placement.moms))
    return *amounts, numbers.percent(placement.share, lang)


def _lines(lines: "dict[str, Restated[Plan]]", lang: Lang) -> Group | Text:
    """Return the totals of the lines by payer; one sentence where no line states whether it includes moms."""
    if not lines:
        return Text(say("moms.no_budget_lines", lang))
    if any(said.key == _NONE_STATED for restated in lines.values() for said in restated.warnings):
        return Group(Text(say("moms.budget_lines", lang), style="bold"), _item(say(_NONE_STATED, lang), ""))
    table = plain_table()
    table.add_column(say("moms.budget_lines", lang), ratio=1, overflow="fold")
    for head in ("moms.in_all", "moms.difference", "moms.unsettled_lines"):
        table.add_column(say(head, lang), justify="right", no_wrap=True)
    table.add_row(say("moms.as_stated", lang), next(iter(lines.values())).before.figure(lang))
    for bearer, restated in lines.items():
        payer = say("moms.paid_by", lang, holder=say(f"moms.holder_{bearer}", lang))
        unsettled = sum(not line.settled for line in restated.lines)
        count = say("moms.of_lines", lang, count=unsettled, all=len(restated.lines))
        table.add_row(payer, restated.after.figure(lang), (restated.after - restated.before).figure(lang), count)
    return Group(table)
