"""A plan goes to a file and back unchanged, and a file that cannot be used says why."""

import json
import os
import signal
import stat
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import build
from asking import refusal
from helhedsplan_finance import HelhedsplanError, Plan, PlanError, PlanFileError
from helhedsplan_finance.plan.bounds import bound_toml
from helhedsplan_finance.plan.file import to_json, to_toml
from helhedsplan_finance.rules.load import policies
from helhedsplan_finance.text import LANGS
from helhedsplan_finance.values.disk import write_atomically
from places import PUBLISHED
from strategies import plan_data, plans

pytestmark = pytest.mark.daily

GOOD = 'name = "Prøve"\nstart = 2022-01-01\nend = 2025-12-31\n'


def written(tmp_path: Path, text: str, name: str = "plan.toml") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def refused(path: Path) -> str:
    return refusal(Plan.from_file, path).replace(f"{path.parent}{os.sep}", "")


@given(plans())
def test_any_plan_is_the_same_after_toml(tmp_path_factory: pytest.TempPathFactory, plan: Plan) -> None:
    path = tmp_path_factory.getbasetemp() / "round.toml"
    path.write_text(to_toml(plan), encoding="utf-8", newline="")
    assert Plan.from_file(path) == plan


@given(plans())
def test_any_plan_is_the_same_after_json(tmp_path_factory: pytest.TempPathFactory, plan: Plan) -> None:
    path = tmp_path_factory.getbasetemp() / "round.json"
    path.write_text(to_json(plan), encoding="utf-8", newline="")
    assert Plan.from_file(path) == plan


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.stem)
@pytest.mark.parametrize("kind", ["toml", "json"])
def test_every_published_plan_is_the_same_after_a_file(path: Path, kind: str, tmp_path: Path) -> None:
    plan = Plan.from_file(path)
    plan.to_file(tmp_path / f"plan.{kind}")
    assert Plan.from_file(tmp_path / f"plan.{kind}") == plan


NOTHING_THERE = (
    "plan.toml: filen er tom; en plan har mindst et navn ('name'), en første dag ('start') og en sidste dag ('end')"
)

