"""The grant of one plan from a pool, and its effect on Landsbyggefonden's share where it is less than requested."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from helhedsplan_finance.rules.finding_figures import apart
from helhedsplan_finance.text import Lang, Sentences, Shown, message
from helhedsplan_finance.text.shown import Share
from helhedsplan_finance.values.money import Kroner


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """The grant of one plan from a pool.

    ``wanted`` is what it requests, ``cap`` the most it may get. ``lbf`` is Landsbyggefonden's contribution, and
    ``lbf_limit`` its largest share of the total budget by the rules; ``None`` where not stated, or not verified.
    """

    id: str
    name: str
    total: Kroner
    wanted: Kroner
    cap: Kroner
    granted: Kroner
    lbf: Kroner | None = None
    lbf_limit: Fraction | None = None

    @property
    def cut(self) -> Kroner:
        """Amount that the plan requests and does not get."""
        return self.wanted - self.granted

    @property
    def within(self) -> Kroner:
        """Most that the plan could get from any pool: its request, or the cap where that is less."""
        return min(self.wanted, self.cap)

    @property
    def frame_left(self) -> Kroner:
        """Total budget if no other source replaces the money that is cut."""
        return self.total - self.cut

    @property
    def lbf_before(self) -> Fraction | None:
        """Landsbyggefonden's share of the total budget if nothing is cut."""
        return None if self.lbf is None else self.lbf / self.total

    @property
    def lbf_after(self) -> Fraction | None:
        """Landsbyggefonden's share of the total budget that is left; ``None`` where that is zero."""
        return self.lbf / self.frame_left if self.lbf is not None and self.frame_left else None

    @property
    def lbf_over(self) -> bool | None:
        """Whether Landsbyggefonden's share of the total budget left is above its limit; ``None`` if not known."""
        if self.lbf is None or self.lbf_limit is None:
            return None
        return self.lbf.ore > self.lbf_limit * self.frame_left.ore

    @property
    def lbf_fits(self) -> Kroner | None:
        """Most that Landsbyggefonden can give with unchanged other contributions, and no more than it gives now.

        Less from Landsbyggefonden makes the total budget smaller too. With 22,5 of 30 mio. kr. and a cut of 1, 6,5 are
        left from others; at most 75 % of the total is 3 times as much, 19,5.
        """
        if self.lbf is None or self.lbf_limit is None:
            return None
        if not self.lbf_over:
            return self.lbf
        others = self.frame_left.ore - self.lbf.ore
        if self.lbf_limit == 1 or others <= 0:
            return Kroner(0)
        return Kroner.from_ore(others).times(self.lbf_limit / (1 - self.lbf_limit), "down")

    @property
    def said(self) -> Shown | None:
        """Effect of the cut on Landsbyggefonden's share, in words; ``None`` where its money is not stated."""
        if self.lbf is None:
            return None
        if self.lbf_before is None or self.lbf_after is None:
            return message("pool.no_frame_left")
        if not self.cut:
            stays = message("pool.lbf_stays", before=apart(self.lbf_before, self.lbf_limit))
            if self.lbf_limit is None:
                return Sentences((stays, message("pool.limit_unknown")))
            key = "pool.lbf_above" if self.lbf_over else "pool.lbf_within"
            return Sentences((stays, message(key, limit=Share(self.lbf_limit))))
        moved = message("pool.lbf_moves", before=self.lbf_before, after=apart(self.lbf_after, self.lbf_limit))
        if self.lbf_limit is None:
            return Sentences((moved, message("pool.limit_unknown")))
        if not self.lbf_over:
            return Sentences((moved, message("pool.lbf_within", limit=Share(self.lbf_limit))))
        return Sentences((moved, message("pool.lbf_over", limit=Share(self.lbf_limit), fits=self.lbf_fits)))

    def to_dict(self, lang: Lang = "da") -> dict[str, Any]:
        """Return the row as JSON data: amounts in øre, shares as exact fractions."""
        return {
            "id": self.id,
            "name": self.name,
            "total": self.total.ore,
            "wanted": self.wanted.ore,
            "cap": self.cap.ore,
            "granted": self.granted.ore,
            "cut": self.cut.ore,
            "lbf_before": None if self.lbf_before is None else str(self.lbf_before),
            "lbf_after": None if self.lbf_after is None else str(self.lbf_after),
            "lbf_over": self.lbf_over,
            "lbf_fits": None if self.lbf_fits is None else self.lbf_fits.ore,
            "message": None if self.said is None else self.said.show(lang),
        }
