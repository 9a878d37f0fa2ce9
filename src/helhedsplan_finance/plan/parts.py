"""The parts of a plan: contributions, budget lines, price series, boligafdelinger, covers, waivers, money beside it."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Annotated, Any, Literal, Protocol, get_args

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, model_validator

from helhedsplan_finance.errors import AmountError, Fault
from helhedsplan_finance.plan.fields import (
    Amount,
    AmountByYear,
    ApproxAmount,
    Day,
    GivenByYear,
    Hedge,
    Id,
    Line,
    Model,
    Note,
    NumberByYear,
    Published,
    RateByYear,
    Share,
    Spread,
    Year,
    write_share,
)
from helhedsplan_finance.plan.givers import SOURCES as SOURCES
from helhedsplan_finance.plan.givers import Givers, word_of_givers
from helhedsplan_finance.plan.givers import Source as Source
from helhedsplan_finance.text import message
from helhedsplan_finance.values.frozen import Frozen
from helhedsplan_finance.values.hedges import ABOUT, hedge_in, read_hedge
from helhedsplan_finance.values.money import Kroner

Kind = Literal["cash", "in-kind"]
Status = Literal["søgt", "forhåndsgodkendt", "tilsagn", "udbetalt", "afslag"]
REFUSED: Status = "afslag"  # the one status whose money counts nowhere
Art = Literal[
    "løn",
    "aktiviteter",
    "lokaler",
    "administration",
    "revision",
    "evaluering",
    "kompetenceudvikling",
    "inventar",
    "øvrige",
]
Count = Annotated[int, Field(ge=0, le=10**9)]
KeyName = Literal["lejemaal", "m2", "equal", "own"]
KEYS: tuple[KeyName, ...] = get_args(KeyName)


def _whole_key(value: Any) -> Any:
    """Take one word for a key that is all there is."""
    return {value: Fraction(1)} if isinstance(value, str) else value


def write_key(key: "dict[KeyName, Fraction]") -> "str | dict[str, str]":
    """Write a key as one word where it is one, and else as the share of each."""
    if list(key.values()) == [1]:
        return next(iter(key))
    return {name: write_share(share) for name, share in key.items()}


Key = Annotated[dict[KeyName, Share], BeforeValidator(_whole_key), AfterValidator(Frozen), PlainSerializer(write_key)]


def _hedge_of(data: Mapping[str, Any]) -> str | None:
    """Return the hedge that an amount is written with, in its text or in a key of its own."""
    try:
        written = hedge_in(data["amount"]) if isinstance(data.get("amount"), str) else None
        stated = read_hedge(data["hedge"]) if data.get("hedge") is not None else None
    except ValueError:
        return None  # the field's own validator says what is wrong, at its own place
    if written is not None and stated is not None and written != stated:
        raise AmountError("amount.two_hedges", found=data["amount"], hedge=stated)
    return written or stated


def mark_hedge(data: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a contribution with the hedge that its amount is written with; "ca." is ``approx`` alone."""
    hedge = _hedge_of(data)
    if hedge is None:
        return data
    return {**data, "approx": True, "hedge": None if hedge == ABOUT else hedge}


class Stream(Model):
    """One contribution of one source: a total that is spread over the period, or amounts by calendar year.

    ``source`` is a tuple where several give it together and nobody has published what each of them gives. A stream
    with neither is *open*: it is known who may give, not how much. ``approx`` says that the source of the figure calls
    it approximate, and ``hedge`` how, where that is more than "ca."; an ``amount`` that is written "ca. …" or "knap …"
    sets them. ``caveat`` is the one or the other. ``pays`` names the budget lines that it pays and no other; hours and
    rooms need it, since they pay a cost of their own kind.
    """

    id: Id
    source: Givers
    name: Line
    kind: Kind = "cash"
    amount: ApproxAmount | None = None
    amounts: GivenByYear | None = None
    spread: Spread = "months"
    status: Status | None = None
    approx: bool = False
    hedge: Hedge | None = None
    excludes: tuple[Art, ...] = Field(default=(), strict=False)
    pays: tuple[Id, ...] = Field(default=(), strict=False)
    max_amount: Amount | None = None
    max_share: Share | None = None
    note: Note | None = None

    @model_validator(mode="before")
    @classmethod
    def _mark_approximate(cls, data: Any) -> Any:
        return mark_hedge(data) if isinstance(data, dict) else data

    @property
    def caveat(self) -> str | None:
        """How its source hedges the amount: "ca.", "knap", a range; ``None`` where the amount is exact."""
        return (self.hedge or ABOUT) if self.approx else None

    def _reread(self, new: Mapping[str, Any]) -> set[str]:
        return {"approx", "hedge"} - new.keys() if {"amount", "amounts"} & new.keys() else set()

    def _faults(self) -> list[Fault]:
        twice = self.amount is not None and self.amounts is not None
        return [Fault(f"stream '{self.id}'", message("input.amount_twice"))] if twice else []

    @property
    def givers(self) -> tuple[Source, ...]:
        """Who gives it: one source, or several that have not published who gives what."""
        return (self.source,) if isinstance(self.source, str) else self.source

    @property
    def giver(self) -> str:
        """Who gives it as one word of the ledger; several are joined: ``kommune+boligorganisation``."""
        return word_of_givers(self.givers)

    @property
    def is_money(self) -> bool:
        """Whether it is cash, and nobody refused it."""
        return self.kind == "cash" and self.counts

    @property
    def counts(self) -> bool:
        """Whether it counts in any sum: nobody refused it."""
        return self.status != REFUSED

    def may_pay(self, line: str, art: str | None) -> bool:
        """Return whether the money may pay a line: its art is not excluded, and no other lines are named."""
        return art not in self.excludes and (not self.pays or line in self.pays)

    @property
    def is_open(self) -> bool:
        """Whether nobody has said yet how much this source gives."""
        return self.amount is None and self.amounts is None


