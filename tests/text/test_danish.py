"""No Danish sentence has a key of a file, a word of the code, an option of the command line or a date as ISO writes it.

What must be typed into a file or a command stands in quotes or brackets, and only in the texts about these.
"""

import re
import tomllib
from collections.abc import Iterator
from typing import Any, get_args

import pytest

from helhedsplan_finance.plan.schema import PLAN_FIELDS, TABLES, YEAR_FIELDS, Owner
from helhedsplan_finance.rules.record import Measure, Rule, RuleFile, Value
from places import ROOT

pytestmark = pytest.mark.daily

PACKAGE = ROOT / "src" / "helhedsplan_finance"
# Texts about a file that is typed by hand: a plan, rules, cases, price series, tables of many plans, Python.
OF_FILES = {"amount", "case", "derived", "diff", "file", "frame", "input", "library", "notebook", "pool", "prices"}
OF_FILES |= {"accounts", "postings", "scenario", "toml"}
OF_PLANS = {"amount", "file", "input", "period", "prices", "rent"}  # of them, those on a plan, or a workbook of one
# Texts about the command line: its help, its examples, and what to type next.
OF_COMMANDS = {"cli", "option", "parser", "prices", "scenario", "statbank"}
OPTIONS_IN = {"derived.no_base", "library.no_policy", "moms.needs_bearer", "moms.nothing_asked"}  # of one command alone
# Words of the code that are Danish words too, with another meaning in some cases: "end" is "than", "set" is "seen".
DANISH = {"art", "by", "end", "giver", "gap", "id", "index", "kommune", "lejemaal", "m2", "moms", "organisation"}
DANISH |= {
    "plan",
    "rate",
    "start",
    "status",
    "indsatsomraade",
    "boligafdeling",
    "boligafdelinger",
    "regime",
    "over",
    "under",
    "note",
}
DANISH |= {"konto"}
DANISH |= {"per"}  # a name, as well
OF_CODE = {"stream", "streams", "cost", "costs", "financing", "frame", "file", "true", "false", "null", "none", "open"}
OF_CODE |= {"budget_line", "fault", "finding", "measure", "ledger", "layer", "in-kind", "cash"}
# What a municipal economist does not write, and what is written instead.
WRITTEN_INSTEAD = {
    r"ufinansier\w*": "ikke finansieret, manglende finansiering",
    r"mangler en betaler|har ingen betaler": "er ikke finansieret",
    r"% falder i": "2025 er det største år",
    r"bærer moms": "er momsbelagt, momsbelagt andel",
    r"finder (?:ingen|en) linje": "kan ikke fordeles på en budgetlinje",
    r"ikke er penge|ikke er kontanter": "timer og lokaler (ikke kontant)",
    r"\bholder (?:alle|ikke)\b(?! penge)": "overholder",
    r"står, som den stod|hænger på den": "er uændret, afhænger af",
    r"regnet om|regne om": "omregnet",
    r"\bmargin\b": "afstand til grænsen",
    r"\bmålt\b": "planens tal",
    r"\b(?:stdout|stderr|seed|bearer|shared|indices)\b": "words of a program",
    r"\btbl[A-Z]\w*": "tabellen på Kilder",
}
# A figure that could be typed as it stands; an option of the command line, and a file of tests, are shown with theirs.
FIGURE = re.compile(r"for eksempel[^;.]*\d|som '[^']*\d|=\d{3,}|\(\d{3,}\)|: \"[\d,.]+ ")
SHOWN_WITH_FIGURES = {"case", "cli", "parser", "scenario", "statbank"}
ISO = re.compile(r"\b\d{4}-\d\d-\d\d\b")
OPTION = re.compile(r"(?<![\w'…-])--?[^\W\d_][\w-]*")
TYPED = re.compile(r"'[^']*'|\"[^\"]*\"|\[\[[^\]]*\]\]|\[[\w.…]+\]")
COMMAND = re.compile(r"helhedsplan(?: [a-z]+){1,2}")


def keys() -> set[str]:
    """Return the keys of plan files and of files of rules, and words of the code, that are no Danish words."""
    of_plan = {field.key for table in TABLES for field in table.fields} | {field.key for field in PLAN_FIELDS}
    of_rules = {name for record in (Measure, Rule, RuleFile, Value) for name in record.model_fields}
    aliases = {"from", "until", "value", "source", "amount", "share"}
    return (of_plan | of_rules | aliases | set(YEAR_FIELDS) | set(get_args(Owner)) | OF_CODE) - DANISH


KEYS = keys()