BAD_TOML = {
    "not toml": (
        GOOD + "stage: overslag\n",
        ("plan.toml, linje 4: 'stage: overslag' kan ikke læses; skriv = i stedet for kolon: nøgle = værdi"),
    ),
    "unknown key": (GOOD + 'komune = "Køge"\n', "plan.toml: ukendt nøgle 'komune'; mente du 'kommune'?"),
    "the plural of Python": (GOOD + "streams = []\n", "plan.toml: ukendt nøgle 'streams'; mente du 'stream'?"),
    "no such day": (
        GOOD.replace("2025-12-31", "2025-02-30"),
        "plan.toml, linje 3: datoen 2025-02-30 findes ikke: februar 2025 har 28 dage; ret dagen",
    ),
    "no such month": (
        GOOD.replace("2025-12-31", "2025-13-01"),
        "plan.toml, linje 3: datoen 2025-13-01 findes ikke: der er ingen måned 13; ret måneden",
    ),
    "end before start": (
        GOOD.replace("2025-12-31", "2021-12-31"),
        (
            "plan.toml: end: planen slutter 31. december 2021, før den begynder 1. januar 2022; "
            "byt datoerne, eller ret årstallet"
        ),
    ),
    "year outside the period": (
        GOOD + '[[stream]]\nid = "k"\nsource = "kommune"\nname = "K"\namounts = { 2027 = 5 }\n',
        (
            "plan.toml: stream 1 'k' › amounts › 2027: 2027 ligger uden for planens periode; "
            "skriv et år fra 2022 til 2025, eller ret planens første eller sidste dag"
        ),
    ),
    "negative amount": (
        GOOD + "total = -5\n",
        "plan.toml: total: -5 er negativt; beløb er positive, og siden (udgift eller finansiering) siger retningen",
    ),
    "a float": (
        GOOD + "total = 4.5\n",
        (
            "plan.toml: total: 4.5 er et kommatal (float), som ikke kan gengive øre nøjagtigt; "
            "skriv hele kroner uden decimaler eller teksten '4,50 kr.'"
        ),
    ),
    "not a number": (
        GOOD + "total = nan\n",
        (
            "plan.toml: total: 'nan' er ikke et beløb; "
            "skriv hele kroner med cifre alene, eller tekst med komma og enhed (kr., t.kr., mio. kr. eller mia. kr.)"
        ),
    ),
    "an empty file": ("", NOTHING_THERE),
    "only white space": ("\n  \n", NOTHING_THERE),
    "a key twice": (
        GOOD + 'name = "Igen"\n',
        "plan.toml, linje 4: 'name = \"Igen\"' er angivet før; behold den ene",
    ),
    "a missing key": (
        'name = "Prøve"\nstart = 2022-01-01\n',
        "plan.toml: nøglen 'end' mangler; skriv for eksempel end = 2025-12-31",
    ),
    "amount and amounts": (
        GOOD + '[[stream]]\nid = "k"\nsource = "kommune"\nname = "K"\namount = 5\namounts = { 2022 = 5 }\n',
        (
            "plan.toml: stream 1 'k': både et beløb i alt ('amount') og beløb år for år ('amounts') er angivet; "
            "behold det ene"
        ),
    ),
    "an id twice": (
        GOOD + 2 * '[[stream]]\nid = "k"\nsource = "kommune"\nname = "K"\n',
        "plan.toml: stream 2 'k' › id: id 'k' bruges allerede af nummer 1; giv hver sit id",
    ),
    "an unknown source": (
        GOOD + '[[stream]]\nid = "k"\nsource = "komune"\nname = "K"\n',
        (
            "plan.toml: stream 1 'k' › source: 'komune' er ikke en gyldig værdi; mente du 'kommune'? "
            "(mulige: lbf, kommune, boligorganisation, boligafdeling, ekstern)"
        ),
    ),
    "an invisible sign": (
        GOOD.replace("Prøve", "Pr\\u001bøve"),
        "plan.toml: name: teksten indeholder det usynlige tegn U+001B; fjern det",
    ),
    "ca. where it would be lost": (
        GOOD + '[[cost]]\nid = "c"\nart = "løn"\nunit_price = "ca. 5 mio. kr."\nquantity = { 2022 = 1 }\n',
        (
            "plan.toml: cost 1 'c' › unit_price: 'ca. 5 mio. kr.' er et omtrentligt beløb, og her kan planen kun have "
            "præcise beløb; skriv '5.000.000 kr.' og nævn usikkerheden i planens note"
        ),
    ),
    "a hedge in a single year": (
        GOOD + '[[stream]]\nid = "k"\nsource = "kommune"\nname = "K"\namounts = { 2022 = "knap 5 mio. kr." }\n',
        (
            "plan.toml: stream 1 'k' › amounts › 2022: 'knap 5 mio. kr.' er et omtrentligt beløb; skriv "
            "'5.000.000 kr.' i året og 'knap' under Cirka på bidraget ('hedge'), så gælder det hvert år"
        ),
    ),
    "a figure outside its range": (
        GOOD + 'total = 80_000_000\ntotal_hedge = "60-70 mio. kr."\n',
        "plan.toml: total_hedge: 80 mio. kr. ligger uden for spændet 60-70 mio. kr.; ret beløbet eller forbeholdet",
    ),
    "a hedge of nothing": (
        GOOD + 'total_hedge = "knap"\n',
        "plan.toml: total_hedge: forbeholdet 'knap' har intet beløb; oplys beløbet, eller fjern forbeholdet",
    ),
    "a word that is no hedge": (
        GOOD + 'total = 5_000_000\ntotal_hedge = "næsten"\n',
        (
            "plan.toml: total_hedge: 'næsten' er ikke et forbehold; skriv et af: ca., omkring, knap, godt, over, "
            "mindst, op til, eller et spænd med enhed, det mindste beløb først"
        ),
    ),
    "two hedges of one amount": (
        GOOD + '[[stream]]\nid = "k"\nsource = "kommune"\nname = "K"\namount = "ca. 5 mio. kr."\nhedge = "knap"\n',
        (
            "plan.toml: stream 1 'k': 'ca. 5 mio. kr.' har ét forbehold, og under Cirka ('hedge') står 'knap'; "
            "skriv kun det ene"
        ),
    ),
    "a negative amount in a year": (
        GOOD + '[[stream]]\nid = "k"\nsource = "kommune"\nname = "K"\namounts = { 2022 = -5 }\n',
        (
            "plan.toml: stream 1 'k' › amounts › 2022: -5 er negativt; beløb er positive, "
            "og siden (udgift eller finansiering) siger retningen"
        ),
    ),
    "a decimal quantity without quotation marks": (
        GOOD + '[[cost]]\nid = "c"\nart = "løn"\nunit_price = 5\nquantity = { 2022 = 1, 2024 = 3.5 }\n',
        (
            "plan.toml: cost 1 'c' › quantity › 2024: 3.5 er et kommatal uden anførselstegn; "
            'skriv det som tekst med komma: "3,5"'
        ),
    ),
    "a weight that is no number": (
        GOOD + '[[stream]]\nid = "k"\nsource = "kommune"\nname = "K"\namount = 5\nspread = { 2023 = "x" }\n',
        (
            "plan.toml: stream 1 'k' › spread › 2023: 'x' er ikke et tal; skriv det med cifre, komma før decimaler og "
            "punktum mellem tusinder"
        ),
    ),
    "a number of 5000 digits": (
        GOOD + "total = " + "1" * 5000 + "\n",
        "plan.toml: et tal har for mange cifre; skriv beløbet i hele kroner",
    ),
    "a number of 20000 hexadecimal digits": (
        GOOD + "total = 0x" + "f" * 20000 + "\n",
        "plan.toml: total: '…' er større end 1.000.000 mia. kr., som er det meste her; kontrollér enheden",
    ),
    "a key of the plan below a table": (
        GOOD + '[[stream]]\nid = "k"\nsource = "kommune"\nname = "K"\ntotal = 5\n',
        "plan.toml: stream 1 'k': 'total' hører til filen som helhed; flyt den op over den første [[stream]]",
    ),
    "single brackets": (
        GOOD + '[stream]\nid = "k"\nsource = "kommune"\nname = "K"\n',
        "plan.toml: stream: er skrevet som én tabel; skriv [[stream]] med to par klammer foran hver",
    ),
    "single brackets, then double": (
        GOOD + '[stream]\nid = "k"\n[[stream]]\nid = "l"\n',
        (
            "plan.toml, linje 6: tabellen 'stream' er begyndt før med enkelte klammer; "
            "skriv [[stream]] med to par klammer hver gang"
        ),
    ),
    "a Danish date": (
        GOOD.replace("2025-12-31", "31-12-2025"),
        (
            "plan.toml, linje 3: 'end = 31-12-2025' kan ikke læses; "
            "skriv datoer som år-måned-dag uden anførselstegn: 2022-01-31"
        ),
    ),
    "a date without zeros": (
        GOOD.replace("2025-12-31", "2025-1-1"),
        "plan.toml, linje 3: '2025-1-1' er ikke en dato; skriv år-måned-dag som 2022-01-31",
    ),
    "an amount without quotation marks": (
        GOOD + "total = 8,5 mio. kr.\n",
        (
            "plan.toml, linje 4: 'total = 8,5 mio. kr.' kan ikke læses; sæt beløb og tal med komma, punktum eller "
            "enhed i anførselstegn"
        ),
    ),
    "Danish letters in a key": (
        GOOD + "lejemål = 5\n",
        "plan.toml, linje 4: 'lejemål = 5' kan ikke læses; nøgler skrives uden æ, ø og å: lejemaal, indsatsomraade",
    ),
    "curly quotation marks": (
        GOOD + "kommune = “Køge”\n",
        "plan.toml, linje 4: 'kommune = “Køge”' kan ikke læses; brug lige anførselstegn (\")",
    ),
    "text without quotation marks": (
        GOOD + "kommune = Køge\n",
        "plan.toml, linje 4: 'kommune = Køge' kan ikke læses; sæt tekst i anførselstegn: kommune = \"Køge\"",
    ),
    "the everyday name of a key": (GOOD + "ramme = 5\n", "plan.toml: ukendt nøgle 'ramme'; mente du 'total'?"),
    "an escape that a terminal would obey": (
        GOOD + 'total = "5\\u001b[2J"\n',
        (
            "plan.toml: total: '5\\x1b[2J' har den ukendte enhed '\\x1b[2J'; "
            "brug kr., t.kr. (tusind), mio. kr. eller mia. kr."
        ),
    ),
    "weights that are all zero": (
        GOOD + '[[stream]]\nid = "k"\nsource = "kommune"\nname = "K"\namount = 5\nspread = { 2022 = 0 }\n',
        "plan.toml: stream 1 'k' › spread: der er ingen vægt større end nul at fordele efter",
    ),
}


