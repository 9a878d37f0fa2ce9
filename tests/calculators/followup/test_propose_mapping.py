"""A mapping is proposed from a file: its form, its columns, its accounts, and what could not be placed."""

from decimal import Decimal
from pathlib import Path

import pytest

from helhedsplan_finance import PlanFileError
from helhedsplan_finance.calculators.followup.mapping import AccountPattern, FileForm, Headings, mapping_in
from helhedsplan_finance.calculators.followup.postings import sums
from helhedsplan_finance.calculators.followup.proposal_parts import Account
from helhedsplan_finance.calculators.followup.propose import propose_csv
from helhedsplan_finance.calculators.followup.read_postings import read_postings
from helhedsplan_finance.calculators.followup.sniff import sniff_dates, sniff_decimal, sniff_encoding

pytestmark = pytest.mark.daily

EXPORTS = Path(__file__).parent / "exports"
KOMMUNE, BOLIG = EXPORTS / "kommune.csv", EXPORTS / "boligorganisation.tsv"
ACTIVITIES = {"cafe": "lektiecafé", "pl": "Løn projektleder", "andet": "Diverse", "mere": "diverse"}


def test_the_form_and_the_columns_of_an_export_are_found() -> None:
    proposal = propose_csv(KOMMUNE, {})
    assert proposal.mapping.file == FileForm(
        separator=";", decimal=",", date="dd-mm-yyyy", skip=3, encoding="cp1252", sign="udgift +"
    )
    assert proposal.mapping.column == Headings(
        date="Bogføringsdato", amount="Beløb i DKK", account="Konto", text="Posteringstekst", voucher="Bilagsnr."
    )
    assert proposal.left == ("Bruger",)


def test_negative_costs_points_and_tabs_are_found() -> None:
    assert propose_csv(BOLIG, {}).mapping.file == FileForm(
        separator="\t", decimal=".", date="yyyy-mm-dd", skip=0, encoding="utf-8", sign="udgift -"
    )


def test_accounts_are_listed_with_number_and_sum_as_in_the_file() -> None:
    # By hand from the file, as in the test of reading it.
    assert propose_csv(KOMMUNE, ACTIVITIES).accounts == (
        Account("4711010", "Løn projektleder", 2, 9_250_000, "pl"),
        Account("4720015", "Lektiecafé", 2, 100_000, "cafe"),
        Account("4799000", "Diverse", 1, 31_275, None),  # two activities have that name
        Account("8510000", "Tilskud Landsbyggefonden", 1, -50_000_000, None),
        Account("9090000", "Mellemregning", 1, 4_625_000, None),
    )


def test_only_an_activity_of_the_same_words_places_an_account() -> None:
    near = {"a": "Lektiecaféen", "b": "projektleder", "c": "Løn"}
    assert [one.post for one in propose_csv(KOMMUNE, near).accounts] == [None] * 5


@pytest.mark.parametrize("lang", ["da", "en"])
def test_the_proposed_file_reads_the_export_and_lists_what_is_open(lang: str) -> None:
    proposal = propose_csv(KOMMUNE, ACTIVITIES)
    text = proposal.to_toml(lang)  # type: ignore[arg-type]
    mapping = mapping_in(text, "kontering.toml")
    assert mapping == proposal.mapping
    assert mapping.accounts == (
        AccountPattern(account="4711010", cost="pl"),
        AccountPattern(account="4720015", cost="cafe"),
    )
    read = read_postings(KOMMUNE, mapping)
    assert sums(read.rows, "post") == {("pl",): 9_250_000, ("cafe",): 100_000, (None,): 31_275 - 50_000_000 + 4_625_000}
    assert [line for line in text.splitlines() if line.startswith("# account")] == [
        '# account = "4799000"',
        '# account = "8510000"',
        '# account = "9090000"',
    ]


