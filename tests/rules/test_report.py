"""A report as every reader gets it: text, HTML, JSON and frame, and where a verdict comes from."""

import json
import pickle
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given

from cli.running import run
from helhedsplan_finance import BindingRuleError, Kroner, Plan, Stream, UnknownRuleError, Waiver
from places import DATA, POLICY
from said import said
from strategies import plans

pytestmark = pytest.mark.daily

GOLDEN = Path(__file__).parent.parent / "golden"
AMAGER = DATA / "amager-2022.toml"


def printed(*arguments: str) -> str:
    done = run(*arguments)
    assert done.exit_code in {0, 1}
    return "\n".join(line.rstrip() for line in done.stdout.splitlines()) + "\n"


@pytest.mark.parametrize("lang", ["da", "en"])
def test_amagers_report_in_full(lang: str) -> None:
    assert printed("check", str(AMAGER), "--lang", lang) == (GOLDEN / f"amager-report.{lang}.txt").read_text("utf-8")


@pytest.mark.parametrize("lang", ["da", "en"])
def test_amagers_explanation_in_full(lang: Any) -> None:
    explanation = Plan.from_file(AMAGER).check().explain("kommune.share.max")
    expected = (GOLDEN / f"amager-kommune.{lang}.txt").read_text("utf-8")
    assert explanation.show(lang) + "\n" == expected
    shown = printed("rules", "show", "kommune.share.max", "--plan", str(AMAGER), "--lang", lang)
    assert shown.split() == expected.split()
    assert max(map(len, shown.splitlines())) <= 80


def test_the_explanation_as_data_has_a_format_with_a_version() -> None:
    told = Plan.from_file(AMAGER).check().explain("lbf.share.max").to_dict()
    assert (told["format"], told["version"]) == ("helhedsplan-finance/explanation", 1)
    assert list(told) == [
        *("format", "version", "plan", "as_of", "rule", "title", "sentence", "layer", "replaces", "value", "findings"),
    ]
    assert told["sentence"] == "Landsbyggefonden betaler højst 75 % af den samlede ramme."
    assert told["value"]["rate"] == "3/4"
    assert (told["value"]["from"], told["value"]["until"]) == ("2019-01-01", "2026-12-31")
    assert told["value"]["source"]["link"] == "https://helhedsplanenvejle.dk/helhedsplanen-vejle/"
    (finding,) = told["findings"]
    # 19 mio. over four equal years; the frame of an overslag has no year.
    assert [(row["year"], row["ore"]) for row in finding["measured_rows"]] == [
        (year, 4_750_000_00) for year in range(2022, 2026)
    ]
    assert [(row["year"], row["ore"]) for row in finding["base_rows"]] == [(None, 31_000_000_00)]
    assert json.loads(json.dumps(told)) == told


def test_the_rows_of_an_explanation_add_up_to_its_figure_year_by_year() -> None:
    explanation = Plan.from_file(DATA / "eksempelparken-2022.toml").check().explain("balance.year")
    for finding in explanation.to_dict()["findings"]:
        assert sum(row["ore"] for row in finding["measured_rows"]) == int(finding["measured"])
        assert sum(row["ore"] for row in finding["base_rows"]) == int(finding["limit"])
        assert {row["year"] for row in finding["base_rows"]} == {int(finding["where"])}


def test_a_rule_that_is_not_in_the_report_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownRuleError, match=r"reglen 'lbf.shar.max' findes ikke; nærmest er lbf\.share\.max"):
        Plan.from_file(AMAGER).check().explain("lbf.shar.max")


@given(plans())
def test_every_finding_of_any_plan_can_be_explained(plan: Plan) -> None:
    report = plan.check()
    for rule in {one.rule for one in report.findings}:
        explanation = report.explain(rule)
        assert explanation.show("da")
        assert json.dumps(explanation.to_dict("en"))