@pytest.mark.parametrize(("text", "message"), BAD_TOML.values(), ids=BAD_TOML.keys())
def test_bad_toml_says_where_what_and_what_instead(text: str, message: str, tmp_path: Path) -> None:
    assert refused(written(tmp_path, text)) == message


def test_every_fault_is_listed_at_once(tmp_path: Path) -> None:
    text = GOOD + '[[stream]]\nid = "et id"\nsource = "lfb"\nname = ""\namount = 1.5\nnotes = "x"\n'
    lines = refused(written(tmp_path, text)).splitlines()
    assert [line.split(": ")[1] for line in lines] == [
        "stream 1 'et id' › id",
        "stream 1 'et id' › source",
        "stream 1 'et id' › name",
        "stream 1 'et id' › amount",
        "stream 1 'et id'",
    ]


def test_faults_are_english_on_request(tmp_path: Path) -> None:
    with pytest.raises(PlanError) as caught:
        Plan.from_file(written(tmp_path, GOOD + 'komune = "Køge"\n'))
    assert caught.value.show("en").endswith("plan.toml: unknown key 'komune'; did you mean 'kommune'?")


TOO_DEEP = "filen er indlejret for dybt til at kunne bruges; højst 32 lister og tabeller må ligge inde i hinanden"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "plan.json, linje 1, kolonne 2: er ikke JSON (Expecting property name enclosed in double quotes)"),
        ('{"name": "a", "name": "b"}', "plan.json: nøglen 'name' er angivet to gange; behold den ene"),
        ('{"total": NaN}', "plan.json: NaN er ikke et beløb; skriv hele kroner eller tekst"),
        ('{"total": ' + "9" * 5000 + "}", "plan.json: et tal har for mange cifre; skriv beløbet i hele kroner"),
        (
            "[" * 33,
            f"plan.json: {TOO_DEEP}",
        ),
        ("[]", "plan.json: '[]' er ikke en tabel med nøgler og værdier"),
    ],
)
def test_bad_json_is_refused_with_one_clear_line(text: str, message: str, tmp_path: Path) -> None:
    assert refused(written(tmp_path, text, "plan.json")) == message


