"""A policy of one's own: what it may hold, how it takes the place of others, and how its faults are told."""

import os
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

import build
from asking import finding, findings, refusal
from helhedsplan_finance import Finding, Plan, PlanFileError, PolicyError, read_policy
from helhedsplan_finance.rules.record_fields import Record
from places import DATA, POLICY

pytestmark = pytest.mark.daily

GOOD = """
[source.egen]
title = "Eget papir"
published = 2020-01-01
where = "arkivet"

[[rule]]
id = "x"
title = { da = "X", en = "X" }
sentence = { da = "X er {limit}.", en = "X is {limit}." }
measure = "lbf"
relation = "at most"
of = "total"
severity = "error"

[[rule.value]]
rate = "75 %"
from = 2019-01-01
until = "open"
source = "egen"
confidence = "A"
verified = 2026-11-22
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "egen.toml"
    path.write_text(text, encoding="utf-8")
    return path


def faults(tmp_path: Path, text: str) -> list[str]:
    """Return the faults of a policy, each without the name of the file that it begins with."""
    lines = refusal(read_policy, written(tmp_path, text), error=PolicyError).splitlines()
    start = f"{tmp_path / 'egen.toml'}: "
    assert all(line.startswith(start) for line in lines)
    return [line.removeprefix(start) for line in lines]


def own(plan: Plan, rule: str) -> Finding:
    """Return what is found of a rule under the policy of these tests."""
    return finding(plan, rule, policies=[POLICY])


def test_the_good_policy_is_good(tmp_path: Path) -> None:
    (rule,) = read_policy(written(tmp_path, GOOD)).rules
    assert (rule.id, rule.values[0].bound) == ("x", Fraction(3, 4))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('measure = "lbf"', 'mesure = "lbf"', "rule 1 'x': ukendt nøgle 'mesure'; mente du 'measure'?"),
        (
            'measure = "lbf"',
            'measure = "lfb"',
            "rule 1 'x' › measure: størrelsen 'lfb' kendes ikke; de kendte er total",
        ),
        ('of = "total"', 'of = "totl"', "rule 1 'x' › of: størrelsen 'totl' kendes ikke"),
        ('"at most"', '"under"', "rule 1 'x' › relation: 'under' er ikke en gyldig værdi; skriv en af: at most"),
        ('of = "total"', "", "rule 1 'x': en rate er en andel af noget: skriv 'of' sammen med 'rate'"),
        ('of = "total"', 'of = "months"', "rule 1 'x' › of: 'lbf' og 'months' har ikke samme enhed"),
        (
            'source = "egen"',
            'source = "ingen"',
            "value 1 › source: kilden 'ingen' kendes ikke; beskriv den i filen som",
        ),
        ('source = "egen"', "", "value 1: nøglen 'source' mangler; skriv for eksempel source = \"egen-politik\""),
        (
            '"75 %"',
            "0.75",
            (
                "value 1 › rate: '0.75' er ikke en andel; skriv den som tekst med procenttegn, eller som en brøk med "
                "skråstreg"
            ),
        ),
        ('"75 %"', '"0,75"', "value 1 › rate: '0,75' er ikke en andel"),
        ('"open"', "2018-01-01", "value 1: 'until' (1. januar 2018) ligger før 'from' (1. januar 2019); ret en af dem"),
        ('until = "open"', "", "value 1: nøglen 'until' mangler; skriv for eksempel until = \"open\""),
        (
            '"open"',
            '"2026-02-30"',
            "value 1 › until: datoen 2026-02-30 findes ikke: februar 2026 har 28 dage; ret dagen",
        ),
        ('rate = "75 %"', 'rate = "75 %"\ncount = 3', "value 1: en værdi kræver én ting; skriv én af 'rate', 'amount'"),
        ('title = { da = "X", en = "X" }', 'title = "X"', "title: 'X' er ikke tekst på to sprog; skriv { da ="),
        ('where = "arkivet"', "", "source › egen: nøglen 'where' mangler"),
        ('where = "arkivet"', 'where = "a"\nlink = "file:///x"', "source › egen › link: 'file:///x' er ikke et link"),
        ('severity = "error"', 'severity = "fejl"', "rule 1 'x' › severity: 'fejl' er ikke en gyldig værdi"),
        (
            'severity = "error"',
            'severity = "error"\nclock = "year"',
            "rule 1 'x': 'clock = \"year\"' kræver 'per = \"year\"'",
        ),
        (
            'severity = "error"',
            'severity = "error"\napplies = { has = "pulje" }',
            "applies › has: 'pulje' er ikke noget, en plan kan have; skriv en af: lbf, kommune",
        ),
        (
            "[[rule]]",
            '[measure.timer]\ntitle = { da = "t", en = "t" }\nwhere = { source = "komune" }\n\n[[rule]]',
            "measure › timer › where › source: 'komune' er ikke en gyldig værdi; skriv en af: lbf, kommune",
        ),
        (
            "[[rule]]",
            '[measure.timer]\ntitle = { da = "t", en = "t" }\nwhere = { kilde = "kommune" }\n\n[[rule]]',
            "measure › timer › where › kilde: 'kilde' er ikke en gyldig værdi; mente du 'source'? (mulige: side, id",
        ),
        (
            "[[rule]]",
            '[measure.timer]\ntitle = { da = "t", en = "t" }\n\n[[rule]]',
            "measure › timer: en størrelse har enten 'where'",
        ),
        (
            "[[rule]]",
            '[measure.lbf]\ntitle = { da = "t", en = "t" }\nfact = "months"\n\n[[rule]]',
            "measure › lbf: størrelsen 'lbf' findes allerede i biblioteket; giv den et andet navn",
        ),
    ],
)
def test_a_fault_says_where_what_and_what_instead(old: str, new: str, expected: str, tmp_path: Path) -> None:
    (told,) = faults(tmp_path, GOOD.replace(old, new, 1))
    assert expected in told


def test_every_fault_is_listed(tmp_path: Path) -> None:
    lines = faults(tmp_path, GOOD.replace('"lbf"', '"lfb"').replace('"egen"', '"ingen"'))
    assert [line.partition(": ")[0] for line in lines] == ["rule 1 'x' › measure", "rule 1 'x' › value 1 › source"]


def test_two_values_at_once_are_named_both(tmp_path: Path) -> None:
    value = GOOD[GOOD.index("[[rule.value]]") :].replace("2019-01-01", "2020-01-01")
    (told,) = faults(tmp_path, GOOD + value)
    assert (
        told
        == "rule 1 'x': værdierne fra 1. januar 2019 og fra 1. januar 2020 gælder samtidig; ret 'from' eller 'until'"
    )


def test_a_rule_that_stands_twice_is_refused(tmp_path: Path) -> None:
    (told,) = faults(tmp_path, GOOD + GOOD[GOOD.index("[[rule]]") :])
    assert told == "rule 2 'x': reglen 'x' står to gange; behold den ene"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "filen er tom; et regelsæt har mindst én [[rule]]"),
        ("[[rule]\n", "linje 1"),
        ("a = 2026-02-30", "linje 1: datoen 2026-02-30 findes ikke"),
        ("x = " + "[" * 33, "filen er indlejret for dybt til at kunne bruges"),
    ],
)
def test_what_is_no_policy_is_refused_with_its_file(text: str, expected: str, tmp_path: Path) -> None:
    with pytest.raises(PlanFileError) as caught:
        read_policy(written(tmp_path, text))
    assert str(tmp_path / "egen.toml") in str(caught.value)
    assert expected in str(caught.value)


def test_a_policy_is_bounded_in_size_and_kind(tmp_path: Path) -> None:
    (tmp_path / "stor.toml").write_bytes(os.urandom(5_000_000))
    (tmp_path / "regler.py").write_text("import os", encoding="utf-8")
    with pytest.raises(PlanFileError, match="filen er større end 4 MB"):
        read_policy(tmp_path / "stor.toml")
    with pytest.raises(PlanFileError, match=r"'\.py' kan ikke læses som regelsæt; brug \.toml"):
        read_policy(tmp_path / "regler.py")
    with pytest.raises(PlanFileError, match="filen findes ikke"):
        read_policy(tmp_path / "ingen.toml")


@pytest.mark.parametrize(
    "payload", ["{limit.__class__}", "{0.__init__.__globals__}", "$HOME", "__import__('os')", "=1+1"]
)
def test_words_of_a_rule_are_words_and_nothing_in_them_runs(payload: str, tmp_path: Path) -> None:
    path = written(tmp_path, GOOD.replace('da = "X er {limit}."', f'da = "X er {payload}."'))
    report = Plan.from_file(DATA / "koege-2021.toml").check(policies=[path])
    assert f"X er {payload}." in report.explain("x").show("da")


def test_signs_that_a_terminal_would_obey_are_refused(tmp_path: Path) -> None:
    (told,) = faults(tmp_path, GOOD.replace('da = "X"', 'da = "X\\u001b[31m"'))
    assert "det usynlige tegn U+001B" in told


def test_words_from_a_policy_are_escaped_in_html(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD.replace('da = "X"', 'da = "<script>alert(1)</script>"'))
    page = Plan.from_file(DATA / "koege-2021.toml").check(policies=[path]).to_html()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_a_policys_own_measures_are_summed_and_counted() -> None:
    koege = Plan.from_file(DATA / "koege-2021.toml")
    told = own(koege, "egen.loft")
    assert (told.outcome, told.margin_ore) == ("failed", -500_000_00)  # 2,5 against 2 mio. kr.
    assert told.cure is not None
    assert told.cure.show("da") == "sænk de eksterne midler med 500.000 kr."
    count = own(koege, "egen.fonde")
    assert (count.outcome, count.margin_ore, count.to_dict()["measured"]) == ("passed", None, "1")


def test_a_share_of_some_of_the_costs() -> None:
    pay = own(Plan.from_file(DATA / "eksempelparken-2022.toml"), "egen.loen")
    assert pay.verdict is not None
    # 620.000 + 1,5 · 520.000 + 0,5 · 540.000 = 1.670.000 kr. a year, for four years, of 9.884.000 kr.
    assert pay.verdict.share == Fraction(6_680_000, 9_884_000)
    assert (pay.outcome, pay.margin_ore) == ("passed", 1_227_200_00)  # 80 % is 7.907.200 kr.


def test_a_clock_by_year_picks_each_years_own_value() -> None:
    stream = build.stream("kommune", amounts=dict.fromkeys(map(str, range(2021, 2026)), "1,1 mio."))
    plan = build.plan(stream, start="2021-01-01", total="5,5 mio.")
    years = {one.where: one for one in findings(plan, "egen.aarsloft", policies=[POLICY])}
    assert {year: (one.outcome, one.margin_ore) for year, one in years.items()} == {
        "2021": ("not_applicable", None),
        "2022": ("passed", 100_000_00),
        "2023": ("failed", -100_000_00),
        "2024": ("failed", -100_000_00),
        "2025": ("not_applicable", None),
    }


@pytest.mark.parametrize(
    ("kommune", "layer", "replaces", "rate"),
    [
        ("Køge", "own", "practice", "3/10"),
        ("Greve", "practice", None, "1/8"),
        ("København", "kommune", "practice", "1/8"),
    ],
)
def test_the_later_layer_takes_the_place_of_the_earlier_where_it_is_for_the_plan(
    kommune: str, layer: str, replaces: str | None, rate: str
) -> None:
    told = own(build.published("koege-2021", kommune=kommune), "kommune.share.max")
    assert told.limit is not None
    assert (told.limit.layer, told.limit.replaces, told.to_dict()["limit"]) == (layer, replaces, rate)


def test_a_policy_that_is_not_in_force_takes_nobodys_place(tmp_path: Path) -> None:
    text = GOOD.replace('id = "x"', 'id = "lbf.share.max"\noutside = "not in force"').replace('"75 %"', '"10 %"')
    path = written(tmp_path, text.replace("2019-01-01", "2023-01-01"))
    plan = Plan.from_file(DATA / "koege-2021.toml")
    before = finding(plan, "lbf.share.max", policies=[path])
    after = finding(plan, "lbf.share.max", policies=[path], as_of=date(2023, 1, 1))
    assert (before.limit and before.limit.layer, before.outcome) == ("regime", "passed")
    assert (after.limit and after.limit.layer, after.outcome) == ("own", "failed")


def test_a_rule_may_be_for_one_stage_and_one_regime(tmp_path: Path) -> None:
    text = GOOD.replace(
        'severity = "error"', 'severity = "error"\napplies = { stage = "tilsagn", regime = "2019-2026" }'
    )
    path = written(tmp_path, text)
    plan = Plan.from_file(DATA / "koege-2021.toml")
    granted = plan.model_copy(update={"stage": "tilsagn"})

    def said(plan: Plan, day: date) -> str:
        return finding(plan, "x", policies=[path], as_of=day).message.show("da")

    assert said(plan, date(2021, 1, 1)) == "Reglen gælder kun på stadiet tilsagn."
    assert "41,5 %" in said(granted, date(2021, 1, 1))
    assert said(granted, date(2027, 1, 1)) == "Reglen gælder kun under regimet 2019-2026."


def test_the_smallest_cure_where_the_base_moves_with_the_measure(tmp_path: Path) -> None:
    # LBF at most 40 % of the financing, which it is a part of: 10 of 24,1 mio. is 41,5 %.
    path = written(tmp_path, GOOD.replace('of = "total"', 'of = "financing"').replace('"75 %"', '"40 %"'))
    plan = Plan.from_file(DATA / "koege-2021.toml")
    told = finding(plan, "x", policies=[path])
    assert told.cure is not None
    # (10 - x) / (24,1 - x) = 0,4 gives x = 0,36 / 0,6 = 0,6 mio.; and 10 / 0,4 = 25 mio., 0,9 more from the others.
    assert told.cure.show("da") == (
        "sænk Landsbyggefondens bidrag med 600.000 kr., eller hæv resten af finansieringen med 900.000 kr."
    )


def test_a_policy_may_be_read_once_and_used_often() -> None:
    policy = read_policy(POLICY)
    assert isinstance(policy, Record)
    rules = [one.rule for one in Plan.from_file(DATA / "koege-2021.toml").check(policies=[policy]).findings]
    assert "egen.loft" in rules


def test_budget_lines_of_one_kind_in_a_plan_without_any() -> None:
    plan = build.plan(costs=[build.line("lokaler", 100)], end="2022-12-31")
    assert own(plan, "egen.loen").to_dict()["measured"] == "0"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('amount     = "2 mio. kr."', 'amount = "ca. 2 mio. kr."', "er ikke præcis; en grænse skrives uden ca."),
        ('amount     = "2 mio. kr."', "amount = -5", "er mindre end nul"),
        ('confidence = "A"', 'confidence = "P"', "confidence: 'P' er ikke en gyldig værdi; skriv en af: A, B, D"),
        ("[source.byraad]", "[source.plan]", "source › plan: kilden 'plan' findes allerede i biblioteket"),
        ("[source.byraad]", 'layer = "plan"\n[source.byraad]', "layer: 'plan' er ikke en gyldig værdi"),
    ],
)
def test_what_no_file_of_rules_may_say(old: str, new: str, says: str, tmp_path: Path) -> None:
    text = POLICY.read_text(encoding="utf-8")
    assert any(says in line for line in faults(tmp_path, text.replace(old, new, 1)))


def test_a_check_of_the_catalogue_wants_its_own_kind_of_figure(tmp_path: Path) -> None:
    limit = 'measure = "lbf"\nrelation = "at most"\nof = "total"'
    text = GOOD.replace(limit, 'check = "deadline"').replace('"75 %"', '"75 %"')
    (told,) = faults(tmp_path, text)
    assert told == "rule 1 'x': kontrollen 'deadline' læser count; skriv den på hver værdi"


@pytest.mark.parametrize(
    ("where", "says"),
    [
        ('{ source = ["kommune", "kommune"] }', "har det samme ord to gange"),
        ('{ name = ["K", "k"] }', "har det samme ord to gange"),
        ("{ source = [] }", "er tom"),
        (f'{{ name = "{"x" * 300}" }}', "er længere end 200 tegn"),
        (
            '{ source = ["lbf", "kommune"], kind = ["cash", "in-kind"], status = ["søgt", "tilsagn"] }',
            "højst to af filtrets kolonner kan have flere ord",
        ),
    ],
)
def test_a_filter_that_the_workbook_could_not_hold_is_refused(where: str, says: str, tmp_path: Path) -> None:
    measure = f'[measure.egen]\ntitle = {{ da = "e", en = "e" }}\nwhere = {where}\n\n[[rule]]'
    (told,) = faults(tmp_path, GOOD.replace("[[rule]]", measure, 1))
    assert says in told


@pytest.mark.parametrize("count", ["-1", "10_000_000", "true", "1.5", '"3"'])
def test_a_count_is_a_number_that_there_can_be(count: str, tmp_path: Path) -> None:
    text = GOOD.replace('of = "total"\n', "").replace('"lbf"', '"months"').replace('rate = "75 %"', f"count = {count}")
    (told,) = faults(tmp_path, text)
    assert "er ikke et antal fra 0 til 1000000" in told


def test_the_name_of_a_file_is_not_the_files_to_give(tmp_path: Path) -> None:
    (told,) = faults(tmp_path, 'name = "lbf"\n' + GOOD)
    assert told.startswith("ukendt nøgle 'name'")
    assert "<" not in told


def test_an_escape_in_a_link_is_refused(tmp_path: Path) -> None:
    text = GOOD.replace('where = "arkivet"', 'where = "a"\nlink = "https://x/\\u001b[31m"')
    (told,) = faults(tmp_path, text)
    assert "det usynlige tegn U+001B" in told


def test_what_cannot_be_told_for_want_of_a_fact_names_the_fact(tmp_path: Path) -> None:
    text = GOOD.replace('of = "total"\n', "").replace('"lbf"', '"lejemaal"').replace('rate = "75 %"', "count = 5")
    plan = Plan.from_file(DATA / "koege-2021.toml")
    told = plan.check(policies=[written(tmp_path, text)]).explain("x").findings[0]
    assert "når beløbet er oplyst for antallet af lejemål" in told.message.show("da")
