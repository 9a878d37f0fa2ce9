"""How long prices and shares take: indexing a budget, and the split between many boligafdelinger. Asserts nothing.

Run it from the root of the repository with ``python -m benchmarks.prices_and_rent``.
"""

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.timing import print_steps

from helhedsplan_finance import Plan
from helhedsplan_finance.excel.workbook import workbook_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

DATA = Path(__file__).parent.parent / "data"
TARGET_RENT, TARGET_INDEX = 5, 20


def with_boligafdelinger(count: int) -> Plan:
    """Return Amager's plan with made-up boligafdelinger that share by a mix of keys."""
    plan = Plan.from_file(DATA / "amager-2022.toml")
    homes = [
        {"id": f"a{number}", "name": f"Afdeling {number}", "lejemaal": 100 + number, "m2": 8_000 + 37 * number}
        for number in range(count)
    ]
    return Plan.model_validate({**dict(plan), "afdelinger": homes, "key": {"lejemaal": "60 %", "m2": "40 %"}})


def with_lines(count: int) -> Plan:
    """Return a plan of 2023–2026 with made-up lines that follow two series."""
    line = {"art": "løn", "quantity": {2023: 1, 2024: 1, 2025: 1, 2026: 1}, "price_year": 2022}
    costs = [
        {**line, "id": f"c{number}", "unit_price": 100_000 + number, "index": ("løn", "nettopris")[number % 2]}
        for number in range(count)
    ]
    return Plan.model_validate({"name": "FIKTIV", "start": "2023-01-01", "end": "2026-12-31", "costs": costs})


def steps() -> "dict[str, Callable[[], object]]":
    """Return the timed steps."""
    amager, many = with_boligafdelinger(19), with_boligafdelinger(200)
    lines = with_lines(500)
    indexed = lines.index_prices(project=True).plan
    haven = Plan.from_file(DATA / "eksempelhaven-2023.toml")
    return {
        "rent effect, 19 boligafdelinger": amager.rent,
        "  the same without one of them": lambda: amager.rent().without("a3"),
        "rent effect, 200 boligafdelinger": many.rent,
        "indexing 500 lines": lambda: lines.index_prices(project=True),
        "ledger of 500 lines, fixed prices": lines.ledger,
        "ledger of 500 lines, current prices": indexed.ledger,
        "workbook of Eksempelhaven": lambda: BytesIO(workbook_bytes(haven)),
        "workbook with 19 boligafdelinger": lambda: BytesIO(workbook_bytes(amager)),
    }


def main() -> None:
    """Print the table."""
    print_steps("step", steps())
    print(f"target: the rent effect of 19 boligafdelinger in {TARGET_RENT} ms, indexing 500 lines in {TARGET_INDEX} ms")


if __name__ == "__main__":
    main()
