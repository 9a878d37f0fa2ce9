"""The command line: exit codes, what goes to stdout and what to stderr, both languages."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cli.running import AMAGER, KOEGE, run, words
from helhedsplan_finance.cli import _asks_for_english, main
from helhedsplan_finance.cli.app import COMMANDS
from helhedsplan_finance.cli.command_names import command_name
from helhedsplan_finance.text import Lang
from places import DATA, PLANS, POLICY

pytestmark = pytest.mark.daily


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("check", KOEGE), 0),
        (("check", AMAGER), 1),
        (("check", "ingen.toml"), 2),
        (("check",), 2),
        (("chek", AMAGER), 2),
        (("check", AMAGER, "--lang", "tysk"), 2),
        ((), 2),
        (("--help",), 0),
    ],
)
def test_the_exit_code_says_how_it_went(arguments: tuple[str, ...], code: int) -> None:
    assert run(*arguments).exit_code == code


def test_amagers_check_says_what_is_published() -> None:
    out = words(run("check", AMAGER).stdout)
    assert "Ramme 31 mio. kr. · regler pr. 1. januar 2022" in out
    assert "OK Landsbyggefondens andel 61,3 % højst 75 % 4.250.000" in out
    assert "OK Lokal medfinansiering 29,0 % mindst 25 % 1.250.000" in out
    assert "FEJL Kommunens andel i København 14,5 % højst 12,5 % -625.000" in out
    assert "Hvad gør du: sænk kommunens bidrag med 625.000 kr., eller hæv den samlede ramme med 5 mio. kr." in out
    assert "Kilde: Københavns Kommune: Faktaark om boligsociale helhedsplaner (omkring 2013)" in out


def test_silkeborgs_check_shows_the_three_amounts_at_their_limits() -> None:
    result = run("check", str(DATA / "silkeborg-2019.toml"))
    out = words(result.stdout)
    assert result.exit_code == 0
    for line in ("Landsbyggefonden 9.975.000 75,0 %", "Silkeborg Kommune 1.662.500 12,5 %"):
        assert line in out
    assert "Boligorganisationerne 1.662.500 12,5 %" in out
    assert "OK Landsbyggefondens andel 75,0 % højst 75 % 0" in out


def test_the_printed_figures_of_silkeborg_lack_a_payer() -> None:
    result = run("check", str(PLANS / "silkeborg-printed.toml"))
    assert result.exit_code == 1
    assert "5.000 kr. er ikke finansieret." in words(result.stdout)


def test_vaerebros_check_says_that_the_funds_rules_do_not_apply() -> None:
    out = words(run("check", str(DATA / "vaerebro-2017.toml")).stdout)
    assert (
        "Landsbyggefondens andel, Lokal medfinansiering, Kommunens andel, Indsatsområder: "
        "Planen har ingen penge fra Landsbyggefonden, så reglen gælder ikke."
    ) in out


def test_nothing_is_wider_than_the_terminal() -> None:
    for path in sorted(DATA.glob("*.toml")):
        assert max(len(line) for line in run("check", str(path)).stdout.splitlines()) <= 80


def test_json_is_data_alone() -> None:
    told = json.loads(run("check", AMAGER, "--json").stdout)
    assert (told["ok"], told["as_of"], told["counts"]["failed"]) == (False, "2022-01-01", 1)
    assert [one["rule"] for one in told["findings"] if one["outcome"] == "failed"] == ["kommune.share.max"]


def test_a_refusal_goes_to_stderr_and_leaves_stdout_empty() -> None:
    result = run("check", "ingen.toml", "--json")
    assert (result.stdout, result.stderr) == ("", "Fejl: ingen.toml: filen findes ikke; kontrollér navn og mappe\n")


def test_english_on_request() -> None:
    out = words(run("check", AMAGER, "--lang", "en").stdout)
    assert "FAIL The kommune's share in 14.5% at most 12.5% -625,000" in out
    assert run("check", "none.toml", "--lang", "en").stderr.startswith("Error: none.toml: the file does not exist")


@pytest.mark.parametrize("command", [one.__name__.removesuffix("_") for one in COMMANDS])
@pytest.mark.parametrize(
    ("lang", "example", "option"),
    [("da", "Eksempel: helhedsplan", "--sprog"), ("en", "Example: helhedsplan", "--lang")],
)
def test_every_command_has_help_with_an_example(command: str, lang: Lang, example: str, option: str) -> None:
    out = words(run(command, "--help", lang=lang).stdout)
    assert f"{example} {command_name(command, lang)}" in out
    assert "--json" in out
    assert option in out


@pytest.mark.parametrize(
    ("arguments", "english"),
    [(["--lang", "en"], True), (["--lang=en"], True), (["--lang", "da"], False), (["en"], False), ([], False)],
)
def test_help_is_in_the_language_that_the_line_asks_for(arguments: list[str], english: bool) -> None:
    assert _asks_for_english(arguments) is english


def test_budget_writes_the_workbook(tmp_path: Path) -> None:
    target = tmp_path / "ny" / "budget.xlsx"
    result = run("budget", KOEGE, "-o", str(target), "--json")
    assert json.loads(result.stdout) == {"files": [str(target)]}
    assert target.read_bytes().startswith(b"PK")


def test_chart_writes_png_and_svg(tmp_path: Path) -> None:
    result = run("chart", KOEGE, "-o", str(tmp_path))
    assert result.exit_code == 0
    charts = ("finansiering", "graenser", "hvem-betaler")
    assert {path.name for path in tmp_path.iterdir()} == {f"{one}.{kind}" for one in charts for kind in ("png", "svg")}


def test_chart_as_json_has_the_words_for_who_cannot_see_it(tmp_path: Path) -> None:
    told = json.loads(run("chart", KOEGE, "-o", str(tmp_path), "--kind", "pdf", "--json").stdout)
    assert told["files"] == [str(tmp_path / f"{one}.pdf") for one in ("finansiering", "hvem-betaler", "graenser")]
    (first, *_) = told["charts"]
    assert first["name"] == "financing"
    assert first["title"] == "Landsbyggefonden giver 41 % af finansieringen på 24,1 mio. kr."
    assert "Landsbyggefonden 2021: 833.333,33 kr." in first["alt"]


def test_chart_shows_the_way_from_an_earlier_version(tmp_path: Path) -> None:
    run("chart", AMAGER, "-o", str(tmp_path), "--base", KOEGE, "--kind", "svg")
    assert (tmp_path / "aendring.svg").is_file()


@pytest.mark.parametrize(
    ("command", "kind", "found"),
    [("chart", "gif", "'gif' er ingen filtype for figurer; vælg png, svg, pdf"), ("pages", "docx", "'docx'")],
)
def test_an_unknown_kind_of_file_is_refused(command: str, kind: str, found: str, tmp_path: Path) -> None:
    result = run(command, KOEGE, "-o", str(tmp_path / "ud"), "--kind", kind)
    assert result.exit_code == 2
    assert found in result.stderr
    assert not (tmp_path / "ud").exists()


def test_pages_writes_a_page_for_each_reader(tmp_path: Path) -> None:
    result = run("pages", KOEGE, "-o", str(tmp_path), "--kind", "html", "--json")
    readers = ("beboere", "bestyrelse", "byraad", "landsbyggefonden")
    written = [*(tmp_path / f"side-{one}.html" for one in readers), tmp_path / "bilag-landsbyggefonden.html"]
    assert json.loads(result.stdout) == {"files": [str(path) for path in written]}
    assert all(path.is_file() for path in written)
    english = run("pages", KOEGE, "-o", str(tmp_path / "en"), "--kind", "md", "--lang", "en")
    assert english.exit_code == 0
    assert "# The kommune's co-financing" in (tmp_path / "en" / "page-council.md").read_text(encoding="utf-8")


def test_pages_know_the_changes_and_the_rules_that_were_asked_for(tmp_path: Path) -> None:
    arguments = ["--kind", "html", "--base", KOEGE, "--policy", str(POLICY)]
    assert run("pages", KOEGE, "-o", str(tmp_path), *arguments).exit_code == 0
    assert "Ingen ændringer siden" in (tmp_path / "side-landsbyggefonden.html").read_text(encoding="utf-8")


def test_a_workbook_that_cannot_be_written_is_a_refusal(tmp_path: Path) -> None:
    (tmp_path / "fil").write_text("i vejen")
    result = run("budget", KOEGE, "-o", str(tmp_path / "fil" / "budget.xlsx"))
    assert result.exit_code == 2
    assert "fil: er en fil, ikke en mappe; vælg en anden mappe" in result.stderr


def test_demo_runs_the_whole_job(tmp_path: Path) -> None:
    result = run("demo", "-o", str(tmp_path))
    assert result.exit_code == 0
    assert "-625.000" in result.stdout
    names = {path.name for path in tmp_path.iterdir()}
    charts = {f"{one}.{kind}" for one in ("finansiering", "graenser", "hvem-betaler") for kind in ("png", "svg")}
    readers = ("beboere", "bestyrelse", "byraad", "landsbyggefonden")
    names_of_pages = [*(f"side-{one}" for one in readers), "bilag-landsbyggefonden"]
    pages = {f"{one}.{form}" for one in names_of_pages for form in ("html", "pdf")} | {"side-byraad.md"}
    assert names == {"amager-2022.toml", "amager-budget.xlsx"} | charts | pages


def test_names_from_a_plan_are_shown_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_text('name = "[red]Navn[/red]"\nstart = 2022-01-01\nend = 2025-12-31\n', encoding="utf-8")
    assert "[red]Navn[/red]" in run("check", str(path)).stdout


def test_the_module_runs_as_a_program() -> None:
    command = [sys.executable, "-m", "helhedsplan_finance", "check", AMAGER, "--json"]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 1
    assert json.loads(done.stdout.decode("utf-8"))["plan"] == "Boligsocial helhedsplan Amager 2022-2025"


# The plan of Køge keeps every binding rule, so that its check would exit 0, that of Amager 1.
PRINTING = [
    ["check", KOEGE],
    pytest.param(["--help"], marks=pytest.mark.deep),
    pytest.param(["check", AMAGER, "--json"], marks=pytest.mark.deep),
    pytest.param(["check", "--help"], marks=pytest.mark.deep),
    pytest.param(["finance", KOEGE], marks=pytest.mark.deep),
    pytest.param(["rent", KOEGE], marks=pytest.mark.deep),
    pytest.param(["rules", "list"], marks=pytest.mark.deep),
    pytest.param(["prices", "list"], marks=pytest.mark.deep),
]


@pytest.mark.skipif(sys.platform == "win32", reason="pipes of POSIX")
@pytest.mark.parametrize("arguments", PRINTING, ids=" ".join)
def test_every_command_whose_reader_went_away_exits_141_without_a_word(arguments: list[str]) -> None:
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "helhedsplan_finance", *arguments]
    done = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, check=False)
    os.close(write)
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize("arguments", PRINTING, ids=" ".join)
def test_a_full_disk_is_a_refusal_and_no_traceback(arguments: list[str]) -> None:
    command = [sys.executable, "-m", "helhedsplan_finance", *arguments]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 2
    assert done.stderr.decode("utf-8").startswith("Fejl: resultatet kunne ikke skrives ud")
    assert done.stderr.count(b"\n") == 1


@pytest.mark.parametrize(
    ("plan", "last"),
    [
        (
            "amager-2022",
            "Bindende regler er ikke overholdt: 3 OK, 1 FEJL, 1 GÆLDER IKKE. Vejledende regler: 1 OK, 2 GÆLDER IKKE.",
        ),
        (
            "koege-2021",
            "Alle bindende regler er overholdt: 3 OK, 1 GÆLDER IKKE. Vejledende regler: 1 OBS, 1 OK, 2 GÆLDER IKKE.",
        ),
        (
            "helsingoer-2018",
            "Ingen bindende regel er brudt, men ikke alle kan afgøres: 3 UVERIFICERET, 1 GÆLDER IKKE. Vejledende",
        ),
    ],
)
def test_the_last_line_says_what_may_be_said(plan: str, last: str) -> None:
    assert last in words(run("check", str(DATA / f"{plan}.toml")).stdout)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")
@pytest.mark.parametrize("redirect", [">&-", pytest.param("| head -1 > /dev/null", marks=pytest.mark.deep)])
def test_output_that_nobody_takes_is_no_traceback(redirect: str) -> None:
    line = f"'{sys.executable}' -m helhedsplan_finance check '{KOEGE}' {redirect}"
    done = subprocess.run(line, shell=True, capture_output=True, check=False)  # noqa: S602 - our own words
    assert b"Traceback" not in done.stderr


def test_a_fault_of_the_program_is_no_verdict(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("helhedsplan_finance.api.Plan.check", fail)
    monkeypatch.setattr(sys, "argv", ["helhedsplan", "check", AMAGER])
    with pytest.raises(SystemExit) as caught:
        main()
    assert caught.value.code == 70
    assert "ZeroDivisionError" in capsys.readouterr().err
