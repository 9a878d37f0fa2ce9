"""A plan that goes into a workbook and comes back the same."""

import re
import zipfile
from datetime import date
from fractions import Fraction
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given

import build
from asking import notes_of
from excel.books import book_of, rewritten
from excel.cells import named, read_cells
from helhedsplan_finance import (
    Boligafdeling,
    CostLine,
    Kroner,
    Plan,
    Stream,
    Waiver,
    read_workbook,
)
from helhedsplan_finance.text import LANGS, Lang
from places import DATA, PUBLISHED
from runs import repeated
from strategies import plans

pytestmark = pytest.mark.daily
deep = pytest.mark.deep


# The daily run reads two plans, one with every sheet, one with øre in English too, the deep run all of them.
IN_BOTH = ("eksempelhaven-2023", "koege-2021")


@pytest.mark.parametrize(
    ("path", "lang"),
    [
        pytest.param(path, lang, id=f"{lang}-{path.stem}", marks=[] if lang == "da" or path.stem in IN_BOTH else [deep])
        for lang in LANGS
        for path in PUBLISHED
    ],
)
def test_every_published_plan_comes_back_the_same(path: Path, lang: Lang, tmp_path: Path) -> None:
    plan = Plan.from_file(path)
    read = read_workbook(book_of(plan, tmp_path, lang=lang))
    assert read.plan == plan
    assert read.is_as_written
    assert notes_of(read) == []


@repeated(25, daily=6)
@given(plans())
def test_any_plan_comes_back_the_same(plan: Plan) -> None:
    with TemporaryDirectory() as folder:
        read = read_workbook(book_of(plan, Path(folder)))
        assert read.own == ()
    assert read.plan == plan
    assert read.is_as_written
    assert notes_of(read) == []


ESCAPES = ("_x000D_", "a_x000a_b", "_x005F_", "_x_", "x005F_", "_x0041__x0042_")


def full_of_escapes() -> Plan:
    """Return a plan whose texts look like the escapes of a workbook's file, as what was pasted may."""
    named = [build.stream("ekstern", 10 + n, id=f"s{n}", name=f"Fond {one}") for n, one in enumerate(ESCAPES)]
    lines = [
        build.line("løn", 10 + n, id=f"c{n}", activity=one, indsatsomraade=f"Område {one}", note=f"{one}\n{one}")
        for n, one in enumerate(ESCAPES)
    ]
    homes = [{"id": f"h{n}", "name": one, "lejemaal": 10} for n, one in enumerate(ESCAPES)]
    return build.plan(*named, costs=lines, name=" ".join(ESCAPES), kommune="Kommune _x000D_", boligafdeling=homes)


def test_text_that_looks_like_an_escape_of_the_file_comes_back_the_same(tmp_path: Path) -> None:
    plan = full_of_escapes()
    read = read_workbook(book_of(plan, tmp_path))
    assert read.plan == plan
    assert read.is_as_written
    assert notes_of(read) == []


@pytest.mark.parametrize("text", ["<r>hej</r>", "<r><t>1</t></r>", "<r></r>", "<r>_x0041__x000D_</r>"])
def test_text_that_looks_like_markup_of_the_file_comes_back_the_same(text: str, tmp_path: Path) -> None:
    lines = [build.line("løn", 5, activity=text, note=text)]
    plan = build.plan(build.stream("lbf", 5, name=text), costs=lines, name=text, kommune=text)
    assert read_workbook(book_of(plan, tmp_path)).plan == plan


def test_the_values_of_formulas_are_written_as_text_too(tmp_path: Path) -> None:
    with zipfile.ZipFile(book_of(full_of_escapes(), tmp_path)) as book:
        sheets = [book.read(one).decode() for one in book.namelist() if one.startswith("xl/worksheets/sheet")]
    written = "".join(sheets)
    assert "_x005F_x000D_" in written
    assert re.findall(r"(?<!_x005F)_x000[Dd]_", written) == []


def test_an_escape_that_excel_wrote_is_the_sign_that_it_stands_for(tmp_path: Path) -> None:
    written = {b"1@": b"A_x000D_\nB", b"2@": b"A_x000D_B", b"3@": b"A_x000A_B"}
    lines = [build.line("løn", 5, id=f"c{mark[:1].decode()}", note=mark.decode()) for mark in written]
    book = book_of(build.plan(build.stream("lbf", 15), costs=lines), tmp_path)
    read = read_workbook(rewritten(book, "xl/sharedStrings.xml", partial(_put_in, written)))
    assert [line.note for line in read.plan.costs] == ["A\nB"] * 3


def _put_in(written: dict[bytes, bytes], content: bytes) -> bytes:
    for mark, text in written.items():
        assert content.count(mark) == 1
        content = content.replace(mark, text)
    return content


def large_plan(costs: int) -> Plan:
    """Return a made-up plan over five calendar years with 19 boligafdelinger."""
    years = (2022, 2023, 2024, 2025, 2026)
    lines = [
        CostLine(
            id=f"post-{number}",
            activity=f"Æblehøst og blåbær {number}",
            indsatsomraade="Sammenhængskraft og medborgerskab",
            art="aktiviteter",
            quantity=dict.fromkeys(years, Fraction(number + 1, 4)),
            unit_price=Kroner(1000 + number),
            price_year=2021,
            moms=number % 2 == 0,
        )
        for number in range(costs)
    ]
    afdelinger = [
        Boligafdeling(
            id=f"afd-{number}", name=f"Ågården {number}", lejemaal=100 + number, m2=8000, share=Fraction(1, 19)
        )
        for number in range(19)
    ]
    stream = Stream(id="lbf", source="lbf", name="Landsbyggefonden", amount=Kroner("19 mio. kr."), approx=True)
    return Plan(
        name="FIKTIV: Sønderbakken",
        start=date(2022, 9, 1),
        end=date(2026, 8, 31),
        streams=[stream],
        costs=lines,
        afdelinger=afdelinger,
    )


