"""The allocation of a pool as a document: a row for each plan, the totals, and the basis."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from helhedsplan_finance.calculators.portfolio.allocation_data import AllocationData
from helhedsplan_finance.document.blocks import Block, Cell, Document, Points, Row, Table, Text
from helhedsplan_finance.document.figure import Figure, money
from helhedsplan_finance.rules.finding_figures import apart
from helhedsplan_finance.text import Lang, message, say
from helhedsplan_finance.values.money import Kroner

if TYPE_CHECKING:
    from helhedsplan_finance.calculators.portfolio.grant import Grant

_AMOUNTS = ("wanted", "cap", "granted", "cut")


def allocation_document(allocation: AllocationData, lang: Lang) -> Document:
    """Return the rows of an allocation, and whether the pool is large enough."""
    title = say("pool.head", lang, pool=allocation.pool, by=message(allocation.method_key))
    blocks: list[Block] = [_table(allocation, lang), Text(allocation.message.show(lang), "lead")]
    if over := tuple(_over(allocation, lang)):
        blocks.append(Points(over, "doubt"))
    return Document(lang, title, tuple(one.show(lang) for one in allocation.basis), tuple(blocks))


def _table(allocation: AllocationData, lang: Lang) -> Table:
    with_lbf = any(one.lbf is not None for one in allocation.grants)
    columns = ("plan", *_AMOUNTS, *["lbf"] * with_lbf)
    rows = [Row(one.name, (*_amounts(one), *_lbf(one, lang, with_lbf=with_lbf))) for one in allocation.grants]
    sums = (sum((getattr(one, key) for one in allocation.grants), Kroner()) for key in _AMOUNTS)
    rows.append(Row(say("word.total", lang), (*map(money, sums), *[""] * with_lbf), total=True))
    return Table("", tuple(say(f"pool.column_{key}", lang) for key in columns), tuple(rows))


def _amounts(grant: "Grant") -> Iterator[Figure]:
    yield from (money(getattr(grant, key)) for key in _AMOUNTS)


def _lbf(grant: "Grant", lang: Lang, *, with_lbf: bool) -> Iterator[Cell]:
    """Yield Landsbyggefonden's share after the grant, with as many decimals as tell it from the limit."""
    if with_lbf:
        after = grant.lbf_after
        yield "" if after is None else Figure(after, "percent", words=apart(after, grant.lbf_limit).show(lang))


def _over(allocation: AllocationData, lang: Lang) -> Iterator[str]:
    for grant in allocation.grants:
        if grant.said is not None and grant.lbf_over:
            yield say("pool.of_plan", lang, name=grant.name, said=grant.said)
