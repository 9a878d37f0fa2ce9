"""The ledger as a frame: its sums are those of the rules, and a notebook shows it in Danish."""

import subprocess
import sys
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest
from hypothesis import given

import build
from helhedsplan_finance import FrameError, MissingExtraError, Plan
from helhedsplan_finance.outputs.notebook.accessor import LedgerAccessor
from helhedsplan_finance.plan.givers import GIVER_WORDS, givers_in
from helhedsplan_finance.plan.ledger import Row
from helhedsplan_finance.rules.load import measures
from helhedsplan_finance.rules.measures import Facts
from helhedsplan_finance.rules.record import Measure
from helhedsplan_finance.tables import ledger_styler
from places import DATA, PLANS, PUBLISHED
from runs import repeated
from strategies import plans, rich_plans

pytestmark = pytest.mark.daily

PARK = Plan.from_file(DATA / "eksempelparken-2022.toml").to_frame()


def of(frame: pd.DataFrame) -> LedgerAccessor:
    found: Any = frame.helhedsplan
    assert isinstance(found, LedgerAccessor)
    return found


def measured(facts: Facts, measure: Measure, year: int | None, *, yearless: bool = False) -> int | None:
    found = facts.measured(measure, year)
    return None if yearless and year is not None else int(found.value) if found.known else None


def narrowed(measure: Measure, column: str, word: str) -> Measure:
    return measure.model_copy(update={"where": {**measure.where, column: (word,)}})


def figures(table: pd.DataFrame, row: Any) -> list[int | None]:
    return [None if pd.isna(one) else int(one) for one in table.loc[row]]


def given_by(rows: Sequence[Row], word: str, year: int | None) -> int | None:
    """Return what a source, or several together, give in a year, or in all; a row without a year may be of any."""
    theirs = [row for row in rows if row.side == "financing" and row.source == word and row.status != "afslag"]
    amounts = [row.ore for row in theirs if year is None or row.year in (year, None)]
    return None if None in amounts else sum(ore for ore in amounts if ore is not None)


def agrees_with_the_rules(plan: Plan) -> None:
    rows, facts = plan.ledger().rows, Facts.of(plan)
    years = sorted({row.year for row in rows if row.year is not None})
    asked = [*years, None]
    accessor = of(plan.to_frame())
    balance = accessor.balance()
    assert list(balance.index) == [*years, "total"]
    assert list(balance.columns) == ["costs", "financing", "difference"]
    sums = {}
    for column, name in (("costs", "total"), ("financing", "financing")):
        yearless = any(row.year is None for row in rows if row.side == "cost") and column == "costs"
        sums[column] = [measured(facts, measures()[name], year, yearless=yearless) for year in asked]
        assert [None if pd.isna(one) else int(one) for one in balance[column]] == sums[column]
    both = zip(sums["costs"], sums["financing"], strict=True)
    wanted = [None if None in {cost, given_} else cost - given_ for cost, given_ in both]  # type: ignore[operator]
    assert [None if pd.isna(one) else int(one) for one in balance["difference"]] == wanted
    by_source, by_art = accessor.by_source(), accessor.by_art()
    here = {row.source for row in rows if row.side == "financing" and row.status != "afslag"}
    assert list(by_source.index) == [word for word in GIVER_WORDS if word in here]
    for source in by_source.index:
        assert figures(by_source, source) == [given_by(rows, source, year) for year in asked]
        if [word for word in here if word and source in givers_in(word)] == [source]:  # nobody gives with others
            measure = narrowed(measures()["financing"], "source", source)
            assert figures(by_source, source) == [measured(facts, measure, year) for year in asked]
    assert set(by_art.index.dropna()) == {line.art for line in plan.costs}
    for art in by_art.index.dropna():
        measure = narrowed(measures()["total"], "art", art)
        assert figures(by_art, art) == [measured(facts, measure, year) for year in asked]
    named = {line.indsatsomraade for line in plan.costs if line.indsatsomraade}
    by_area = accessor.by_indsatsomraade()
    assert set(by_area.index.dropna()) == named
    assert all(str(kind) == "Int64" for one in (balance, by_source, by_art, by_area) for kind in one.dtypes)
    for table in (by_art, by_area):
        if sums["costs"][-1] is not None:
            assert table["total"].sum() == sums["costs"][-1]


@pytest.mark.parametrize("file", [*PUBLISHED, *sorted(PLANS.glob("*.toml"))], ids=lambda path: path.stem)
def test_the_sums_of_every_published_plan_are_those_of_the_rules(file: Any) -> None:
    agrees_with_the_rules(Plan.from_file(file))


