"""Plans for tests, in the words of a plan file: ``build.plan(build.stream("lbf", 75_000), total=100_000)``.

What a test does not state is fictitious and the same everywhere: the plan is named FIKTIV and covers 2022–2025, a
contribution has the id and the name of its source, a budget line the id of its art and one unit in 2022.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from helhedsplan_finance import Beside, Boligafdeling, CostLine, Cover, Kroner, Plan, Series, Stream, Waiver
from helhedsplan_finance.plan.schema import Owner
from places import DATA

Stated = dict[str, Any]

# The parts of a plan that are rows of a table, by their key in a plan file.
ROWS: dict[Owner, type[BaseModel]] = {
    "stream": Stream,
    "cost": CostLine,
    "series": Series,
    "boligafdeling": Boligafdeling,
    "cover": Cover,
    "waiver": Waiver,
    "beside": Beside,
}


def plan(*streams: Stated | Stream, costs: Iterable[Stated | CostLine] = (), **stated: Any) -> Plan:
    """Return a plan with these contributions and budget lines; other keys are those of a plan file."""
    data = {
        "name": "FIKTIV",
        "start": "2022-01-01",
        "end": "2025-12-31",
        "stream": [stream(**one) if isinstance(one, dict) else one for one in streams],
        "cost": [line(**one) if isinstance(one, dict) else one for one in costs],
    }
    return Plan.model_validate(data | stated)


def stream(source: str | list[str], amount: Any = None, **stated: Any) -> Stated:
    """Return a contribution as a plan file writes it; without an amount it is open."""
    named = {"id": source, "source": source} | ({} if amount is None else {"amount": amount}) | stated
    return {"name": named["id"], **named}


def line(art: str, unit_price: Any = 1, **stated: Any) -> Stated:
    """Return a budget line as a plan file writes it."""
    return {"id": art, "art": art, "quantity": {"2022": 1}, "unit_price": unit_price, **stated}


def price_of(line: CostLine) -> Kroner:
    """Return the price of a line that has one."""
    assert line.unit_price is not None
    return line.unit_price


def published(name: str, **update: Any) -> Plan:
    """Return a plan of `data/`, with some of its fields replaced."""
    return Plan.from_file(DATA / f"{name}.toml").model_copy(update=update)


def park(**update: Any) -> Plan:
    """Return Eksempelparken, the fictitious plan of `data/` that states most, with some of its fields replaced."""
    return published("eksempelparken-2022", **update)


def of_today(lbf: int = 12_500_000, boligorganisation: int = 1_500_000) -> Plan:
    """Return a plan of 14 mio. kr. for 2027–2030, years for which no rule is verified."""
    streams = stream("lbf", lbf), stream("boligorganisation", boligorganisation)
    return plan(*streams, start="2027-01-01", end="2030-12-31", total=14_000_000)


_POLICY = """
[source.egen]
title = "FIKTIV: eget papir"
published = 2010-01-01
where = "arkivet"

[[rule]]
id = "{id}"
title = {{ da = "Egen grænse", en = "Own limit" }}
sentence = {{ da = "Andelen er {{limit}}.", en = "The share is {{limit}}." }}
measure = "{measure}"
relation = "at most"
of = "{of}"
severity = "{severity}"
{more}
"""
_VALUE = """
[[rule.value]]
rate = "{rate}"
from = {first}
until = {last}
gap = {{ da = "ikke aftalt", en = "not agreed" }}
source = "egen"
confidence = "A"
verified = 2026-11-22
"""


def policy(
    folder: Path,
    *values: tuple[str, str, str],
    id_: str = "kommune.share.max",
    measure: str = "kommune",
    of: str = "total",
    more: str = "",
    top: str = "",
    name: str = "egen",
    severity: str = "error",
) -> Path:
    """Write a policy of one rule, "at most" a share; each value is rate, first and last day as the file has them."""
    parts = [_VALUE.format(rate=rate, first=first, last=last) for rate, first, last in values]
    path = folder / f"{name}.toml"
    head = _POLICY.format(id=id_, measure=measure, of=of, more=more, severity=severity)
    path.write_text(top + head + "".join(parts), encoding="utf-8")
    return path
