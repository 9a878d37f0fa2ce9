"""The words of a choice: each language has its own, both are read, and each shows its own."""

import re
from typing import Any, cast

import pytest

from build import park
from cli.running import AMAGER, command_line, run, words
from helhedsplan_finance.calculators.financing.objectives import AIMS, read_aims
from helhedsplan_finance.calculators.financing.round_amounts import read_round
from helhedsplan_finance.calculators.portfolio.pool import METHODS, method_of
from helhedsplan_finance.calculators.rent.sharing_key import read_key
from helhedsplan_finance.plan.plan import KEYS
from helhedsplan_finance.text import LANGS, Lang, catalogue
from helhedsplan_finance.text.choices import Choice, choices, chosen, words_of

pytestmark = pytest.mark.daily

FAMILIES: dict[str, tuple[str, ...]] = {"aim": AIMS, "pool": METHODS, "key": KEYS, "round": ("even",)}
TAKEN = {
    "aim": ("finance", "--mål"),
    "round": ("finance", "--afrund"),
    "pool": ("pool", "--fordeling"),
    "key": ("rent", "--nøgle"),
}


def test_every_value_has_a_word_and_every_word_a_value() -> None:
    shown = {one.show("en") for family, values in FAMILIES.items() for one in choices(family, values)}
    assert shown == {pair["en"] for pair in catalogue("choice").values()}
    assert {key.partition("_")[0] for key in catalogue("choice")} == set(FAMILIES)


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("lang", ["da", "en"])
def test_a_word_of_either_language_is_read_as_its_value(family: str, lang: Lang) -> None:
    values = FAMILIES[family]
    assert [chosen(family, word.upper(), values) for word in words_of(family, lang)] == list(values)
    assert chosen(family, "noget andet", values) is None


def test_the_calculators_read_both() -> None:
    assert read_aims(cast("Any", ["mindst-husleje", "least-rent", "jævnt"])) == ("least-rent", "even")
    assert read_round("ens") == read_round("even")
    assert [method_of(word) for word in ("behov", "pro-rata", "pro rata", "ramme")] == ["need", *["pro rata"] * 3]
    assert read_key("lejemål=60 %, m²=40 %") == read_key("lejemaal=60 %, m2=40 %")
    assert park().rent(key="lige").to_dict() == park().rent(key="equal").to_dict()


@pytest.mark.parametrize("family", TAKEN)
@pytest.mark.parametrize("lang", ["da", "en"])
def test_a_help_names_the_words_of_its_language_alone(family: str, lang: Any) -> None:
    command, _ = TAKEN[family]
    shown = words(run(command, "--help", lang=lang).stdout).replace("- ", "-")  # a line may end at a hyphen
    told = set(re.findall(r"[\w-]+", shown))
    other: Lang = "en" if lang == "da" else "da"
    own = set(words_of(family, lang))
    assert own <= told
    assert told & (set(words_of(family, other)) - own - {"lige", "own", "egen", "even", "ens"}) == set()


def test_a_choice_shows_its_word() -> None:
    assert (Choice("pool", "pro rata").show("da"), Choice("pool", "pro rata").show("en")) == ("ramme", "pro-rata")
    assert (
        run("finance", AMAGER, "--mål", "billigst")
        .stderr.strip()
        .endswith("Vælg blandt: mindst-boligside, mindst-husleje, mindst-lokalt, mest-lbf, jævnt.")
    )


@pytest.mark.parametrize(
    ("line", "lang", "offered"),
    [
        (("finansiering", "--mål"), "da", ["mindst-boligside", "mindst-husleje", "mindst-lokalt", "mest-lbf"]),
        (("finance", "--aim"), "en", ["most-lbf"]),
    ],
)
def test_completion_offers_the_words_of_the_language(line: tuple[str, str], lang: Lang, offered: list[str]) -> None:
    commands: Any = command_line(lang)
    command = commands.get_command(None, line[0])
    option = next(one for one in command.params if "--aim" in one.opts)
    found = option.shell_complete(command.context_class(command), "m")
    assert [one.value for one in found] == offered


def test_completion_offers_the_commands_of_the_language() -> None:
    danish, english = (cast("Any", command_line(lang)).list_commands(None) for lang in LANGS)
    assert {"kontrol", "læs"} <= set(danish)
    assert {"check", "read"} <= set(english)
