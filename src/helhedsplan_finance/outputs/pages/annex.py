"""The annex for an application to Landsbyggefonden: posts and sources by year, who pays which post, local share."""

from collections.abc import Iterator

from helhedsplan_finance.document.blocks import Block, Document, Row, Table, Text
from helhedsplan_finance.document.figure import Unit, money
from helhedsplan_finance.outputs.pages.facts import Facts, called, round_key
from helhedsplan_finance.outputs.pages.fund import changes_since, local_shares
from helhedsplan_finance.outputs.pages.page import Page
from helhedsplan_finance.plan.givers import GIVER_WORDS
from helhedsplan_finance.plan.plan import PlanData
from helhedsplan_finance.plan.ties import posts_of
from helhedsplan_finance.text import say
from helhedsplan_finance.values.money import Kroner

_MOST_POSTS, _MOST_TIED, _MOST_NAMES = 20, 10, 3


def annex_page(facts: Facts, base: PlanData | None = None) -> Page:
    """Return the annex; with ``base``, also the changes since that version."""
    lang, unit = facts.lang, facts.unit("kr")
    names = {line.id: line.activity or line.art for line in facts.plan.costs}
    posts = facts.by(facts.costs, lambda row: names.get(row.id, row.id), unit, _MOST_POSTS)
    sources = [facts.row_of(one, unit) for one in GIVER_WORDS if any(row.source == one for row in facts.financing)]
    blocks: list[Block] = [
        Table(facts.in_unit("page.by_post", unit), facts.heads(say("page.head_line", lang)), tuple(posts)),
        Table(
            facts.in_unit("page.by_giver", unit),
            facts.heads(say("column.source", lang)),
            (*sources, facts.total(facts.financing, unit)),
        ),
        facts.promised,
        *_tied(facts, unit),
        *local_shares(facts),
        *facts.money_beside,
        *(changes_since(facts, base) if base is not None else []),
        facts.notes(round_key(unit), unit=unit),
    ]
    return Page("annex", Document(lang, say("page.title_annex", lang), facts.about, tuple(blocks), facts.foot))


def _tied(facts: Facts, unit: Unit) -> Iterator[Block]:
    """Yield the contributions whose posts are known: tied to them, or able to pay a single one; never a proposal."""
    lang, lines = facts.lang, facts.plan.costs
    if not lines:
        return
    amounts = {one.stream.id: one.amount for one in facts.given}
    tied = [(one.stream, posts_of(one.stream, lines)) for one in facts.given]
    known = [(stream, posts) for stream, posts in tied if posts]
    if not known:
        yield Text(say("page.nothing_tied", lang))
        return
    rows = []
    for stream, posts in known[:_MOST_TIED]:
        names = [called(line.activity or line.art) for line in posts[:_MOST_NAMES]]
        if len(posts) > _MOST_NAMES:
            names.append(say("page.others", lang, count=len(posts) - _MOST_NAMES))
        amount = money(amounts[stream.id], unit, about=stream.caveat)
        rows.append(Row(called(stream.name), ("; ".join(names), amount)))
    left = [stream for stream, posts in tied if (stream, posts) not in known[:_MOST_TIED]]
    if left:
        stated = [amounts[stream.id] for stream in left]
        rest = None if None in stated else sum((one for one in stated if one is not None), Kroner())
        rows.append(Row(say("page.not_tied", lang), ("", money(rest, unit)), total=True))
    heads = (say("page.head_contribution", lang), say("page.head_posts", lang), facts.in_unit("page.head_amount", unit))
    yield Table(facts.in_unit("page.tied", unit), heads, tuple(rows))
