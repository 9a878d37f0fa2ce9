"""The allocation of a pool: a row for each plan, what is left or lacking, and the plans that are cut."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from helhedsplan_finance.calculators.portfolio.grant import Grant
from helhedsplan_finance.rules.finding_sentences import apart
from helhedsplan_finance.text import Lang, Sentences, Shown, message, say, visible
from helhedsplan_finance.text.result import NoTruth, Printed
from helhedsplan_finance.values.frame import WHOLE, exact_frame
from helhedsplan_finance.values.money import Kroner

if TYPE_CHECKING:
    import pandas as pd

_WIDTH = 80
_SHORTEST_NAME = 12


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Allocation(NoTruth, Printed):
    """The allocation of a pool. ``basis`` states the sources of the pool, the cap and Landsbyggefonden's limit."""

    pool: Kroner
    by: str
    cap: Fraction
    as_of: date | None
    grants: tuple[Grant, ...]
    basis: tuple[Shown, ...]

    def __repr__(self) -> str:
        return f"<Allocation of {self.pool.text()} by {self.by}: {len(self.grants)} plans, {len(self.cut)} cut>"

    @property
    def ok(self) -> bool:
        """Whether no plan is cut."""
        return not self.cut

    def __getitem__(self, id_: str) -> Grant:
        """Return the row of one plan by its id; ``KeyError`` for an id that no request had."""
        return {one.id: one for one in self.grants}[id_]

    @property
    def granted(self) -> Kroner:
        """Sum of the grants."""
        return _sum(one.granted for one in self.grants)

    @property
    def left(self) -> Kroner:
        """Amount left in the pool."""
        return self.pool - self.granted

    @property
    def lacking(self) -> Kroner:
        """Amount that the pool lacks to give every plan its request within its cap."""
        return _sum(one.within - one.granted for one in self.grants)

    @property
    def cut_total(self) -> Kroner:
        """Sum of what plans request and do not get, by the pool or by the cap."""
        return _sum(one.cut for one in self.grants)

    @property
    def cut(self) -> tuple[Grant, ...]:
        """Plans that get less than they request."""
        return tuple(one for one in self.grants if one.cut)

    @property
    def message(self) -> Sentences:
        """Whether the pool is large enough, in words."""
        verdict = (
            message("pool.too_small", lacking=self.lacking)
            if self.lacking
            else message("pool.large_enough", left=self.left)
        )
        capped = _sum(one.wanted - one.within for one in self.grants)
        return Sentences((verdict, message("pool.capped", amount=capped)) if capped else (verdict,))

    def show(self, lang: Lang = "da") -> str:
        """Return the allocation as plain text of 80 columns: a row for each plan, and the totals."""
        lines = wrap(say("pool.head", lang, pool=self.pool, by=message(_method_key(self.by))), _WIDTH)
        for one in self.basis:
            lines += wrap(one.show(lang), _WIDTH)
        lines += ["", *self._table(lang), "", *wrap(self.message.show(lang), _WIDTH)]
        for grant in self.grants:
            if grant.said is not None and grant.lbf_over:
                sentence = say("pool.of_plan", lang, name=visible(grant.name), said=grant.said)
                lines += wrap(sentence, _WIDTH, subsequent_indent="  ")
        return "\n".join(lines)

    def _table(self, lang: Lang) -> list[str]:
        """Return the rows in columns; where the figures leave no room for a name, it has a separate line."""
        with_lbf = any(one.lbf is not None for one in self.grants)
        heads = ["wanted", "cap", "granted", "cut"] + ["lbf"] * with_lbf
        titles = [say(f"pool.column_{head}", lang) for head in heads]
        rows = [_figures(one, lang, with_lbf) for one in self.grants]
        sums = (_sum(getattr(one, head) for one in self.grants) for head in heads[:4])
        total = [one.figure(lang) for one in sums] + [""] * with_lbf
        table = [titles, *rows, total]
        names = [say("pool.column_plan", lang), *(visible(one.name) for one in self.grants), say("word.total", lang)]
        widths = [max(map(len, column)) for column in zip(*table, strict=True)]
        figures = ["".join(f"  {one:>{width}}" for one, width in zip(row, widths, strict=True)) for row in table]
        room = _WIDTH - len(figures[0])
        if room < _SHORTEST_NAME:
            return [line for name, row in zip(names, figures, strict=True) for line in (_short(name, _WIDTH), row)]
        room = min(room, max(map(len, names)))
        return [f"{_short(name, room):<{room}}{row}".rstrip() for name, row in zip(names, figures, strict=True)]

    def to_dict(self, lang: Lang = "da") -> dict[str, Any]:
        """Return the allocation as JSON data: amounts in øre, shares as exact fractions, sentences in ``lang``."""
        return {
            "pool": self.pool.ore,
            "by": self.by,
            "cap": str(self.cap),
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "granted": self.granted.ore,
            "left": self.left.ore,
            "lacking": self.lacking.ore,
            "cut_total": self.cut_total.ore,
            "cut": [one.id for one in self.cut],
            "message": self.message.show(lang),
            "basis": [one.show(lang) for one in self.basis],
            "plans": [one.to_dict(lang) for one in self.grants],
        }

    def to_frame(self, lang: Lang = "da") -> "pd.DataFrame":
        """Return the rows as a DataFrame with the keys of :meth:`to_dict`; amounts are nullable integers of øre.

        ``lbf_before`` and ``lbf_after`` are floats, and exact as text in ``lbf_before_exact`` and ``lbf_after_exact``.

        Raises :class:`MissingExtraError` without pandas.
        """
        columns = ["id", "name", "total", "wanted", "cap", "granted", "cut"]
        columns += ["lbf_before", "lbf_after", "lbf_over", "lbf_fits", "message"]
        kinds = dict.fromkeys(("total", "wanted", "cap", "granted", "cut", "lbf_fits"), WHOLE)
        kinds["lbf_over"] = "boolean"
        return exact_frame([one.to_dict(lang) for one in self.grants], columns, kinds, ["lbf_before", "lbf_after"])


def _sum(amounts: Iterable[Kroner]) -> Kroner:
    return sum(amounts, Kroner(0))


def _figures(grant: Grant, lang: Lang, with_lbf: bool) -> list[str]:
    figures = [one.figure(lang) for one in (grant.wanted, grant.cap, grant.granted, grant.cut)]
    if not with_lbf:
        return figures
    after = grant.lbf_after
    return [*figures, "" if after is None else apart(after, grant.lbf_limit).show(lang)]


def _short(name: str, room: int) -> str:
    return name if len(name) <= room else f"{name[: room - 1]}…"


def _method_key(by: str) -> str:
    return f"pool.by_{by.replace(' ', '_')}"
