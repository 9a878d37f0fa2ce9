"""A financing as a document: the contributions by year, and in words the limits that bind or collide."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from helhedsplan_finance.calculators.financing import sentences
from helhedsplan_finance.calculators.financing.gap_data import GapData
from helhedsplan_finance.document.blocks import Block, Document, Heading, Points, Row, Table, Text
from helhedsplan_finance.document.figure import Figure, money, share
from helhedsplan_finance.rules.report_document import state_word
from helhedsplan_finance.text import Lang, Message, Sentences, message, say
from helhedsplan_finance.values.money import Kroner

if TYPE_CHECKING:
    from collections.abc import Mapping

    from helhedsplan_finance.calculators.financing.outcome import Found


def financing_document(found: "Found[Any]", lang: Lang, *, gap: GapData | None = None) -> Document:
    """Return a financing, or the reasons why there is none; ``gap`` is what the plan lacks before it."""
    total = say("cli.finance_total", lang, total=found.total) if found.total else ""
    blocks: list[Block] = [] if gap is None else [*_section("cli.finance_before", gap.sentences(), lang)]
    if found.financed is None:
        titles = (sentences.title_of(tag, found.titles, found.plan).show(lang) for tag in found.conflict)
        blocks += [Text(say("cli.finance_none", lang), "lead"), Points(tuple(titles))]
        changes = _nested(_shown(sentences.changes(found), lang))
        blocks += [Heading(say("cli.finance_change", lang)), Points(changes)]
        blocks += [Text(Sentences((one,)).show(lang), "doubt") for one in sentences.doubts(found)]
    else:
        blocks += [Text(_shown([message("financing.found", total=found.total)], lang)[0], "lead"), _table(found, lang)]
        blocks += _section("cli.finance_limits", (*sentences.bound_by(found), *sentences.worth(found)), lang)
        blocks += _section("cli.finance_how", sentences.order(found), lang)
        blocks += [Text(Sentences((one,)).show(lang), "doubt") for one in sentences.doubts(found)]
        if found.report is not None:
            state = found.report.state
            blocks.append(Text(say(f"financing.check_{state}", lang), word=state_word(state, lang)))
    return Document(lang, found.plan.name, (total,), tuple(blocks))


def gap_blocks(gap: GapData, lang: Lang) -> Iterator[Block]:
    """Yield the blocks of a gap: its sentences, and where the plan has budget lines the years."""
    first, *others = _shown(gap.sentences(), lang)
    yield Text(first, "lead")
    if others:
        yield Points(tuple(others))
    if any(gap.by_year.values()):
        heads = (say("word.kroner", lang), *map(str, gap.by_year), say("word.total", lang))
        cells = (*map(money, gap.by_year.values()), money(gap.total))
        yield Table("", heads, (Row(say("scenario.figure_gap", lang), cells),))


def _section(title: str, messages: Iterable[Message], lang: Lang) -> list[Block]:
    return [Heading(say(title, lang)), Points(_shown(messages, lang))]


def _shown(messages: Iterable[Message], lang: Lang) -> tuple[str, ...]:
    return tuple(Sentences((one,)).show(lang) for one in messages)


def _nested(sentences: tuple[str, ...]) -> tuple[str | tuple[str, tuple[str, ...]], ...]:
    """Return sentences with the parts below the one that announces them, which ends with a colon."""
    for at, sentence in enumerate(sentences):
        if sentence.endswith(":"):
            return (*sentences[:at], (sentence, sentences[at + 1 :]))
    return sentences


def _table(found: "Found[Any]", lang: Lang) -> Table:
    """Return the contributions by year; those that are stated are dim."""
    years = sorted({year for amounts in found.by_year.values() for year in amounts})
    total = sum(found.amounts.values(), Kroner())

    def cells(amounts: "Mapping[int, Kroner]", given: Kroner) -> tuple[Figure, ...]:
        of_total = share(given / total if total else Fraction(0))
        return (money(given), of_total, *(money(amounts[year]) for year in years))

    rows = [
        Row(
            stream.name,
            cells(found.by_year[stream.id], found.amounts[stream.id]),
            dim=not (stream.is_open or found.largest),
        )
        for stream in found.plan.streams
    ]
    sums = {year: sum((amounts[year] for amounts in found.by_year.values()), Kroner()) for year in years}
    rows.append(Row(say("word.total", lang), cells(sums, total), total=True))
    heads = (say("word.contribution", lang), say("word.kroner", lang), say("word.share", lang), *map(str, years))
    return Table(say("word.financing", lang), heads, tuple(rows))
