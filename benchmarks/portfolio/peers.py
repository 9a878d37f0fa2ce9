"""One peer in its own process: four of the rules, over sums per plan that are computed beforehand.

That favours the peers: adding up 20 rows a plan is most of the work of ``check_many``. Prints one line of JSON.
"""

import json
import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from benchmarks.portfolio.truth import four_rules

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

YEAR = "2022"
SUMS = ("total", "lbf", "kommune", "housing", "ekstern")
RULES = ("balance", "lbf at most 75 %", "local at least 25 %", "kommune at most 12.5 %")

# The seconds that matter, and whether each rule holds for each plan; or, for a peer that lists failures, how many fail.
Found = tuple[float, dict[str, Any]]


def integers(sums: dict[str, Any]) -> "Callable[[], Found]":
    """Compare whole øre in numpy: the least cost of the same four rules, and the truth for the peers."""

    def run() -> Found:
        start = time.perf_counter()
        found = four_rules(sums)
        return time.perf_counter() - start, found

    return run


def openfisca(sums: dict[str, Any]) -> "Callable[[], Found]":
    """Build a system with one entity, a yearly variable for each sum and a formula for each rule.

    Its amounts are floats of 32 bits, as in the countries that use it; its integers have 32 bits too, which a budget
    above 21 million kroner in øre does not fit in. Setting the inputs is timed, building the system is not.
    """
    from openfisca_core.entities import build_entity
    from openfisca_core.periods import YEAR as YEARLY
    from openfisca_core.simulations import SimulationBuilder
    from openfisca_core.taxbenefitsystems import TaxBenefitSystem
    from openfisca_core.variables import Variable

    plan = build_entity(key="plan", plural="plans", label="Plan", is_person=True)

    def variable(name: str, kind: type, formula: Any = None) -> type:
        fields = {"value_type": kind, "entity": plan, "definition_period": YEARLY, "label": name}
        return type(name, (Variable,), fields if formula is None else fields | {"formula": formula})

    def balance(plans: Any, period: Any) -> Any:
        paid = plans("lbf", period) + plans("kommune", period) + plans("housing", period) + plans("ekstern", period)
        return paid == plans("total", period)

    def lbf_share(plans: Any, period: Any) -> Any:
        return plans("lbf", period) <= 0.75 * plans("total", period)

    def local_share(plans: Any, period: Any) -> Any:
        return plans("kommune", period) + plans("housing", period) >= 0.25 * plans("total", period)

    def kommune_share(plans: Any, period: Any) -> Any:
        return plans("kommune", period) <= 0.125 * plans("total", period)

    formulas = [balance, lbf_share, local_share, kommune_share]
    system = TaxBenefitSystem([plan])
    system.add_variables(*(variable(name, float) for name in SUMS))
    system.add_variables(*(variable(one.__name__, bool, one) for one in formulas))

    def run() -> Found:
        simulation = SimulationBuilder().build_default_simulation(system, count=len(sums["total"]))
        start = time.perf_counter()
        for name in SUMS:
            simulation.set_input(name, YEAR, sums[name])
        found = [simulation.calculate(one.__name__, YEAR) for one in formulas]
        return time.perf_counter() - start, dict(zip(RULES, found, strict=True))

    return run


def pandera(sums: dict[str, Any]) -> "Callable[[], Found]":
    """Make a schema whose checks are the rules as Polars expressions on whole øre; lazy, so every failure is listed."""
    import pandera.polars as pa
    import polars as pl

    frame = pl.DataFrame({name: sums[name] for name in SUMS})
    total, lbf, kommune, housing, ekstern = (pl.col(name) for name in SUMS)
    rules = (
        lbf + kommune + housing + ekstern == total,
        lbf * 4 <= total * 3,
        (kommune + housing) * 4 >= total,
        kommune * 8 <= total,
    )

    def check(name: str, rule: "pl.Expr") -> Any:
        return pa.Check(lambda data: data.lazyframe.select(rule), name=name)

    columns = {name: pa.Column(pl.Int64) for name in SUMS}
    checks = [check(name, rule) for name, rule in zip(RULES, rules, strict=True)]
    schema = pa.DataFrameSchema(columns, checks=checks)

    def run() -> Found:
        start = time.perf_counter()
        try:
            schema.validate(frame, lazy=True)
            cases = None
        except pa.errors.SchemaErrors as errors:
            cases = errors.failure_cases
        seconds = time.perf_counter() - start
        if cases is None:
            return seconds, dict.fromkeys(RULES, np.ones(len(frame), bool))
        return seconds, {name: _holds(cases.filter(pl.col("check") == name), len(frame)) for name in RULES}

    return run


def _holds(cases: "pl.DataFrame", plans: int) -> Any:
    holds = np.ones(plans, bool)
    holds[cases["index"].to_numpy()] = False
    return holds


PEERS = {one.__name__: one for one in (integers, openfisca, pandera)}


def measured(folder: Path, peer: str, runs: int) -> dict[str, Any]:
    """Return the seconds of some runs, and how many verdicts of each rule differ from those in whole øre."""
    with np.load(folder / "wide.npz") as wide:
        sums = {name: wide[name] for name in wide.files}
    run = PEERS[peer](sums)
    seconds, found = zip(*(run() for _ in range(runs)), strict=True)
    right = four_rules(sums)
    differ = {name: right[name] != found[-1][name] for name in RULES}
    return {
        "engine": peer,
        "seconds": seconds,
        "median": statistics.median(seconds),
        "plans": len(sums["total"]),
        "wrong": {name: int(one.sum()) for name, one in differ.items()},
        "wrong_plans": int(np.any(list(differ.values()), axis=0).sum()),
    }


if __name__ == "__main__":
    print(json.dumps(measured(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))))
