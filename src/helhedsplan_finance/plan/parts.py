"""The parts of a plan: contributions, budget lines, price series, boligafdelinger, covers, waivers, money beside it."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Annotated, Any, Literal, get_args

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PlainSerializer,
    SerializerFunctionWrapHandler,
    model_serializer,
    model_validator,
)

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
    Published,
    Quantity,
    RateByYear,
    Share,
    Spread,
    Year,
    write_share,
)
from helhedsplan_finance.plan.givers import SOURCES as SOURCES
from helhedsplan_finance.plan.givers import Givers, word_of_givers
from helhedsplan_finance.plan.givers import Source as Source
from helhedsplan_finance.plan.json_types import key_schema
from helhedsplan_finance.plan.kinds import BOUNDS
from helhedsplan_finance.text import Message, message
from helhedsplan_finance.values.frozen import Frozen
from helhedsplan_finance.values.hedges import ABOUT, hedge_in, read_hedge

Kind = Literal["cash", "in-kind"]
Status = Literal["søgt", "forhåndsgodkendt", "tilsagn", "udbetalt", "afslag"]
REFUSED: Status = "afslag"  # the only status whose money counts nowhere
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
Count = Annotated[int, Field(ge=int(BOUNDS["count"].least), le=int(BOUNDS["count"].most))]
KeyName = Literal["lejemaal", "m2", "equal", "own"]
KEYS: tuple[KeyName, ...] = get_args(KeyName)


def _whole_key(value: Any) -> Any:
    """Read a single word as a key with a share of 1."""
    return {value: Fraction(1)} if isinstance(value, str) else value


def write_key(key: "dict[KeyName, Fraction]") -> "str | dict[str, str]":
    """Write a key as one word where it has one name, and else as the share of each."""
    if list(key.values()) == [1]:
        return next(iter(key))
    return {name: write_share(share) for name, share in key.items()}


Key = Annotated[
    dict[KeyName, Share],
    BeforeValidator(_whole_key),
    AfterValidator(Frozen),
    PlainSerializer(write_key),
    key_schema(KEYS),
]


def _hedge_of(data: Mapping[str, Any]) -> str | None:
    """Return the hedge of an amount, in its text or in the key ``hedge``."""
    try:
        written = hedge_in(data["amount"]) if isinstance(data.get("amount"), str) else None
        stated = read_hedge(data["hedge"]) if data.get("hedge") is not None else None
    except ValueError:
        return None  # the validator of the field raises, with the field's place
    if written is not None and stated is not None and written != stated:
        raise AmountError("amount.two_hedges", found=data["amount"], hedge=stated)
    return written or stated


def mark_hedge(data: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a contribution with the hedge of its amount; "ca." sets ``approx`` alone."""
    hedge = _hedge_of(data)
    if hedge is None:
        return data
    return {**data, "approx": True, "hedge": None if hedge == ABOUT else hedge}


