"""Exhaustive search over whole kroner, with the rules written out by hand: what the solver is held against."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import ceil

import build
from helhedsplan_finance import Plan

LOCAL = {"kommune", "boligorganisation", "boligafdeling"}
HOUSING = {"boligorganisation", "boligafdeling"}


@dataclass(frozen=True)
class Payer:
    """One contribution: its source, what it states (``None`` for open), and its ceiling."""

    source: str
    amount: int | None = None
    ceiling: int | None = None


@dataclass(frozen=True)
class Case:
    """A frame in kroner and its payers, in København or elsewhere."""

    total: int
    payers: tuple[Payer, ...]
    in_copenhagen: bool = False

    def plan(self) -> Plan:
        streams = [
            build.stream(payer.source, payer.amount, id=f"s{number}")
            | ({} if payer.ceiling is None else {"max_amount": payer.ceiling})
            for number, payer in enumerate(self.payers)
        ]
        kommune = "København" if self.in_copenhagen else "Køge"
        return build.plan(*streams, kommune=kommune, end="2022-12-31", total=self.total)

    def answers(self) -> Iterator[tuple[int, ...]]:
        """Yield every way to pay the frame that keeps the promises, the ceilings and the binding rules."""
        for amounts in splits(self.total, len(self.payers)):
            kept = zip(amounts, self.payers, strict=True)
            if all(
                (payer.amount is None or given == payer.amount) and (payer.ceiling is None or given <= payer.ceiling)
                for given, payer in kept
            ) and self.keeps_rules(amounts):
                yield amounts

    def of(self, amounts: tuple[int, ...], sources: set[str]) -> int:
        return sum(given for given, payer in zip(amounts, self.payers, strict=True) if payer.source in sources)

    def keeps_rules(self, amounts: tuple[int, ...]) -> bool:
        """Tell whether at most 75 % is LBF's, at least 25 % local or external, and in København at most 12,5 % hers.

        The rules are there for plans with a contribution from Landsbyggefonden alone.
        """
        if not any(payer.source == "lbf" for payer in self.payers):
            return True
        if 4 * self.of(amounts, {"lbf"}) > 3 * self.total:
            return False
        if 4 * self.of(amounts, LOCAL | {"ekstern"}) < self.total:
            return False
        return not self.in_copenhagen or 8 * self.of(amounts, {"kommune"}) <= self.total

    def doubt(self, amounts: tuple[int, ...]) -> int:
        """Return by how many kroner the local parties fall short of 25 % without external money."""
        if not any(payer.source == "lbf" for payer in self.payers):
            return 0
        return max(0, ceil(Fraction(self.total, 4)) - self.of(amounts, LOCAL))


def splits(total: int, count: int) -> Iterator[tuple[int, ...]]:
    """Yield every way to split a whole number in an ordered number of parts."""
    if count == 0:
        if total == 0:
            yield ()
        return
    for rest in product(range(total + 1), repeat=count - 1):
        if sum(rest) <= total:
            yield (*rest, total - sum(rest))
