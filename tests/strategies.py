"""Made-up plans for property tests: any mixture that the plan format allows, with Danish names and awkward periods."""

from datetime import date, timedelta
from importlib import import_module
from typing import Any, get_args

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from helhedsplan_finance import Plan
from helhedsplan_finance.plan.fields import SpreadWord
from helhedsplan_finance.plan.plan import KEYS, SOURCES, Art, Kind, Stage, Status
from helhedsplan_finance.values.periods import Period

# The words of the plan format come from its types, so that a new one is drawn at once.
ARTS: tuple[Art, ...] = get_args(Art)
KINDS: tuple[Kind, ...] = get_args(Kind)
STATUSES: tuple[Status, ...] = get_args(Status)
STAGES: tuple[Stage, ...] = get_args(Stage)
SPREADS: tuple[SpreadWord, ...] = get_args(SpreadWord)
JOINT = [  # givers of one contribution who have not published what each of them gives
    ["kommune", "boligorganisation"],
    ["boligorganisation", "boligafdeling"],
    ["kommune", "boligorganisation", "boligafdeling"],
    ["lbf", "ekstern"],
]
GIVERS: list[Any] = [*SOURCES, *SOURCES, *JOINT]

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
    stream: dict[str, Any] = {"id": f"s{number}", "source": draw(st.sampled_from(GIVERS)), "name": draw(names)}
    by_year = st.dictionaries(st.sampled_from([str(year) for year in years]), amounts(), min_size=1)
    match draw(st.sampled_from(["amount", "spread", "amounts", "open"])):
        case "amount":
            stream |= {"amount": draw(amounts()), "spread": draw(st.sampled_from(SPREADS))}
        case "spread":
            weights = st.one_of(st.integers(1, 9), st.sampled_from(["0,5", "1,25"]))
            stream |= {
                "amount": draw(amounts()),
                "spread": draw(st.dictionaries(st.sampled_from([str(year) for year in years]), weights, min_size=1)),
            }
        case "amounts":
            stream |= {"amounts": draw(by_year)}
    optional = {
        "kind": st.sampled_from(KINDS),
        "status": st.sampled_from(STATUSES),
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
def beside_rows(draw: st.DrawFn) -> dict[str, Any]:
    """A row of money beside the plan, its amount hedged or not, or not stated."""
    hedged = st.sampled_from(["ca. 5,3 mio. kr.", "op til 12 mio. kr.", "60-70 mio. kr.", "knap 2 mio. kr."])
    optional = {"giver": names, "amount": st.one_of(amounts(), hedged), "note": notes}
    return {"name": draw(names)} | {key: draw(value) for key, value in optional.items() if draw(st.booleans())}


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
        "stage": st.sampled_from(STAGES),
        "source": notes,
        "total": amounts(),
        "as_of": st.dates(date(2009, 1, 1), date(2028, 12, 31)),
        "lejemaal": st.integers(0, 5000),
        "policies": st.sampled_from([[], ["kommune/koebenhavn"]]),
        "beside": st.lists(beside_rows(), min_size=1, max_size=2),
    }
    return data | {key: draw(value) for key, value in optional.items() if draw(st.booleans())}


def plans() -> st.SearchStrategy[Plan]:
    """Plans, as read from a file."""
    return plan_data().map(lambda data: Plan.model_validate(data, by_alias=True, by_name=False))


RATES = ["3,1 %", "2,9 %", "0,0 %", "-1,9 %", "4,13 %", "1/40", "1/37"]


@st.composite
def _series(draw: st.DrawFn, id_: str, years: range) -> dict[str, Any]:
    projected = draw(st.lists(st.sampled_from(list(years)), unique=True, max_size=2))
    return {
        "id": id_,
        "rates": {str(year): draw(st.sampled_from(RATES)) for year in years},
        "projected": sorted(projected),
        "published": draw(st.sampled_from([date(2024, 6, 6), 2021])),
    }