@repeated(25, daily=10)
@given(plans())
def test_the_sums_of_any_plan_are_those_of_the_rules(plan: Plan) -> None:
    agrees_with_the_rules(plan)


@repeated(25, daily=10)
@given(rich_plans())
def test_so_are_those_of_a_plan_with_price_series(plan: Plan) -> None:
    agrees_with_the_rules(plan)


def test_a_refused_contribution_counts_for_nothing() -> None:
    frame = PARK.assign(status=PARK["status"].where(PARK["source"] != "lbf", "afslag"))
    assert "lbf" not in of(frame).by_source().index
    assert of(frame).balance().loc["total", "difference"] == 690_000_000


def two_plans() -> pd.DataFrame:
    """Return the rows of two plans that share their ids: one settled, and one whose LBF amount is open."""
    settled = build.plan(
        {"id": "a", "source": "lbf", "amounts": {"2022": 300, "2023": 100}},
        {"id": "b", "source": "kommune", "amounts": {"2022": 100}},
        {"id": "nej", "source": "ekstern", "amounts": {"2022": 50}, "status": "afslag"},
        total="500 kr.",
    )
    still_open = build.plan(
        {"id": "a", "source": "lbf"}, {"id": "b", "source": "kommune", "amounts": {"2023": 7}}, total="1.000 kr."
    )
    frames = {"Åben": still_open.to_frame(), "Afklaret": settled.to_frame()}
    return pd.concat([frame.assign(plan=key) for key, frame in frames.items()], ignore_index=True)


def test_the_sums_of_several_plans_are_by_plan_and_an_open_one_blanks_its_own_alone() -> None:
    by_source = of(two_plans()).by_source()
    assert by_source.index.names == ["plan", "source"]
    assert {key: figures(by_source, key) for key in by_source.index} == {
        ("Åben", "lbf"): [None, None, None],
        ("Åben", "kommune"): [0, 700, 700],
        ("Afklaret", "lbf"): [30_000, 10_000, 40_000],
        ("Afklaret", "kommune"): [10_000, 0, 10_000],
    }
    assert list(by_source.columns) == [2022, 2023, "total"]


def test_the_balance_and_the_arts_of_several_plans_are_by_plan_too() -> None:
    balance = of(two_plans()).balance()
    assert balance.index.names == ["plan", "year"]
    assert figures(balance, ("Åben", "total")) == [100_000, None, None]
    assert figures(balance, ("Afklaret", "total")) == [50_000, 50_000, 0]
    assert figures(balance, ("Afklaret", 2022)) == [None, 40_000, None]  # the total is stated for the period
    both = pd.concat([PARK.assign(plan=1), PARK.assign(plan=2)])
    for table, alone in ((of(both).by_art(), of(PARK).by_art()), (of(both).balance(), of(PARK).balance())):
        for plan in (1, 2):
            part: Any = table.loc[plan]
            assert part.equals(alone)


def test_which_rows_count_is_what_the_sums_are_made_of() -> None:
    frame = two_plans()
    counts = of(frame).counts()
    assert counts.index.equals(frame.index)
    assert list(frame.loc[~counts, "id"]) == ["nej"]
    assert frame[counts & (frame["plan"] == "Afklaret") & (frame["side"] == "financing")]["ore"].sum() == 50_000


def test_a_frame_of_several_plans_without_rows_has_no_sums() -> None:
    empty = two_plans().head(0)
    assert of(empty).by_source().empty
    assert list(of(empty).counts()) == []


def test_kroner_are_exact_and_the_frame_stays_as_it_was() -> None:
    frame = PARK.head(3).assign(ore=pd.array([1, None, 10**15], dtype="Int64"))
    before = frame.copy()
    kroner = of(frame).kroner()
    assert list(kroner) == [Decimal("0.01"), None, Decimal("10000000000000.00")]
    assert kroner.index.equals(frame.index)
    of(frame).styled().to_html()
    of(frame).balance()
    pd.testing.assert_frame_equal(frame, before)


def test_the_sums_follow_a_frame_that_is_changed() -> None:
    frame = PARK.copy()
    accessor = of(frame)
    first = figures(accessor.balance(), "total")
    frame["ore"] = frame["ore"] * 2
    assert figures(accessor.balance(), "total") == [2 * (one or 0) for one in first]