def test_the_frame_has_a_row_for_each_finding() -> None:
    report = Plan.from_file(AMAGER).check()
    frame = report.to_frame("en")
    assert len(frame) == len(report.findings)
    assert frame["margin_ore"].dtype == pd.Int64Dtype()
    row = frame.set_index("rule").loc["kommune.share.max"]
    assert (row["outcome"], row["margin_ore"], row["rounding"]) == ("failed", -62_500_000, "stands")
    assert (row["measured"], row["limit"]) == (9 / 62, 0.125)
    assert (row["measured_exact"], row["limit_exact"]) == ("9/62", "1/8")
    assert frame["measured"].dtype == pd.Float64Dtype()
    assert frame["margin_ore"].isna().sum() == sum(one.margin_ore is None for one in report.findings)


class Tags(HTMLParser):
    """Refuses a page whose tags do not close in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, _: Any) -> None:
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


@pytest.mark.parametrize("lang", ["da", "en"])
@pytest.mark.parametrize("name", ["amager-2022", "eksempelparken-2022", "helsingoer-2018"])
def test_the_page_has_every_rule_and_closes_what_it_opens(name: str, lang: Any) -> None:
    report = Plan.from_file(DATA / f"{name}.toml").check()
    page = Tags()
    page.feed(report.to_html(lang))
    assert page.open == []
    told = " ".join(page.texts)
    assert [one.rule for one in report.findings if one.title.show(lang) not in told] == []
    assert [one.rule for one in report.listed if one.message.show(lang) not in told] == []
    assert report._repr_mimebundle_() == {"text/plain": report.show("da"), "text/html": report.to_html("da")}


def test_names_from_a_plan_are_escaped() -> None:
    plan = Plan(
        name="<img src=x onerror=alert(1)>",
        start=date(2022, 1, 1),
        end=date(2025, 12, 31),
        streams=[Stream(id="k", source="lbf", name="<b>K</b>")],
    )
    page = plan.check().to_html()
    assert "<img" not in page
    assert "<b>K" not in page


def test_the_outcomes_are_told_apart() -> None:
    waiver = Waiver(rule="kommune.share.max", reason="Aftale", by="Udvalget", date=date(2021, 12, 16))
    plan = Plan.from_file(AMAGER).model_copy(update={"waivers": (waiver,)})
    report = plan.check()
    (waived,) = report.waived
    assert (waived.waiver, waived.rule, report.state) == (waiver, "kommune.share.max", "waived")
    assert waived.cure is not None
    told = [report.passed, report.failed, report.waived, report.not_applicable, report.unverified]
    assert sum(map(len, told)) == len(report.findings)
    report.raise_for_errors()


def test_raise_for_errors_in_english() -> None:
    with pytest.raises(BindingRuleError) as caught:
        Plan.from_file(AMAGER).check().raise_for_errors()
    assert caught.value.show("en").startswith("Binding rules that do not hold: 1\nThe kommune's share in København: ")


def test_a_report_can_be_kept_and_compared() -> None:
    plan = Plan.from_file(AMAGER)
    kept = pickle.loads(pickle.dumps(plan.check(policies=[POLICY])))  # noqa: S301 - our own report
    assert kept.to_dict() == plan.check(policies=[POLICY]).to_dict()


def test_text_names_every_finding_and_its_cure() -> None:
    report = Plan.from_file(AMAGER).check()
    told = said(report, "en")
    assert report.show("en").splitlines()[0] == "Boligsocial helhedsplan Amager 2022-2025, rules as of 1 January 2022"
    assert "Do: lower the kommune's contribution by DKK 625,000, or raise the total by DKK 5 million" in told
    for finding in report.findings:
        assert finding.cure is None or finding.cure.show("en") in told
        # Rules for information that do not apply to the plan are left out of the text; JSON has them.
        applies = finding.outcome != "not_applicable" or finding.severity != "info"
        assert not applies or finding.message.show("en") in told


def test_a_plan_without_anything_has_a_report_in_every_form() -> None:
    report = Plan(name="Tom", start=date(2022, 1, 1), end=date(2022, 12, 31)).check()
    assert report.to_html()
    assert report.show()
    assert len(report.to_frame())
    assert Kroner(0) == Kroner()
