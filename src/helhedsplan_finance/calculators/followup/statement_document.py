"""A year's statement as a document, with a line for each signature."""

from helhedsplan_finance.calculators.followup.statement_data import StatementData
from helhedsplan_finance.document.blocks import Block, Document, Heading, Points, Row, Table, Text
from helhedsplan_finance.document.figure import Unit, money
from helhedsplan_finance.text import Lang, say

_HEADS = (
    "followup.primo",
    "followup.received_in_year",
    "followup.spent_in_year",
    "followup.added",
    "followup.used",
    "followup.ultimo",
)


def statement_document(found: StatementData, lang: Lang, unit: Unit = "kr") -> Document:
    """Return a statement as a document: the rows, what was used and who approved it, and what is not settled."""
    head = say("followup.statement_head", lang, case=found.case, year=str(found.year), nr=found.version)
    blocks: list[Block] = [_rows(found, lang, unit)]
    if found.uses:
        blocks += [Heading(say("followup.uses", lang)), _uses(found, lang, unit)]
    if found.closing is not None:
        blocks += [Heading(say("followup.closing", lang)), _closing(found, lang, unit)]
    if found.findings:
        blocks += [Heading(say("followup.findings", lang))]
        blocks += [Points(tuple(one.message.show(lang) for one in found.findings))]
    blocks.append(Text(say("followup.signature", lang), "note"))
    return Document(lang, head, (), tuple(blocks))


def _rows(found: StatementData, lang: Lang, unit: Unit) -> Table:
    rows = []
    for row in found.rows:
        name = say("followup.whole_plan", lang) if row.afdeling is None else row.afdeling
        figures = (row.primo, row.received, row.spent, row.added, row.used, row.ultimo)
        rows.append(Row(name, tuple(money(one, unit) for one in figures)))
    if len(rows) > 1:
        columns = zip(
            *((row.primo, row.received, row.spent, row.added, row.used, row.ultimo) for row in found.rows), strict=True
        )
        rows.append(Row(say("word.total", lang), tuple(money(sum(one), unit) for one in columns), total=True))
    heads = (_head(unit, lang), *(say(head, lang) for head in _HEADS))
    return Table(say("followup.statement_identity", lang, unit=_word(unit, lang)), heads, tuple(rows), keep=1)


def _uses(found: StatementData, lang: Lang, unit: Unit) -> Table:
    missing = say("word.not_stated", lang)
    rows = tuple(
        Row(
            use.purpose,
            (
                f"{use.date:%d-%m-%Y}",
                money(use.amount, unit),
                f"{use.kommunalbestyrelse:%d-%m-%Y}" if use.kommunalbestyrelse is not None else missing,
                f"{use.lbf:%d-%m-%Y}" if use.lbf is not None else missing,
            ),
        )
        for use in found.uses
    )
    names = (
        "followup.purpose",
        "followup.day",
        "followup.amount",
        "followup.approved_kommune",
        "followup.approved_lbf",
    )
    return Table("", tuple(say(name, lang, unit=_word(unit, lang)) for name in names), rows)


def _closing(found: StatementData, lang: Lang, unit: Unit) -> Table:
    assert found.closing is not None  # noqa: S101 - the caller asks for it where it is there
    closing = found.closing
    figures = {
        "followup.granted": closing.granted,
        "followup.received_in_all": closing.received,
        "followup.not_received": closing.not_received,
        "followup.spent_in_all": closing.spent,
        "followup.used_in_all": closing.used,
        "followup.unsettled": closing.left,
    }
    rows = (
        Row(say(name, lang), (money(ore, unit),), total=name == "followup.unsettled") for name, ore in figures.items()
    )
    return Table("", (_head(unit, lang), say("column.amount", lang)), tuple(rows))


def _head(unit: Unit, lang: Lang) -> str:
    return say("followup.in_kroner", lang) if unit in {"kr", "ore"} else _word(unit, lang)


def _word(unit: Unit, lang: Lang) -> str:
    return say(f"page.unit_{'kr' if unit == 'ore' else unit}", lang)
