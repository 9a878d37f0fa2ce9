"""The known columns and facts of the plans of a frame, and the rules that apply to them, the last layer first."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from helhedsplan_finance.errors import RuleLibraryError
from helhedsplan_finance.plan.givers import GIVER_WORDS, SOURCES
from helhedsplan_finance.rules.choose import Policy, clash, limits_of, own_files
from helhedsplan_finance.rules.limit import Limit
from helhedsplan_finance.rules.load import COMMON, policies, rule_file
from helhedsplan_finance.rules.record import LAYERS, Measure

_SUMMED = ("plan", "year")


@dataclass(frozen=True, slots=True)
class Known:
    """The columns of the ledger rows, the facts of each plan, and the day whose rules apply to all.

    ``day`` is ``None`` where each plan has its own, in the column ``_day``. ``givers`` are the words that the source of
    a row may have.
    """

    columns: frozenset[str]
    facts: frozenset[str]
    day: date | None
    project: bool
    givers: tuple[str, ...] = GIVER_WORDS

    @property
    def has_periods(self) -> bool:
        """Whether the years of each plan are known."""
        return {"start", "end"} <= self.facts

    @property
    def says_projected(self) -> bool:
        """Whether the rows say which amounts rest on projected prices."""
        return "projected" in self.columns

    def can_read(self, measure: Measure) -> bool:
        """Return whether all columns or facts that a measure needs are known."""
        if measure.fact == "months":
            return self.has_periods
        if measure.fact is not None:
            return measure.fact in self.facts
        needed = {*measure.where, *measure.without} | ({"id"} if measure.take == "count" else set())
        return needed <= self.columns


@dataclass(frozen=True, slots=True)
class Held:
    """A limit, and the kommuner whose plans it is for; all where none is named."""

    limit: Limit
    kommuner: tuple[str, ...]

    def measures(self) -> Iterator[Measure]:
        """Yield every measure that the limit uses, facts of the plan among them."""
        limit = self.limit
        for measure in (limit.measure, limit.of, limit.milder, *limit.needs):
            if measure is not None:
                yield measure
        yield from (given_by(name) for name in limit.rule.applies.has if name in SOURCES)


@dataclass(frozen=True, slots=True)
class Rules:
    """The linear rules by id, each from the last layer to the first; and the rules of the regime."""

    by_id: dict[str, tuple[Held, ...]]
    regimes: tuple[Limit, ...]

    @classmethod
    def of(cls, own: Iterable[Policy], known: Known) -> "Rules":
        """Return the rules that ship and those of some policies.

        A policy that ships is for its own kommune; one that is given is for every plan, or as its rules state. Raises
        :class:`RuleLibraryError` for two of one layer that would be in force at once.
        """
        given = own_files(own)
        # Without the kommune it is not known which policy applies.
        theirs = [rule_file(name) for name in policies() if "kommune" in known.facts]
        files = dict.fromkeys((*map(rule_file, COMMON), *theirs, *given))
        by_id: dict[str, list[Held]] = {}
        regimes = []
        for file in sorted(files, key=lambda file: LAYERS.index(file.layer), reverse=True):
            kommuner = file.kommune if file in theirs and file not in given else ()
            for limit in limits_of(file, known.day or date.max):
                if limit.rule.check == "regime":
                    regimes.append(limit)
                elif limit.rule.check is None and limit.rule.per in _SUMMED:
                    held = Held(limit, limit.rule.applies.kommune or kommuner)
                    by_id.setdefault(limit.rule.id, []).append(held)
        for same in by_id.values():
            _refuse_two(same)
        return cls({key: tuple(same) for key, same in sorted(by_id.items())}, tuple(regimes))

    def held(self) -> Iterator[Held]:
        """Yield every limit."""
        for same in self.by_id.values():
            yield from same

    def has(self, id_: str, per: str) -> bool:
        """Return whether any layer of a rule is judged by ``per``: for the plan, or by year."""
        return any(one.limit.rule.per == per for one in self.by_id[id_])

    def follows_years(self) -> list[str]:
        """Return the rules whose value is selected by each year, not by the day whose rules apply."""
        return [id_ for id_, same in self.by_id.items() if any(one.limit.rule.clock == "year" for one in same)]


def _refuse_two(same: list[Held]) -> None:
    for one, other in combinations(same, 2):
        first, second = one.limit, other.limit
        if first.layer == second.layer and clash(first.rule, second.rule, one.kommuner, other.kommuner):
            raise RuleLibraryError("library.two_in_layer", id=first.rule.id, first=first.origin, second=second.origin)


_GIVEN: dict[str, Measure] = {}


def given_by(source: str) -> Measure:
    """Return the measure of what one source gives, without what was refused."""
    if source not in _GIVEN:
        _GIVEN[source] = Measure.model_validate(
            {
                "title": {"da": source, "en": source},
                "where": {"side": "financing", "source": source},
                "without": {"status": "afslag"},
            }
        )
    return _GIVEN[source]
