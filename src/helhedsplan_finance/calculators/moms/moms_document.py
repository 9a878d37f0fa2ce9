"""Moms and fondsmoms as a document: the placements of each grant, the lines by payer, and what is not settled."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from helhedsplan_finance.calculators.moms.placement_data import PlacementComparisonData
from helhedsplan_finance.calculators.moms.restated_data import RestatedData
from helhedsplan_finance.document.blocks import Block, Cell, Document, Heading, Points, Row, Table, Text
from helhedsplan_finance.document.figure import money, share
from helhedsplan_finance.text import Lang, Message, Sentences, say
from helhedsplan_finance.values.hedges import Hedged

if TYPE_CHECKING:
    from datetime import date

    from helhedsplan_finance.calculators.moms.placement import Placement
    from helhedsplan_finance.plan.plan import PlanData

_NONE_STATED = "moms.none_stated"
_ASSUMED = ("moms.assumed", "moms.general_knowledge", "moms.lower_taxed")  # after what an input can settle
_OF_ONE_BEARER = ("moms.total_follows", "moms.streams_stay")  # of no use while the payer is not chosen


def moms_document(
    plan: "PlanData | None",
    grants: Sequence[tuple[str | None, PlacementComparisonData]],
    lines: Mapping[str, RestatedData[Any]],
    lang: Lang,
    *,
    day: "date | None",
    asked: bool,
) -> Document:
    """Return the comparisons and the lines, with the rates of a day; ``asked`` marks lines restated for one payer."""
    rates = say("moms.rates_on", lang, day=day) if day is not None else say("moms.rates_last", lang)
    blocks: list[Block] = [] if grants else [Text(say("moms.no_grants", lang))]
    for id_, one in grants:
        blocks += placement_blocks(_title(plan, id_, one, lang), one, lang)
    if plan is not None:
        blocks += _lines(lines, lang)
    results: list[PlacementComparisonData | RestatedData[Any]] = [*(one for _, one in grants), *lines.values()]
    warnings = [warning for one in results for warning in one.warnings if warning.key != _NONE_STATED]
    warnings.sort(key=lambda warning: warning.key in _ASSUMED)
    notes = [note for one in results for note in one.notes if asked or note.key not in _OF_ONE_BEARER]
    blocks += [*doubt_blocks(warnings, lang), *basis_blocks(notes, lang)]
    title, *about = [rates] if plan is None else [plan.name, rates]
    return Document(lang, title, tuple(about), tuple(blocks))


def doubt_blocks(warnings: Iterable[Message], lang: Lang) -> Iterator[Block]:
    """Yield what is not settled, if anything."""
    if sentences := _once(warnings, lang):
        yield from (Heading(say("moms.not_settled", lang)), Points(sentences, "doubt"))


def basis_blocks(notes: Iterable[Message], lang: Lang) -> Iterator[Block]:
    """Yield what the answer rests on."""
    if sentences := _once(notes, lang):
        yield from (Heading(say("moms.basis", lang)), Points(sentences, "note"))


def _once(messages: Iterable[Message], lang: Lang) -> tuple[str, ...]:
    return tuple(dict.fromkeys(Sentences((one,)).show(lang) for one in messages))


def _title(plan: "PlanData | None", id_: str | None, comparison: PlacementComparisonData, lang: Lang) -> str:
    stream = next((stream for stream in plan.streams if stream.id == id_), None) if plan is not None else None
    name = say("moms.grant", lang) if stream is None else stream.name
    amount = Hedged(comparison.grant, None if stream is None else stream.caveat)
    return say("word.named_amount", lang, name=name, amount=amount)


def placement_blocks(title: str, comparison: PlacementComparisonData, lang: Lang) -> Iterator[Block]:
    """Yield a grant at each holder, and the holder that keeps more."""
    columns = ("moms.placement", "moms.reaches", "moms.fondsmoms", "moms.moms", "word.share")
    rows = []
    for reading in comparison.readings:
        key = "moms.holder_kommune"
        if len(comparison.readings) > 1:
            key = "moms.holder_kommune_private" if reading.private else "moms.holder_kommune_public"
        rows.append(Row(say(key, lang), _figures(reading.kommune, lang)))
    housing = _figures(comparison.readings[0].boligorganisation, lang)
    rows.append(Row(say("moms.holder_boligorganisation", lang), housing))
    yield Table(title, tuple(say(column, lang) for column in columns), tuple(rows))
    verdicts = tuple(Sentences((one,)).show(lang) for reading in comparison.readings for one in reading.verdict())
    if verdicts:
        yield Points(verdicts)


def _figures(placement: "Placement | None", lang: Lang) -> tuple[Cell, ...]:
    if placement is None:
        return say("moms.not_reckoned", lang), "", "", ""
    return (*map(money, (placement.keeps, placement.fondsmoms, placement.moms)), share(placement.share))


def _lines(lines: Mapping[str, RestatedData[Any]], lang: Lang) -> Iterator[Block]:
    """Yield the totals of the lines by payer; one sentence where no line states whether it includes moms."""
    if not lines:
        yield Text(say("moms.no_budget_lines", lang))
        return
    if any(one.key == _NONE_STATED for restated in lines.values() for one in restated.warnings):
        yield from (Heading(say("moms.budget_lines", lang)), Points((say(_NONE_STATED, lang),)))
        return
    heads = (say(key, lang) for key in ("moms.budget_lines", "moms.in_all", "moms.difference", "moms.unsettled_lines"))
    rows = [Row(say("moms.as_stated", lang), (money(next(iter(lines.values())).before), "", ""))]
    for bearer, restated in lines.items():
        payer = say("moms.paid_by", lang, holder=say(f"moms.holder_{bearer}", lang))
        unsettled = sum(not line.settled for line in restated.lines)
        count = say("moms.of_lines", lang, count=unsettled, all=len(restated.lines))
        rows.append(Row(payer, (money(restated.after), money(restated.after - restated.before), count)))
    yield Table("", tuple(heads), tuple(rows))


def restated_document(restated: RestatedData[Any], lang: Lang) -> Document:
    """Return the lines of a plan as their payers budget, and what changed with them."""
    sentence = Message("moms.lines", {"before": restated.before, "after": restated.after})
    heads = (say("word.line", lang), say("word.before", lang), say("word.now", lang), say("moms.settled", lang))
    names = {line.id: line.activity or line.id for line in restated.plan.costs}
    rows = (
        Row(
            names[one.id],
            (money(one.before), money(one.after), say(f"word.shown_{'yes' if one.settled else 'no'}", lang)),
        )
        for one in restated.lines
    )
    blocks = (*doubt_blocks(restated.warnings, lang), *basis_blocks(restated.notes, lang))
    table = Table("", heads, tuple(rows))
    return Document(lang, restated.plan.name, (Sentences((sentence,)).show(lang),), (table, *blocks))


def comparison_document(comparison: PlacementComparisonData, lang: Lang) -> Document:
    """Return a grant at a kommune and at a boligorganisation in figures and in words."""
    title = say("word.named_amount", lang, name=say("moms.grant", lang), amount=comparison.grant)
    sentences = tuple(Sentences((one,)).show(lang) for one in comparison.sentences())
    table = next(iter(placement_blocks("", comparison, lang)))
    blocks = (table, Points(sentences), *basis_blocks(comparison.notes, lang), *doubt_blocks(comparison.warnings, lang))
    return Document(lang, title, (), blocks)
