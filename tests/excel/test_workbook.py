"""The workbook as a file: live formulas with values, text that stays text, a page that prints."""

import io
import os
import re
import subprocess
import sys
import zipfile
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given

import build
from excel.books import book_of, content_of
from excel.cells import named, read_cells
from helhedsplan_finance import CostLine, Kroner, Plan, PlanFileError, Stream, Waiver
from helhedsplan_finance.excel.base.entry import USUAL_JOINT
from helhedsplan_finance.excel.base.formulas import Formulas
from helhedsplan_finance.excel.workbook import workbook_bytes
from helhedsplan_finance.rules.load import measures
from places import DATA, POLICY, PUBLISHED
from runs import repeated
from strategies import plans

pytestmark = pytest.mark.daily

# What Excel since 2007 and LibreOffice both know, and reckon alike in every locale.
SAFE = {
    "ABS",
    "AND",
    "COUNT",
    "COUNTA",
    "COUNTIF",
    "COUNTIFS",
    "DAY",
    "IF",
    "INDEX",
    "INT",
    "LEFT",
    "LEN",
    "MATCH",
    "MAX",
}
SAFE |= {
    "IFERROR",
    "ISNUMBER",
    "MIN",
    "MONTH",
    "NOT",
    "OR",
    "RIGHT",
    "ROUND",
    "ROW",
    "SEARCH",
    "SUM",
    "SUMIFS",
    "SUMPRODUCT",
    "YEAR",
}
# For amounts in sentences: FIXED writes thousands as the locale does, and what it writes is replaced.
SAFE |= {"CHAR", "FIXED", "LOWER", "MOD", "SUBSTITUTE"}


def opened(plan: Plan, *, values: bool = True, lang: Any = "da") -> Any:
    return openpyxl.load_workbook(io.BytesIO(content_of(plan, lang=lang)), data_only=values)


def cover(plan: Plan) -> dict[Any, Any]:
    """Return what stands beside each title on the cover."""
    return read_cells(content_of(plan)).pairs("Forside")


def cells(book: Any) -> list[Any]:
    return [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]


def control(book: Any) -> list[dict[str, Any]]:
    """Return the rows of Kontrol that are rules; the workbook's own checks stand below them."""
    sheet = book["Kontrol" if "Kontrol" in book.sheetnames else "Control"]
    header, *rows = sheet.iter_rows(min_row=4, values_only=True)
    told = [dict(zip(header, row, strict=True)) for row in rows]
    return [row for row in told if not str(row["Id"]).startswith("workbook.")]


def results(plan: Plan) -> list[dict[str, Any]]:
    """Return the rows of Kontrol that are rules, of a plan's workbook in Danish."""
    rows = read_cells(content_of(plan)).records("Kontrol", 4)
    return [row for row in rows if not str(row["Id"]).startswith("workbook.")]


@pytest.fixture(scope="module")
def amager() -> Any:
    return opened(build.published("amager-2022"))


# The daily run writes a plan with every sheet and one with øre, where all of them would tell no more.
EVERY_DAY = ("eksempelhaven-2023", "koege-2021")


def test_the_sheets_stand_in_their_order(amager: Any) -> None:
    assert amager.sheetnames == [
        *("Forside", "Vejledning", "Forudsætninger", "Kilder", "Finansieringsplan", "Huslejevirkning", "Fondsmoms"),
        *("Kontrol", "Data", "Regler og kilder", "Log"),
    ]


def test_a_plan_with_budget_lines_and_boligafdelinger_has_their_sheets_too() -> None:
    names = list(read_cells(content_of(build.park())).values)
    assert names[2:8] == ["Forudsætninger", "Kilder", "Afdelinger", "Poster", "Budget", "Finansieringsplan"]


def test_the_control_sheet_says_what_the_check_says(amager: Any) -> None:
    (row,) = [one for one in control(amager) if one["Regel"] == "Kommunens andel i København"]
    assert (row["Planens tal"], row["Beregnet af"], row["Grænse i tal"], row["Afstand til grænsen"]) == (
        4_500_000,
        31_000_000,
        3_875_000,
        -625_000,
    )
    assert (row["Resultat"], row["Grænse"], row["Vægt"], row["Hvor"]) == ("FEJL", "højst 12,5 %", "bindende", "planen")
    assert "Faktaark om boligsociale helhedsplaner (omkring 2013)" in row["Hvor reglen er set"]


