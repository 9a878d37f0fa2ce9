"""The rent effect: what each boligafdeling pays, per dwelling and month, per m² and year, and in per cent of the rent.

No rule on the key between boligafdelinger, nor on how much a dispositionsfond may cover, was found: both are what the
parties agree on, and the answer says so.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from helhedsplan_finance.calculators.rent.afdeling import AfdelingEffect
from helhedsplan_finance.calculators.rent.paid import Covered, Paid
from helhedsplan_finance.calculators.rent.rent_document import rent_document
from helhedsplan_finance.calculators.rent.rent_effect_data import RentEffectData
from helhedsplan_finance.calculators.rent.sharing_key import key_of, refuse_unusable
from helhedsplan_finance.calculators.rent.split import months_of, split_years
from helhedsplan_finance.document.blocks import Document
from helhedsplan_finance.document.result import Displayed
from helhedsplan_finance.errors import CalculationError
from helhedsplan_finance.plan.fields import with_values
from helhedsplan_finance.plan.home_keys import KeyShares, KeyWords
from helhedsplan_finance.plan.plan import Boligafdeling, PlanData
from helhedsplan_finance.rules.measures import homes
from helhedsplan_finance.text import Lang, Message, message, short
from helhedsplan_finance.text.rounding import to_int

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, repr=False)
class RentEffect(RentEffectData, Displayed):
    """The payment of each boligafdeling, and the average; without a list of them the average alone.

    ``lejemaal`` is the number of dwellings behind the average, where it is known.
    """

    def without(self, *ids: str) -> "RentEffect":
        """Return the effect if some boligafdelinger opt out and the others pay in their place.

        Raises :class:`CalculationError` for an id that no boligafdeling has, or where none is left to pay.
        """
        return _shared_out(self.plan, self.key, self.paid, {*self.out, *ids})

    def __repr__(self) -> str:
        return f"<RentEffect of {self.plan.name!r}: {len(self.afdelinger)} boligafdelinger, {self.total}>"

    def document(self, lang: Lang = "da") -> Document:
        """Return the answer as a document: the sum by year, a row for each boligafdeling, and the average."""
        return rent_document(self, lang)

    def to_dict(self, lang: Lang = "da") -> dict[str, Any]:  # noqa: ARG002 - its figures have no words
        """Return the answer as JSON data: øre as integers, kroner per home as text with two decimals."""
        average = self.average_kr_per_lejemaal_month
        data: dict[str, Any] = {
            "plan": self.plan.name,
            "key": {name: str(share) for name, share in self.key.items()},
            "contribution_by_year": {str(year): amount.ore for year, amount in self.paid.contribution.items()},
            "covered_by_year": {str(year): amount.ore for year, amount in self.paid.covered.items()},
            "total_by_year": {str(year): amount.ore for year, amount in self.by_year.items()},
            "afdelinger": [_afdeling_data(one) for one in self.afdelinger],
            "average_kr_per_lejemaal_month": two_decimals(average),
        }
        return data | {"without": list(self.out)} if self.out else data

    def to_frame(self, lang: Lang = "da") -> "pd.DataFrame":  # noqa: ARG002 - its figures have no words
        """Return a DataFrame with a row for each boligafdeling and year: ``ore`` whole, the effects as numbers.

        Each effect is a float, and beside it the exact fraction as text: ``kr_per_lejemaal_month_exact``.
        """
        from helhedsplan_finance.values.frame import WHOLE, exact_frame

        rows = [
            {"id": one.afdeling.id, "name": one.afdeling.name, "year": year, "ore": one.by_year[year].ore}
            | dict(zip(_EFFECTS, _effects(one, year), strict=True))
            for one in self.afdelinger
            for year in self.years
        ]
        return exact_frame(rows, ("id", "name", "year", "ore", *_EFFECTS), {"year": WHOLE, "ore": WHOLE}, _EFFECTS)


def rent_effect(
    plan: PlanData,
    *,
    key: str | Mapping[str, Fraction | str] | None = None,
    covered: Covered | None = None,
    without: str | Collection[str] = (),
) -> RentEffect:
    """Split what the boligafdelinger pay, exactly and year by year, and return the effect on each home.

    What they pay is the plan's cash contributions of source ``boligafdeling``; where it has none, all that the housing
    side gives in cash. ``key`` is ``lejemaal`` (by default), ``m2``, ``equal``, ``own`` or a mix of them, such as
    ``{"lejemaal": Fraction(3, 5), "m2": Fraction(2, 5)}`` or ``"lejemaal=60 %, m2=40 %"``. ``covered`` is what a
    dispositionsfond pays in their place: an amount, a share, or amounts by year. ``without`` are ids that opt out.

    Raises :class:`PlanError` with every boligafdeling that lacks what the key needs, and :class:`CalculationError`
    where there is nothing to split, no boligafdeling to pay it, or an id that the plan does not have.
    """
    shares = key_of(plan, key)
    refuse_unusable(plan, shares)
    return _shared_out(plan, shares, Paid.of(plan, covered), {without} if isinstance(without, str) else set(without))


def _shared_out(plan: PlanData, key: KeyShares, paid: Paid, without: Collection[str]) -> RentEffect:
    """Return the effect by a key that is known to be usable."""
    lejemaal, notes = homes(plan)[0], (*paid.notes, *_notes(plan, key))
    afdelinger = tuple(_opted_out(plan, without))
    if not afdelinger:
        return RentEffect(plan, key, paid, (), lejemaal, (), notes)
    months = months_of(afdelinger, plan.period)
    by_year = split_years(paid.by_year, afdelinger, key, months)
    effects = tuple(AfdelingEffect(one, months[one.id], by_year[one.id]) for one in afdelinger)
    out = tuple(one.id for one in plan.afdelinger if one.id in without)
    return RentEffect(plan, key, paid, effects, lejemaal, out, notes)


def _opted_out(plan: PlanData, without: Collection[str]) -> list[Boligafdeling]:
    known = [one.id for one in plan.afdelinger]
    for id_ in sorted(without):
        if id_ not in known:
            raise CalculationError("rent.unknown_afdeling" if known else "rent.no_list", found=short(id_), known=known)
    return [with_values(one, participates=False, fixed=None) if one.id in without else one for one in plan.afdelinger]


def _notes(plan: PlanData, key: KeyShares) -> list[Message]:
    notes = []
    listed, stated = [one.lejemaal for one in plan.afdelinger], plan.lejemaal
    total = sum(number or 0 for number in listed)
    if listed and stated is not None and total != stated:
        notes.append(message("rent.partial_list", listed=total, stated=stated))
    if not listed and homes(plan)[0] is None:
        notes.append(message("rent.no_lejemaal"))
    if listed:
        notes.append(message("rent.key_unverified", key=KeyWords(key)))
    return notes


_EFFECTS = ("kr_per_lejemaal_month", "kr_per_m2_year", "percent_of_rent")


def _effects(one: AfdelingEffect, year: int | None = None) -> tuple[Fraction | None, Fraction | None, Fraction | None]:
    share = one.share_of_rent(year)
    return one.kr_per_lejemaal_month(year), one.kr_per_m2_year(year), share * 100 if share is not None else None


def _afdeling_data(one: AfdelingEffect) -> dict[str, Any]:
    effects: dict[str, dict[str, str | None]] = {name: {} for name in _EFFECTS}
    for year in one.by_year:
        for name, value in zip(_EFFECTS, _effects(one, year), strict=True):
            effects[name][str(year)] = two_decimals(value)
    by_year = {str(year): amount.ore for year, amount in one.by_year.items()}
    return {"id": one.afdeling.id, "name": one.afdeling.name, "by_year": by_year, **effects}


def two_decimals(value: Fraction | None) -> str | None:
    """Return a figure as text with two decimals, rounded half up: ``22.67``; ``None`` where it is not known."""
    if value is None:
        return None
    hundredths = to_int(value * 100)
    sign = "-" if hundredths < 0 else ""
    return f"{sign}{abs(hundredths) // 100}.{abs(hundredths) % 100:02d}"