@pytest.mark.parametrize("costs", [0, pytest.param(1, marks=deep), 60])
def test_five_years_many_lines_and_nineteen_boligafdelinger(costs: int, tmp_path: Path) -> None:
    plan = large_plan(costs)
    assert Plan.from_excel(book_of(plan, tmp_path)) == plan


def test_a_third_comes_back_as_a_third(tmp_path: Path) -> None:
    stream = Stream(id="a", source="kommune", name="A", amount=Kroner(5), max_share=Fraction(1, 3))
    plan = Plan(name="P", start=date(2022, 1, 1), end=date(2025, 12, 31), streams=[stream])
    book = book_of(plan, tmp_path)
    assert named(read_cells(book).formulas)["Kilder!N5"] == "=1/3"
    assert Plan.from_excel(book) == plan


def test_none_at_all_is_something_else_than_nothing_stated(tmp_path: Path) -> None:
    plan = build.published("amager-2022").model_copy(update={"policies": ()})
    book = book_of(plan, tmp_path)
    assert read_cells(book).at("Forudsætninger", 14, 3) == "ingen"
    assert Plan.from_excel(book).policies == ()


def test_a_plan_is_read_from_a_workbook_wherever_a_plan_is_asked_for(tmp_path: Path) -> None:
    plan = build.published("koege-2021")
    book = book_of(plan, tmp_path)
    assert Plan.from_file(book) == plan
    plan.to_file(tmp_path / "igen.xlsx")
    assert (tmp_path / "igen.xlsx").read_bytes() == book.read_bytes()


HEDGES = ("omkring", "knap", "godt", "over", "mindst", "op til", "18-20 mio. kr.")


@pytest.mark.parametrize("lang", LANGS)
def test_a_hedge_is_written_to_the_workbook_and_read_back(lang: Lang, tmp_path: Path) -> None:
    amager = build.published("amager-2022")
    stated = [{**dict(amager.streams[0]), "id": f"s{n}", "hedge": hedge} for n, hedge in enumerate(HEDGES)]
    plan = Plan.model_validate({**dict(amager), "streams": stated, "total_hedge": "knap"})
    plan = plan.model_copy(update={"note": "Rammen er fra avisen."})
    read = read_workbook(book_of(plan, tmp_path, lang=lang)).plan
    assert read == plan
    assert tuple(one.hedge for one in read.streams) == HEDGES


def test_a_name_that_is_too_long_for_a_formula_is_among_the_others(tmp_path: Path) -> None:
    line = CostLine(id="a", art="løn", indsatsomraade="Å" * 300, quantity={2022: Fraction(1)}, unit_price=Kroner(5))
    waiver = Waiver(rule="r" * 300, reason="Aftalt", by="Byrådet", date=date(2021, 12, 16))
    plan = build.published("amager-2022").model_copy(
        update={"costs": (line,), "kommune": "K" * 300, "waivers": (waiver,)}
    )
    book = book_of(plan, tmp_path)
    assert Plan.from_excel(book) == plan
    for formula in named(read_cells(book).formulas).values():
        assert len(formula) < 8_192
        assert max(map(len, formula.split('"')[1::2]), default=0) <= 255


def test_a_day_that_no_spreadsheet_can_count_comes_back(tmp_path: Path) -> None:
    waiver = Waiver(rule="local.share.min", reason="Før", by="Byrådet", date=date(1850, 1, 1))
    plan = Plan(name="P", start=date(1899, 12, 31), end=date(1900, 2, 28), waivers=[waiver])
    assert Plan.from_excel(book_of(plan, tmp_path)) == plan


@deep
def test_two_hundred_boligafdelinger_and_forty_years_are_within_what_a_formula_can_hold(tmp_path: Path) -> None:
    park = Plan.from_file(DATA / "eksempelparken-2022.toml")
    home = park.afdelinger[0]
    many = tuple(home.model_copy(update={"id": f"afd-{number}", "name": f"Afdeling {number}"}) for number in range(200))
    park.model_copy(update={"afdelinger": many}).to_excel(tmp_path / "many.xlsx")
    assert len(Plan.from_excel(tmp_path / "many.xlsx").afdelinger) == 200
    long = Plan.model_validate({**dict(park), "end": date(2061, 12, 31)})
    long.to_excel(tmp_path / "long.xlsx")
    assert Plan.from_excel(tmp_path / "long.xlsx").end == date(2061, 12, 31)


def test_names_that_differ_in_blanks_alone_come_back(tmp_path: Path) -> None:
    named = [build.stream("lbf", 1, id="a", name="å"), build.stream("lbf", 1, id="b", name=" å")]
    plan = build.plan(*named, costs=[build.line("løn", 2)])
    read = read_workbook(book_of(plan, tmp_path))
    assert (read.plan, read.own, read.notes) == (plan, (), ())