def told_rows(plan: Plan) -> list[dict[str, Any]]:
    """Return the rows of Kontrol but for that of price years in a plan without any, which waits for one to be typed."""
    rows = results(plan)
    if not plan.costs or any(line.price_year for line in plan.costs):
        return rows
    waits = [row for row in rows if row["Id"] == "cost.price_year"]
    assert [row["Resultat"] for row in waits] == ["GÆLDER IKKE"]
    return [row for row in rows if row not in waits]


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.stem)
def test_every_result_of_the_check_stands_on_the_control_sheet(path: Path) -> None:
    plan = Plan.from_file(path)
    findings = plan.check().findings  # the sheet has them by group
    rows = [(row["Id"], str(row["Hvor"]), row["Resultat"]) for row in told_rows(plan)]
    told = [(one.rule, "planen" if one.where == "plan" else one.where, one.word("da")) for one in findings]
    assert sorted(rows) == sorted(told)


def test_the_master_check_stands_on_the_cover(amager: Any) -> None:
    said = [str(cell.value) for cell in cells(amager) if cell.parent.title == "Forside"]
    assert "FEJL: mindst én bindende regel er ikke overholdt, se Kontrol" in said
    assert "OK: alle bindende regler er overholdt" in cover(build.park()).values()


@pytest.mark.parametrize(("name", "columns"), [("amager-2022", "K"), ("eksempelparken-2022", "GHIJK")])
def test_the_balance_is_financing_less_costs_and_blank_without_costs(name: str, columns: str) -> None:
    cells = read_cells(content_of(build.published(name)))
    sheet, formulas = cells.values["Finansieringsplan"], cells.formulas["Finansieringsplan"]
    rows = {title: row for (row, column), title in sheet.items() if column == 1}
    given_, spent = rows["Finansiering i alt"], rows["Udgifter i alt"]
    balance = rows["Balance (finansiering − udgifter)"]
    for letter in columns:
        formula = f'=IF(COUNT({letter}{spent})=0,"",ROUND({letter}{given_}-SUM({letter}{spent}),2))'
        assert formulas[balance, ord(letter) - ord("A") + 1] == formula


def test_every_formula_uses_functions_that_both_programs_know() -> None:
    for path in PUBLISHED:
        formulas = named(read_cells(content_of(Plan.from_file(path))).formulas)
        assert len(formulas) > 70
        for formula in formulas.values():
            assert set(re.findall(r"([A-Z][A-Z0-9.]+)\(", formula)) <= SAFE, formula


@pytest.mark.parametrize(
    "plan",
    [pytest.param(path, marks=[] if path.stem in EVERY_DAY else [pytest.mark.deep]) for path in PUBLISHED],
    ids=[path.stem for path in PUBLISHED],
)
def test_no_formula_holds_a_list_of_words_that_other_engines_take_the_first_of(plan: Path, tmp_path: Path) -> None:
    path = tmp_path / "egen.toml"
    path.write_text(
        POLICY.read_text(encoding="utf-8")
        + '[measure.pairs]\ntitle = { da = "Par", en = "Pairs" }\n'
        + 'where = { source = ["lbf", "kommune"], status = ["tilsagn", "søgt"] }\nwithout = { kind = "in-kind" }\n',
        encoding="utf-8",
    )
    book = workbook_bytes(Plan.from_file(plan), report=Plan.from_file(plan).check(policies=[path]))
    for formula in named(read_cells(book).formulas).values():
        assert "{" not in re.sub('"[^"]*"', "", formula), formula


def test_a_measure_of_several_words_in_two_columns_is_a_sum_of_every_pair() -> None:
    measure = measures()["financing"].model_copy(
        update={"where": {"source": ("lbf", "kommune"), "status": ("tilsagn", "søgt")}, "without": {}}
    )
    formula = Formulas("da", has_costs=False, has_afdelinger=False).sum(measure)
    givers = ("lbf", "kommune", "lbf+kommune")  # what the two of them give together is theirs too
    pairs = [(source, status) for source in givers for status in ("tilsagn", "søgt")]
    sums = [f'SUMIFS(tblData[Beløb],tblData[Kilde],"{source}",tblData[Status],"{status}")' for source, status in pairs]
    assert formula == f"({'+'.join(sums)})"


@pytest.mark.parametrize("lang", ["da", "en"])
def test_columns_that_a_formula_names_have_titles_that_need_no_brackets_of_their_own(lang: Any) -> None:
    formulas = named(read_cells(content_of(build.park(), lang=lang)).formulas).values()
    places = [one for formula in formulas for one in re.findall(r"tbl\w+(\[\[.*?\]\]|\[[^\[\]]*\])", formula)]
    titles = {name for one in places for name in re.findall(r"[^\[\]]+", one.replace("]:[", "]["))}
    assert len(titles) > 15
    assert [name for name in titles if not re.fullmatch(r"[\w ]+", name)] == []


