"""The catalogue: every sentence in both languages, with the same figures, and each of them used."""

import ast
import re
import tomllib
from collections.abc import Iterator
from fractions import Fraction

import pytest

from helhedsplan_finance import Kroner
from helhedsplan_finance.text import LANGS, fill, message, numbers, say, template
from places import ROOT

pytestmark = pytest.mark.daily

PACKAGE = ROOT / "src" / "helhedsplan_finance"
ENTRIES = {
    f"{file.stem}.{name}": entry
    for file in sorted((PACKAGE / "text").glob("*.toml"))
    for name, entry in tomllib.loads(file.read_text(encoding="utf-8")).items()
}
SAME = {key: entry["same"] for key, entry in ENTRIES.items() if "same" in entry}
CATALOGUE = {key: ENTRIES[SAME.get(key, key)] for key in ENTRIES}


@pytest.mark.parametrize("key", CATALOGUE)
def test_every_sentence_stands_in_both_languages_with_the_same_figures(key: str) -> None:
    sentences = CATALOGUE[key]
    assert set(sentences) == set(LANGS)
    assert all(sentences.values())
    figures = [sorted(set(re.findall(r"\{(\w+)\}", sentences[lang]))) for lang in LANGS]
    assert figures[0] == figures[1]


def test_no_words_are_written_twice() -> None:
    keys: dict[tuple[str, ...], list[str]] = {}
    for key, sentences in CATALOGUE.items():
        keys.setdefault(tuple(sentences[lang] for lang in LANGS), []).append(key)
    assert [same for same in keys.values() if len(set(same) - set(SAME)) > 1] == []
    assert all(set(entry) == {"same"} for key, entry in ENTRIES.items() if key in SAME)
    assert all(template(key, lang) == template(own, lang) for key, own in SAME.items() for lang in LANGS)


def strings_in_the_code() -> Iterator[str]:
    yield from keys_in_the_page()
    for file in (*PACKAGE.rglob("*.py"), *(ROOT / "browser" / "desk").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value
            elif isinstance(node, ast.JoinedStr):
                # f"report.word_{outcome}" stands for every key that begins so.
                first = node.values[0]
                if isinstance(first, ast.Constant) and re.fullmatch(
                    r"[a-z]+\.[a-z_]+_|(?:source|choice|option)\.", str(first.value)
                ):
                    yield from (key for key in CATALOGUE if key.startswith(str(first.value)))


def keys_in_the_page() -> Iterator[str]:
    """Yield the keys that the page in the browser names: as a word, by an attribute, or by how they begin."""
    for file in (ROOT / "browser" / "page").iterdir():
        text = file.read_text(encoding="utf-8")
        named = re.findall(r"""(?:word\(|data-(?:word|label)=|[?:\[] ?|, )"([a-z_]+)"(?=[),\]> ;])""", text)
        begun = re.findall(r"`(\w+_)\$\{", text)
        for key in CATALOGUE:
            name = key.removeprefix("browser.")
            if name != key and (name in named or name.startswith(tuple(begun))):
                yield key
        for name in re.findall(r"""(?:word\(|data-(?:word|label)=)"([a-z_]+)\"""", text):
            yield f"browser.{name}"


def test_every_key_in_the_code_is_in_the_catalogue_and_every_sentence_is_used() -> None:
    families = {key.partition(".")[0] for key in CATALOGUE}
    strings = set(strings_in_the_code())
    used = {text for text in strings if re.fullmatch(r"[a-z]+\.\w*[a-zA-Z0-9]", text)}
    used |= {f"column.{text}" for text in strings} & set(CATALOGUE)  # the workbook names its columns by the last part
    used |= {SAME[key] for key in used & set(SAME)}
    rules = {"prices.index", "rent.key", "rent.paid"}  # ids of findings, and no sentences
    assert {key for key in used if key.partition(".")[0] in families} - set(CATALOGUE) - rules == set()
    assert set(CATALOGUE) - used == set()


def test_a_sentence_shows_its_figures_in_the_readers_language() -> None:
    told = message("report.too_much", gap=Kroner("625 t.kr."))
    assert (told.show("da"), told.show("en")) == ("Det er 625.000 kr. for meget.", "That is DKK 625,000 too much.")


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        (["Kommunen", "Fonden"], "Kommunen, Fonden"),
        (["Bo, Lejre", "Fonden"], "Bo, Lejre; Fonden"),
        (["Bo, Lejre"], "Bo, Lejre"),
    ],
)
def test_names_that_hold_commas_are_listed_with_semicolons(names: list[str], shown: str) -> None:
    assert fill("{names}", {"names": names}, "da") == shown


def test_a_sentence_cannot_reach_into_a_value() -> None:
    assert fill("{name.__class__} {name}", {"name": "x"}, "da") == "{name.__class__} x"
    assert fill("{one}", {"one": "{two}", "two": "hemmeligt"}, "da") == "{two}"


@pytest.mark.parametrize(
    ("share", "da", "en"),
    [(Fraction(19, 31), "61,3 %", "61.3%"), (Fraction(1, 8), "12,5 %", "12.5%"), (Fraction(1, 2000), "0,1 %", "0.1%")],
)
def test_a_share_is_printed_in_per_cent(share: Fraction, da: str, en: str) -> None:
    assert (numbers.percent(share, "da"), numbers.percent(share, "en")) == (da, en)


def test_a_share_takes_the_decimals_that_tell_it_from_its_limit() -> None:
    limit = Fraction(3, 4)
    assert numbers.percent_apart(limit, limit, "da") == "75,0 %"
    assert numbers.percent_apart(limit + Fraction(1, 10**6), limit, "da") == "75,0001 %"
    assert numbers.percent_apart(Fraction(1, 3), limit, "da") == "33,3 %"


def test_amounts_in_a_sentence_are_exact_and_short_where_that_is_exact() -> None:
    shown = [Kroner(text).show("da") for text in ("31 mio.", "4,5 mio.", "9,975 mio.", "625 t.kr.", "0", "-5 mio.")]
    assert shown == ["31 mio. kr.", "4,5 mio. kr.", "9.975.000 kr.", "625.000 kr.", "0 kr.", "-5 mio. kr."]


def test_a_key_that_does_not_exist_is_an_error_of_ours() -> None:
    with pytest.raises(KeyError):
        say("report.no_such_sentence", "da")