@st.composite
def _priced_lines(draw: st.DrawFn, number: int, years: tuple[int, ...], first: int) -> dict[str, Any]:
    chosen = draw(st.lists(st.sampled_from(years), unique=True, min_size=1))
    line: dict[str, Any] = {
        "id": f"c{number}",
        "art": draw(st.sampled_from(ARTS)),
        "quantity": {str(year): draw(st.sampled_from([1, 2, "0,5", "1,25", "0,333"])) for year in chosen},
        "unit_price": draw(st.one_of(st.integers(0, 700_000), st.sampled_from(["25", "1.050,50 kr.", "0,05 kr."]))),
    }
    if draw(st.booleans()):
        price_year = draw(st.integers(first, min(chosen)))
        line |= {"index": draw(st.sampled_from(["løn", "LØN", "priser"])), "price_year": price_year}
    return line


@st.composite
def _costs(draw: st.DrawFn, period: Period, first: int) -> list[dict[str, Any]]:
    """Draw lines, some in a part of the period, and at times a percentage of some of them."""
    lines = [draw(_priced_lines(number, period.years, first)) for number in range(draw(st.integers(0, 4)))]
    firsts = [day for year in period.years for month in range(1, 13) if period.start <= (day := date(year, month, 1))]
    starts = [day for day in firsts if day <= period.end]
    ends = [day - timedelta(days=1) for day in firsts if period.start < day <= period.end]
    for line in lines:
        if starts and draw(st.integers(0, 3)) == 0:
            line["start"] = draw(st.sampled_from(starts))
        if (later := [day for day in ends if day > line.get("start", period.start)]) and draw(st.integers(0, 3)) == 0:
            line["end"] = draw(st.sampled_from(later))
    shared: bool = draw(st.booleans())
    if lines and shared:
        of: list[str] = draw(st.lists(st.sampled_from([line["id"] for line in lines]), unique=True, min_size=1))
        arts = {line["art"] for line in lines}
        other = next((art for art in ARTS if art not in arts), None)
        if other is not None:
            of += draw(st.lists(st.sampled_from(sorted(arts)), unique=True, max_size=1))
        share = draw(st.sampled_from(["5 %", "12,5 %", "1/3", "0 %", "100 %"]))
        lines.append({"id": "andel", "art": other or "løn", "percent": share, "of": of})
        lines.reverse()  # what it is of may come after it
    return lines


@st.composite
def _homes(draw: st.DrawFn, number: int, period: Period) -> dict[str, Any]:
    firsts = [day for year in period.years for month in range(1, 13) if period.start <= (day := date(year, month, 1))]
    home: dict[str, Any] = {
        "id": f"{draw(st.sampled_from('ÅabZ-'))}{number}",
        "name": draw(names),
        "lejemaal": draw(st.integers(1, 900)),
        "m2": draw(st.integers(1, 60_000)),
        "rent_m2": draw(st.integers(1, 1500)),
    }
    starts = [day for day in firsts if day <= period.end]
    match draw(st.sampled_from(["all", "all", "out", "late", "early", "fixed"])):
        case "out":
            home["participates"] = False
        case "late" if starts:
            home["start"] = draw(st.sampled_from(starts))
        case "early":
            ends = [day - timedelta(days=1) for day in firsts if period.start < day <= period.end]
            if ends:
                home["end"] = draw(st.sampled_from(ends))
        case "fixed":
            years = draw(st.lists(st.sampled_from(period.years), unique=True, min_size=1))
            home["fixed"] = {str(year): draw(st.integers(0, 200)) for year in years}
    return home


@st.composite
def rich_plan_data(draw: st.DrawFn) -> dict[str, Any]:
    """The content of a plan file with price series, boligafdelinger, a key and cover; somebody can always pay."""
    period = draw(periods())
    first = period.start.year - draw(st.integers(0, 2))
    rated = range(first + 1, max(period.end.year, first + 1) + 1)
    homes = [draw(_homes(number, period)) for number in range(draw(st.integers(0, 4)))]
    homes.append({"id": "alle", "name": "Med i alle år", "lejemaal": 77, "m2": 6001, "rent_m2": 905})
    payers = [one for one in homes if one.get("participates", True) and "fixed" not in one]
    for one in payers:
        one["share"] = f"1/{len(payers)}"
    key = draw(st.sampled_from([*KEYS, {"lejemaal": "60 %", "m2": "40 %"}, {"equal": "1/3", "own": "2/3"}, None]))
    by_year = {str(year): draw(st.integers(100_000, 9_999_999).map(_kroner)) for year in period.years}
    streams_: list[dict[str, Any]] = [
        {"id": "afdelinger", "source": "boligafdeling", "name": "Boligafdelinger", "amounts": by_year},
        {"id": "lbf", "source": "lbf", "name": "LBF", "amount": draw(st.integers(0, 10**7))},
    ]
    if draw(st.booleans()):
        streams_[0]["source"] = "boligorganisation"
    data: dict[str, Any] = {
        "name": draw(names),
        "start": period.start,
        "end": period.end,
        "stream": streams_,
        "cost": draw(_costs(period, first)),
        "series": [draw(_series(id_, rated)) for id_ in ("løn", "priser")],
        "boligafdeling": homes,
    }
    if key is not None:
        data["key"] = key
    if draw(st.booleans()):
        cover = {str(year): draw(st.integers(0, 40_000).map(_kroner)) for year in period.years}
        data["cover"] = [{"id": "dispositionsfond", "name": "Dispositionsfond", "amounts": cover}]
    if draw(st.booleans()):
        data["beside"] = draw(st.lists(beside_rows(), min_size=1, max_size=2))
    return data