def test_years_stand_in_the_same_columns_on_every_sheet() -> None:
    line = CostLine(id="a", art="løn", quantity={2022: Fraction(1)}, unit_price=Kroner(5))
    book = read_cells(content_of(build.published("koege-2021", costs=(line,))))
    for name in ("Kilder", "Poster", "Budget", "Finansieringsplan"):
        header = [str(title) for title in book.rows(name, 4)[0]]
        assert header[6:12] == ["2021", "2022", "2023", "2024", "2025", "I alt"]


@pytest.mark.parametrize("sign", ["=1+1", "+1", "-1", "@SUM(A1)", "https://example.org", "{=1}"])
def test_text_from_a_plan_stays_text(sign: str) -> None:
    stream = Stream(id="a", source="lbf", name=sign, amount=Kroner(5), note=sign)
    plan = Plan(name=sign, start=date(2022, 1, 1), end=date(2025, 12, 31), streams=[stream], source=sign)
    book = opened(plan, values=False)
    assert book["Kilder"]["A5"].value == sign
    assert book["Kilder"]["A5"].data_type == "s"
    assert book["Forudsætninger"]["C5"].data_type == "s"
    assert book["Kilder"]["A5"].hyperlink is None
    formulas = [str(cell.value) for cell in cells(book) if cell.data_type == "f"]
    assert not [formula for formula in formulas if sign in formula and sign not in {"+1", "-1"}]


def test_the_same_plan_gives_the_same_bytes() -> None:
    plan = Plan.from_file(DATA / "eksempelparken-2022.toml")
    assert workbook_bytes(plan) == workbook_bytes(plan)