LONG_KEY = ".".join("a" * 17)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (GOOD + f"{LONG_KEY} = 1\n", "plan.toml, linje 4: nøglen har 17 led; højst 16 kan bruges"),
        (GOOD + f"[{LONG_KEY}]\n", "plan.toml, linje 4: nøglen har 17 led; højst 16 kan bruges"),
        (
            GOOD + "key = { " + " . ".join(['"a"'] * 17) + " = 1 }\n",
            "plan.toml, linje 4: nøglen har 17 led; højst 16 kan bruges",
        ),
        (GOOD + f"# {'x' * 49_999}\n", "plan.toml, linje 4: linjen er længere end 50000 tegn; del den"),
        (
            GOOD + "komune = [" + "0, " * 5_001 + "]\n",
            "plan.toml: komune: har 5001 rækker; en plan kan højst have 5000; læg rækker sammen",
        ),
        (
            GOOD + "[key]\n" + "".join(f"a{n} = 1\n" for n in range(501)),
            "plan.toml: key: har 501 nøgler; højst 500 kan bruges",
        ),
    ],
    ids=["key", "header", "inline", "line", "rows", "keys"],
)
def test_what_is_just_beyond_a_bound_is_refused_in_one_line(text: str, message: str, tmp_path: Path) -> None:
    assert refused(written(tmp_path, text)) == message


