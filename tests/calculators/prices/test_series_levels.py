"""What a file of series says of an index: exact levels, years that are not complete, an older table chained on."""

import json
import tomllib
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

import build
from cli.running import run, words
from helhedsplan_finance import SeriesError
from helhedsplan_finance.calculators.prices.library import read_series
from helhedsplan_finance.calculators.prices.series import PartYear
from helhedsplan_finance.plan.fields import write_number

pytestmark = pytest.mark.daily

HEAD = """
[source.s]
title = "FIKTIV"
published = 2026-09-10
where = "opdigtet"

[[series]]
id = "x"
title = { da = "FIKTIV", en = "FICTITIOUS" }
"""
CHAINED = 'chained = { table = "GAMMEL", ratio = "19/18", first = "2024M01", last = "2024M06", periods = 6 }\n'


def series_file(tmp_path: Path, *years: str, head: str = HEAD) -> Path:
    text = head + "".join(f'[[series.year]]\n{year}\nsource = "s"\npublished = 2026-09-10\n' for year in years)
    path = tmp_path / "x.toml"
    path.write_text(text, encoding="utf-8")
    return path


TWO_YEARS = ('year = 2025\nlevel = "100"', 'year = 2026\nlevel = "103"\nprojected = { months = 8 }')


@pytest.mark.parametrize(
    ("level", "written"),
    [
        (Fraction(118), 118),
        (Fraction(1184, 10), "118,4"),
        (Fraction(1234, 12), "617/6"),  # 102,8333…
        (Fraction(58_600, 569), "58600/569"),
        (Fraction(1, 10**6), "0,000001"),
    ],
)
def test_a_level_is_written_exactly_and_read_back(level: Fraction, written: int | str, tmp_path: Path) -> None:
    assert write_number(level) == written
    (one,) = read_series(
        series_file(tmp_path, f'year = 2025\nlevel = "{written}"', f'year = 2026\nlevel = "{written}"')
    ).series
    assert [year.level for year in one.years] == [level, level]


@pytest.mark.parametrize("level", ["1/0", "1/00", "-1/2", "1,5/2", "1/2/3", "½", "1" * 41 + "/2", "/2", "1/"])
def test_a_level_that_is_no_figure_is_refused(level: str, tmp_path: Path) -> None:
    with pytest.raises(SeriesError, match=r"series 1 'x'.*level"):
        read_series(series_file(tmp_path, f'year = 2025\nlevel = "{level}"', 'year = 2026\nlevel = "1"'))


def test_a_year_that_is_not_complete_is_read_with_its_months(tmp_path: Path) -> None:
    (one,) = read_series(series_file(tmp_path, *TWO_YEARS)).series
    assert one.part_years == {2026: PartYear(months=8)}


def test_a_rate_is_projected_where_either_of_its_two_levels_is(tmp_path: Path) -> None:
    levels = ('year = 2024\nlevel = "99"', *TWO_YEARS, 'year = 2027\nlevel = "104"', 'year = 2028\nlevel = "105"')
    (one,) = read_series(series_file(tmp_path, *levels)).series
    assert one.projected == (2026, 2027)


@pytest.mark.parametrize("months", [0, 12, -1])
def test_a_complete_year_is_not_projected(months: int, tmp_path: Path) -> None:
    with pytest.raises(SeriesError, match="projected › months"):
        read_series(
            series_file(tmp_path, TWO_YEARS[0], f'year = 2026\nlevel = "1"\nprojected = {{ months = {months} }}')
        )


def test_a_stated_rate_is_not_projected_from_months(tmp_path: Path) -> None:
    with pytest.raises(SeriesError, match=r"hører til et indekstal \('level'\)"):
        read_series(series_file(tmp_path, 'year = 2026\nsamlet = "3 %"\nprojected = { months = 8 }'))


