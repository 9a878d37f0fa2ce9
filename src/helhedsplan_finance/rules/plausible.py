"""What a plan states that is hardly meant: amounts in another unit, hours for årsværk, a loan for what homes pay.

Each is a note with the figure and the likely slip. The limits are estimates (``estimates.toml``) and bind nobody.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from helhedsplan_finance.plan.plan import PlanData
from helhedsplan_finance.rules.finding import Finding
from helhedsplan_finance.rules.load import measures
from helhedsplan_finance.rules.measures import Facts, homes
from helhedsplan_finance.text import Message, Words, message
from helhedsplan_finance.text.shown import Number
from helhedsplan_finance.values.money import Kroner

if TYPE_CHECKING:
    from helhedsplan_finance.plan.ledger import Row

PHYSICAL = "plan.physical"
_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Estimate:
    """A limit beyond which a figure is hardly meant: kroner or a number, what it rests on, and words that are signs."""

    limit: int
    basis: Words
    words: tuple[str, ...] = ()

    @property
    def ore(self) -> int:
        """The limit in øre."""
        return self.limit * 100


@cache
def estimates() -> dict[str, Estimate]:
    """Return every estimate by its name."""
    read = tomllib.loads(files(__package__).joinpath("estimates.toml").read_text(encoding="utf-8"))
    return {
        name: Estimate(one["limit"], Words(one["basis"]["da"], one["basis"]["en"]), tuple(one.get("words", ())))
        for name, one in read.items()
    }


def of_plausibility(plan: PlanData, facts: Facts) -> Iterator[Finding]:
    """Yield a note for each figure that is hardly meant."""
    in_thousands = list(_thousands(facts))
    yield from in_thousands
    if not in_thousands:
        yield from _small(plan, facts)
    yield from _staff(plan)
    yield from _rent(plan, facts)
    yield from _physical(plan)


def _note(name: str, said: Message, advice: Message) -> Finding:
    return Finding(
        rule=f"plausible.{name}",
        title=message("plausible.title"),
        severity="info",
        outcome="passed",
        said=(said,),
        notes=(message("plausible.basis", basis=estimates()[name].basis),),
        advice=advice,
    )


def _thousands(facts: Facts) -> Iterator[Finding]:
    """Say that a whole plan is so small that its amounts are in 1.000 kr., or that its two sides differ by that."""
    total, given = (facts.measured(measures()[name]) for name in ("total", "financing"))
    frame = int(total.value) if total.known and total.value else int(given.value) if given.known else 0
    if 0 < frame < estimates()["thousands"].ore:
        unit = "mio" if frame < estimates()["small"].ore else "tkr"
        factor = 1_000_000 if unit == "mio" else 1_000
        told = {"amount": Kroner.from_ore(frame), "meant": Kroner.from_ore(frame * factor)}
        yield _note("thousands", message(f"plausible.in_{unit}", **told), message(f"plausible.write_{unit}"))
    elif total.known and given.known and given.value and _is_thousandth(int(given.value), frame):
        told = {"amount": Kroner.from_ore(int(given.value)), "frame": Kroner.from_ore(frame)}
        yield _note("thousands", message("plausible.given_tkr", **told), message("plausible.write_tkr"))


def _is_thousandth(part: int, whole: int) -> bool:
    """Return whether a sum is about a thousandth of another, within a hundredth of it."""
    return abs(part * 1_000 - whole) * 100 <= whole


def _small(plan: PlanData, facts: Facts) -> Iterator[Finding]:
    """Say which contributions and budget lines come to next to nothing in a plan of millions."""
    total, given = (facts.measured(measures()[name]).value for name in ("total", "financing"))
    if max(total, given) < estimates()["real_plan"].ore:
        return
    spread = {one.id for one in plan.streams if one.amount is not None}
    refused = {one.id for one in plan.streams if not one.counts}
    rows: dict[tuple[str, str], list[Row]] = {}
    for row in facts.ledger.rows:
        if row.ore and row.year is not None and not (row.side == "financing" and row.id in refused):
            rows.setdefault((row.side, row.id), []).append(row)
    for (side, id_), same in rows.items():
        amounts = [row.ore or 0 for row in same]
        whole = sum(amounts)
        if 0 < whole < estimates()["millions"].ore:
            told = {"name": same[0].name or id_, "amount": Kroner.from_ore(whole)}
            yield _note("millions", message("plausible.millions", **told), message("plausible.write_mio"))
        elif (yearly := _yearly(amounts, plan, is_spread=side == "financing" and id_ in spread)) is not None:
            told = {"name": same[0].name or id_, "amount": Kroner.from_ore(yearly)}
            yield _note("small", message("plausible.small", **told), message("plausible.write_tkr"))


def _yearly(amounts: list[int], plan: PlanData, *, is_spread: bool) -> int | None:
    """Return what comes in a year where that is next to nothing; ``None`` where it is not.

    Of amounts by year a small one counts where all are small, or where another is a thousand times as much.
    """
    limit = estimates()["small"].ore
    if is_spread:
        months = int(plan.period.months)
        yearly = sum(amounts) * 12 // (max(12, months))
        return yearly if 0 < yearly < limit else None
    least, most = min(amounts), max(amounts)
    return least if 0 < least < limit and (most < limit or _is_thousandth(least, most)) else None


def _staff(plan: PlanData) -> Iterator[Finding]:
    """Say which lines have hours where they say årsværk."""
    for line in plan.costs:
        most = max((Fraction(one) for one in line.quantity.values()), default=Fraction(0))
        if (line.unit or "").casefold().startswith("årsværk") and most > estimates()["staff"].limit:
            told = {"name": line.activity or line.id, "count": Number(most)}
            yield _note("staff", message("plausible.staff", **told), message("plausible.write_hours"))


def _rent(plan: PlanData, facts: Facts) -> Iterator[Finding]:
    """Say what the boligafdelinger's money is a home and month, where no boligsocial plan costs that."""
    paid = facts.measured(measures()["boligafdeling"])
    lejemaal = homes(plan)[0]
    if lejemaal and paid.value:
        monthly = Fraction(int(paid.value), 100 * lejemaal * plan.period.months)
        if monthly > estimates()["rent"].limit:
            said = message("plausible.rent", amount=Kroner.from_ore(int(paid.value)), monthly=Number(monthly, 2))
            yield _note("rent", said, message("plausible.write_rent"))


def _physical(plan: PlanData) -> Iterator[Finding]:
    """Say that a plan looks like a physical helhedsplan, for which these rules are not; no verdict on it then holds."""
    signs = estimates()["physical"].words
    found = [name for name in (plan.name, *(one.name for one in plan.streams)) if _has_one(name, signs)]
    if found:
        yield Finding(
            rule=PHYSICAL,
            title=message("plausible.physical_title"),
            severity="error",
            outcome="unverified",
            said=(message("plausible.physical", names=[f"'{name}'" for name in found[:_MOST_NAMED]]),),
        )


def _has_one(name: str, signs: tuple[str, ...]) -> bool:
    folded = " ".join(name.casefold().split())
    return any(sign in folded for sign in signs)