class Stream(Model):
    """A contribution of one source: a total that is spread over the period, or amounts by calendar year.

    ``source`` is a tuple where several give it together and their shares are not published. A contribution with neither
    total nor amounts is *open*: the giver is known, the amount is not. ``approx`` marks a figure that its source calls
    approximate, and ``hedge`` is the hedge where it is another than "ca."; an ``amount`` written "ca. …" or "knap …"
    sets them. ``caveat`` is the one or the other. ``pays`` names the only budget lines that it pays; hours and rooms
    need it, since they pay a cost of the same kind. ``konto`` is the account in the user's own books.
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
    konto: Line | None = None
    note: Note | None = None

    @model_validator(mode="before")
    @classmethod
    def _mark_approximate(cls, data: Any) -> Any:
        return mark_hedge(data) if isinstance(data, dict) else data

    @property
    def caveat(self) -> str | None:
        """The hedge of the amount: "ca.", "knap", a range; ``None`` where the amount is exact."""
        return (self.hedge or ABOUT) if self.approx else None

    def _reread(self, new: Mapping[str, Any]) -> set[str]:
        return {"approx", "hedge"} - new.keys() if {"amount", "amounts"} & new.keys() else set()

    def _faults(self) -> list[Fault]:
        twice = self.amount is not None and self.amounts is not None
        return [Fault(f"stream '{self.id}'", message("input.amount_twice"))] if twice else []

    @property
    def givers(self) -> tuple[Source, ...]:
        """The givers: one source, or several whose shares are not published."""
        return (self.source,) if isinstance(self.source, str) else self.source

    @property
    def giver(self) -> str:
        """The givers as one word of the ledger; several are joined: ``kommune+boligorganisation``."""
        return word_of_givers(self.givers)

    @property
    def is_money(self) -> bool:
        """Whether it is cash, and not refused."""
        return self.kind == "cash" and self.counts

    @property
    def counts(self) -> bool:
        """Whether it counts in sums: it is not refused."""
        return self.status != REFUSED

    def may_pay(self, line: str, art: str | None) -> bool:
        """Return whether the money may pay a line: its art is not excluded, and ``pays`` is empty or names it."""
        return art not in self.excludes and (not self.pays or line in self.pays)

    @property
    def is_open(self) -> bool:
        """Whether neither a total nor amounts are stated."""
        return self.amount is None and self.amounts is None


class CostLine(Model):
    """A budget line: a quantity by year times a unit price, or a percentage of other lines.

    With an ``index`` the price is that of ``price_year``, and the plan's series of that id indexes it to each year.
    A line with ``percent`` costs that share of what the lines named in ``of``, by id or art, cost in the year; it has
    neither quantity (its ``quantity`` is empty) nor price. ``start`` and ``end`` restrict a line to a part of the
    period, from the first day of a month to the last day of another: a line from 1 April costs 9/12 of that year.
    ``konto`` is the account in the user's own books. Amounts are rounded to whole øre in the ledger.
    """

    id: Id
    indsatsomraade: Line | None = None
    activity: Line | None = None
    art: Art
    quantity: Quantity
    unit: Line | None = None
    unit_price: Amount | None
    percent: Share | None = None
    of: tuple[Line, ...] = Field(default=(), strict=False)
    start: Day | None = None
    end: Day | None = None
    price_year: Year | None = None
    index: Line | None = None
    moms: bool | None = None
    konto: Line | None = None
    note: Note | None = None

    @model_validator(mode="before")
    @classmethod
    def _without_price(cls, data: Any) -> Any:
        if not isinstance(data, dict) or data.get("percent") is None:
            return data
        return {"quantity": Frozen(), "unit_price": None, **data}

    @model_serializer(mode="wrap")
    def _as_stated(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        written: dict[str, Any] = write(self)
        if not self.quantity:  # what a percentage has in the place of a quantity and a price is not written
            for key in ("quantity", "unit_price"):
                written.pop(key, None)
        return written

    def _faults(self) -> list[Fault]:
        at = f"cost '{self.id}'"
        return [Fault(f"{at} › {key}" if key else at, fault) for key, fault in self.contradictions()]

    def contradictions(self) -> Iterator[tuple[str, Message]]:
        """Yield what is stated beside a percentage that excludes it, or is missing, each with its key."""
        if self.percent is None:
            if self.of:
                yield "of", message("input.of_without_percent")
            for key, stated in (("quantity", self.quantity), ("unit_price", self.unit_price)):
                if stated is None or stated == {}:
                    yield key, message("input.no_price")
            return
        if not self.of:
            yield "of", message("input.percent_of_nothing")
        for key in ("quantity", "unit_price", "index", "price_year", "moms"):
            if getattr(self, key) not in (None, {}):
                yield key, message("input.beside_percent")

    def times(self, factor: Fraction) -> dict[str, Any]:
        """Return the price, or the percentage, times a factor; a price is rounded half up to whole øre."""
        if self.unit_price is not None:
            return {"unit_price": self.unit_price.times(factor)}
        return {"percent": factor * self.percent if self.percent is not None else None}


class Series(Model):
    """A price series of the plan: the rise of the price level from the year before, by year.

    ``projected`` names the years whose rate is not published; every figure that depends on one is marked.
    """

    id: Id
    title: Line | None = None
    rates: RateByYear
    projected: tuple[Year, ...] = Field(default=(), strict=False)
    source: Note | None = None
    published: Published | None = None


class Boligafdeling(Model):
    """A boligafdeling: dwellings (``lejemaal``), area in m², and rent in kr. per m² and year.

    Its part of the boligafdelinger's contribution follows from the plan's key. One with ``participates`` false pays
    nothing; ``start`` and ``end`` restrict it to a part of the period, from the first day of a month to the last day of
    another; ``fixed`` is all that it pays, by year.
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
    """Money that replaces a part of the boligafdelinger's payment, such as a dispositionsfond's, by calendar year."""

    id: Id
    name: Line
    amounts: AmountByYear
    note: Note | None = None


class Waiver(Model):
    """A dispensation from a rule: reason, authority and date."""

    rule: Line
    reason: Note
    by: Line
    date: Day


class Beside(Model):
    """Money beside the plan, such as a fund's for another project in the same place: shown, and counted nowhere.

    ``amount`` is absent where it is not stated; ``hedge`` is the hedge of its source, which an ``amount`` written
    "ca. …" or "knap …" sets. A row has no id, since nothing refers to it.
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
