"""Money that may pay only some lines: how much of it can find a line, by Hall's condition.

The contributions that may pay only some lines give at most what those lines cost in the year. Where that holds for
every union of such sets of lines, all money finds its lines. Only unions of sets that overlap need a check: three
contributions, of which two share a line and the third has its own, give three sets and one union.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from helhedsplan_finance.errors import CalculationError
from helhedsplan_finance.plan.plan import PlanData, Stream

MOST_SETS = 12  # sets of lines that overlap: each one more doubles the unions
Lines = frozenset[str]


@dataclass(frozen=True, slots=True)
class Earmark:
    """Contributions that may pay only some lines, and those lines."""

    ids: tuple[str, ...]
    lines: Lines


def earmarks_of(plan: PlanData, givers: Iterable[Stream]) -> Iterator[Earmark]:
    """Yield each set of lines that some contributions are limited to.

    Raises :class:`CalculationError` where too many sets overlap.
    """
    every = {line.id: line.art for line in plan.costs}
    payable = {
        stream.id: frozenset(id_ for id_, art in every.items() if stream.may_pay(id_, art))
        for stream in givers
        if stream.excludes or stream.pays
    }
    for overlapping in _components(set(payable.values())):
        if len(overlapping) > MOST_SETS:
            raise CalculationError("financing.many_earmarks", count=len(overlapping), most=MOST_SETS)
        for lines in _unions(overlapping):
            ids = tuple(id_ for id_, allowed in payable.items() if allowed <= lines and allowed in overlapping)
            yield Earmark(ids, lines)


def _components(sets: set[Lines]) -> list[set[Lines]]:
    """Return the sets in groups, so that sets of different groups have no line in common."""
    groups: list[set[Lines]] = []
    for one in sorted(sets, key=sorted):
        alike = [group for group in groups if any(one & other for other in group)]
        groups = [group for group in groups if group not in alike] + [{one}.union(*alike)]
    return groups


def _unions(sets: set[Lines]) -> Iterator[Lines]:
    """Yield every union of some of the sets, each once."""
    unions: set[Lines] = set()
    for one in sorted(sets, key=sorted):
        unions |= {one, *(one | other for other in unions)}
    yield from sorted(unions, key=sorted)
