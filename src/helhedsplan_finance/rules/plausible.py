"""Notes on implausible figures: amounts in another unit, hours for årsværk, a loan in place of a contribution.

Each has the figure and the likely mistake. The limits are estimates (``estimates.toml``) and not binding.
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
    """The limit of a plausible figure: kroner or a number, its basis, and words that indicate a case."""

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
        name: Estimate(data["limit"], Words(data["basis"]["da"], data["basis"]["en"]), tuple(data.get("words", ())))
        for name, data in read.items()
    }


def of_plausibility(plan: PlanData, facts: Facts) -> Iterator[Finding]:
    """Yield a note for each implausible figure."""
    in_thousands = list(_thousands(facts))
    yield from in_thousands
    if not in_thousands:
        yield from _small(plan, facts)
    yield from _staff(plan)
    yield from _rent(plan, facts)
    yield from _physical(plan)


def _note(name: str, note: Message, advice: Message) -> Finding:
    return Finding(
        rule=f"plausible.{name}",
        title=message("plausible.title"),
        severity="info",
        outcome="passed",
        said=(note,),
        notes=(message("plausible.basis", basis=estimates()[name].basis),),
        advice=advice,
    )


def _thousands(facts: Facts) -> Iterator[Finding]:
    """Yield a note where a plan is so small that its amounts must be in 1.000 kr., or one of its two sides is."""
    total, given = (facts.measured(measures()[name]) for name in ("total", "financing"))
    whole = int(total.value) if total.known and total.value else int(given.value) if given.known else 0
    if 0 < whole < estimates()["thousands"].ore:
        unit = "mio" if whole < estimates()["small"].ore else "tkr"
        factor = 1_000_000 if unit == "mio" else 1_000
        figures = {"amount": Kroner.from_ore(whole), "meant": Kroner.from_ore(whole * factor)}
        yield _note("thousands", message(f"plausible.in_{unit}", **figures), message(f"plausible.write_{unit}"))
    elif total.known and given.known and given.value and _is_thousandth(int(given.value), whole):
        figures = {"amount": Kroner.from_ore(int(given.value)), "frame": Kroner.from_ore(whole)}
        yield _note("thousands", message("plausible.given_tkr", **figures), message("plausible.write_tkr"))


def _is_thousandth(part: int, whole: int) -> bool:
    """Return whether a sum is about a thousandth of another, within a hundredth of it."""
    return abs(part * 1_000 - whole) * 100 <= whole


def _small(plan: PlanData, facts: Facts) -> Iterator[Finding]:
    """Yield a note for each contribution and budget line that is next to nothing in a plan of millions."""
    total, given = (facts.measured(measures()[name]).value for name in ("total", "financing"))
    if max(total, given) < estimates()["real_plan"].ore:
        return
    spread = {stream.id for stream in plan.streams if stream.amount is not None}
    refused = {stream.id for stream in plan.streams if not stream.counts}
    rows: dict[tuple[str, str], list[Row]] = {}
    for row in facts.ledger.rows:
        if row.ore and row.year is not None and not (row.side == "financing" and row.id in refused):
            rows.setdefault((row.side, row.id), []).append(row)
    for (side, id_), same in rows.items():
        amounts = [row.ore or 0 for row in same]
        whole = sum(amounts)
        if 0 < whole < estimates()["millions"].ore:
            figures = {"name": same[0].name or id_, "amount": Kroner.from_ore(whole)}
            yield _note("millions", message("plausible.millions", **figures), message("plausible.write_mio"))
        elif (yearly := _yearly(amounts, plan, is_spread=side == "financing" and id_ in spread)) is not None:
            figures = {"name": same[0].name or id_, "amount": Kroner.from_ore(yearly)}
            yield _note("small", message("plausible.small", **figures), message("plausible.write_tkr"))


def _yearly(amounts: list[int], plan: PlanData, *, is_spread: bool) -> int | None:
    """Return the amount of a year where it is next to nothing; ``None`` where it is not.

    A small amount among several counts where all are small, or where another is a thousand times as much.
    """
    limit = estimates()["small"].ore
    if is_spread:
        months = int(plan.period.months)
        yearly = sum(amounts) * 12 // (max(12, months))
        return yearly if 0 < yearly < limit else None
    least, most = min(amounts), max(amounts)
    return least if 0 < least < limit and (most < limit or _is_thousandth(least, most)) else None


def _staff(plan: PlanData) -> Iterator[Finding]:
    """Yield a note for each line whose quantity is hours and whose unit is årsværk."""
    for line in plan.costs:
        most = max(map(Fraction, line.quantity.values()), default=Fraction(0))
        if (line.unit or "").casefold().startswith("årsværk") and most > estimates()["staff"].limit:
            figures = {"name": line.activity or line.id, "count": Number(most)}
            yield _note("staff", message("plausible.staff", **figures), message("plausible.write_hours"))


def _rent(plan: PlanData, facts: Facts) -> Iterator[Finding]:
    """Yield the boligafdelinger's money per home and month, where it is beyond that of any boligsocial plan."""
    paid = facts.measured(measures()["boligafdeling"])
    lejemaal = homes(plan)[0]
    if lejemaal and paid.value:
        monthly = Fraction(int(paid.value), 100 * lejemaal * plan.period.months)
        if monthly > estimates()["rent"].limit:
            note = message("plausible.rent", amount=Kroner.from_ore(int(paid.value)), monthly=Number(monthly, 2))
            yield _note("rent", note, message("plausible.write_rent"))


def _physical(plan: PlanData) -> Iterator[Finding]:
    """Yield a finding where a plan looks like a physical helhedsplan, to which these rules do not apply."""
    signs = estimates()["physical"].words
    names = [name for name in (plan.name, *(stream.name for stream in plan.streams)) if _has_sign(name, signs)]
    if names:
        yield Finding(
            rule=PHYSICAL,
            title=message("plausible.physical_title"),
            severity="error",
            outcome="unverified",
            said=(message("plausible.physical", names=[f"'{name}'" for name in names[:_MOST_NAMED]]),),
        )


def _has_sign(name: str, signs: tuple[str, ...]) -> bool:
    folded = " ".join(name.casefold().split())
    return any(sign in folded for sign in signs)
