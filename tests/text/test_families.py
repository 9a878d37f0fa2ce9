"""Keys that are put together at run time: a family has a sentence for each word of the type that it is over."""

import tomllib
from typing import Any, get_args

import pytest

from helhedsplan_finance.calculators.derived.merged_streams import Why
from helhedsplan_finance.calculators.financing.objectives import Aim
from helhedsplan_finance.calculators.moms.placement import Better, Holder
from helhedsplan_finance.calculators.portfolio.pool import Method
from helhedsplan_finance.excel.workbook import SHEETS
from helhedsplan_finance.outputs.pages.page import Reader
from helhedsplan_finance.plan.givers import Source
from helhedsplan_finance.plan.kinds import FIGURES
from helhedsplan_finance.plan.parts import Art, KeyName, Status
from helhedsplan_finance.plan.parts import Kind as FormKind
from helhedsplan_finance.plan.plan import Stage
from helhedsplan_finance.plan.schema import PLAN_FIELDS
from helhedsplan_finance.rules.audit import Kind
from helhedsplan_finance.rules.record import Confidence, Layer, Severity
from helhedsplan_finance.rules.report_data import State
from helhedsplan_finance.values.hedges import ABOUT, HEDGES
from places import ROOT

pytestmark = pytest.mark.daily

TEXT = ROOT / "src" / "helhedsplan_finance" / "text"


def words(type_: Any) -> set[str]:
    """Return the words of a type as keys have them; a type of types holds those of each."""
    found = get_args(type_)
    return {word.replace("-", "_").replace(" ", "_") for word in found if isinstance(word, str)}


FAMILIES = {
    "source.": words(Source),
    "report.severity_": words(Severity),
    "report.layer_": words(Layer),
    "report.state_": words(State),
    "forside.master_": words(State),
    "library.confidence_": words(Confidence),
    "library.kind_": words(Kind),
    "rent.key_": words(KeyName),
    "financing.aim_": words(Aim),
    "derived.why_": words(Why),
    "moms.better_": words(Better),
    "moms.holder_": words(Holder),
    "pool.by_": words(Method),
    "page.file_": words(Reader),
    "sheets.name_": set(SHEETS),
    "sheets.about_": set(SHEETS) - {"forside"},
    "forudsaetninger.explain_": {field.key for field in PLAN_FIELDS},
    "entry.kind_": {*FIGURES, "id", "words", "word", "hedge"},
    "synonym.of_": {
        *(word.replace(" ", "_") for word in HEDGES if word != ABOUT),
        *("about", "yes", "no"),
        *(words(Source) | words(FormKind) | words(Status) | words(Art) | words(Stage)),
    },
    "amount.hedge_": {word.replace(" ", "_") for word in HEDGES if word != ABOUT},
}
# What begins as a family and is a sentence of its own.
BESIDE = {
    "source.joint",
    *(f"source.inside_{source}" for source in words(Source) - {"lbf"}),
    "rent.key_sum",
    "rent.key_twice",
    "rent.key_unverified",
    "financing.aim_unknown",
    "financing.aim_largest",
    "moms.holder_kommune_private",
    "moms.holder_kommune_public",
    "amount.hedge_of_nothing",
    "amount.hedge_range",
}


@pytest.mark.parametrize("prefix", FAMILIES)
def test_a_family_has_a_sentence_for_each_word_of_its_type_and_no_other(prefix: str) -> None:
    family, _, start = prefix.partition(".")
    keys = {f"{family}.{name}" for name in tomllib.loads((TEXT / f"{family}.toml").read_text(encoding="utf-8"))}
    beginning = {key for key in keys if key.startswith(f"{family}.{start}")}
    assert {key.removeprefix(prefix) for key in beginning - BESIDE} == FAMILIES[prefix]