@pytest.mark.deep
def test_the_same_plan_gives_the_same_bytes_in_any_process() -> None:
    script = (
        "import hashlib\n"
        "from helhedsplan_finance import Plan\n"
        "from helhedsplan_finance.excel.workbook import workbook_bytes\n"
        f"plan = Plan.from_file({str(DATA / 'eksempelparken-2022.toml')!r})\n"
        "print(hashlib.sha256(workbook_bytes(plan)).hexdigest())"
    )
    hashes = {
        subprocess.run(
            [sys.executable, "-c", script], check=True, capture_output=True, env={**os.environ, "PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "2")
    }
    assert len(hashes) == 1


def test_the_chart_has_a_title_and_words_for_who_cannot_see_it() -> None:
    book = zipfile.ZipFile(io.BytesIO(content_of(build.published("amager-2022"))))
    charts = "".join(book.read(f"xl/charts/chart{number}.xml").decode() for number in (1, 2))
    assert "Finansiering pr. år efter kilde (kr.)" in charts
    assert "Hver kildes andel af finansieringen" in charts
    words = book.read("xl/drawings/drawing1.xml").decode()
    assert "2022: 7.750.000; 2023: 7.750.000" in words
    assert "Landsbyggefonden: 61,3 %; Kommunen: 14,5 %" in words


def test_the_message_of_each_chart_is_a_live_cell_above_it() -> None:
    book = read_cells(content_of(build.park()))
    told = {
        book.at(sheet, *place): formula[:1]
        for sheet, formulas in book.formulas.items()
        for place, formula in formulas.items()
    }
    # By hand: the fund gives 6,9 of 9,884 mio., and most is spent in 2025.
    sentences = (
        "Landsbyggefonden giver 70 % af finansieringen",
        "2025 er det største år med 26 % af finansieringen",
        "Den største del af udgifterne: Andre indsatsområder og uden indsatsområde (39 %)",
        "Alle betaler lige meget: 14,20 kr. pr. lejemål om måneden",
    )
    assert [told.get(sentence) for sentence in sentences] == ["=", "=", "=", "="]


def test_amounts_are_shown_with_ore_only_where_there_are_any() -> None:
    formats = {
        name: opened(Plan.from_file(DATA / f"{name}.toml"))["Kilder"]["G5"].number_format
        for name in ("amager-2022", "koege-2021")
    }
    assert formats == {"amager-2022": "#,##0", "koege-2021": "#,##0.00"}


def test_the_workbook_is_english_on_request() -> None:
    book = opened(Plan.from_file(DATA / "amager-2022.toml"), lang="en")
    assert book.sheetnames == [
        *("Cover", "Guide", "Assumptions", "Sources", "Financing plan", "Rent effect", "Fondsmoms"),
        *("Control", "Data", "Rules and sources", "Log"),
    ]
    told = {row["Rule"]: row["Result"] for row in control(book)}
    assert told["The kommune's share in København"] == "FAIL"


def test_a_workbook_is_an_xlsx_file(tmp_path: Path) -> None:
    with pytest.raises(PlanFileError, match=r"en budgetmappe er en \.xlsx-fil"):
        Plan.from_file(DATA / "amager-2022.toml").to_excel(tmp_path / "budget.xls")


@repeated(25, daily=10)
@given(plans())
def test_any_plan_makes_a_workbook_that_opens(plan: Plan) -> None:
    told = sorted((row["Regel"], row["Resultat"]) for row in told_rows(plan))  # the sheet has them by group
    assert told == sorted((finding.title.show("da"), finding.word("da")) for finding in plan.check().findings)


def test_what_nobody_has_stated_is_blank_and_never_zero() -> None:
    told = cover(build.published("helsingoer-2018"))
    assert (told["Samlet ramme"], told["Balance (finansiering − udgifter)"]) == (None, None)
    assert told["Finansiering i alt"] == 14_700_000
    assert str(told["Hovedkontrol"]).startswith("UVERIFICERET")


def test_a_share_of_which_a_part_is_open_is_blank() -> None:
    plan = build.published("aabenraa-2017")
    told = cover(plan)
    assert told["Landsbyggefondens andel"] == 0.75
    assert (told["Lokal medfinansiering uden eksterne midler"], told["Kommunens andel"]) == (None, None)
    shares = {row[0]: (row[10], row[11]) for row in read_cells(content_of(plan)).rows("Finansieringsplan", 5)}
    assert shares["Aabenraa Kommune"] == (None, None)
    assert shares["Finansiering i alt"] == (8_625_000, None)
    assert shares["Kommunen"][1] is None


def test_a_dispensation_stands_on_the_cover() -> None:
    waiver = Waiver(rule="kommune.share.max", reason="x", by="y", date=date(2021, 12, 16))
    plan = Plan.from_file(DATA / "amager-2022.toml").model_copy(update={"waivers": (waiver,)})
    told = cover(plan)
    assert str(told["Hovedkontrol"]).startswith(
        "DISPENSATION: alle bindende regler er overholdt eller har dispensation"
    )
    assert plan.check().state == "waived"


def test_only_known_words_can_be_typed_where_a_word_has_a_meaning(amager: Any) -> None:
    ranges = {str(one.sqref): one.formula1 for one in amager["Kilder"].data_validations.dataValidation}
    listed = ["lbf", "kommune", "boligorganisation", "boligafdeling", "ekstern", *USUAL_JOINT]
    assert ranges["C5:C13"] == f'"{",".join(listed)}"'
    assert "afslag" in ranges["E5:E13"]


def test_a_refused_contribution_is_listed_and_counts_for_nothing() -> None:
    streams = [
        Stream(id="a", source="lbf", name="A", amount=Kroner(400)),
        Stream(id="b", source="kommune", name="B", amount=Kroner(100), status="afslag"),
    ]
    plan = Plan(name="P", start=date(2022, 1, 1), end=date(2025, 12, 31), streams=streams, total=Kroner(500))
    rows = read_cells(content_of(plan)).rows("Finansieringsplan", 5)
    given = {row[0]: row[10] for row in rows if row[10] is not None}  # below them the payers sign
    assert [given[name] for name in ("A", "B", "Finansiering i alt")] == [400, 0, 400]


def test_the_cover_counts_the_homes_that_are_listed() -> None:
    told = cover(build.park(lejemaal=None, boligafdelinger=None))
    assert (told["Lejemål i alt"], told["Boligafdelinger i alt"]) == (880, 3)


def test_kontrol_shows_ore_always_for_one_may_turn_a_verdict(amager: Any) -> None:
    assert amager["Kontrol"]["C6"].number_format == "#,##0.00"


def test_projected_rules_are_marked_on_the_cover_and_on_kontrol(tmp_path: Path) -> None:
    later = build.published("amager-2022", as_of=date(2028, 1, 1))
    book = read_cells(book_of(later, tmp_path, project_rules=True))
    assert book.pairs("Forside")["Regler pr."] == "1. januar 2028 (fremskrevet)"
    titles = [row["Regel"] for row in book.records("Kontrol", 4)]
    assert "Landsbyggefondens andel (fremskrevet)" in titles
    assert "Finansiering = udgifter" in titles


@pytest.mark.parametrize("sign", ["=1+1", "@SUM(A1)", "+1", "-1"])
def test_text_from_a_policy_stays_text(sign: str, tmp_path: Path) -> None:
    path = tmp_path / "egen.toml"
    text = POLICY.read_text(encoding="utf-8").replace('da = "Antal fonde"', f'da = "{sign}"')
    path.write_text(text.replace("Eksempelby Byråd, punkt 7 (fiktiv)", f"{sign} papir"), encoding="utf-8")
    Plan.from_file(DATA / "koege-2021.toml").to_excel(tmp_path / "b.xlsx", policies=[path])
    book = openpyxl.load_workbook(tmp_path / "b.xlsx")
    held = [cell for cell in cells(book) if isinstance(cell.value, str) and cell.value.startswith(sign)]
    assert held
    assert {cell.data_type for cell in held} == {"s"}
