"""What a grant buys by its placement: at the kommune, less fondsmoms; at a boligorganisation, less moms.

With fondsmoms ``f``, moms ``m`` and the share ``s`` of the spending that bears moms, the kommune keeps ``1 - f`` of a
private grant and all of other money; a boligorganisation keeps ``1 - s·m/(1 + m)`` of either. They keep the same where
``s = f·(1 + m)/m``. Of 1.000 kr. with ``f`` 10 %, ``m`` 25 % and ``s`` 60 % the kommune keeps 900, a boligorganisation
1.000 - 120 = 880, and they are even at ``s`` 50 %. ``docs/explanation/moms.md`` derives it step by step.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, get_args

from helhedsplan_finance.text import Message, message
from helhedsplan_finance.text.shown import Share
from helhedsplan_finance.values.money import Kroner

Holder = Literal["kommune", "boligorganisation"]
HOLDERS: tuple[Holder, ...] = get_args(Holder)
Better = Literal["kommune", "boligorganisation", "same"]


@dataclass(frozen=True, slots=True)
class Placement:
    """A grant at one holder. ``keeps`` is what it buys without moms, and ``keeps + fondsmoms + moms`` is the grant.

    ``share`` is the exact share of the grant that is kept, before the amounts were rounded to whole øre.
    """

    holder: Holder
    keeps: Kroner
    fondsmoms: Kroner
    moms: Kroner
    share: Fraction

    def to_dict(self) -> dict[str, Any]:
        """Return the placement as JSON data: amounts in øre, the share as an exact fraction."""
        return {
            "holder": self.holder,
            "keeps_ore": self.keeps.ore,
            "fondsmoms_ore": self.fondsmoms.ore,
            "moms_ore": self.moms.ore,
            "share": str(self.share),
        }


@dataclass(frozen=True, slots=True)
class Reading:
    """Both placements of a grant, read as private or as money of the state or the EU; ``None`` is not known.

    ``break_even`` is the share of the spending that must bear moms for the two to keep the same: above it the kommune
    keeps more, below it the boligorganisation. It may be above 1, and is ``None`` where moms is nothing.
    """

    grant: Kroner
    private: bool
    taxed: Fraction | None
    kommune: Placement | None
    boligorganisation: Placement | None
    break_even: Fraction | None
    better: Better | None

    @classmethod
    def of(
        cls,
        grant: Kroner,
        *,
        private: bool,
        taxed: Fraction | None,
        fondsmoms: Fraction | None,
        moms: Fraction | None,
    ) -> "Reading":
        """Compare the placements; what depends on a rate or a share that is ``None`` is ``None`` too."""
        gone = fondsmoms if private or fondsmoms is None else Fraction(0)
        borne = _borne(taxed, moms)
        kommune = None if gone is None else _kept(grant, "kommune", gone)
        housing = None if borne is None else _kept(grant, "boligorganisation", borne)
        break_even = gone * (1 + moms) / moms if gone is not None and moms else None
        return cls(grant, private, taxed, kommune, housing, break_even, _better(kommune, housing, break_even))

    @property
    def read_as(self) -> Message:
        """Kind of money that the grant is read as, in words."""
        return message("moms.read_private" if self.private else "moms.read_public")

    @property
    def placements(self) -> tuple[Placement, ...]:
        """Placements that are known."""
        return tuple(one for one in (self.kommune, self.boligorganisation) if one is not None)

    def at_kommune(self) -> Message:
        """Return what the kommune keeps, in words."""
        if self.kommune is None:
            return message("moms.at_kommune_unknown", read=self.read_as)
        key = "moms.at_kommune" if self.kommune.fondsmoms else "moms.at_kommune_whole"
        return message(key, grant=self.grant, read=self.read_as, keeps=self.kommune.keeps, gone=self.kommune.fondsmoms)

    def at_boligorganisation(self) -> Message:
        """Return what a boligorganisation keeps, in words."""
        if self.boligorganisation is None:
            return message("moms.at_boligorganisation_unknown")
        found, taxed = self.boligorganisation, Share(self.taxed or Fraction(0), brief=True)
        key = "moms.at_boligorganisation" if found.moms else "moms.at_boligorganisation_whole"
        return message(key, grant=self.grant, keeps=found.keeps, moms=found.moms, taxed=taxed)

    def verdict(self) -> Iterator[Message]:
        """Yield which holder keeps more, and the break-even, in words."""
        if self.kommune is not None and self.boligorganisation is not None:
            more = abs(self.kommune.keeps - self.boligorganisation.keeps)
            yield message(f"moms.better_{self.better}", read=self.read_as, more=more)
        elif self.better is not None:
            yield message("moms.never", read=self.read_as)
        elif self.break_even == 0:
            yield message("moms.break_even_at_nothing", read=self.read_as)
        if self.break_even is not None and 0 < self.break_even <= 1:
            yield message("moms.break_even", read=self.read_as, share=Share(self.break_even, brief=True))

    def to_dict(self) -> dict[str, Any]:
        """Return the reading as JSON data."""
        return {
            "private": self.private,
            "placements": [one.to_dict() for one in self.placements],
            "break_even": None if self.break_even is None else str(self.break_even),
            "better": self.better,
        }


def _borne(taxed: Fraction | None, moms: Fraction | None) -> Fraction | None:
    """Return the share of a grant that is moms: ``taxed`` is of what is spent, moms included, hence the division."""
    if taxed == 0 or moms == 0:
        return Fraction(0)
    return None if taxed is None or moms is None else taxed * moms / (1 + moms)


def _kept(grant: Kroner, holder: Holder, gone: Fraction) -> Placement:
    """Return the placement: the tax rounded half up, and the rest kept, so that the two add up to the grant."""
    away, nothing = grant.times(gone), Kroner(0)
    fondsmoms, moms = (away, nothing) if holder == "kommune" else (nothing, away)
    return Placement(holder, grant - away, fondsmoms, moms, 1 - gone)


def _better(kommune: Placement | None, housing: Placement | None, break_even: Fraction | None) -> Better | None:
    if kommune is None or housing is None:
        # Where spending that bears moms throughout still leaves more than fondsmoms does, its share need not be known.
        return "boligorganisation" if break_even is not None and break_even > 1 else None
    if kommune.share == housing.share:
        return "same"
    return "kommune" if kommune.share > housing.share else "boligorganisation"
