"""A financing in words: what each limit is called, what one more krone is worth, what would have to change."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from helhedsplan_finance.financing.programme import Tag
from helhedsplan_finance.money import Kroner
from helhedsplan_finance.plan import PlanData
from helhedsplan_finance.rounding import to_int
from helhedsplan_finance.rules.check import Demand
from helhedsplan_finance.rules.model import PLAN
from helhedsplan_finance.text import Lang, Message, Shown, message, say

if TYPE_CHECKING:
    from helhedsplan_finance.financing.aims import Aim
    from helhedsplan_finance.financing.answer import Financing
    from helhedsplan_finance.financing.conflict import Bend

_KRONE_ORE = 100


def titles_of(plan: PlanData, demands: Iterable[Demand]) -> dict[str, Shown]:
    """Return what a reader calls each limit, by its id."""
    titles: dict[str, Shown] = {one.limit.rule.id: one.limit.rule.title for one in demands if one.limit.layer != "plan"}
    for stream in plan.streams:
        for key in ("amount", "amounts", "max_amount", "max_share", "most"):
            titles[f"stream.{stream.id}.{key}"] = message(f"financing.limit_{key}", name=stream.name)
    titles["new"] = message("financing.limit_new")
    return titles


def title_of(tag: Tag, titles: Mapping[str, Shown], plan: PlanData) -> Shown:
    """Return what a reader calls a limit, with its year."""
    title = titles.get(tag.id)
    if title is None:  # what some contributions may not pay, which is named after all of them
        called = {stream.id: stream.name for stream in plan.streams}
        ids = tag.id.removeprefix("stream.").removesuffix(".excludes").split("+")
        title = message("financing.limit_excludes", names=[called.get(id_, id_) for id_ in ids])
    return title if tag.where == PLAN else message("financing.in_year", title=title, year=tag.where)


def sentences(found: "Financing[PlanData]") -> Iterator[Message]:
    """Yield the answer, sentence by sentence."""
    if found.financed is None:
        yield message("financing.none", conflict=[title_of(tag, found.titles, found.plan) for tag in found.conflict])
        yield from changes(found)
        return
    yield message("financing.found", total=found.total)
    called = {stream.id: stream.name for stream in found.plan.streams}
    for id_, amount in found.amounts.items():
        yield message("financing.gives", name=called[id_], amount=amount)
    yield from bound_by(found)
    yield from worth(found)


def bound_by(found: "Financing[PlanData]") -> Iterator[Message]:
    """Say which limits bind, and what is passed that binds nobody."""
    names = [title_of(tag, found.titles, found.plan) for tag in found.binding]
    yield message("financing.binding", names=names) if names else message("financing.binding_none")
    passed = [one.title for one in found.report.failed if one.severity == "warning"] if found.report else []
    if passed:
        yield message("financing.passed", names=list(dict.fromkeys(passed)))


def worth(found: "Financing[PlanData]") -> Iterator[Message]:
    """Say what one more krone is worth, for each contribution where it is worth anything."""
    aim = found.measured_by
    for stream in found.plan.streams:
        more = found.worth.get(stream.id, Fraction(0))
        if more > 0 and not (aim == "most-lbf" and stream.source == "lbf"):
            yield message(f"financing.worth_{_WORDS[aim]}", name=stream.name, kroner=_Kroner(more))


_WORDS: "dict[Aim, str]" = {
    "most-lbf": "lbf",
    "least-housing": "housing",
    "least-rent": "rent",
    "least-local": "local",
    "even": "even",
}


def order(found: "Financing[PlanData]") -> Iterator[Message]:
    """Say what was made best first, and how a tie was settled."""
    aims: list[Shown | str] = [message("financing.aim_largest")] if found.largest else []
    aims += [message(f"financing.aim_{aim.replace('-', '_')}") for aim in found.aims]
    if not aims:
        aims = [message("financing.aim_most_lbf")]
    yield message("financing.order", aims=aims)
    yield message("financing.ties")


def changes(found: "Financing[PlanData]") -> Iterator[Message]:
    """Say what the smallest change is that makes a financing possible."""
    if found.smallest_change is None:
        yield message("financing.no_change")
    else:
        yield message("financing.smallest", amount=found.smallest_change)
    for bend in found.changes:
        yield _change(found, bend)


def _change(found: "Financing[PlanData]", bend: "Bend") -> Message:
    title = title_of(bend.tag, found.titles, found.plan)
    if bend.tag.id == "new":
        return message("financing.change_new", amount=bend.by)
    if bend.tag.kind == "rule":
        return message("financing.change_rule", title=title, amount=abs(bend.by))
    key = "financing.change_up" if bend.by > Kroner() else "financing.change_down"
    return message(key, title=title, amount=abs(bend.by))


class _Kroner:
    """A number of kroner, exact where that takes no more than two decimals."""

    def __init__(self, kroner: Fraction) -> None:
        self._ore = kroner * _KRONE_ORE

    def show(self, lang: Lang) -> str:
        amount = Kroner.from_ore(to_int(self._ore)).text(lang=lang)
        return amount if self._ore.denominator == 1 else say("financing.about", lang, amount=amount)
