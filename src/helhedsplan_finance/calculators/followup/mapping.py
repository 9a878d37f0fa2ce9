"""The mapping of accounts (``kontering.toml``): the form of another system's export, and where each account belongs.

An account is placed by the most specific pattern: the account itself before a pattern with ``*``, and of those the one
with most other characters. Two patterns that are equally specific, and can meet in one account, must place it alike.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError, model_validator

from helhedsplan_finance.calculators.followup.date_forms import check_form
from helhedsplan_finance.calculators.followup.file_amounts import DecimalSign
from helhedsplan_finance.errors import Fault, FieldError, PlanFileError, PostingError
from helhedsplan_finance.plan.faults import faults_of
from helhedsplan_finance.plan.fields import Id, Line, Model
from helhedsplan_finance.plan.file import parse_toml
from helhedsplan_finance.text import message, short
from helhedsplan_finance.values.disk import read_text

SEPARATORS = (";", ",", "\t", "|")
Sign = Literal["udgift +", "udgift -", "begge +"]
Encoding = Literal["utf-8", "utf-16", "cp1252", "iso-8859-1", "cp850"]
ANY = "*"
MOST_ACCOUNTS, LONGEST_ACCOUNT, MOST_STARS = 2_000, 60, 4
_MOST_SKIPPED = 1_000
_EXAMPLES = {"account": 'account = "4711*"', "date": 'date = "Bogføringsdato"', "amount": 'amount = "Beløb i DKK"'}


def _check_separator(value: Any) -> Any:
    if isinstance(value, str) and value not in SEPARATORS:
        raise FieldError("postings.no_separator", found=short(value))
    return value


def _check_decimal(value: Any) -> Any:
    if isinstance(value, str) and value not in {",", "."}:
        raise FieldError("postings.no_decimal", found=short(value))
    return value


class FileForm(Model):
    """The form of an export; a separator, decimal sign or date form that is not stated is that of our own layout.

    ``skip`` is the number of lines before the headings. ``sign`` is how the export writes a cost; income has the other
    sign, but with ``begge +`` both are positive, as in our own layout.
    """

    separator: Annotated[str, BeforeValidator(_check_separator)] | None = None
    decimal: Annotated[DecimalSign, BeforeValidator(_check_decimal)] = ","
    date: Annotated[Line, AfterValidator(check_form)] | None = None
    skip: Annotated[int, Field(ge=0, le=_MOST_SKIPPED)] = 0
    encoding: Encoding = "utf-8"
    sign: Sign = "udgift +"


class Headings(Model):
    """The headings of an export by what their columns hold; one that is not stated is that of our own layout."""

    date: Line | None = None
    amount: Line | None = None
    account: Line | None = None
    text: Line | None = None
    voucher: Line | None = None
    post: Line | None = None
    stream: Line | None = None
    source: Line | None = None
    afdeling: Line | None = None

    def stated(self) -> dict[str, str]:
        """Return the headings that are stated, by what their columns hold."""
        return self.model_dump(exclude_none=True)


class AccountPattern(Model):
    """Where the accounts of a pattern belong: to a budget line, to a contribution, or nowhere (``ignore``)."""

    account: Line
    cost: Id | None = None
    stream: Id | None = None
    ignore: Line | None = None

    @model_validator(mode="after")
    def _has_one_place(self) -> "AccountPattern":
        if sum(one is not None for one in (self.cost, self.stream, self.ignore)) != 1:
            raise FieldError("postings.one_place")
        if len(self.account) > LONGEST_ACCOUNT or self.account.count(ANY) > MOST_STARS:
            raise FieldError("postings.long_pattern", found=short(self.account), most=LONGEST_ACCOUNT, stars=MOST_STARS)
        return self

    @property
    def place(self) -> "Place":
        """Where the accounts of the pattern belong."""
        return Place(self.cost, self.stream, self.ignore)


class Place(NamedTuple):
    """Where an account belongs: a budget line, a contribution, the reason to leave it out, or nowhere known."""

    post: str | None = None
    stream: str | None = None
    ignore: str | None = None


NOWHERE = Place()


class AccountMapping(Model):
    """A mapping of accounts: the form of the file, its headings, and the patterns of its accounts."""

    file: FileForm = FileForm()
    column: Headings = Headings()
    accounts: tuple[AccountPattern, ...] = Field(default=(), alias="account", strict=False)


OWN_LAYOUT = AccountMapping(file=FileForm(sign="begge +"))


def read_mapping(path: str | Path) -> AccountMapping:
    """Read a mapping of accounts from a ``.toml`` file.

    Raises :class:`PlanFileError` for a file that cannot be read, and :class:`PostingError`, with every fault, for a
    mapping that cannot be used; both name the file.
    """
    path = Path(path)
    if path.suffix.lower() != ".toml":
        raise PlanFileError("postings.mapping_kind", file=path, found=path.suffix or path.name)
    return mapping_in(read_text(path), str(path))


def mapping_in(text: str, name: str) -> AccountMapping:
    """Read the text of a mapping of accounts; raises as :func:`read_mapping` does, by the name that is given."""
    data = parse_toml(text, Path(name))
    try:
        read = AccountMapping.model_validate(data, by_alias=True, by_name=False)
    except ValidationError as error:
        raise PostingError(*faults_of(error, data, AccountMapping, _EXAMPLES)._replace(file=name)) from None
    if faults := list(_faults(read.accounts)):
        raise PostingError(faults, file=name)
    return read


def tidy(text: str) -> str:
    """Return an account or a heading as it is compared: without case, and with single spaces."""
    return " ".join(text.split()).casefold()


def _faults(accounts: Sequence[AccountPattern]) -> Iterator[Fault]:
    if len(accounts) > MOST_ACCOUNTS:
        yield Fault("account", message("postings.many_patterns", count=len(accounts), most=MOST_ACCOUNTS))
        return
    alike: defaultdict[int, list[tuple[int, str, AccountPattern]]] = defaultdict(list)  # by how specific they are
    first: dict[str, tuple[int, AccountPattern]] = {}
    for number, one in enumerate(accounts, start=1):
        pattern = re.sub(r"\*+", ANY, tidy(one.account))
        if (earlier := first.get(pattern)) is not None:
            if earlier[1].place != one.place:
                yield _two(number, one, *earlier)
            continue
        first[pattern] = number, one
        if ANY not in pattern:
            continue
        same = alike[len(pattern.replace(ANY, ""))]
        for at, other, placed in same:
            if placed.place != one.place and _can_meet(pattern, other):
                yield _two(number, one, at, placed)
        same.append((number, pattern, one))


def _two(number: int, one: AccountPattern, at: int, other: AccountPattern) -> Fault:
    what = message("postings.two_patterns", second=short(one.account), first=short(other.account), number=at)
    return Fault(f"account {number}", what)


def _can_meet(one: str, other: str) -> bool:
    """Return whether an account can fit two patterns with stars: their beginnings agree, and so do their ends.

    What is between the stars can always be written one after the other: ``4*1*`` and ``*2*7`` meet in 4127.
    """
    begins, ends = (one.partition(ANY)[0], other.partition(ANY)[0]), (one.rpartition(ANY)[2], other.rpartition(ANY)[2])
    return _one_begins(*begins) and _one_begins(*(end[::-1] for end in ends))


def _one_begins(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


class Places(dict[str, Place]):
    """Where each account belongs, found when it is first asked for."""

    def __init__(self, accounts: Sequence[AccountPattern]) -> None:
        super().__init__()
        self._exact: dict[str, Place] = {}
        self._begin: dict[str, Place] = {}  # patterns with one star, at their end
        self._others: list[tuple[int, re.Pattern[str], Place]] = []
        for one in accounts:
            pattern = re.sub(r"\*+", ANY, tidy(one.account))
            if ANY not in pattern:
                self._exact.setdefault(pattern, one.place)
            elif pattern.index(ANY) == len(pattern) - 1:
                self._begin.setdefault(pattern[:-1], one.place)
            else:
                regex = re.compile(".*".join(map(re.escape, pattern.split(ANY))), re.DOTALL)
                self._others.append((len(pattern.replace(ANY, "")), regex, one.place))
        self._others.sort(key=lambda other: -other[0])
        self._longest = max(map(len, self._begin), default=-1)

    def __missing__(self, account: str) -> Place:
        self[account] = found = self._find(tidy(account)) if account else NOWHERE
        return found

    def _find(self, account: str) -> Place:
        if account in self._exact:
            return self._exact[account]
        lengths = range(min(len(account), self._longest), -1, -1)
        length = next((one for one in lengths if account[:one] in self._begin), -1)
        for specific, regex, place in self._others:
            if specific <= length:
                break
            if regex.fullmatch(account):
                return place
        return self._begin[account[:length]] if length >= 0 else NOWHERE