def sentences() -> Iterator[tuple[str, str]]:
    """Yield each Danish sentence with its key: those of the catalogue, and the texts of the rules."""
    for file in sorted((PACKAGE / "text").glob("*.toml")):
        if file.stem != "synonym":  # what people may type
            for name, entry in tomllib.loads(file.read_text(encoding="utf-8")).items():
                if "da" in entry:
                    yield f"{file.stem}.{name}", entry["da"]
    for file in sorted((PACKAGE / "rules" / "data").rglob("*.toml")):
        yield from _texts(file.stem, tomllib.loads(file.read_text(encoding="utf-8")))


def _texts(where: str, node: Any) -> Iterator[tuple[str, str]]:
    match node:
        case dict() if isinstance(node.get("da"), str):
            yield where, node["da"]
        case dict():
            for name, inner in node.items():
                yield from _texts(f"{where}.{name}", inner)
        case list():
            for number, inner in enumerate(node):
                yield from _texts(f"{where}.{number}", inner)


def found_in(key: str, sentence: str) -> list[str]:
    """Return what stands in a sentence and is no Danish."""
    family = key.partition(".")[0]
    text = re.sub(r"\{\w+\}", "…", sentence)
    if key.startswith("cli.example_"):  # a whole command
        return []
    text = COMMAND.sub("", text)
    options = [] if family in OF_COMMANDS or key in OPTIONS_IN else OPTION.findall(text)
    if family in OF_FILES | OF_COMMANDS:
        text = TYPED.sub("", text)
    words = re.findall(r"[A-Za-zÆØÅæøå_][\w-]*", OPTION.sub("", text))
    return options + [word for word in words if word in KEYS or re.fullmatch(r"[a-z]+_\w+", word)]


def bare_keys(sentence: str) -> list[str]:
    """Return the keys of a plan file that a sentence quotes without their Danish name before them."""
    quoted = re.finditer(r"(.?)'(\w+)'", re.sub(r"\{\w+\}", "…", sentence))
    return [found[2] for found in quoted if found[2] in KEYS - {"true", "false"} and found[1] != "("]


def test_a_key_of_a_plan_file_stands_in_parentheses_after_its_danish_name() -> None:
    # A person at the workbook knows the title of a column; who writes a plan file looks for the key.
    of_plans = {key: sentence for key, sentence in sentences() if key.partition(".")[0] in OF_PLANS}
    assert {key: found for key, sentence in of_plans.items() if (found := bare_keys(sentence))} == {}
    assert bare_keys("skriv satsen på serien ('rates'), eller fjern 'index'") == []
    assert bare_keys("både 'amount' og beløb år for år ('amounts')") == ["amount"]


def test_no_key_code_word_or_option_stands_in_a_danish_sentence() -> None:
    assert {key: found for key, sentence in sentences() if (found := found_in(key, sentence))} == {}


@pytest.mark.parametrize("phrase", WRITTEN_INSTEAD)
def test_no_sentence_has_a_phrase_that_no_economist_writes(phrase: str) -> None:
    shown = {key: re.sub(r"\{\w+\}", "…", sentence) for key, sentence in sentences()}
    found = {key: sentence for key, sentence in shown.items() if re.search(phrase, sentence, re.IGNORECASE)}
    assert found == {}, WRITTEN_INSTEAD[phrase]


def test_no_message_has_a_figure_that_could_be_typed_by_mistake() -> None:
    families = {key: sentence for key, sentence in sentences() if key.partition(".")[0] not in SHOWN_WITH_FIGURES}
    assert {key: sentence for key, sentence in families.items() if FIGURE.search(sentence)} == {}


def test_dates_are_as_danes_write_them() -> None:
    of_files = {"library.not_day", "toml.date", "toml.not_day"}  # the form that a file of TOML wants
    told = {key: sentence for key, sentence in sentences() if ISO.search(sentence) and "api" not in key}
    assert {key: sentence for key, sentence in told.items() if key not in of_files} == {}


@pytest.mark.parametrize(
    ("key", "sentence", "found"),
    [
        ("rent.x", "skriv max_amount på bidraget", ["max_amount"]),
        ("rent.x", "skriv 'pays' på bidraget", ["pays"]),
        ("input.x", "skriv 'pays' på bidraget", []),
        ("moms.x", "angiv andelen (--momsbelagt)", ["--momsbelagt"]),
        ("cli.x", "angiv andelen (--momsbelagt)", []),
        ("page.x", "det er mere end set før; kør helhedsplan check", []),
        ("page.x", "summen af hver stream", ["stream"]),
    ],
)
def test_what_is_no_danish_is_found(key: str, sentence: str, found: list[str]) -> None:
    assert found_in(key, sentence) == found
