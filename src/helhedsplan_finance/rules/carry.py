"""Money that one year has too much of and another lacks: one cure for both years, instead of two that contradict.

Worked example: 100.000 kr. are left in 2018 and 100.000 kr. are lacking in 2019. Apart, the cures would be to lower the
financing of 2018 and to raise that of 2019; together they are one: carry 100.000 kr. from 2018 to 2019.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from helhedsplan_finance.rules.finding import Finding
from helhedsplan_finance.text import Message, message
from helhedsplan_finance.values.money import Kroner


@dataclass(frozen=True, slots=True)
class _Move:
    """Whole øre that one year has to spare and another lacks."""

    ore: int
    spare: str
    lacking: str

    @property
    def words(self) -> Message:
        """The move as a cure says it; money of a later year is brought forward."""
        key = "report.cure_carry" if self.spare < self.lacking else "report.cure_forward"
        return message(key, amount=Kroner.from_ore(self.ore), spare=self.spare, lacking=self.lacking)


def with_carries(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield findings, those of a yearly balance with the moves between years as their cure."""
    for _, same in groupby(findings, key=lambda one: one.rule):
        yield from _of_rule(list(same))


def _of_rule(same: list[Finding]) -> list[Finding]:
    if len(same) == 1:  # there is no other year to move anything to
        return same
    off = {one.where: gap for one in same if (gap := _difference(one)) is not None}
    moves = list(_moves(off))
    return [_cured(one, off[one.where], moves) if one.where in off else one for one in same] if moves else same


def _difference(finding: Finding) -> int | None:
    """Return the øre that a year has too much of, negative where it lacks some; ``None`` for any other finding."""
    limit, verdict = finding.limit, finding.verdict
    if finding.outcome != "failed" or limit is None or verdict is None or limit.rule.per != "year":
        return None
    if limit.rule.relation != "equal" or not limit.measured.is_money or not verdict.measured.known:
        return None
    return int(verdict.measured.value - verdict.limit)


def _moves(off: dict[str, int]) -> Iterator[_Move]:
    """Yield moves that even out the years, the first year with money to spare to the first year that lacks some."""
    left = dict(sorted(off.items()))
    for lacking in left:
        for spare in left:
            ore = min(left[spare], -left[lacking])
            if ore > 0:
                left[spare] -= ore
                left[lacking] += ore
                yield _Move(ore, spare, lacking)


def _cured(finding: Finding, off: int, moves: list[_Move]) -> Finding:
    """Return a finding with its own moves as the cure, and with what no other year can take or give."""
    own = [one for one in moves if finding.where in (one.spare, one.lacking)]
    if not own:
        return finding
    words = [one.words for one in own]
    rest = abs(off) - sum(one.ore for one in own)
    if not rest:
        return replace(finding, advice=message("report.cure_moves", moves=words))
    assert finding.limit is not None  # noqa: S101 - a difference was found, so there is one
    key = "report.cure_moves_lower" if off > 0 else "report.cure_moves_raise"
    title = finding.limit.measured.title
    return replace(finding, advice=message(key, moves=words, measure=title, gap=Kroner.from_ore(rest)))
