"""One plan of a comparison: its figures, its report, and the differences from the base."""

from dataclasses import dataclass
from typing import Any

from helhedsplan_finance.calculators.scenario.figures import Changed, Figures
from helhedsplan_finance.calculators.scenario.turned_findings import Cause, Turn
from helhedsplan_finance.document.result import NoTruth
from helhedsplan_finance.plan.diff import Change
from helhedsplan_finance.plan.line_costs import has_projected_prices
from helhedsplan_finance.plan.plan import PlanData
from helhedsplan_finance.rules.report import Report
from helhedsplan_finance.text import Lang, say, visible


@dataclass(frozen=True, slots=True, repr=False)
class Alternative(NoTruth):
    """One plan of a comparison, with its figures, and the report under its own rules.

    ``changes`` are the figures that differ from the base's, ``turns`` the findings, and ``rows`` what changed in the
    plan row by row, except its name, which is that of the alternative. The base has none of them.
    """

    name: str
    plan: PlanData
    figures: Figures
    report: Report
    changes: tuple[Changed, ...] = ()
    turns: tuple[Turn, ...] = ()
    rows: tuple[Change, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether no binding rule is broken."""
        return self.report.ok

    @property
    def projected_prices(self) -> bool:
        """Whether the costs rest on a rate of prices that is not published."""
        return has_projected_prices(self.plan)

    def called(self, lang: Lang) -> str:
        """Return the name, with the mark of projected prices."""
        name = visible(self.name)
        return say("report.projected_prices", lang, title=name) if self.projected_prices else name

    def __repr__(self) -> str:
        return f"<Alternative {self.name!r}: {len(self.changes)} figures changed, {len(self.turns)} findings turned>"

    def because_of(self, cause: Cause) -> tuple[Turn, ...]:
        """Return the findings that turned because the ``plan`` changed, or because the ``rules`` did."""
        return tuple(one for one in self.turns if one.cause == cause)

    def to_dict(self, lang: Lang = "da") -> dict[str, Any]:
        """Return the alternative as JSON data: amounts in øre, shares as exact fractions, ``null`` for the unknown."""
        figures = self.figures
        return {
            "name": self.name,
            "as_of": self.report.as_of.isoformat(),
            "ok": self.ok,
            **({"projected_prices": True} if self.projected_prices else {}),
            **{
                f"{key}_ore": None if amount is None else amount.ore
                for key, amount in (("total", figures.total), ("financing", figures.financing), ("gap", figures.gap))
            },
            "sources": {
                source: {
                    "ore": None if amount is None else amount.ore,
                    "share": None if (share := figures.shares[source]) is None else str(share),
                }
                for source, amount in figures.by_source.items()
            },
            "years": {str(year): None if one is None else one.ore for year, one in figures.by_year.items()},
            "changes": [one.show(lang) for one in self.changes],
            "turns": [one.to_dict(lang) for one in self.turns],
        }
