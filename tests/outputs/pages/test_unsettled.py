"""Pages of plans that are not finished: open, refused, missing and too much money, and rules that were carried on."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

import build
from helhedsplan_finance import Boligafdeling, CostLine, Kroner, Plan, Waiver
from helhedsplan_finance.document.markdown import _text
from helhedsplan_finance.outputs.pages.page import READERS
from outputs.pages.page_reader import Reader, made

pytestmark = pytest.mark.daily


def of_ten_million(*streams: dict[str, Any], **stated: Any) -> Plan:
    """Return a plan of Eksempelby and 10 mio. kr. with these contributions."""
    return build.plan(*streams, **{"kommune": "Eksempelby", "total": "10 mio.", **stated})


LBF: dict[str, Any] = {"id": "lbf", "source": "lbf", "amount": Kroner("7 mio."), "status": "tilsagn"}
KOMMUNE: dict[str, Any] = {"id": "kommune", "source": "kommune", "amount": Kroner("1 mio.")}
HOUSING: dict[str, Any] = {"id": "hus", "source": "boligorganisation", "amount": Kroner("2 mio.")}


def read(plan: Plan, reader: str, **how: Any) -> Reader:
    page = plan.page(reader, **how) if how else made(plan, reader)
    return Reader(page.to_html())


def test_what_the_kommune_has_not_said_is_not_shown_as_nothing() -> None:
    page = read(of_ten_million(LBF, KOMMUNE, {"id": "timer", "source": "kommune", "kind": "in-kind"}), "council")
    assert "Kommunens bidrag er endnu ikke oplyst i kroner for alle poster." in page.words
    share, frame, others, missing = page.key_figures
    assert share.shown == "–"
    assert (frame.shown, others.shown, missing.shown) == ("10.000 t.kr.", "7.000 t.kr.", "2.000 t.kr.")
    own = page.table("Kommunens udgifter")
    assert [row[0].shown for row in own.rows][-1] == "Kommunen i alt, oplyst indtil nu"
    assert [cell.shown for cell in own.row("Medfinansiering i timer og lokaler (ikke kontant)")] == ["–"] * 5
    assert page.table("Hele planen").rows[-1][0].shown == "Ikke finansieret eller ikke oplyst"
    assert page.table("Hele planen").rows[-1][-1].shown == "2.000"
    assert page.table("Hvis en kilde falder bort").row("Som planen er nu")[-1].shown == "2.000"


def test_an_overslag_with_open_contributions_says_what_is_missing_everywhere_alike() -> None:
    page = read(of_ten_million({"id": "lbf", "source": "lbf"}, {"id": "k", "source": "kommune"}), "council")
    assert page.key_figures[-1].shown == "10.000 t.kr."
    assert page.table("Hele planen").rows[-1][-1].shown == "10.000"


def test_too_much_money_is_said_to_be_too_much() -> None:
    plan = of_ten_million(LBF, KOMMUNE, {**HOUSING, "amount": Kroner("4 mio.")})
    council = read(plan, "council")
    assert council.key_figures[-1].shown == "2.000 t.kr."
    assert "for meget" in council.words
    assert council.table("Hele planen").rows[-1][0].shown == "Ikke finansieret (− er for meget)"
    assert plan.plot.payers().get_title("left") == "Finansieringen er 2 mio. kr. for meget til rammen på 10 mio. kr."


def test_a_refusal_is_named_and_not_counted() -> None:
    plan = of_ten_million(LBF, KOMMUNE, HOUSING, {"id": "Fonden", "source": "ekstern", "status": "afslag"})
    for reader in READERS:
        assert "Afslag, som ikke er talt med: Fonden." in " ".join(read(plan, reader).words)
    assert plan.plot.financing().get_title("left") == "Landsbyggefonden giver 70 % af finansieringen på 10 mio. kr."


def test_residents_are_not_told_to_pay_what_the_plan_does_not_say() -> None:
    page = read(of_ten_million(LBF, KOMMUNE, HOUSING), "residents")
    told = " ".join(page.words)
    assert "Planen siger ikke, at boligafdelingerne selv betaler" in told
    assert "Boligerne skal betale" not in told
    assert [one.shown for one in page.key_figures] == ["2.000.000 kr."]
    assert "hvis boligerne betalte hele boligsidens bidrag" in page.words


@pytest.mark.parametrize("housing", [{}, {"amount": None}], ids=["none", "open"])
def test_residents_are_spared_what_is_to_be_written_into_the_plan(housing: dict[str, Any]) -> None:
    streams = [LBF, KOMMUNE, *([{**HOUSING, **housing}] if housing else [])]
    told = " ".join(read(of_ten_million(*streams), "residents").words)
    assert [sign for sign in ("source =", "amount", "helhedsplan finansiering", "lejemaal =") if sign in told] == []
    assert ("beløbet fra hus er ikke oplyst" in told) is bool(housing)
    assert ("intet bidrag fra boligorganisationer eller boligafdelinger" in told) is (not housing)


def test_what_others_give_for_a_krone_is_left_out_while_somebody_is_open() -> None:
    homes = (Boligafdeling(id="a", name="A", lejemaal=100),)
    own = {"id": "afd", "source": "boligafdeling", "amount": Kroner("1 mio.")}
    known = read(of_ten_million(LBF, own, afdelinger=homes), "residents")
    assert [one.shown for one in known.key_figures] == ["208,33 kr.", "1.000.000 kr.", "7,00 kr."]
    still_open = read(of_ten_million({"id": "lbf", "source": "lbf"}, own, afdelinger=homes), "residents")
    assert [one.shown for one in still_open.key_figures] == ["208,33 kr.", "1.000.000 kr."]


def test_those_who_are_not_in_are_named_and_have_no_row() -> None:
    homes = (
        Boligafdeling(id="a", name="A", lejemaal=100),
        Boligafdeling(id="b", name="B", lejemaal=100, participates=False),
    )
    own = {"id": "afd", "source": "boligafdeling", "amount": Kroner("1 mio.")}
    plan = of_ten_million(LBF, own, afdelinger=homes)
    page = read(plan, "residents")
    assert [row[0].shown for row in page.table("Hvad hver afdeling").rows] == ["A", "I snit / i alt"]
    assert "Ikke med: B." in " ".join(page.words)
    assert plan.plot.rent().get_title("left") == "208,33 kr. pr. lejemål om måneden"
    assert "Ikke med: B." in plan.plot.rent().get_xlabel()


def test_the_board_sees_every_binding_rule_that_fails_and_they_stand_first() -> None:
    lines = [
        CostLine(id=f"c{year}", art="løn", quantity={year: 1}, unit_price=Kroner("2 mio."))  # type: ignore[dict-item]
        for year in range(2022, 2028)
    ]
    plan = of_ten_million(
        {**LBF, "amount": Kroner("11 mio.")},
        {**KOMMUNE, "amount": Kroner("500 t.kr.")},
        end=date(2027, 12, 31),
        total=None,
        costs=tuple(lines),
    )
    binding = list(dict.fromkeys(one.title.show("da") for one in plan.check().failed if one.binds))
    table = read(plan, "board").table("Det skal I se på")
    assert len(binding) >= 3
    assert [row[0].shown for row in table.rows][: len(binding)] == binding
    assert [row[1].shown for row in table.rows][: len(binding)] == ["FEJL"] * len(binding)


def test_the_councils_alternatives_are_held_to_the_rules_that_were_asked_for() -> None:
    plan = of_ten_million(
        {**LBF, "amount": Kroner("8 mio.")},
        {**KOMMUNE, "amount": Kroner("2 mio.")},
        start=date(2028, 1, 1),
        end=date(2031, 12, 31),
    )
    told = read(plan, "council").table("Hvis en kilde").row("Som planen er nu")[0].shown
    # 8 of 10 mio. is 80 %, and 2 of 10 is 20 %: past the last known 75 and 25.
    assert told == "over den sidst kendte grænse, ikke verificeret: Landsbyggefondens andel; Lokal medfinansiering"
    carried = read(plan, "council", project_rules=True)
    broken = {one.title.show("da") for one in plan.check(project_rules=True).failed if one.binds}
    assert set(carried.table("Hvis en kilde").row("Som planen er nu")[0].shown.split("; ")) == broken != set()
    assert "regler pr. 1. januar 2028 (fremskrevet)" in " ".join(carried.words)


def test_a_limit_with_a_dispensation_is_not_said_to_be_kept() -> None:
    plan = of_ten_million({**LBF, "amount": Kroner("8 mio.")}, {**KOMMUNE, "amount": Kroner("2 mio.")})
    waivers = tuple(
        Waiver(rule=rule, reason="Aftalt", by="Landsbyggefonden", date=date(2022, 1, 1))
        for rule in ("lbf.share.max", "local.share.min", "kommune.share.max")
    )
    title = plan.model_copy(update={"waivers": waivers}).plot.chart("limits").titled("da")
    assert title == "3 af 3 er overskredet med dispensation"


def test_an_approximate_amount_says_so_wherever_it_stands() -> None:
    plan = of_ten_million({**LBF, "approx": True}, {**KOMMUNE, "amount": Kroner("3 mio.")})
    board, council, fund = (read(plan, reader) for reader in ("board", "council", "fund"))
    assert board.table("Finansiering").row("lbf")[-1].shown == "ca. 7.000"
    assert council.table("Hele planen").row("Landsbyggefonden")[-1].shown == "ca. −7.000"
    assert fund.table("Finansiering efter bidrag").row("lbf")[-1].shown == "ca. 7.000.000"
    assert fund.table("Finansiering efter bidrag").row("kommune")[-1].shown == "3.000.000"
    for page in (board, council, fund):
        assert "Ca.: kilden kalder beløbet omtrentligt." in " ".join(page.words)
    assert (
        "Landsbyggefonden" not in plan.plot.chart("payers").alt()
        or "ca. 7,00 mio. kr." in plan.plot.chart("payers").alt()
    )


def test_amounts_that_were_spread_over_the_years_say_so() -> None:
    told = "Beløb, der kun er oplyst samlet, er fordelt på årene."
    spread = of_ten_million(LBF, KOMMUNE)
    stated = of_ten_million({**LBF, "amount": None, "amounts": {2022: Kroner("7 mio.")}})
    for reader in ("council", "fund"):
        assert told in " ".join(read(spread, reader).words)
        assert told not in " ".join(read(stated, reader).words)


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("71.3%", "71.3%"),
        ("1. etape", r"1\. etape"),
        ("1) x", r"1\) x"),
        ("- x", r"\- x"),
        ("−1,7", "−1,7"),
        ("14,5 %", "14,5 %"),
    ],
)
def test_a_figure_is_a_figure_and_no_list_in_markdown(words: str, written: str) -> None:
    assert _text(words) == written


def test_the_english_council_text_has_its_shares() -> None:
    assert "**10.0%**" in of_ten_million(LBF, KOMMUNE, HOUSING).page("council", lang="en").to_markdown()
    assert "**DKK 10,000 thousand**" in of_ten_million(LBF, KOMMUNE, HOUSING).page("council", lang="en").to_markdown()


def test_what_nobody_can_settle_is_not_said_to_hold() -> None:
    plan = of_ten_million({**LBF, "amount": Kroner("5 mio.")}, {"id": "l2", "source": "lbf"}, KOMMUNE, HOUSING)
    chart = plan.plot.chart("limits")
    assert chart.titled("da") == "De 2 grænser, der kan afgøres, er overholdt"
    assert "Kan ikke afgøres: " in plan.plot.limits().get_xlabel()
    assert "Landsbyggefondens andel" in plan.plot.limits().get_xlabel()


def test_a_title_counts_every_kind_of_breach() -> None:
    plan = of_ten_million({**LBF, "amount": Kroner("8 mio.")}, {**KOMMUNE, "amount": Kroner("2 mio.")})
    waiver = Waiver(rule="lbf.share.max", reason="Aftalt", by="Landsbyggefonden", date=date(2022, 1, 1))
    title = plan.model_copy(update={"waivers": (waiver,)}).plot.chart("limits").titled("da")
    assert title == (
        "1 af 3 grænser er overskredet; 1 af 3 er overskredet med dispensation; 1 af 3 afviger fra sædvanlig praksis"
    )


def test_a_year_that_lacks_what_another_has_too_much_of_has_one_cure() -> None:
    lines = [CostLine(id="c", art="løn", quantity={2022: 1, 2023: 1}, unit_price=Kroner("2 mio."))]  # type: ignore[dict-item]
    money = {**LBF, "amount": None, "amounts": {2022: Kroner("1 mio."), 2023: Kroner("3 mio.")}}
    table = read(of_ten_million(money, total=None, costs=tuple(lines)), "board").table("Det skal I se på")
    told = next(row[2].shown for row in table.rows if row[0].shown.startswith("Finansiering = udgifter år for år"))
    assert told == "fremryk 1 mio. kr. fra 2023 til 2022"  # by hand: 1 of 2 mio. kr. in 2022, 3 of 2 in 2023


def test_residents_are_not_told_what_the_plan_does_not_say() -> None:
    lines = [
        CostLine(
            id=f"c{number}",
            activity=f"Aktivitet {number}",
            indsatsomraade=f"Område {number}" if number else None,
            art="aktiviteter",
            quantity={2022: 1},  # type: ignore[dict-item]
            unit_price=Kroner(10_000 * (10 - number)),
        )
        for number in range(9)
    ]
    told = read(
        of_ten_million({**LBF, "approx": True, "status": "søgt"}, total=None, costs=tuple(lines)), "residents"
    ).words
    assert "Øvrige områder: 2 (50.000 kr.)" in told
    assert "Fælles udgifter (100.000 kr.)" in told
    assert "lbf: ca. 7,0 mio. kr." in told


def test_hours_of_the_housing_side_cost_the_homes_no_money() -> None:
    told = " ".join(read(of_ten_million(LBF, {**HOUSING, "kind": "in-kind"}), "residents").words)
    assert "Planen tager ingen penge fra boligerne" in told


def test_a_period_too_long_for_columns_says_so() -> None:
    plan = of_ten_million(LBF, KOMMUNE, end=date(2028, 12, 31))
    for reader in ("board", "council", "fund"):
        assert "Perioden har 7 år" in " ".join(read(plan, reader).words)


def test_markdown_has_no_empty_marks_and_keeps_who_pays() -> None:
    text = (
        of_ten_million(LBF, {"id": "afd", "source": "boligafdeling", "amount": Kroner("1 mio.")}, lejemaal=500)
        .page("residents")
        .to_markdown()
    )
    assert "\n**\n" not in text
    assert "## Hvem betaler\n\nFIKTIV. " in text
    assert "Boligafdelinger: 1,00 mio. kr. (10,0 %)" in text


def test_a_waterfall_does_not_count_what_is_not_stated() -> None:
    nothing = of_ten_million({"id": "k", "source": "kommune"}, total=None)
    stated = of_ten_million(LBF)
    assert "Beløb, der ikke er oplyst, er ikke talt med." in nothing.plot.waterfall(stated, of="art").get_xlabel()
    assert "Ikke fordelt på linjer" in [text.get_text() for text in nothing.plot.waterfall(stated, of="art").texts]
    assert nothing.plot.alternatives(stated).get_title("left") == "1 af 2 planer mangler penge"


def test_nearly_all_is_not_said_to_be_all() -> None:
    plan = of_ten_million({**LBF, "amount": Kroner("9.960.000")}, {**KOMMUNE, "amount": Kroner(1)})
    assert plan.plot.payers().get_title("left").startswith("Landsbyggefonden giver 99,6 % af rammen på 10 mio. kr.;")
    small = read(of_ten_million({**KOMMUNE, "amount": Kroner("45.000"), "kind": "in-kind"}), "council")
    assert (
        "Kommunens andel er 45.000 kr. over hele perioden, alt sammen i timer og lokaler (ikke kontant)." in small.words
    )


def test_approximate_amounts_that_could_turn_a_rule_are_named() -> None:
    plan = of_ten_million(
        {**LBF, "amount": Kroner("7,5 mio."), "approx": True}, {**HOUSING, "amount": Kroner("2,5 mio.")}
    )
    turns = [
        one.title.show("da")
        for one in plan.check().findings
        if one.rounding == "could turn" and one.severity == "error"
    ]
    assert turns
    assert f"Omtrentlige beløb kan ændre udfaldet: {', '.join(turns)}." in " ".join(read(plan, "board").words)
    assert "Omtrentlige beløb kan ændre udfaldet: " in plan.plot.limits().get_xlabel()


def test_many_rules_of_ones_own_leave_a_page_of_one_sheet(tmp_path: Path) -> None:
    pytest.importorskip("typst")
    rules = "".join(
        f"""