def _kroner(ore_: int) -> str:
    return f"{ore_ // 100},{ore_ % 100:02d} kr."


def rich_plans() -> st.SearchStrategy[Plan]:
    """Plans with price series and boligafdelinger, as read from a file."""
    return rich_plan_data().map(lambda data: Plan.model_validate(data, by_alias=True, by_name=False))


@st.composite
def contested_plan_data(draw: st.DrawFn) -> dict[str, Any]:
    """The content of a plan file whose boligafdelinger may be unable to pay: covers, fixed sums, keys, open amounts."""
    data = draw(rich_plan_data())
    years = sorted(data["stream"][0]["amounts"])
    homes = data["boligafdeling"]
    for one in homes:
        match draw(st.sampled_from(["", "", "", "", "few", "none", "bare", "out", "fixed", "early"])):
            case "few":
                one.pop(draw(st.sampled_from(["lejemaal", "m2", "share"])), None)
            case "none":
                one["lejemaal"] = 0
            case "bare":
                for key in ("lejemaal", "m2", "share"):
                    one.pop(key, None)
            case "out":
                one["participates"] = False
            case "fixed":
                one["fixed"] = {draw(st.sampled_from(years)): draw(st.integers(0, 200_000))}
            case "early" if len(years) > 1 and "start" not in one:
                one["end"] = date(int(years[0]), 12, 31)
    match draw(st.sampled_from(["", "", "", "unlisted", "all out", "sharing"])):
        case "unlisted":
            data["boligafdeling"] = []
        case "all out":
            for one in homes:
                one["participates"] = False
        case "sharing":
            homes[-1]["share"] = "1/2"
    match draw(st.sampled_from(["", "", "", "joint", "partly", "open", "none", "also open", "refused"])):
        case "joint":
            data["stream"][0]["source"] = ["boligorganisation", "boligafdeling"]
        case "partly":
            data["stream"][0]["source"] = ["kommune", "boligorganisation"]
        case "open":
            data["stream"][0].pop("amounts")
        case "none":
            data["stream"].pop(0)
        case "also open":
            data["stream"].append({"id": "mere", "source": "boligafdeling", "name": "Mere"})
        case "refused":
            data["stream"][0]["status"] = "afslag"
    match draw(st.sampled_from(["", "small", "much"])):
        case "small":
            data["cover"] = [{"id": "d", "name": "D", "amounts": {years[0]: 1}}]
        case "much":
            data["cover"] = [{"id": "d", "name": "D", "amounts": {years[-1]: 150_000}}]
    return data


def contested_plans() -> st.SearchStrategy[Plan]:
    """Plans whose boligafdelinger may be unable to pay what they are to pay."""
    return contested_plan_data().map(lambda data: Plan.model_validate(data, by_alias=True, by_name=False))


def gathered(strategy: st.SearchStrategy[Plan], count: int) -> list[Plan]:
    """Return made-up plans, the same every time: LibreOffice starts in seconds, so they are recalculated together.

    Hypothesis draws from the constants of the modules that are loaded, so those that write a workbook are loaded first.
    """
    import_module("helhedsplan_finance.excel.workbook")
    made: list[Plan] = []

    @settings(
        max_examples=count,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def gather(plan: Plan) -> None:
        made.append(plan)

    gather()
    return made
