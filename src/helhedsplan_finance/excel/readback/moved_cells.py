"""How far the rows and columns of a sheet have moved since it was written, found by the formulas in them.

A row that was inserted moves the formulas below it, unchanged but for their references. Of all ways to find the written
rows again, in their order, the one with most formulas is taken, and of two alike the one with fewer moves: where one of
ten like rows was typed over, nine are in their places, and no row has moved.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from helhedsplan_finance.excel.readback.formula_places import Shift

_MOST_MOVES = 12  # distances that are tried
_MOST_WAYS = 6  # with the same last distance
_MOVE, _SKIP = 0.2, 0.05  # less than any formula, so that they only decide between ways alike
_TYPED_OVER = 0.9  # a value in the place of a formula

Line = Counter[str]  # the forms of the formulas of a row or of a column


@dataclass(frozen=True, slots=True)
class _Found:
    """A row with its place, and the rows before it, each found before the next."""

    line: int
    now: int
    before: "_Found | None"


@dataclass(frozen=True, slots=True)
class _Way:
    """The best way to find the first rows again: its score, and the last row found."""

    score: float
    found: _Found | None = None

    @property
    def last(self) -> int:
        """The place of the last row found."""
        return self.found.now if self.found is not None else 0

    def all(self) -> Iterator[tuple[int, int]]:
        """Yield each row with its place, from the last."""
        found = self.found
        while found is not None:
            yield found.line, found.now
            found = found.before


def found_again(
    written: Mapping[int, Line], present: Mapping[int, Line], typed_over: Callable[[int, int], int], moved: int
) -> dict[int, int]:
    """Return where each written row, or column, is now; those that are gone are left out.

    ``typed_over`` counts the formulas of a written row with a value in their cells, if the row is in another place;
    ``moved`` is how far the first one has moved.
    """

    def gains(line: int, now: int) -> tuple[float, float]:
        """Return the gain of finding a row in a place, and that if the row above it has moved as far.

        A value counts for a formula only there: it is no reason to move, since headings are values too.
        """
        formulas = (written[line] & present[now]).total() if now in present else 0
        left = written[line].total() - formulas
        return formulas - _MOVE, formulas + (_TYPED_OVER * min(left, typed_over(line, now)) if left else 0)

    if all((written[line] & present.get(line + moved, Counter())) == written[line] for line in written):
        return {line: line + moved for line in written}
    distances = _distances(written, present, moved)
    ways = {moved: [_Way(0)]}  # by how far the last row moved
    for line in sorted(written):
        further: dict[int, list[_Way]] = {}
        for distance in distances:
            now = line + distance
            moving, staying = gains(line, now)
            before = [
                (way.score + (staying if step == distance else moving), way)
                for step, those in ways.items()
                for way in those
                if way.last < now
            ]
            skipped = [_Way(way.score - _SKIP, way.found) for way in ways.get(distance, ())]
            if before:
                best, way = max(before, key=lambda one: one[0])
                skipped.append(_Way(best, _Found(line, now, way.found)))
            further[distance] = _best(skipped)
        ways = further
    every = (way for those in ways.values() for way in those)
    return dict(max(every, key=lambda way: way.score).all())


def _best(ways: list[_Way]) -> list[_Way]:
    """Return the ways of which none is as good with more room below: a better score, or a last row further up."""
    kept: list[_Way] = []
    for way in sorted(ways, key=lambda way: (-way.score, way.last)):
        if len(kept) < _MOST_WAYS and all(way.last < one.last for one in kept):
            kept.append(way)
    return kept


def _distances(written: Mapping[int, Line], present: Mapping[int, Line], moved: int) -> list[int]:
    """Return the distances by which most formulas would be found again."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for now, line in present.items():
        for form in line:
            places[form].append(now)
    votes: Counter[int] = Counter()
    for place, forms in written.items():
        for form, count in forms.items():
            votes.update({now - place: count for now in places[form]})
    return list(dict.fromkeys([moved, *(distance for distance, _ in votes.most_common(_MOST_MOVES))]))


def shift_of(found: Mapping[int, int], moved: int) -> Shift:
    """Return the shift of rows, or columns, of which some were found again."""
    steps = [(1, moved)]
    for line, now in sorted(found.items()):
        if now - line != steps[-1][1]:
            steps.append((now, now - line))
    return Shift(tuple(steps))
