"""Made-up plans for property tests: any mixture that the plan format allows, with Danish names and awkward periods."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from helhedsplan_finance import Plan
from helhedsplan_finance.periods import Period

SOURCES = ["lbf", "kommune", "boligorganisation", "boligafdeling", "ekstern"]
ARTS = ["løn", "aktiviteter", "lokaler", "administration", "revision", "evaluering", "inventar", "øvrige"]

names = st.text("abcæøåÆØÅ XYZ-.,'\"\\=+@€", min_size=1, max_size=20).filter(str.strip)
notes = st.text('aø \n\t"\\=', min_size=1, max_size=30).filter(str.strip)
ore = st.integers(0, 10**12)


def amounts() -> st.SearchStrategy[int | str]:
    """Amounts as a plan file writes them: whole kroner, or Danish text with øre."""
    return st.one_of(
        st.integers(0, 10**10),
        ore.map(lambda value: f"{value // 100},{value % 100:02d} kr."),
    )


@st.composite
def periods(draw: st.DrawFn) -> Period:
    start = draw(st.dates(date(2015, 1, 1), date(2026, 12, 31)))
    return Period(start, start + timedelta(days=draw(st.integers(0, 6 * 366))))


@st.composite
def streams(draw: st.DrawFn, number: int, years: tuple[int, ...]) -> dict[str, Any]:
    stream: dict[str, Any] = {"id": f"s{number}", "source": draw(st.sampled_from(SOURCES)), "name": draw(names)}
    by_year = st.dictionaries(st.sampled_from([str(year) for year in years]), amounts(), min_size=1)
    match draw(st.sampled_from(["amount", "spread", "amounts", "open"])):
        case "amount":
            stream |= {"amount": draw(amounts()), "spread": draw(st.sampled_from(["months", "even"]))}
        case "spread":
            weights = st.one_of(st.integers(1, 9), st.sampled_from(["0,5", "1,25"]))
            stream |= {
                "amount": draw(amounts()),
                "spread": draw(st.dictionaries(st.sampled_from([str(year) for year in years]), weights, min_size=1)),
            }
        case "amounts":
            stream |= {"amounts": draw(by_year)}
    optional = {
        "kind": st.sampled_from(["cash", "in-kind"]),
        "status": st.sampled_from(["søgt", "forhåndsgodkendt", "tilsagn", "udbetalt", "afslag"]),
        "approx": st.booleans(),
        "excludes": st.lists(st.sampled_from(ARTS), unique=True),
        "max_amount": amounts(),
        "max_share": st.sampled_from(["12,5 %", "1/3", "75 %", "0 %"]),
        "note": notes,
    }
    return stream | {key: draw(value) for key, value in optional.items() if draw(st.booleans())}


@st.composite
def cost_lines(draw: st.DrawFn, number: int, years: tuple[int, ...]) -> dict[str, Any]:
    quantities = st.one_of(st.integers(0, 200), st.sampled_from(["0,5", "1,25", "0,333"]))
    line: dict[str, Any] = {
        "id": f"c{number}",
        "art": draw(st.sampled_from(ARTS)),
        "quantity": draw(st.dictionaries(st.sampled_from([str(year) for year in years]), quantities, min_size=1)),
        "unit_price": draw(st.integers(0, 10**7)),
    }
    optional = {"indsatsomraade": names, "activity": names, "unit": names, "moms": st.booleans(), "note": notes}
    return line | {key: draw(value) for key, value in optional.items() if draw(st.booleans())}


@st.composite
def plan_data(draw: st.DrawFn) -> dict[str, Any]:
    """The content of a plan file."""
    period = draw(periods())
    data: dict[str, Any] = {
        "name": draw(names),
        "start": period.start,
        "end": period.end,
        "stream": [draw(streams(number, period.years)) for number in range(draw(st.integers(0, 5)))],
        "cost": [draw(cost_lines(number, period.years)) for number in range(draw(st.integers(0, 4)))],
    }
    waived = st.sampled_from(["kommune.share.max", "local.share.min", "balance.plan", "no.such.rule"])
    optional = {
        "waiver": waived.map(lambda rule: [{"rule": rule, "reason": "R", "by": "B", "date": date(2021, 12, 16)}]),
        "kommune": st.sampled_from(["København", "Køge", "Århus"]),
        "stage": st.sampled_from(["overslag", "ansøgning", "tilsagn"]),
        "source": notes,
        "total": amounts(),
        "as_of": st.dates(date(2009, 1, 1), date(2028, 12, 31)),
        "lejemaal": st.integers(0, 5000),
        "policies": st.sampled_from([[], ["kommune/koebenhavn"]]),
    }
    return data | {key: draw(value) for key, value in optional.items() if draw(st.booleans())}


def plans() -> st.SearchStrategy[Plan]:
    """Plans, as read from a file."""
    return plan_data().map(lambda data: Plan.model_validate(data, by_alias=True, by_name=False))
