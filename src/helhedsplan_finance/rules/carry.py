"""Combine the cures of a surplus year and a deficit year into one move between them.

Worked example: 100.000 kr. are left in 2018 and 100.000 kr. are lacking in 2019. Separately, the cures would be to
lower the financing of 2018 and to raise that of 2019; combined, the cure is to carry 100.000 kr. from 2018 to 2019.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from helhedsplan_finance.rules.finding import Finding
from helhedsplan_finance.text import Message, message
from helhedsplan_finance.values.money import Kroner


@dataclass(frozen=True, slots=True)
class _Move:
    """An amount in whole øre from a year with a surplus to a year with a deficit."""

    ore: int
    spare: str
    lacking: str

    @property
    def words(self) -> Message:
        """The move as a cure; money of a later year is brought forward."""
        key = "report.cure_carry" if self.spare < self.lacking else "report.cure_forward"
        return message(key, amount=Kroner.from_ore(self.ore), spare=self.spare, lacking=self.lacking)


def with_carries(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield findings, those of a yearly balance with the moves between years as their cure."""
    for _, same in groupby(findings, key=lambda finding: finding.rule):
        yield from _of_rule(list(same))


def _of_rule(same: list[Finding]) -> list[Finding]:
    if len(same) == 1:  # there is no other year to move anything to
        return same
    off = {finding.where: gap for finding in same if (gap := _difference(finding)) is not None}
    moves = list(_moves(off))
    if not moves:
        return same
    return [_cured(finding, off[finding.where], moves) if finding.where in off else finding for finding in same]


def _difference(finding: Finding) -> int | None:
    """Return the surplus of a year in øre, negative for a deficit; ``None`` for any other finding."""
    limit, verdict = finding.limit, finding.verdict
    if finding.outcome != "failed" or limit is None or verdict is None or limit.rule.per != "year":
        return None
    if limit.rule.relation != "equal" or not limit.measured.is_money or not verdict.measured.known:
        return None
    return int(verdict.measured.value - verdict.limit)


def _moves(off: dict[str, int]) -> Iterator[_Move]:
    """Yield moves that balance the years, from the first year with a surplus to the first year with a deficit.

    Worked example: 3 mio. too much in 2022, 1 mio. lacking in 2023 and 4 mio. in 2024 give a move of 1 mio. from 2022
    to 2023 and one of 2 mio. from 2022 to 2024; 2 mio. are still lacking in 2024.
    """
    left = dict(sorted(off.items()))
    for lacking in left:
        for spare in left:
            ore = min(left[spare], -left[lacking])
            if ore > 0:
                left[spare] -= ore
                left[lacking] += ore
                yield _Move(ore, spare, lacking)


def _cured(finding: Finding, off: int, moves: list[_Move]) -> Finding:
    """Return a finding with its moves as the cure, and with the rest that no other year can take or give."""
    own = [move for move in moves if finding.where in (move.spare, move.lacking)]
    if not own:
        return finding
    words = [move.words for move in own]
    rest = abs(off) - sum(move.ore for move in own)
    if not rest:
        return replace(finding, advice=message("report.cure_moves", moves=words))
    assert finding.limit is not None  # noqa: S101 - a difference was found, so there is one
    key = "report.cure_moves_lower" if off > 0 else "report.cure_moves_raise"
    title = finding.limit.measured.title
    return replace(finding, advice=message(key, moves=words, measure=title, gap=Kroner.from_ore(rest)))