@pytest.mark.parametrize(
    "text", [GOOD + ".".join("a" * 16) + " = 1\n", GOOD + f'note = "{LONG_KEY}"\n', GOOD + f"# {'x' * 49_998}\n"]
)
def test_what_is_just_within_the_bounds_of_a_toml_file_passes_them(text: str, tmp_path: Path) -> None:
    bound_toml(text, tmp_path)


def test_fifty_faults_are_listed_and_the_rest_counted(tmp_path: Path) -> None:
    lines = "".join(f'[[stream]]\nid = "s{n}"\nsource = "lbf"\nname = "S"\namount = -1\n' for n in range(53))
    with pytest.raises(PlanError) as caught:
        Plan.from_file(written(tmp_path, GOOD + lines))
    assert (len(caught.value.faults), caught.value.more) == (50, 3)
    said = str(caught.value).splitlines()
    assert len(said) == 51
    assert said[-1].endswith("plan.toml: og 3 fejl mere; ret de nævnte først")
    assert caught.value.message.params["count"] == 53


def test_unknown_references_are_listed_with_the_nearest_name_and_then_counted() -> None:
    names = [f"serie-{n:04}" for n in range(60)]
    data = {
        "name": "Prøve",
        "start": "2022-01-01",
        "end": "2022-12-31",
        "series": [{"id": name, "rates": {"2022": "1 %"}} for name in names],
        "cost": [
            {
                "id": f"c{n}",
                "art": "løn",
                "unit_price": 1,
                "quantity": {"2022": 1},
                "price_year": 2022,
                "index": f"{name}x",
            }
            for n, name in enumerate(names)
        ],
    }
    with pytest.raises(PlanError) as caught:
        Plan.model_validate(data)
    assert [fault.what.params["nearest"] for fault in caught.value.faults] == names[:50]
    assert caught.value.more == 10


def test_json_holds_the_keys_of_the_plan_format(tmp_path: Path) -> None:
    data: dict[str, Any] = {"name": "Prøve", "start": "2022-01-01", "end": "2025-12-31", "stream": []}
    assert Plan.from_file(written(tmp_path, json.dumps(data), "plan.json")).name == "Prøve"


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert refused(tmp_path / "ingen.toml") == "ingen.toml: filen findes ikke; kontrollér navn og mappe"


def test_a_folder_is_no_plan(tmp_path: Path) -> None:
    folder = tmp_path / "mappe.toml"
    folder.mkdir()
    assert refused(folder) == "mappe.toml: er en mappe; skriv navnet på en planfil (.toml, .json eller .xlsx)"


def test_another_kind_of_file(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD, "plan.docx")
    assert refused(path) == "plan.docx: '.docx' kan ikke læses som plan; brug .toml, .json eller .xlsx"


def test_a_file_that_only_calls_itself_a_workbook(tmp_path: Path) -> None:
    assert "er ødelagt eller afkortet" in refused(written(tmp_path, "PK", "budget.xlsx"))
    assert "er ikke en .xlsx-fil" in refused(written(tmp_path, 'name = "P"', "plan.xlsx"))