[[rule]]
id = "egen.r{number}"
title = {{ da = "Egen regel {number} om andelen fra kommunen og de øvrige lokale parter i planen", en = "x" }}
sentence = {{ da = "Kommunen er {{limit}}.", en = "It is {{limit}}." }}
measure = "kommune"
relation = "at most"
of = "total"
severity = "error"
[[rule.value]]
rate = "{number + 1}/1000"
from = 2020-07-01
until = "open"
source = "b"
confidence = "A"
verified = 2026-11-22
"""
        for number in range(25)
    )
    policy = tmp_path / "egne.toml"
    policy.write_text(f'[source.b]\ntitle = "B"\npublished = 2020-06-17\nwhere = "B"\n{rules}', encoding="utf-8")
    plan = of_ten_million(LBF, {**KOMMUNE, "amount": Kroner("3 mio.")})
    for reader in READERS:
        assert plan.page(reader, policies=[policy]).to_pdf().startswith(b"%PDF")
    table = read(plan, "board", policies=[policy]).table("Det skal I se på")
    assert table.rows[-1][0].shown.startswith("Flere, også bindende (")


def test_what_rounds_to_nothing_for_the_byraad_is_under_1_and_never_0() -> None:
    """By hand: four years of 50.000 kr. are 50 each and 200 in all; 400 kr. that are missing are under 1."""
    given = {str(year): 50_000 for year in (2022, 2023, 2024, 2025)}
    plan = of_ten_million({**LBF, "amount": Kroner(9_799_600)}, build.stream("kommune", amounts=given))
    page = read(plan, "council")
    own = page.table("Kommunens udgifter, 1.000 kr.")
    assert [cell.shown for cell in own.rows[-1]][-5:] == ["50", "50", "50", "50", "200"]
    missing = page.key_figures[-1]
    assert (missing.shown, missing.exact) == ("under 1 t.kr.", "40000")
    assert "Beløb, der afrundes til nul, er vist som under 1." in " ".join(page.words)


def test_a_difference_of_40000_is_40_on_the_page_of_the_byraad() -> None:
    plan = of_ten_million({**LBF, "amount": Kroner(9_960_000)})
    assert read(plan, "council").key_figures[-1].shown == "40 t.kr."