class CostLine(Model):
    """One budget line: a quantity a year times a price. Amounts are rounded to whole øre in the ledger.

    With an ``index`` the price is that of ``price_year``, and the plan's series of that id carries it to each year.
    """

    id: Id
    indsatsomraade: Line | None = None
    activity: Line | None = None
    art: Art
    quantity: NumberByYear
    unit: Line | None = None
    unit_price: Amount
    price_year: Year | None = None
    index: Line | None = None
    moms: bool | None = None
    note: Note | None = None


class Series(Model):
    """A price series as the plan uses it: how much the level rises from the year before, by year.

    ``projected`` names the years whose rate nobody has published; every figure that leans on one is marked.
    """

    id: Id
    title: Line | None = None
    rates: RateByYear
    projected: tuple[Year, ...] = Field(default=(), strict=False)
    source: Note | None = None
    published: Published | None = None


class Boligafdeling(Model):
    """One boligafdeling: dwellings (``lejemaal``), area in m², and rent in kr. per m² and year.

    What it pays of the boligafdelinger's contribution follows from the plan's key. One that does not ``participate``
    pays nothing; ``start`` and ``end`` hold it to a part of the period, from the first day of a month to the last one
    of another; ``fixed`` is all that it pays, by year.
    """

    id: Id
    name: Line
    organisation: Line | None = None
    lejemaal: Count | None = None
    m2: Count | None = None
    rent_m2: Amount | None = None
    share: Share | None = None
    participates: bool | None = None
    start: Day | None = None
    end: Day | None = None
    fixed: AmountByYear | None = None


class Cover(Model):
    """Money that pays a part in the boligafdelinger's place, such as a dispositionsfond's, by calendar year."""

    id: Id
    name: Line
    amounts: AmountByYear
    note: Note | None = None


class Waiver(Model):
    """A dispensation from one rule: why, by whom, and when."""

    rule: Line
    reason: Note
    by: Line
    date: Day


class Beside(Model):
    """Money beside the plan, such as a fund's for another project in the same place: shown, and counted nowhere.

    ``amount`` is absent where nobody has stated it; ``hedge`` is how its source hedges it, which an ``amount`` that is
    written "ca. …" or "knap …" sets. A row has no id, since nothing refers to it.
    """

    name: Line
    giver: Line | None = None
    amount: ApproxAmount | None = None
    hedge: Hedge | None = None
    note: Note | None = None

    @model_validator(mode="before")
    @classmethod
    def _mark_hedge(cls, data: Any) -> Any:
        hedge = _hedge_of(data) if isinstance(data, dict) else None
        return data if hedge is None else {**data, "hedge": hedge}

    def _reread(self, new: Mapping[str, Any]) -> set[str]:
        return {"hedge"} - new.keys() if "amount" in new else set()


class Parts(Protocol):
    """What has the parts of a plan, and the days and the key that hold them together."""

    @property
    def start(self) -> date:
        """The first day."""
        ...

    @property
    def end(self) -> date:
        """The last day."""
        ...

    @property
    def total(self) -> Kroner | None:
        """The frame."""
        ...

    @property
    def total_hedge(self) -> str | None:
        """How the source of the frame hedges it."""
        ...

    @property
    def key(self) -> dict[KeyName, Fraction] | None:
        """By what the boligafdelinger share."""
        ...

    @property
    def streams(self) -> Sequence[Stream]:
        """The contributions."""
        ...

    @property
    def costs(self) -> Sequence[CostLine]:
        """The budget lines."""
        ...

    @property
    def series(self) -> Sequence[Series]:
        """The price series."""
        ...

    @property
    def afdelinger(self) -> Sequence[Boligafdeling]:
        """The boligafdelinger."""
        ...

    @property
    def covers(self) -> Sequence[Cover]:
        """What pays in the boligafdelinger's place."""
        ...

    @property
    def waivers(self) -> Sequence[Waiver]:
        """The dispensations."""
        ...

    @property
    def beside(self) -> Sequence[Beside]:
        """The money beside the plan."""
        ...


def rows_of(plan: Parts, table: str) -> Sequence[Any]:
    """Return the rows of one table of a plan, by the table's name in a plan file."""
    tables = {
        "stream": plan.streams,
        "cost": plan.costs,
        "series": plan.series,
        "boligafdeling": plan.afdelinger,
        "cover": plan.covers,
        "waiver": plan.waivers,
        "beside": plan.beside,
    }
    return tables[table]
