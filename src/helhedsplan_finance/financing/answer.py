"""What a search for a financing came to, as a value; it becomes words when somebody reads it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar

from helhedsplan_finance.financing import words
from helhedsplan_finance.financing.aims import Aim, measured_by
from helhedsplan_finance.financing.conflict import Bend
from helhedsplan_finance.financing.programme import Tag
from helhedsplan_finance.frames import WHOLE, frame_of
from helhedsplan_finance.ledger import stream_by_year
from helhedsplan_finance.money import Kroner
from helhedsplan_finance.overview import Overview
from helhedsplan_finance.plan import PlanData
from helhedsplan_finance.rules.report import Report
from helhedsplan_finance.text import Lang, Sentences, Shown

if TYPE_CHECKING:
    import pandas as pd

Planned_co = TypeVar("Planned_co", bound=PlanData, covariant=True)


@dataclass(frozen=True, repr=False)
class Financing(Generic[Planned_co]):
    """A financing of a plan, or why there is none.

    ``financed`` is the plan with its open contributions filled in, and ``None`` where the limits collide. ``binding``
    are the limits without room for one more krone, ``unverified`` the rules that nobody can vouch for. Where there is
    no financing, ``conflict`` are the limits that collide, and ``changes`` the smallest change that makes one
    possible, which moves ``smallest_change``.
    """

    plan: Planned_co
    financed: Planned_co | None
    aims: tuple[Aim, ...]
    largest: bool
    titles: Mapping[str, Shown]
    unverified: tuple[Shown, ...] = ()
    report: Report | None = None
    binding: tuple[Tag, ...] = ()
    worth_by: Callable[[], Mapping[str, Fraction]] = field(default=dict, compare=False)
    conflict: tuple[Tag, ...] = ()
    changes: tuple[Bend, ...] = ()
    smallest_change: Kroner | None = None

    def __repr__(self) -> str:
        return f"<Financing of {self.plan.name!r}: {self.status}>"

    def __str__(self) -> str:
        return self.show("da")

    @property
    def status(self) -> Literal["optimal", "infeasible"]:
        """Whether a financing was found; if so, none is better by the aims and the rule for ties."""
        return "optimal" if self.financed is not None else "infeasible"

    @property
    def total(self) -> Kroner | None:
        """The plan's frame: as stated, or as it was found."""
        return Overview.of(self.financed or self.plan).total

    @property
    def by_year(self) -> dict[str, dict[int, Kroner]]:
        """What each contribution gives in each calendar year of the period; empty where there is no financing."""
        if self.financed is None:
            return {}
        period = self.financed.period
        given = {
            stream.id: {} if stream.status == "afslag" else stream_by_year(stream, period)
            for stream in self.financed.streams
        }
        return {id_: {year: years.get(year, Kroner()) for year in period.years} for id_, years in given.items()}

    @property
    def amounts(self) -> dict[str, Kroner]:
        """What each contribution gives in all."""
        return {id_: sum(by_year.values(), Kroner()) for id_, by_year in self.by_year.items()}

    @cached_property
    def worth(self) -> Mapping[str, Fraction]:
        """How many kroner nearer to its aim one more krone from each contribution brings the financing, exactly.

        The aim is ``measured_by``. Worked out when it is first asked for.
        """
        return self.worth_by()

    @property
    def measured_by(self) -> Aim:
        """The aim that ``worth`` is counted in."""
        return measured_by(self.aims, largest=self.largest)

    def to_frame(self) -> "pd.DataFrame":
        """Return who gives what as a pandas frame, a row for each contribution and year; ``ore`` is whole øre.

        Raises :class:`MissingExtraError` without pandas.
        """
        streams = {stream.id: stream for stream in self.plan.streams}
        rows = [
            (id_, streams[id_].source, streams[id_].name, year, amount.ore)
            for id_, amounts in self.by_year.items()
            for year, amount in amounts.items()
        ]
        return frame_of(rows, ["stream", "source", "name", "year", "ore"], {"year": WHOLE, "ore": WHOLE})

    def show(self, lang: Lang = "da") -> str:
        """Return the answer as plain text."""
        return "\n".join(Sentences((part,)).show(lang) for part in words.sentences(self))

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as JSON data, in the form that the command line prints: amounts in øre."""
        total = self.total
        return {
            "status": self.status,
            "total_ore": None if total is None else total.ore,
            "streams": {
                id_: {
                    "total_ore": self.amounts[id_].ore,
                    "by_year": {str(year): amount.ore for year, amount in by_year.items()},
                }
                for id_, by_year in self.by_year.items()
            },
            "binding": [tag.to_dict() for tag in self.binding],
            "worth": {id_: str(worth) for id_, worth in self.worth.items()},
            "conflict": [tag.to_dict() for tag in self.conflict],
            "changes": [bend.tag.to_dict() | {"by_ore": bend.by.ore} for bend in self.changes],
            "smallest_change_ore": None if self.smallest_change is None else self.smallest_change.ore,
        } | self._marks()

    def _marks(self) -> dict[str, Any]:
        """Return what is said of the rules that were used, where there is anything to say."""
        marks: dict[str, Any] = {}
        if self.unverified:
            marks["unverified"] = [title.show("da") for title in self.unverified]
        if self.report is not None and self.report.projected:
            marks["projected"] = True
        return marks
