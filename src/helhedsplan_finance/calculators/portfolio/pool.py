"""A pool over many plans: what each gets where it is too small for all, and the effect on each plan."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal, get_args

from helhedsplan_finance.calculators.portfolio.allocation import Allocation as Allocation
from helhedsplan_finance.calculators.portfolio.grant import Grant
from helhedsplan_finance.calculators.portfolio.hand_out import Claim, in_proportion, in_turn
from helhedsplan_finance.calculators.portfolio.pool_records import cap_of, lbf_limit_on, pool_of
from helhedsplan_finance.errors import CalculationError
from helhedsplan_finance.plan.fields import read_as_of
from helhedsplan_finance.plan.plan import PlanData
from helhedsplan_finance.rules.key_figures import Overview
from helhedsplan_finance.rules.load import measures
from helhedsplan_finance.text import short
from helhedsplan_finance.text.choices import choices, chosen
from helhedsplan_finance.values.money import Kroner

Method = Literal["need", "pro rata", "priority"]
METHODS: tuple[Method, ...] = get_args(Method)


@dataclass(frozen=True, slots=True)
class PoolRequest:
    """The request of one plan to a pool.

    ``total`` is the plan's total budget; ``need`` what it requests, by default all that the cap allows. ``lbf`` is what
    Landsbyggefonden gives, for the effect of a cut on its share. ``priority`` is a number: 1 comes before 2.

    Raises :class:`CalculationError` for a total that is not above zero, a negative amount, or a need above the total,
    and :class:`AmountError` for what is no amount.
    """

    id: str
    total: Kroner
    need: Kroner | None = None
    lbf: Kroner | None = None
    priority: int | None = None
    name: str | None = None

    def __post_init__(self) -> None:
        for field in ("total", "need", "lbf"):  # read by Kroner
            if (stated := getattr(self, field)) is not None:
                object.__setattr__(self, field, Kroner(stated))
        if not isinstance(self.id, str) or not (self.priority is None or isinstance(self.priority, int)):
            raise CalculationError("pool.bad_request", id=short(self.id), priority=short(self.priority))
        if self.total is None or self.total.ore <= 0:
            raise CalculationError("pool.no_total", id=short(self.id), found=short(self.total))
        for amount in (self.need, self.lbf):
            if amount is not None and amount.ore < 0:
                raise CalculationError("pool.negative", id=short(self.id), found=amount)
        if self.need is not None and self.need > self.total:
            raise CalculationError("pool.need_above_total", id=short(self.id), need=self.need, total=self.total)

    @classmethod
    def of(cls, plan: PlanData, *, key: str | None = None, priority: int | None = None) -> "PoolRequest":
        """Return the request of a plan: its total, the kommune's cash as its need, and what the LBF gives.

        Hours and rooms are no request: a pool is money, which they do not draw on. A contribution that is still open,
        or that the plan does not have, is left unstated. ``key`` is the request's id, by default the plan's name.
        Raises :class:`CalculationError` for a plan without a total budget.
        """
        overview = Overview.of(plan)
        if overview.total is None:
            raise CalculationError("pool.no_frame", name=plan.name)
        return cls(
            key or plan.name,
            overview.total,
            need=_cash(overview, "kommune"),
            lbf=_cash(overview, "lbf"),
            priority=priority,
            name=plan.name,
        )


def _cash(overview: Overview, source: str) -> Kroner | None:
    """Return what a source gives in cash; ``None`` where that is open, or the source gives none."""
    given = measures()[source]
    measure = given.model_copy(update={"where": {**given.where, "kind": ("cash",)}})
    measured = overview.facts.measured(measure)
    known = measured.known and overview.facts.has_rows(measure)
    return Kroner.from_ore(int(measured.value)) if known else None


def _day(as_of: object) -> date | None:
    if as_of is None or isinstance(as_of, str):
        return read_as_of(as_of)
    if not isinstance(as_of, date):
        raise CalculationError("pool.no_date", found=short(as_of))
    return as_of


def method_of(given: str) -> Method:
    """Return a method by its word in either language; raises :class:`CalculationError` for an unknown one."""
    method = chosen("pool", given, METHODS)
    if method is None:
        raise CalculationError("pool.unknown_method", found=short(given), known=choices("pool", METHODS))
    return method


def allocate_pool(
    pool: Kroner | int | str | None,
    requests: Iterable[PoolRequest],
    *,
    by: Method = "need",
    cap: str | Fraction | None = None,
    as_of: date | str | None = None,
) -> Allocation:
    """Divide a pool among plans, exactly to the øre.

    No plan gets more than it requests, nor more than ``cap`` of its total budget (rounded down to whole øre); within
    that, the pool is used as far as possible. ``by`` is the division of a pool that is too small: by ``"need"`` in
    proportion to the requests, ``"pro rata"`` in proportion to the total budgets, and by ``"priority"`` each in full in
    the order of their priorities, and of the requests where those are equal. In the first two the order of the requests
    makes no difference. A larger pool never gives any plan less.

    Without ``pool`` and ``cap``, København's own are taken from the rule records ``kommune.pool`` and
    ``kommune.share.max`` on ``as_of``. That day also gives the limit ``lbf.share.max`` for Landsbyggefonden's share in
    the rows.

    Raises :class:`CalculationError` for an unknown method, two requests with one id, a priority that is missing, or a
    pool or cap that is neither stated nor verified on the day; :class:`AmountError` for a text that is no amount or
    share.
    """
    requests = tuple(requests)
    for one in requests:
        if not isinstance(one, PoolRequest):
            raise CalculationError("pool.no_request", found=type(one).__name__)
    day = _day(as_of)
    by = method_of(by)
    _refuse_same_ids(requests)
    size, size_basis = pool_of(pool, day)
    share, share_basis = cap_of(cap, day)
    limit, limit_basis = lbf_limit_on(day)
    caps = {one.id: one.total.times(share, "down") for one in requests}
    wanted = {one.id: one.need if one.need is not None else caps[one.id] for one in requests}
    most = {one.id: min(wanted[one.id], caps[one.id]).ore for one in requests}
    if by == "priority":
        given = in_turn(size.ore, [Claim(one.id, 1, most[one.id]) for one in _by_priority(requests)])
    else:
        weights = {one.id: (wanted[one.id] if by == "need" else one.total).ore for one in requests}
        given = in_proportion(size.ore, [Claim(one.id, weights[one.id], most[one.id]) for one in requests])
    grants = tuple(
        Grant(
            id=one.id,
            name=one.name or one.id,
            total=one.total,
            wanted=wanted[one.id],
            cap=caps[one.id],
            granted=Kroner.from_ore(given.get(one.id, 0)),
            lbf=one.lbf,
            lbf_limit=limit,
        )
        for one in requests
    )
    basis = (
        (size_basis, share_basis, limit_basis)
        if any(one.lbf is not None for one in requests)
        else (size_basis, share_basis)
    )
    return Allocation(pool=size, by=by, cap=share, as_of=day, grants=grants, basis=basis)


def _refuse_same_ids(requests: tuple[PoolRequest, ...]) -> None:
    seen: set[str] = set()
    for one in requests:
        if one.id.casefold() in seen:
            raise CalculationError("pool.same_id", id=short(one.id))
        seen.add(one.id.casefold())


def _by_priority(requests: tuple[PoolRequest, ...]) -> list[PoolRequest]:
    def place(one: PoolRequest) -> int:
        if one.priority is None:
            raise CalculationError("pool.no_priority", id=short(one.id))
        return one.priority

    return sorted(requests, key=place)