WRONG: dict[str, tuple[Any, str]] = {
    "no ledger": (lambda frame: frame[["id", "name"]], "kolonnerne side, source, kind"),
    "floats": (lambda frame: frame.assign(ore=frame["ore"].astype(float)), "kolonnen 'ore' er Float64"),
    "twice": (lambda frame: pd.concat([frame, frame[["ore"]]], axis=1), "kolonnerne ore står flere gange"),
    "word": (lambda frame: frame.assign(status="Afslag"), "kolonnen 'status' har 'Afslag'; den kan være søgt"),
    "side": (lambda frame: frame.assign(side=None), "kolonnen 'side' har ''; den kan være cost, financing"),
    "negative": (lambda frame: frame.assign(ore=-1), "kolonnen 'ore' har -1"),
    "beyond": (lambda frame: frame.assign(ore=10**15 + 1), "kolonnen 'ore' har 1000000000000001"),
    "too much": (lambda frame: pd.concat([frame.assign(ore=10**15)] * 200), "så store beløb"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_frame_that_is_no_ledger_is_refused(case: str) -> None:
    make, told = WRONG[case]
    frame = make(PARK)
    assert "helhedsplan" in dir(frame)  # pandas asks every frame for its accessors, and none may raise
    for method in ("balance", "by_source", "by_art", "by_indsatsomraade", "kroner", "styled"):
        with pytest.raises(FrameError) as caught:
            getattr(of(frame), method)()
        assert told in str(caught.value)
        assert caught.value.show("en") != str(caught.value)


def test_a_ledger_shows_kroner_years_and_words_in_danish() -> None:
    frame = Plan.from_file(DATA / "koege-2021.toml").to_frame()
    html = of(frame).styled().to_html()
    assert '<table id="T_' in html
    assert 'lang="da"' in html
    for shown in (">833.333,33<", ">24.100.000<", ">2021<", ">Landsbyggefonden<", ">timer og lokaler<", ">Beløb, kr.<"):
        assert shown in html
    assert ">–<" in html  # the year of a frame that has none
    assert "&lt;NA&gt;" not in html
    assert ">nan<" not in html
    english = of(frame).styled("en").to_html()
    assert ">833,333.33<" in english
    assert ">2021<" in english
    assert of(frame).styled().to_html() == html  # the same frame, the same page


def test_the_tables_of_the_accessor_are_shown_in_kroner_too() -> None:
    html = ledger_styler(of(PARK).by_source()).to_html()
    assert ">1.745.000<" in html
    assert ">I alt<" in html
    assert ">Kilde<" in html
    assert ">Eksterne midler<" in html
    balance = ledger_styler(of(Plan.from_file(DATA / "amager-2022.toml").to_frame()).balance()).to_html()
    assert ">Manglende finansiering<" in balance
    assert ">7.750.000<" in balance


def test_hostile_texts_are_escaped_wherever_they_stand() -> None:
    bad = "<script>alert(1)</script>&\"'"
    odd: Any = [{bad: 1}, [bad]]
    frame = PARK.head(2).assign(name=bad, art=bad, indsatsomraade=odd, **{bad: bad})
    frame = frame.set_index(pd.Index([bad, "x"], name=bad))
    frame.columns.name = bad
    html = ledger_styler(frame).to_html()
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert "mathjax_ignore" in html


@repeated(20, daily=8)
@given(plans())
def test_any_ledger_can_be_shown(plan: Plan) -> None:
    accessor = of(plan.to_frame())
    assert accessor.styled().to_html()
    assert ledger_styler(accessor.by_indsatsomraade(), "en").to_html()


def test_without_jinja2_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(MissingExtraError) as caught:
        of(PARK).styled()
    assert "Jinja2 er ikke installeret" in str(caught.value)


def printed_by(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.strip()


IS_THERE = "hasattr(pd.DataFrame, 'helhedsplan')"


def test_the_accessor_is_there_once_a_frame_is_made() -> None:
    path = str(DATA / "amager-2022.toml")
    made = f"import pandas as pd, helhedsplan_finance as h; a = {IS_THERE}; h.Plan.from_file({path!r}).to_frame()"
    assert printed_by(f"{made}; print(a, {IS_THERE})") == "False True"


@pytest.mark.deep
def test_the_accessor_is_there_once_its_module_is_imported() -> None:
    assert printed_by(f"import pandas as pd, helhedsplan_finance.tables; print({IS_THERE})") == "True"


def test_without_pandas_the_error_says_what_to_install() -> None:
    path = str(DATA / "amager-2022.toml")
    code = (
        f"import sys; sys.modules['pandas'] = None\nimport helhedsplan_finance as h\ntry:\n h.Plan.from_file({path!r})"
    )
    assert "pip install" in printed_by(f"{code}.to_frame()\nexcept h.MissingExtraError as error:\n print(error)")