def test_a_plan_marks_what_rests_on_a_year_that_is_not_complete(tmp_path: Path) -> None:
    line = {"id": "a", "art": "øvrige", "quantity": {2025: 1, 2026: 1}, "unit_price": 1000, "price_year": 2025}
    plan = build.plan(costs=[line | {"index": "x"}], start=date(2025, 1, 1), end=date(2026, 12, 31))
    indexed = plan.index_prices(series=series_file(tmp_path, *TWO_YEARS))
    (series,) = indexed.plan.series
    assert (series.rates, series.projected) == ({2026: Fraction(3, 100)}, (2026,))
    assert series.source == "FIKTIV (10. september 2026); 2026 fremskrevet af 8 af årets 12 måneder"
    (note,) = indexed.notes
    assert note.show("da") == (
        "Fremskrevet: x i 2026, fordi 2026 ikke er et helt år; 8 af årets 12 måneder er offentliggjort, "
        "og alle beløb, der bygger på dem, er mærket."
    )
    assert [(row.year, row.projected) for row in indexed.rows] == [(2025, False), (2026, True)]


def test_a_year_carried_on_from_one_that_is_not_complete_has_a_note_of_its_own(tmp_path: Path) -> None:
    line = {"id": "a", "art": "øvrige", "quantity": {2027: 1}, "unit_price": 1000, "price_year": 2025}
    plan = build.plan(costs=[line | {"index": "x"}], start=date(2027, 1, 1), end=date(2027, 12, 31))
    indexed = plan.index_prices(series=series_file(tmp_path, *TWO_YEARS), project=True)
    assert indexed.plan.series[0].projected == (2026, 2027)
    assert [note.show("da").split(",")[0] for note in indexed.notes] == [
        "Fremskrevet: x i 2026",
        "Fremskrevet: x i 2027 med årets egen stigning fra det sidst kendte år; ingen har offentliggjort satsen",
    ]


def test_a_plan_that_holds_a_projected_rate_says_so_again_and_not_how_it_was_made(tmp_path: Path) -> None:
    line = {"id": "a", "art": "øvrige", "quantity": {2026: 1}, "unit_price": 1000, "price_year": 2025}
    plan = build.plan(costs=[line | {"index": "x"}], start=date(2026, 1, 1), end=date(2026, 12, 31))
    once = plan.index_prices(series=series_file(tmp_path, *TWO_YEARS)).plan
    again = once.index_prices()
    assert again.plan.series == once.series
    assert [note.show("da").partition(";")[0] for note in again.notes] == [
        "x: planens egne satser er brugt",
        "Fremskrevet: x i 2026 ifølge planen",
    ]


def test_a_chained_series_says_so(tmp_path: Path) -> None:
    path = series_file(tmp_path, *TWO_YEARS, head=HEAD + CHAINED)
    (one,) = read_series(path).series
    assert one.chained is not None
    assert one.chained.said().show("da") == (
        "kædet: GAMMEL ganget med ca. 1,0556, forholdet mellem de to gennemsnit 2024M01–2024M06 (6 perioder)"
    )
    shown = words(run("prices", "list", "--series", str(path)).stdout)
    assert "2026 3,0 % (fremskrevet af 8 af årets 12 måneder) FIKTIV" in shown
    assert "kædet: GAMMEL ganget med ca. 1,0556" in shown
    (*_, listed) = json.loads(run("prices", "list", "--series", str(path), "--json").stdout)["series"]
    assert listed["chained"]["ratio"] == "19/18"
    assert [year.get("projected_months") for year in listed["years"]] == [None, 8]


@pytest.mark.parametrize(
    ("chained", "years"),
    [
        (CHAINED, ('year = 2026\nsamlet = "3 %"',)),
        (CHAINED.replace("19/18", "0"), TWO_YEARS),
    ],
    ids=["rates", "a ratio of nothing"],
)
def test_only_an_index_is_chained_and_by_a_ratio(chained: str, years: tuple[str, ...], tmp_path: Path) -> None:
    with pytest.raises(SeriesError, match="'chained' hører til indekstal"):
        read_series(series_file(tmp_path, *years, head=HEAD + chained))


@pytest.mark.parametrize("missing", ["table", "ratio", "first", "last", "periods"])
def test_a_chain_states_all_that_it_rests_on(missing: str, tmp_path: Path) -> None:
    stated = {key: value for key, value in tomllib.loads(CHAINED)["chained"].items() if key != missing}
    inline = ", ".join(f"{key} = {json.dumps(value)}" for key, value in stated.items())
    with pytest.raises(SeriesError, match=f"chained: nøglen '{missing}' mangler"):
        read_series(series_file(tmp_path, *TWO_YEARS, head=f"{HEAD}chained = {{ {inline} }}\n"))