def test_an_open_account_is_filled_in_by_removing_the_marks() -> None:
    text = propose_csv(KOMMUNE, {}).to_toml()
    head, mark, open_ = text.partition("# 4711010" if "# 4711010" in text else "# Løn projektleder")
    filled = (mark + open_).replace("# [[account]]", "[[account]]").replace("# account", "account")
    mapping = mapping_in(head + filled.replace('# cost = "…"', 'cost = "alt"'), "kontering.toml")
    assert {one.cost for one in mapping.accounts} == {"alt"}
    assert len(mapping.accounts) == 5


def test_an_account_that_looks_like_toml_stays_text(tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_text('dato;beløb;konto;tekst\n1-1-2023;5;"47""\\11";"x\n[file]"\n', encoding="utf-8")
    assert mapping_in(propose_csv(path, {"odd": '47"\\11'}).to_toml(), "k.toml").accounts == (
        AccountPattern(account='47"\\11', cost="odd"),
    )


def test_what_is_guessed_or_unread_is_said(tmp_path: Path) -> None:
    path = tmp_path / "eksport.csv"
    path.write_text("Dato;Beløb;Løbenr.\n01-02-2023;-5,00;1\n03-04-2023;6,00;2\n05-06-2023;x;3\n", encoding="utf-8")
    text = propose_csv(path, {}).show()
    assert "Fortegnet er gættet: 1 af 2 beløb er negative" in text
    assert "Datoformen er gættet" in text
    assert "Kolonner, der ikke er genkendt: Løbenr." in text
    assert "ingen kolonne, der er genkendt som konto" in " ".join(text.split())
    assert "Linjer, der ikke kan læses: 1. Den første er linje 4: 'x' er ikke et beløb" in " ".join(text.split())
    assert "(uden konto)" in text


def test_a_file_without_known_headings_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "eksport.csv"
    path.write_text("a;b\n1;2\n", encoding="utf-8")
    with pytest.raises(PlanFileError, match="ingen af de første 60 linjer har overskrifter"):
        propose_csv(path, {})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "cp850"])
def test_an_encoding_is_known_by_the_danish_letters(encoding: str) -> None:
    content = "Bogføringsdato;Beløb\n1-1-2023;5;Løn på gård\n".encode(encoding)
    assert sniff_encoding(content) == encoding.removesuffix("-sig")


@pytest.mark.parametrize(
    ("amounts", "sign"),
    [
        (["1.234,50", "7"], ","),
        (["1,234.50", "-7.5"], "."),
        (["1.234", "5"], ","),
        (["1,234", "5.00 DKK"], "."),
        ([], ","),
    ],
)
def test_a_decimal_sign_is_known_by_the_last_digits(amounts: list[str], sign: str) -> None:
    assert sniff_decimal(amounts) == sign


@pytest.mark.parametrize(
    ("days", "found"),
    [
        (["31-01-2023", "01-02-2023"], ("dd-mm-yyyy", False)),
        (["03-04-2023"], ("dd-mm-yyyy", True)),
        (["01/31/2023"], ("mm/dd/yyyy", False)),
        (["20230131"], ("yyyymmdd", False)),
        (["31012023"], ("ddmmyyyy", False)),
        (["31.12.22"], ("dd.mm.yy", False)),
        (["2023-01-31 00:00:00"], ("yyyy-mm-dd", False)),
        (["i går"], (None, False)),
        ([], (None, False)),
    ],
)
def test_a_form_of_dates_is_the_one_that_fits(days: list[str], found: tuple[str | None, bool]) -> None:
    assert sniff_dates(days) == found


def test_the_sums_of_the_proposal_are_those_of_the_printed_amounts() -> None:
    lines = KOMMUNE.read_text(encoding="cp1252").splitlines()[4:-1]
    printed = [line.replace('"Retur; materialer"', "Retur").split(";")[5] for line in lines]
    total = sum(Decimal(one.replace(".", "").replace(",", ".")) for one in printed)
    assert sum(one.ore for one in propose_csv(KOMMUNE, {}).accounts) == total * 100