def test_ten_megabytes_of_garbage(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_bytes(os.urandom(10_000_000))
    assert refused(path) == "plan.toml: filen er større end 4 MB, så den kan ikke bruges"


def test_a_little_garbage(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_bytes(b"\n\xff\xfe\x00")
    assert refused(path) == "plan.toml, linje 2: teksten er ikke UTF-8; gem filen igen med tegnsættet UTF-8"


def test_a_file_from_notepad_begins_with_a_mark(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.encode())
    assert Plan.from_file(path).name == "Prøve"


def test_writing_replaces_the_whole_file_or_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "plan.toml"
    path.write_text("før")

    def fail(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(PlanFileError, match="kan ikke skrives"):
        write_atomically(path, b"efter")
    assert path.read_text() == "før"
    assert list(tmp_path.iterdir()) == [path]


def test_of_a_symbolic_link_the_file_that_it_leads_to_is_written(tmp_path: Path) -> None:
    real, link = tmp_path / "real.toml", tmp_path / "link.toml"
    real.write_text("før")
    link.symlink_to(real)
    write_atomically(link, b"efter")
    assert link.is_symlink()
    assert real.read_bytes() == b"efter"


def test_of_a_link_to_a_file_that_is_not_there_yet_the_file_is_made(tmp_path: Path) -> None:
    link = tmp_path / "link.toml"
    link.symlink_to("mappe/ny.toml")
    write_atomically(link, b"ny")
    assert link.is_symlink()
    assert (tmp_path / "mappe" / "ny.toml").read_bytes() == b"ny"


@pytest.mark.skipif(os.name == "nt", reason="modes of POSIX")
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_a_file_keeps_its_mode(mode: int, tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_text("før")
    path.chmod(mode)
    write_atomically(path, b"efter")
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (b"efter", mode)


def test_a_read_only_file_is_refused_and_not_changed(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_text("før")
    path.chmod(0o444)
    said = refusal(build.published("amager-2022").to_file, path, error=PlanFileError)
    assert said == f"{path}: filen er skrivebeskyttet og er ikke ændret; vælg et andet navn, eller ophæv beskyttelsen"
    assert path.read_text() == "før"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes of POSIX")
def test_what_is_no_file_is_written_through_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.toml"
    os.mkfifo(pipe)
    held = os.open(pipe, os.O_RDWR)
    try:
        write_atomically(pipe, b"efter")
        assert os.read(held, 10) == b"efter"
    finally:
        os.close(held)
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, MemoryError])
def test_nothing_is_left_behind_by_what_ends_a_process(
    error: type[BaseException], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def end(*_: object) -> None:
        raise error

    monkeypatch.setattr(Path, "replace", end)
    with pytest.raises(error):
        write_atomically(tmp_path / "plan.toml", b"efter")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_between_writing_and_renaming_waits_until_the_file_is_in_its_place(
    number: signal.Signals, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "plan.toml"
    came: list[bytes] = []
    before = signal.signal(number, lambda *_: came.append(path.read_bytes()))
    replace = Path.replace

    def interrupted(temporary: Path, target: Path) -> Path:
        os.kill(os.getpid(), number)
        assert came == []
        return replace(temporary, target)

    monkeypatch.setattr(Path, "replace", interrupted)
    try:
        write_atomically(path, b"efter")
    finally:
        signal.signal(number, before)
    assert came == [b"efter"]
    assert list(tmp_path.iterdir()) == [path]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


def read_or_refused(path: Path) -> None:
    try:
        plan = Plan.from_file(path)
    except HelhedsplanError as error:
        for lang in LANGS:
            said = error.show(lang)
            assert said.strip()
            assert said.replace("\n", "").isprintable()
    else:
        if set(plan.policies or ()) <= set(policies()):
            plan.check().to_dict()
            return
        with pytest.raises(PlanError, match="kendes ikke; de kendte er"):  # a plan may be read with rules not at hand
            plan.check()


@given(st.binary(max_size=200))
def test_whatever_bytes_a_file_holds_it_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    for kind in ("toml", "json"):
        path = tmp_path_factory.getbasetemp() / f"bytes.{kind}"
        path.write_bytes(content)
        read_or_refused(path)


@given(plan_data(), st.data())
def test_whatever_stands_in_a_plan_it_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: dict[str, Any], draw: st.DataObject
) -> None:
    """Put anything in any place of a good plan."""
    content = json.loads(json.dumps(data, default=str))
    place = content
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        key = draw.draw(st.sampled_from(keys))
        if isinstance(place[key], (dict, list)) and place[key] and draw.draw(st.booleans()):
            place = place[key]
            continue
        place[key] = draw.draw(json_values)
        break
    path = tmp_path_factory.getbasetemp() / "anything.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    read_or_refused(path)
