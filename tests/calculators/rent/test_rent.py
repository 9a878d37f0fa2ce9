"""The rent effect: what it is to each home, what it rests on, and what is refused with what to do about it."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any, cast

import pytest

import build
from asking import notes_of
from helhedsplan_finance import AmountError, CalculationError, InputError, Kroner, Plan, PlanError
from helhedsplan_finance.calculators.rent.sharing_key import key_of
from said import said

pytestmark = pytest.mark.daily


def homes(*changes: dict[str, Any]) -> tuple[Any, ...]:
    """Return the boligafdelinger of Eksempelparken with something changed in the first ones."""
    afdelinger = list(build.park().afdelinger)
    for place, update in enumerate(changes):
        afdelinger[place] = afdelinger[place].model_copy(update=update)
    return tuple(afdelinger)


def rent_notes(plan: Plan, **options: Any) -> list[str]:
    return notes_of(plan.rent(**options))


def test_amager_is_22_67_kroner_per_dwelling_and_month() -> None:
    effect = build.published("amager-2022").rent()
    assert effect.average_kr_per_lejemaal_month == Fraction(4_500_000, 4_135 * 48)
    assert effect.to_dict()["average_kr_per_lejemaal_month"] == "22.67"
    assert effect.to_dict()["afdelinger"] == []
    assert any("som om" in note or "hele boligsidens" in note for note in rent_notes(build.published("amager-2022")))


def test_the_effects_of_one_boligafdeling_worked_by_hand() -> None:
    # 150.000 · 420/880 = 71.590,91 kr. a year; over 420 · 12 months 14,2046…; over 33.600 m² 2,1307…; of 905 kr.
    # 0,2354 %.
    first = build.park().rent().afdelinger[0]
    assert first.by_year[2022] == Kroner("71.590,91")
    assert first.kr_per_lejemaal_month(2022) == Fraction(7_159_091, 100 * 420 * 12)
    assert first.kr_per_m2_year(2022) == Fraction(7_159_091, 100 * 33_600)
    assert first.share_of_rent(2022) == Fraction(7_159_091, 100 * 33_600) / 905
    data = build.park().rent().to_dict()["afdelinger"][0]
    assert data["by_year"]["2022"] == 7_159_091
    assert (data["kr_per_lejemaal_month"]["2022"], data["kr_per_m2_year"]["2022"]) == ("14.20", "2.13")
    assert data["percent_of_rent"]["2022"] == "0.24"


def test_a_year_that_is_half_in_the_plan_counts_as_half_a_year_of_rent() -> None:
    # Køge: 4,5 mio. over 48 months from September: 375.000 kr. in the four months of 2021, on 1.000 dwellings of
    # 60.000 m².
    plan = build.published("koege-2021", lejemaal=1000)
    assert plan.rent().by_year[2021] == Kroner(375_000)
    home = {"id": "a", "name": "A", "lejemaal": 1000, "m2": 60_000, "rent_m2": 900}
    (only,) = Plan.model_validate({**dict(plan), "afdelinger": [home]}).rent().afdelinger
    assert only.kr_per_lejemaal_month(2021) == Fraction(375_000, 4_000)
    assert only.kr_per_m2_year(2021) == Fraction(375_000, 60_000) * 3
    assert only.kr_per_m2_year(2021) == only.kr_per_m2_year(2022)


def test_the_boligafdelingers_own_money_is_shared_and_the_rest_is_named() -> None:
    assert build.park().rent().total == Kroner(600_000)
    notes = rent_notes(build.park())
    assert "Betales ikke over huslejen: Boligselskabet Eksempel, dispositionsfond." in notes
    assert "Timer og lokaler er ikke med: Boligselskabet Eksempel, lokaler." in notes
    assert any("ikke verificeret" in note for note in notes)


def test_a_refused_contribution_is_not_paid() -> None:
    streams = tuple(
        one.model_copy(update={"status": "afslag"}) if one.id == "afdelinger" else one for one in build.park().streams
    )
    assert build.park(streams=streams).rent().total == Kroner(470_000)  # what is left is the dispositionsfond


def test_the_plans_own_cover_is_taken_off_and_another_takes_its_place() -> None:
    cover = {"id": "d", "name": "Dispositionsfond", "amounts": {2022: 50_000, 2024: 10_000}}
    plan = Plan.model_validate({**dict(build.park()), "covers": [cover]})
    assert [amount.kroner for amount in plan.rent().by_year.values()] == [100_000, 150_000, 140_000, 150_000]
    assert plan.rent(covered="0 kr.").total == Kroner(600_000)
    assert plan.rent(covered={2023: Kroner(1)}).by_year[2023] == Kroner(149_999)


def test_what_if_a_neighbour_opts_out() -> None:
    effect = build.park().rent()
    without = effect.without("afd-2")
    assert without.total == effect.total
    # 150.000 kr. over 420 + 150 dwellings and 12 months.
    assert without.average_kr_per_lejemaal_month == Fraction(150_000, 570 * 12)
    assert without.to_dict()["without"] == ["afd-2"]
    assert without.without("afd-3").afdelinger[0].by_year[2022] == Kroner(150_000)


def test_a_key_of_their_own_goes_on_in_proportion_when_one_opts_out() -> None:
    shares = homes({"share": Fraction(1, 2)}, {"share": Fraction(3, 10)}, {"share": Fraction(1, 5)})
    effect = build.park(afdelinger=shares).rent(key="own")
    assert [one.by_year[2022].kroner for one in effect.afdelinger] == [75_000, 45_000, 30_000]
    # 50 and 20 of 70: 150.000 · 5/7 = 107.142,857…
    assert effect.without("afd-2").afdelinger[0].by_year[2022] == Kroner("107.142,86")


def test_the_frame_has_a_row_for_each_boligafdeling_and_year() -> None:
    frame = build.park().rent().to_frame()
    assert len(frame) == 12
    assert frame["ore"].dtype == "Int64"
    assert frame.groupby("year")["ore"].sum().tolist() == [15_000_000] * 4


def test_the_effects_in_the_frame_are_numbers_with_the_exact_text_beside_them() -> None:
    # 100 kr. a year by area: 1 and 9 of 10, so 10 kr. and 90 kr. for one dwelling each, over 12 months.
    homes = [{"id": "a", "name": "A", "lejemaal": 1, "m2": 1}, {"id": "b", "name": "B", "lejemaal": 1, "m2": 9}]
    plan = build.plan(build.stream("boligafdeling", amounts={"2022": 100}), end="2022-12-31", boligafdeling=homes)
    month = plan.rent(key="m2").to_frame()["kr_per_lejemaal_month"]
    frame = plan.rent(key="m2").to_frame().set_index("id")

    assert month.max() == 7.5  # as text, "0.83" and "7.50" would sort by their signs
    assert [float(Fraction(5, 6)), 7.5] == month.tolist()
    assert frame["kr_per_lejemaal_month_exact"].tolist() == ["5/6", "15/2"]
    assert frame["kr_per_m2_year"].tolist() == [10.0, 10.0]
    assert frame["percent_of_rent"].isna().all()  # no rent is stated
    assert frame["percent_of_rent_exact"].isna().all()


def test_the_plans_own_key_is_used_unless_another_is_asked_for() -> None:
    plan = Plan.model_validate({**dict(build.park()), "key": {"lejemaal": "60 %", "m2": "40 %"}})
    assert plan.rent().key == {"lejemaal": Fraction(3, 5), "m2": Fraction(2, 5)}
    assert plan.rent(key="m2").key == {"m2": Fraction(1)}
    assert plan.rent(key="m2").afdelinger == build.park().rent(key="m2").afdelinger


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("lejemål", {"lejemaal": Fraction(1)}),
        ("m²", {"m2": Fraction(1)}),
        ("lejemaal=12,5 %, m2=87,5 %", {"lejemaal": Fraction(1, 8), "m2": Fraction(7, 8)}),
        ("lejemaal=60 %;m2=40 %", {"lejemaal": Fraction(3, 5), "m2": Fraction(2, 5)}),
        ({"lejemaal": "60 %", "m2": "40 %"}, {"lejemaal": Fraction(3, 5), "m2": Fraction(2, 5)}),
        ({"equal": Fraction(1, 3), "own": Fraction(2, 3)}, {"equal": Fraction(1, 3), "own": Fraction(2, 3)}),
    ],
)
def test_a_key_is_read_as_people_write_it(stated: Any, expected: dict[str, Fraction]) -> None:
    assert key_of(build.park(), stated) == expected


def test_a_cover_may_be_whole_kroner_and_one_id_needs_no_list() -> None:
    assert build.park().rent(covered=100_000).total == Kroner(500_000)
    assert build.park().rent(without="afd-2").out == ("afd-2",)


def test_those_who_are_out_may_keep_their_share_of_the_key() -> None:
    half, third, fifth = {"share": Fraction(1, 2)}, {"share": Fraction(3, 10)}, {"share": Fraction(1, 5)}
    out = build.park(afdelinger=homes(half, {**third, "participates": False}, fifth)).rent(key="own")
    asked = build.park(afdelinger=homes(half, third, fifth)).rent(key="own", without="afd-2")
    assert [one.by_year for one in out.afdelinger] == [one.by_year for one in asked.afdelinger]


def test_the_answer_reads_as_text() -> None:
    shown = said(build.park().rent())
    assert "Boligafdeling Lejemål kr. Kr./lejemål/md. Kr./m²/år Af husleje" in shown
    assert "Eksempelparken I 420 286.363,64 14,20 2,13 0,24 %" in shown
    assert '<data value="28636364">286.363,64</data>' in build.park().rent().to_html()
    assert "Gennemsnit: 14,20 kr. pr. lejemål og måned." in shown
    assert "Average: DKK 14.20 per dwelling and month." in said(build.park().rent(), "en")


def test_a_list_that_is_not_all_of_them_says_so() -> None:
    assert (
        "Listen har 730 lejemål, men planen oplyser 880 i alt: der er delt mellem dem på listen alene."
        in rent_notes(build.park(afdelinger=build.park().afdelinger[:2]))
    )


def test_without_a_number_of_dwellings_there_is_no_average() -> None:
    effect = build.published("amager-2022", lejemaal=None).rent()
    assert effect.average_kr_per_lejemaal_month is None
    assert effect.to_dict()["average_kr_per_lejemaal_month"] is None
    assert "lejemaal" in effect.notes[-1].show("en")


REFUSED: list[tuple[Callable[[], Any], str]] = [
    (
        lambda: build.park(afdelinger=homes({"lejemaal": 0})).rent(),
        (
            "boligafdeling 1 'afd-1' › lejemaal: boligafdelingen har 0 lejemål, så ingen kan betale; "
            "skriv antallet, eller lad den ikke være med"
        ),
    ),
    (
        lambda: build.published("amager-2022", lejemaal=0).rent(),
        "lejemaal: antallet af lejemål er 0; skriv det rigtige antal, eller fjern linjen",
    ),
    (
        lambda: build.park(afdelinger=homes({"m2": None}, {"m2": 0})).rent(key="m2"),
        (
            "boligafdeling 1 'afd-1' › m2: arealet mangler eller er 0, og der deles efter m²; skriv arealet, "
            "eller vælg en "
            "anden nøgle\nboligafdeling 2 'afd-2' › m2: arealet mangler eller er 0, og der deles efter m²; skriv "
            "arealet, "
            "eller vælg en anden nøgle"
        ),
    ),
    (
        lambda: build.park(
            afdelinger=homes({"share": Fraction(1, 2)}, {"share": Fraction(3, 10)}, {"share": Fraction(1, 10)})
        ).rent(key="own"),
        "boligafdeling › share: boligafdelingernes andele giver 90,0 %; de skal give 100 %: der mangler 10,0 %",
    ),
    (
        lambda: build.park(
            afdelinger=homes({"share": Fraction(1, 2)}, {"share": Fraction(1, 2)}, {"share": Fraction(1, 8)})
        ).rent(key="own"),
        "boligafdeling › share: boligafdelingernes andele giver 112,5 %; de skal give 100 %: der er 12,5 % for meget",
    ),
    (
        lambda: build.park().rent(key="own"),
        (
            "boligafdeling 1 'afd-1' › share: andelen mangler, og der deles efter egen nøgle; skriv dens "
            "andel i procent, eller "
            "vælg en anden nøgle"
        ),
    ),
    (
        lambda: build.park().rent(key="lejemaal=60 %, m2=30 %"),
        "nøglens andele giver 90,0 %; de skal give 100 %: ret dem",
    ),
    (
        lambda: build.park().rent(key="lejemaalene"),
        (
            "ukendt nøgle 'lejemaalene'; mente du 'lejemål'? (mulige: lejemål, m2, lige, egen; eller en blanding: "
            "lejemål=60 %, m2=40 %)"
        ),
    ),
    (lambda: build.park().rent(key="m2=50 %,m2=50 %"), "nøglen 'm2' står to gange; læg andelene sammen"),
    (
        lambda: build.park().rent().without("afd-9"),
        "ingen boligafdeling har id 'afd-9'; planens er afd-1, afd-2, afd-3",
    ),
    (
        lambda: build.published("amager-2022").rent(without=["afd-1"]),
        (
            "planen har ingen liste over boligafdelinger, så 'afd-1' kan ikke melde sig ud; tilføj boligafdelingerne "
            "i planen"
        ),
    ),
    (
        lambda: build.park().rent(without=["afd-1", "afd-2", "afd-3"]),
        (
            "i 2022 er der ingen tilbage til at betale 150.000 kr.; lad mindst én boligafdeling være med, eller "
            "dæk beløbet "
            "på anden vis"
        ),
    ),
    (
        lambda: build.park(afdelinger=homes({"fixed": {2023: Kroner(200_000)}})).rent(),
        "i 2023 giver de faste beløb 200.000 kr., men der skal kun betales 150.000 kr.; sænk de faste beløb",
    ),
    (
        lambda: build.park().rent(covered="700.000 kr."),
        (
            "dækningen på 700.000 kr. er ikke en del af boligafdelingernes bidrag på 600.000 kr.; skriv et beløb "
            "derimellem "
            "og nul, eller en andel i procent"
        ),
    ),
    (lambda: build.park().rent(covered={2030: 1_000}), "dækningen har et beløb for 2030, som er uden for planens år"),
    (lambda: build.park().rent(covered={2022: Kroner(-100_000)}), "-100.000 kr."),
    (lambda: build.park().rent(covered=cast("Any", {2022: 0.5})), "'0.5' er ikke et beløb"),
    (lambda: build.park().rent(covered=cast("Any", 2.0)), "'2.0' er ikke et beløb"),
    (lambda: build.park().rent(key=cast("Any", {"lejemaal": 0.6, "m2": 0.4})), "'0.6' er ikke en andel"),
    (lambda: build.park().rent(key=cast("Any", {"lejemaal": float("nan")})), "'nan' er ikke en andel"),
    (lambda: build.park().rent(key=cast("Any", {"lejemaal": None})), "'null' er ikke en andel"),
    (
        lambda: build.park().rent(covered={2022: Kroner(150_001)}),
        "i 2022 dækkes 150.001 kr., men boligafdelingernes bidrag er kun 150.000 kr.; sænk dækningen",
    ),
    (
        lambda: build.published("aabenraa-2017").rent(),
        "beløbet er ikke oplyst for Boligorganisationerne; skriv det, eller find det med: helhedsplan finansiering",
    ),
    (
        lambda: build.published("amager-2022", streams=()).rent(),
        (
            "hverken boligorganisationer eller boligafdelinger giver penge i planen, så der er intet at dele; "
            "tilføj et "
            "bidrag fra boligafdelingerne"
        ),
    ),
]


@pytest.mark.parametrize(("ask", "said"), REFUSED, ids=range(len(REFUSED)))
def test_what_cannot_be_shared_is_refused_with_what_to_do(ask: Callable[[], Any], said: str) -> None:
    with pytest.raises(InputError) as refused:
        ask()
    assert str(refused.value).startswith(said)
    assert isinstance(refused.value, (PlanError, CalculationError, AmountError))


def stated(**home: Any) -> Plan:
    return Plan.model_validate(
        {
            "name": "P",
            "start": date(2022, 2, 15),
            "end": date(2023, 12, 31),
            "boligafdeling": [{"id": "a", "name": "A", **home}],
        }
    )


@pytest.mark.parametrize(
    ("home", "said"),
    [
        (
            {"m2": -5},
            "boligafdeling 1 'a' › m2: -5 er for lille; skriv et tal på nul eller mere",
        ),
        (
            {"start": "2022-06-15"},
            (
                "boligafdeling 1 'a' › start: 15. juni 2022 er ikke den første i en måned; huslejen betales for hele "
                "måneder, så skriv den første"
            ),
        ),
        (
            {"end": "2023-06-15"},
            (
                "boligafdeling 1 'a' › end: 15. juni 2023 er ikke den sidste i en måned; huslejen betales for "
                "hele måneder, "
                "så skriv den sidste"
            ),
        ),
        (
            {"start": "2021-06-01"},
            (
                "boligafdeling 1 'a' › start: 1. juni 2021 ligger uden for planens periode (15. februar 2022 – "
                "31. december "
                "2023); skriv en dag i perioden, eller lad feltet være tomt"
            ),
        ),
        (
            {"start": "2023-06-01", "end": "2022-12-31"},
            (
                "boligafdeling 1 'a' › end: boligafdelingen går ud 31. december 2022, før den kommer med 1. juni "
                "2023; byt "
                "datoerne"
            ),
        ),
        (
            {"fixed": {2024: 5}},
            (
                "boligafdeling 1 'a' › fixed › 2024: 2024 ligger uden for planens periode; skriv et år fra 2022 "
                "til 2023, "
                "eller ret planens første eller sidste dag"
            ),
        ),
    ],
)
def test_a_boligafdeling_that_no_plan_can_hold_is_refused_when_it_is_read(home: dict[str, Any], said: str) -> None:
    with pytest.raises(PlanError) as refused:
        stated(**home)
    assert str(refused.value) == said


def test_the_plans_own_first_day_may_be_any_day() -> None:
    assert stated(start=date(2022, 2, 15)).afdelinger[0].start == date(2022, 2, 15)


def test_a_key_in_the_plan_must_come_to_the_whole() -> None:
    with pytest.raises(PlanError, match="nøglens andele giver 90,0 %"):
        Plan.model_validate({**dict(build.park()), "key": {"lejemaal": "60 %", "m2": "30 %"}})


def test_a_part_of_the_key_that_is_nothing_needs_no_figures() -> None:
    park = build.park(afdelinger=homes({"lejemaal": None}, {"lejemaal": None}, {"lejemaal": None}))
    assert dict(park.rent(key="lejemaal=0 %, m2=100 %").key) == {"m2": 1}


def test_a_month_that_the_plan_begins_in_the_middle_of_counts_as_much_as_it_does_for_the_plan() -> None:
    # From 30 November to 31 December is a month and two days of 31, so November counts 2/31 of a month, as it does for
    # the plan: who is out after November pays 2 of the 35 parts that the two are there for, and the other 33.
    homes_ = [
        {"id": "a", "name": "A", "lejemaal": 100},
        {"id": "b", "name": "B", "lejemaal": 100, "end": "2022-11-30"},
    ]
    stream = {"id": "s", "source": "boligafdeling", "name": "S", "amounts": {"2022": 35_000}}
    plan = Plan.model_validate(
        {"name": "P", "start": "2022-11-30", "end": "2023-12-31", "boligafdeling": homes_, "stream": [stream]}
    )
    paid = {one.afdeling.id: one.by_year[2022] for one in plan.rent().afdelinger}
    assert paid == {"a": Kroner(33_000), "b": Kroner(2_000)}
    (a, b) = plan.rent().afdelinger
    assert (a.months[2022], b.months[2022]) == (Fraction(33, 31), Fraction(2, 31))
    assert (b.kr_per_lejemaal_month(2030), b.by_year.get(2030)) == (None, None)
