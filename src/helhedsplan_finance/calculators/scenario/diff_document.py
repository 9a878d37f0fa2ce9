"""The differences between two plans as a document: the changes, the sums, and the rules that turned."""

from collections.abc import Iterator, Sequence

from helhedsplan_finance.calculators.scenario.diff_data import DiffData
from helhedsplan_finance.calculators.scenario.figures import shown
from helhedsplan_finance.document.blocks import Block, Cell, Document, Points, Row, Table, Text
from helhedsplan_finance.document.figure import Figure, money
from helhedsplan_finance.plan.diff import PARTS, Change
from helhedsplan_finance.plan.schema import YEAR_FIELDS
from helhedsplan_finance.text import Lang, say, visible
from helhedsplan_finance.values.money import Kroner


def diff_document(diff: DiffData, lang: Lang) -> Document:
    """Return the differences: what changed in words, the amounts, the sums, and the rules that turned."""
    title, *about = _heading(diff, lang)
    if diff.ok:
        return Document(lang, title, tuple(about), (Text(say("diff.same", lang)),))
    blocks: list[Block] = list(change_blocks(diff.changes, lang))
    heads = _heads(lang)
    blocks.append(Table(say("diff.sums", lang), heads, tuple(_sum_rows(diff, lang))))
    if by_year := tuple(_year_rows(diff, lang)):
        years = tuple(map(str, diff.sums[0].by_year))
        blocks.append(Table(say("diff.sums_years", lang), (say("diff.place", lang), *years), by_year))
    return Document(lang, title, tuple(about), (*blocks, _turns(diff, lang)))


def change_blocks(changes: Sequence[Change], lang: Lang) -> Iterator[Block]:
    """Yield the changes of words as sentences, and those of amounts as a table."""
    if sentences := tuple(said(change, lang) for change in changes if not change.is_amount):
        yield Points(sentences)
    if amounts := tuple(_amount_row(one, lang) for one in changes if one.is_amount):
        yield Table(say("diff.changes", lang), _heads(lang), amounts)


def _heads(lang: Lang) -> tuple[str, ...]:
    return (say("diff.place", lang), *(say(key, lang) for key in ("word.before", "word.now", "word.difference")))


def _heading(diff: DiffData, lang: Lang) -> Iterator[str]:
    """Yield the names of the plans, their rules where those are of different days, and the mark of projected prices."""
    for title, report in (("word.before", diff.before), ("word.now", diff.now)):
        yield say("word.named_amount", lang, name=say(title, lang), amount=visible(report.plan))
    if diff.before.as_of != diff.now.as_of:
        yield say("diff.days", lang, before=diff.before.rules_day, now=diff.now.rules_day)
    if diff.projected_prices:
        yield say("prices.leaning", lang)


def values_of(change: Change, lang: Lang) -> tuple[str, str]:
    """Return the values before and now as text; the amount of an open contribution is not known, and no empty cell."""
    if change.field is YEAR_FIELDS["amounts"]:
        before, now = (value if isinstance(value, Kroner) else None for value in (change.before, change.after))
        return shown(before, lang), shown(now, lang)
    texts = change.values(lang)
    return visible(texts[0]), visible(texts[1])


def said(change: Change, lang: Lang) -> str:
    """Return a change of words as a sentence that names its row."""
    if change.kind != "changed":
        row = visible(change.row(lang, PARTS))
        before, now = change.values(lang)
        name = visible(now if change.kind == "added" else before)
        text = say("diff.added" if change.kind == "added" else "diff.gone", lang, row=row)
        return say("diff.row_named", lang, row=text, name=name) if name else text
    before, now = values_of(change, lang)
    return say("scenario.turn", lang, title=visible(change.place(lang, PARTS)), before=before, after=now)


def _amount_row(change: Change, lang: Lang) -> Row:
    texts = (*values_of(change, lang), shown(change.difference, lang))
    pairs = zip((change.before, change.after, change.difference), texts, strict=True)
    cells = (money(one) if isinstance(one, Kroner) else Figure(None, words=text) for one, text in pairs)
    return Row(change.place(lang, PARTS), tuple(cells))


def _sum_rows(diff: DiffData, lang: Lang) -> Iterator[Row]:
    """Yield the sums that are not zero in both plans: before, now and the difference."""
    for one in diff.sums:
        if one.of is None or one.is_changed or not one.is_nothing:
            amounts = (one.whole.before, one.whole.now, one.whole.difference)
            yield Row(one.title(lang), tuple(amount_cell(amount, lang) for amount in amounts))


def _year_rows(diff: DiffData, lang: Lang) -> Iterator[Row]:
    """Yield the difference in each year of every sum that changed, if any of them is known."""
    for one in diff.sums:
        if any(pair.difference for pair in one.by_year.values()):
            yield Row(one.title(lang), tuple(amount_cell(pair.difference, lang) for pair in one.by_year.values()))


def amount_cell(amount: Kroner | None, lang: Lang) -> Cell:
    """Return an amount as a cell, and as "unknown" where it is not known."""
    return Figure(None, words=say("scenario.unknown", lang)) if amount is None else money(amount)


def _turns(diff: DiffData, lang: Lang) -> Block:
    if not diff.turns:
        return Text(say("scenario.no_turn", lang))
    heads = tuple(say(key, lang) for key in ("word.rule", "word.before", "word.now"))
    rows = (Row(turn.named(lang), turn.words(lang)) for turn in diff.turns)
    return Table(say("diff.turns", lang), heads, tuple(rows))
