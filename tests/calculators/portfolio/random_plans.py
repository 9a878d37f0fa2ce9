"""Ten thousand made-up plans in a second or two: the same for the same seed, and many of them right at a limit."""

from datetime import date, timedelta
from random import Random
from typing import Any, get_args

from helhedsplan_finance import Plan
from helhedsplan_finance.plan.fields import SpreadWord
from helhedsplan_finance.plan.plan import SOURCES, Art, Stage, Status

ARTS: tuple[Art, ...] = get_args(Art)
STAGES: tuple[Stage, ...] = get_args(Stage)
SPREADS: tuple[SpreadWord, ...] = get_args(SpreadWord)
KOMMUNER = ("København", "Københavns  Kommune", "koebenhavn", "Køge", "Århus", None)
STATUSES: tuple[Status | None, ...] = (None, *get_args(Status))
RATES = ((3, 4), (1, 4), (1, 8), (53, 500), (19, 1000))


def made_up_plans(count: int, seed: int = 20261122) -> dict[int, Plan]:
    random = Random(seed)  # noqa: S311 - the same plans every time
    return {number: Plan.model_validate(_plan(random), by_alias=True, by_name=False) for number in range(count)}


def _plan(random: Random) -> dict[str, Any]:
    start = date(2008, 1, 1) + timedelta(days=random.randrange(20 * 366))
    # Whole years half of the time, so that the 48 months are met exactly, and missed by a day.
    length = random.choice([1461, 1460, 1462, 1095, random.randrange(1, 6 * 366)])
    end = start + timedelta(days=length - 1)
    years = [str(year) for year in range(start.year, end.year + 1)]
    total = random.choice([random.randrange(1, 10**9), random.randrange(1, 10**6) * 1000, 10**13, 0])
    data: dict[str, Any] = {"name": "Prøve", "start": start, "end": end, "stream": []}
    if random.random() < 0.5:
        data["cost"] = _costs(random, total, years)
    if random.random() < 0.8:
        data["total"] = f"{total // 100},{total % 100:02d}"
    if kommune := random.choice(KOMMUNER):
        data["kommune"] = kommune
    if random.random() < 0.5:
        data["as_of"] = date(2009, 1, 1) + timedelta(days=random.randrange(20 * 366))
    if random.random() < 0.5:
        data["stage"] = random.choice(STAGES)
    if random.random() < 0.3:
        data["lejemaal"] = random.randrange(5000)
    made = [_stream(random, number, total, years) for number in range(random.randrange(6))]
    data["stream"] = list({stream["id"]: stream for stream in made}.values())
    return data


def _costs(random: Random, total: int, years: list[str]) -> list[dict[str, Any]]:
    parts = [total // 3, total - total // 3]
    return [
        {
            "id": f"c{number}",
            "art": random.choice(ARTS),
            "quantity": {random.choice(years): 1},
            "unit_price": f"{part // 100},{part % 100:02d}",
        }
        for number, part in enumerate(parts)
    ]


def _stream(random: Random, number: int, total: int, years: list[str]) -> dict[str, Any]:
    source = random.choice(["lbf", *SOURCES])
    over, under = random.choice(RATES)
    ore = max(0, total * over // under + random.choice([-1, 0, 0, 0, 1, random.randrange(10**6)]))
    stream: dict[str, Any] = {"id": f"s{number}", "source": source, "name": source}
    if source == "kommune" and random.random() < 0.3:
        stream["id"] = random.choice(["kommune-kontrakter", "kommune-facilitering"])
    match random.randrange(4):
        case 0:
            stream["amounts"] = {random.choice(years): f"{ore // 100},{ore % 100:02d}"}
        case 1 if random.random() < 0.4:
            pass  # open
        case _:
            stream |= {"amount": f"{ore // 100},{ore % 100:02d}", "spread": random.choice(SPREADS)}
    if status := random.choice(STATUSES):
        stream["status"] = status
    if random.random() < 0.2:
        stream["kind"] = "in-kind"
    return stream
