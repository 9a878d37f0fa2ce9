"""A financing in words: the names of limits, shadow prices, and the change that would make one possible."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING

from helhedsplan_finance.calculators.financing.programme import Tag
from helhedsplan_finance.plan.fields import write_amount
from helhedsplan_finance.plan.ledger import stream_by_year
from helhedsplan_finance.plan.line_costs import has_projected_prices
from helhedsplan_finance.plan.plan import SOURCES, PlanData, Stream
from helhedsplan_finance.rules.check import Demand
from helhedsplan_finance.rules.record import PLAN
from helhedsplan_finance.text import Message, Shown, message
from helhedsplan_finance.text.rounding import to_int
from helhedsplan_finance.text.shown import Listed, Share
from helhedsplan_finance.values.money import ORE_PER_KRONE, AmountAs, Kroner

if TYPE_CHECKING:
    from helhedsplan_finance.calculators.financing.conflict import Bend
    from helhedsplan_finance.calculators.financing.objectives import Aim
    from helhedsplan_finance.calculators.financing.outcome import Found

_BOTH = 2
_HUNDREDTHS = 10_000  # of a per cent


def titles_of(plan: PlanData, demands: Iterable[Demand]) -> dict[str, Shown]:
    """Return the name of each limit, by its id."""
    titles: dict[str, Shown] = {
        one.limit.rule.id: message("report.projected", title=one.limit.rule.title)
        if one.limit.standing.projected
        else one.limit.rule.title
        for one in demands
        if one.limit.layer != "plan"
    }
    for stream in plan.streams:
        for key in ("amount", "amounts", "max_amount", "max_share", "most"):
            titles[f"stream.{stream.id}.{key}"] = message(f"financing.limit_{key}", name=stream.name)
    for source in SOURCES:
        titles[f"new.{source}"] = message("financing.limit_new", source=message(f"source.{source}"))
    return titles


def title_of(tag: Tag, titles: Mapping[str, Shown], plan: PlanData) -> Shown:
    """Return the name of a limit, with its year."""
    title = titles.get(tag.id)
    if title is None:  # the lines that some contributions may not pay; the limit is named after all of them
        called = {stream.id: stream.name for stream in plan.streams}
        ids = tag.id.removeprefix("stream.").removesuffix(".excludes").split("+")
        title = message("financing.limit_excludes", names=[called.get(id_, id_) for id_ in ids])
    return _in_year(title, tag.where)


def _in_year(title: Shown, where: str) -> Shown:
    return title if where == PLAN else message("financing.in_year", title=title, year=where)


def bound_by(financing: "Found[PlanData]") -> Iterator[Message]:
    """Yield the limits that bind, and those that are exceeded without binding."""
    names = [_in_years(list(same), financing) for _, same in groupby(financing.binding, key=lambda tag: tag.id)]
    yield message("financing.binding", names=Listed(names)) if names else message("financing.binding_none")
    for finding in () if financing.report is None else financing.report.failed:
        if finding.severity == "warning":
            yield message("financing.passed", name=_in_year(finding.title, finding.where), said=finding.message)
    for shared in financing.together:
        givers = [stream.name for stream in financing.plan.streams if stream.id in shared.streams]
        title = title_of(replace(shared.tag, where=PLAN), financing.titles, financing.plan)
        yield message("financing.together_found", amount=shared.amount, limit=title, names=Listed(givers))


def _in_years(same: "list[Tag]", financing: "Found[PlanData]") -> Shown:
    title = title_of(Tag(same[0].kind, same[0].id, PLAN), financing.titles, financing.plan)
    years = [tag.where for tag in same if tag.where != PLAN]
    return message("financing.in_year", title=title, year=years) if years else title


def worth(financing: "Found[PlanData]") -> Iterator[Message]:
    """Yield the shadow price of each contribution that has one above zero."""
    aim = financing.measured_by
    alike: dict[Fraction, list[str]] = {}
    for stream in financing.plan.streams:
        more = financing.worth.get(stream.id, Fraction(0))
        if more > 0 and not (aim == "most-lbf" and stream.giver == "lbf"):
            alike.setdefault(more, []).append(stream.name)
    for more, names in alike.items():
        name = names[0] if len(names) == 1 else message("financing.any_of", names=Listed(names))
        yield message(f"financing.worth_{_WORDS[aim]}", name=name, kroner=_kroner(more))


_WORDS: "dict[Aim, str]" = {
    "most-lbf": "lbf",
    "least-housing": "housing",
    "least-rent": "rent",
    "least-local": "local",
}


def order(financing: "Found[PlanData]") -> Iterator[Message]:
    """Yield the aims in their order, and how a tie was settled."""
    aims: list[Shown | str] = [message("financing.aim_largest")] if financing.largest else []
    aims += [message(f"financing.aim_{aim.replace('-', '_')}") for aim in financing.aims]
    if not aims:
        aims = [message("financing.aim_most_lbf")]
    yield message("financing.order", aims=aims)
    yield message("financing.ties_largest" if financing.largest else "financing.ties")
    if financing.plan.costs:
        yield message("financing.lines_aside" if financing.largest else "financing.years_follow")


def doubts(financing: "Found[PlanData]") -> Iterator[Message]:
    """Yield what is uncertain: ranges, unverified rules, and rules carried on past their last known day."""
    if financing.rounding is not None:
        turned = "found" if financing.financed is not None else "none"
        yield message(f"financing.rounding_{'turns' if financing.rounding == 'could turn' else 'stands'}_{turned}")
    if names := [one.name for one in financing.plan.streams if len(one.givers) > 1 and one.counts]:
        yield message(
            "financing.joint" if financing.financed is not None else "financing.joint_none", names=Listed(names)
        )
    if financing.doubtful is not None:
        yield message("financing.doubtful", total=financing.doubtful)
    if financing.unverified:
        yield message("financing.unverified", names=financing.unverified)
    projected = [] if financing.report is None else [one.title for one in financing.report.findings if one.projected]
    if projected:
        yield message("financing.projected", names=list({one.show("da"): one for one in projected}.values()))
    if has_projected_prices(financing.plan):
        yield message("prices.leaning")


def changes(financing: "Found[PlanData]") -> Iterator[Message]:
    """Yield the smallest change that makes a financing possible."""
    if financing.smallest_change is None:
        yield message("financing.no_change")
        return
    rules = [bend for bend in financing.changes if bend.tag.kind == "rule"]
    for bend in rules:
        title = title_of(bend.tag, financing.titles, financing.plan)
        yield message("financing.change_rule", title=title, amount=abs(bend.by))
    if rules:
        return
    yield message("financing.smallest", amount=financing.smallest_change)
    grouped = [list(same) for _, same in groupby(financing.changes, key=lambda bend: (bend.tag.id, bend.by > Kroner()))]
    if len(grouped) == _BOTH:
        yield message("financing.change_both")
    elif len(grouped) > _BOTH:
        yield message("financing.change_all", count=len(grouped))
    yield from (_change(financing, same) for same in grouped)


_AS_AMOUNTS = {
    "financing.change_up": "financing.change_up_amount",
    "financing.change_down": "financing.change_down_amount",
}
_BY_YEAR = {
    "financing.change_up": "financing.change_up_years",
    "financing.change_down": "financing.change_down_years",
}


def _change(financing: "Found[PlanData]", same: "list[Bend]") -> Message:
    """Return what must be raised or lowered; of a contribution that is financing by year, in which years."""
    tag, amount = same[0].tag, abs(sum((bend.by for bend in same), Kroner()))
    if tag.id.startswith("new."):
        return message("financing.change_new", source=financing.titles[tag.id], amount=amount)
    key = "financing.change_up" if same[0].by > Kroner() else "financing.change_down"
    title = title_of(replace(tag, where=PLAN), financing.titles, financing.plan)
    owner = tag.id.rpartition(".")[0]  # an id may have dots
    stream = next((one for one in financing.plan.streams if owner == f"stream.{one.id}"), None)
    if stream is not None and tag.id.endswith(".max_share") and stream.max_share is not None and financing.total:
        # Rounded up to a hundredth of a per cent, so that it is enough: a third becomes 33,34 %.
        share = stream.max_share + Fraction(same[0].by.ore, financing.total.ore)
        enough = Fraction(to_int(share * _HUNDREDTHS, "up"), _HUNDREDTHS)
        return message("financing.change_share", title=title, share=Share(enough))
    if tag.where == PLAN:
        return message(key, title=title, amount=amount)
    if stream is not None and stream.amount is not None:
        return message(_AS_AMOUNTS[key], title=title, amount=amount, years=_new_amounts(financing, stream, same))
    years = [message("financing.change_of_year", year=bend.tag.where, amount=abs(bend.by)) for bend in same]
    return message(_BY_YEAR[key], title=title, amount=amount, years=years)


def _new_amounts(financing: "Found[PlanData]", stream: Stream, same: "list[Bend]") -> str:
    """Return a total that must change in some years as the ``amounts`` that a plan file then has."""
    by_year = stream_by_year(stream, financing.plan.period)
    for bend in financing.changes:
        if bend.tag.id == same[0].tag.id:
            by_year[int(bend.tag.where)] += bend.by
    amounts = ", ".join(f"{year} = {_in_a_file(amount)}" for year, amount in by_year.items())
    return f"{{ {amounts} }}"


def _in_a_file(amount: Kroner) -> str:
    written = write_amount(amount)
    return str(written) if isinstance(written, int) else f'"{written}"'


def _kroner(kroner: Fraction) -> Shown:
    """Return a number of kroner, exact where that takes no more than two decimals."""
    ore = kroner * ORE_PER_KRONE
    amount = Kroner.from_ore(to_int(ore))
    in_kroner = AmountAs(amount, "kr")
    return in_kroner if ore.denominator == 1 else message("financing.about", amount=in_kroner)
