"""The differences between two plans: every change, the sums by source and art, and the verdicts that turned."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from helhedsplan_finance.calculators.scenario.diff_data import DiffData, by_row
from helhedsplan_finance.calculators.scenario.diff_document import diff_document, values_of
from helhedsplan_finance.calculators.scenario.diff_sums import sums_between
from helhedsplan_finance.calculators.scenario.row_changes import row_changes
from helhedsplan_finance.calculators.scenario.turned_findings import Turn, turns_between
from helhedsplan_finance.document.blocks import Document
from helhedsplan_finance.document.result import Displayed
from helhedsplan_finance.errors import CalculationError
from helhedsplan_finance.plan.diff import PARTS, Change
from helhedsplan_finance.plan.line_costs import has_projected_prices
from helhedsplan_finance.plan.plan import PlanData
from helhedsplan_finance.rules.check import check
from helhedsplan_finance.rules.choose import Policy
from helhedsplan_finance.text import Lang, short
from helhedsplan_finance.values.frame import WHOLE, frame_of
from helhedsplan_finance.values.money import Kroner

if TYPE_CHECKING:
    import pandas as pd

_COLUMNS = ("what", "id", "field", "year", "before", "now", "before_ore", "now_ore", "difference_ore", "kind")
_NO_AMOUNTS = dict.fromkeys(("before_ore", "now_ore", "difference_ore"))


@dataclass(frozen=True, slots=True, repr=False)
class Diff(DiffData, Displayed):
    """The differences between a plan before and a plan now.

    ``changes`` are those of each row, by field and year: the fields as stated, and the amounts of contributions, budget
    lines and covers by calendar year, where a year without an amount is zero. ``sums`` are the total budget, the
    financing, the gap, each source and each art. ``turns`` are the findings whose result differs, each plan by its own
    rules; their ``cause`` is ``None``. ``before`` and ``now`` are the two reports. Amounts are exact to the øre; an
    amount that is not stated is ``None``, and so is a difference from it.
    """

    def __repr__(self) -> str:
        return f"<Diff: {len(self.changes)} changes, {len(self.turns)} findings turned>"

    def to_dict(self, lang: Lang = "da") -> dict[str, Any]:
        """Return the differences as JSON data: amounts in øre, ``null`` for what is not stated."""
        sums = {key: {str(one.of): one.to_dict() for one in self.sums if one.key == key} for key in ("source", "art")}
        return {
            "alike": self.ok,
            "before": self.before.plan,
            "now": self.now.plan,
            "rules": {"before": self.before.as_of.isoformat(), "now": self.now.as_of.isoformat()},
            **({"projected_prices": True} if self.projected_prices else {}),
            "changes": list(changes_data(self.changes, lang)),
            "sums": [one.to_dict() for one in self.sums],
            "by_source": sums["source"],
            "by_art": sums["art"],
            "verdicts": [_turn_data(one, lang) for one in self.turns],
        }

    def to_frame(self, lang: Lang = "da") -> "pd.DataFrame":
        """Return the differences as a tidy DataFrame: a row for each change, each sum (in all and by year), each turn.

        ``what`` is the table of the plan file, ``total``, ``financing``, ``gap``, ``source``, ``art`` or ``rule``;
        ``id`` the row, the source, the art or the rule. ``year`` and the three amounts in øre are ``Int64``, missing
        where there are none; ``before`` and ``now`` are the values as text. ``kind`` is ``added``, ``gone`` or
        ``changed`` for a change, ``sum`` or ``turn``. Raises :class:`MissingExtraError` without pandas.
        """
        kinds = dict.fromkeys(("year", *_NO_AMOUNTS), WHOLE)
        return frame_of(list(self._rows(lang)), _COLUMNS, kinds)

    def document(self, lang: Lang = "da") -> Document:
        """Return the differences as a document: the changes, the sums, and the rules that turned."""
        return diff_document(self, lang)

    def _rows(self, lang: Lang) -> Iterator[dict[str, Any]]:
        for data in changes_data(self.changes, lang):
            yield {name: data[name] for name in _COLUMNS}
        for one in self.sums:
            for year, pair in [(None, one.whole), *one.by_year.items()]:
                texts = [None if amount is None else amount.figure(lang) for amount in (pair.before, pair.now)]
                of = {"what": one.key, "id": one.of, "field": None, "year": year, "kind": "sum"}
                yield of | {"before": texts[0], "now": texts[1]} | pair.to_dict()
        for turn in self.turns:
            before, now = turn.words(lang)
            of = {"what": "rule", "id": turn.rule, "field": turn.where, "year": None, "kind": "turn"}
            yield of | {"before": before, "now": now} | _NO_AMOUNTS


def diff(before: PlanData, now: PlanData, *, policies: Iterable[Policy] = (), project_rules: bool = False) -> Diff:
    """Return the differences between two plans, each checked by the rules of its own date.

    Rows are matched by id. ``policies`` and ``project_rules`` are as in :meth:`Plan.check`, for both plans.
    Raises :class:`CalculationError` for what is no plan, and what :meth:`Plan.check` raises.
    """
    if not isinstance(now, PlanData):
        raise CalculationError("diff.no_plan", found=short(now))
    given = tuple(policies)
    first, second = (check(plan, policies=given, project_rules=project_rules) for plan in (before, now))
    return Diff(
        first,
        second,
        tuple(row_changes(before, now)),
        tuple(sums_between(before, now)),
        tuple(turns_between(first, second, None)),
        any(has_projected_prices(plan) for plan in (before, now)),
    )


def changes_data(changes: Iterable[Change], lang: Lang) -> Iterator[dict[str, Any]]:
    """Yield changes as JSON data; the amounts of a row that is added or gone are of that kind too."""
    for same in by_row(changes):
        for change in same:
            yield _change_data(change, lang) | {"kind": same[0].kind}


def _change_data(change: Change, lang: Lang) -> dict[str, Any]:
    before, now = values_of(change, lang)
    amounts = {"before_ore": change.before, "now_ore": change.after, "difference_ore": change.difference}
    return {
        "what": change.owner,
        "id": change.id or None,
        "kind": change.kind,
        "where": change.place(lang, PARTS),
        "field": None if change.field is None else change.field.key,
        "year": change.year,
        "before": before,
        "now": now,
        **{name: amount.ore if isinstance(amount, Kroner) else None for name, amount in amounts.items()},
    }


def _turn_data(turn: Turn, lang: Lang) -> dict[str, Any]:
    data = {name: value for name, value in turn.to_dict(lang).items() if name != "cause"}
    data["now"] = data.pop("after")
    return data
