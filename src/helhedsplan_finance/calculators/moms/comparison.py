"""The comparison of the placements of a grant, with its sources and what is not settled."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from helhedsplan_finance.calculators.moms.moms_document import comparison_document
from helhedsplan_finance.calculators.moms.placement import Reading
from helhedsplan_finance.calculators.moms.placement_data import PlacementComparisonData
from helhedsplan_finance.calculators.moms.rates import rate_for, share_of
from helhedsplan_finance.document.blocks import Document
from helhedsplan_finance.document.result import Displayed
from helhedsplan_finance.errors import AmountError, FieldError
from helhedsplan_finance.plan.ledger import stream_by_year
from helhedsplan_finance.plan.plan import PlanData
from helhedsplan_finance.text import Lang, short
from helhedsplan_finance.values.money import Kroner

Share = str | Fraction


@dataclass(frozen=True, slots=True)
class PlacementComparison(PlacementComparisonData, Displayed):
    """A grant at a kommune and at a boligorganisation: one reading, or two where ``private`` is not stated.

    ``kommune``, ``boligorganisation``, ``break_even`` and ``better`` are what all readings agree on, else ``None``.
    ``notes`` say what the answer rests on, ``warnings`` what is assumed, unverified or not stated, and by which
    parameter it can be stated.
    """

    def document(self, lang: Lang = "da") -> Document:
        """Return the comparison as a document: the figures, what they rest on, what is not settled."""
        return comparison_document(self, lang)

    def to_dict(self, lang: Lang = "da") -> dict[str, Any]:
        """Return the comparison as JSON data: amounts in øre, shares as exact fractions, sentences in ``lang``."""
        return {
            "grant_ore": self.grant.ore,
            "day": None if self.day is None else self.day.isoformat(),
            "private": self.private,
            "taxed": None if self.taxed is None else str(self.taxed),
            "fondsmoms": self.fondsmoms.to_dict(lang),
            "moms": self.moms.to_dict(lang),
            "readings": [one.to_dict() for one in self.readings],
            "better": self.better,
            "notes": [one.show(lang) for one in self.notes],
            "warnings": [one.show(lang) for one in self.warnings],
        }


def compare_placements(
    grant: Kroner | int | str,
    *,
    private: bool | None = None,
    taxed: Share | None = None,
    on: date | None = None,
    fondsmoms_rate: Share | None = None,
    moms_rate: Share | None = None,
) -> PlacementComparison:
    """Compare what a grant buys at a kommune with what it buys at a boligorganisation.

    ``private`` is whether it is a private grant, of which a kommune pays fondsmoms, or money of the state or the EU, of
    which it pays none. ``taxed`` is the share of the spending, moms included, that bears moms. The rates are those of
    the records ``on`` a day (without one, as last verified), unless they are stated. What is not stated is a warning,
    never guessed: see :class:`PlacementComparison`.

    Raises :class:`AmountError` for a grant that is not above zero and for what is no share, such as a float.
    """
    amount = Kroner(grant)
    if amount <= Kroner(0):
        raise AmountError("moms.no_grant", found=amount)
    if private not in (True, False, None):
        raise FieldError("input.not_bool", found=short(private))
    share = None if taxed is None else share_of(taxed, "taxed")
    fondsmoms, moms = rate_for("fondsmoms", fondsmoms_rate, on), rate_for("moms", moms_rate, on)
    readings = [
        Reading.of(amount, private=one, taxed=share, fondsmoms=fondsmoms.share, moms=moms.share)
        for one in ((True, False) if private is None else (private,))
    ]
    return PlacementComparison(amount, on, private, share, fondsmoms, moms, tuple(readings))


def placements_of(
    plan: PlanData,
    *,
    private: bool | None = None,
    taxed: Share | None = None,
    on: date | None = None,
    fondsmoms_rate: Share | None = None,
    moms_rate: Share | None = None,
) -> dict[str, PlacementComparison]:
    """Compare the placements of each external contribution of a plan, by its id, on the day whose rules apply.

    Those are contributions in cash of source ``ekstern`` that state an amount above zero and were not refused; what a
    fond gives together with others is left out, since its part is not published. The parameters are those of
    :func:`compare_placements` and hold for all of them.
    """
    day = plan.rules_date if on is None else on
    external = [one for one in plan.streams if one.giver == "ekstern" and one.is_money]
    sums = {one.id: sum(stream_by_year(one, plan.period).values(), Kroner()) for one in external}
    return {
        id_: compare_placements(
            amount,
            private=private,
            taxed=taxed,
            on=day,
            fondsmoms_rate=fondsmoms_rate,
            moms_rate=moms_rate,
        )
        for id_, amount in sums.items()
        if amount
    }
