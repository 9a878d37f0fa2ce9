"""The answer of a search for a financing, as text, HTML, JSON data and DataFrame."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from helhedsplan_finance.calculators.financing.financing_document import financing_document
from helhedsplan_finance.calculators.financing.outcome import Found, Planned_co
from helhedsplan_finance.document.blocks import Document
from helhedsplan_finance.document.result import Displayed
from helhedsplan_finance.text import Lang
from helhedsplan_finance.values.frame import WHOLE, frame_of

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, repr=False)
class Financing(Found[Planned_co], Displayed):
    """A financing of a plan, or why there is none.

    ``financed`` is the plan with its open contributions filled in, and ``None`` where the limits collide. ``binding``
    are the limits without room for one more krone, ``unverified`` the rules that are not verified. ``doubtful`` is the
    total budget of the largest plan if external money counted as local, where that would be more. Where there is no
    financing, ``conflict`` are the limits that collide, and ``changes`` the smallest change that makes one possible,
    which moves ``smallest_change``. ``rounding`` is whether the ranges of amounts that are not exact could turn the
    answer.
    """

    def __repr__(self) -> str:
        return f"<Financing of {self.plan.name!r}: {self.status}>"

    def to_frame(self, lang: Lang = "da") -> "pd.DataFrame":  # noqa: ARG002 - its figures have no words
        """Return what each contribution gives as a DataFrame, a row for each year of it; ``ore`` is whole øre.

        Raises :class:`MissingExtraError` without pandas.
        """
        streams = {stream.id: stream for stream in self.plan.streams}
        rows = [
            (id_, streams[id_].giver, streams[id_].name, year, amount.ore)
            for id_, amounts in self.by_year.items()
            for year, amount in amounts.items()
        ]
        return frame_of(rows, ["stream", "source", "name", "year", "ore"], {"year": WHOLE, "ore": WHOLE})

    def document(self, lang: Lang = "da") -> Document:
        """Return the answer as a document: what each contribution gives in each year, and why, in words."""
        return financing_document(self, lang)

    def to_dict(self, lang: Lang = "da") -> dict[str, Any]:
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
            "together": [shared.to_dict() for shared in self.together],
            "worth": {id_: str(worth) for id_, worth in self.worth.items()},
            "conflict": [tag.to_dict() for tag in self.conflict],
            "changes": [bend.tag.to_dict() | {"by_ore": bend.by.ore} for bend in self.changes],
            "smallest_change_ore": None if self.smallest_change is None else self.smallest_change.ore,
        } | self._marks(lang)

    def _marks(self, lang: Lang) -> dict[str, Any]:
        """Return the marks of rules and prices that the answer relies on; a mark that does not apply is left out."""
        marks: dict[str, Any] = {}
        if self.doubtful is not None:
            marks["doubtful_total_ore"] = self.doubtful.ore
        if self.rounding is not None:
            marks["rounding"] = self.rounding.replace(" ", "_")
        if self.unverified:
            marks["unverified"] = [title.show(lang) for title in self.unverified]
        if self.report is not None and self.report.projected:
            marks["projected"] = True
        if self.report is not None and self.report.projected_prices:
            marks["projected_prices"] = True
        return marks
