"""Several answers to one plan become one plan: what only one changed is taken, and what two changed apart is named."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from helhedsplan_finance.calculators.derived.answer_facts import (
    MISSING,
    Facts,
    Path,
    by_row,
    data_of,
    facts_of,
    keep_apart,
    text_of,
)
from helhedsplan_finance.calculators.derived.merged_rows import both_texts
from helhedsplan_finance.document.blocks import Document, Points
from helhedsplan_finance.document.result import Displayed, NoTruth
from helhedsplan_finance.errors import CalculationError, nearest
from helhedsplan_finance.plan.diff import PARTS, Change, changes_between
from helhedsplan_finance.plan.fields import write_amount
from helhedsplan_finance.plan.file import plan_data
from helhedsplan_finance.plan.ledger import stream_by_year
from helhedsplan_finance.plan.plan import PlanData
from helhedsplan_finance.plan.schema import PLAN_FIELDS, TABLES, YEAR_FIELDS, Field, Owner
from helhedsplan_finance.text import Lang, Message, message, say, short, show
from helhedsplan_finance.values.hedges import ABOUT
from helhedsplan_finance.values.money import Kroner

P = TypeVar("P", bound=PlanData)
_FIELDS: dict[tuple[str, ...], Field] = {(table.owner, field.key): field for table in TABLES for field in table.fields}
_FIELDS |= {(field.key,): field for field in PLAN_FIELDS}
# Stated in a plan file, and no columns of an input table.
_OTHERS = (
    Field("amount", "amount", "amount"),
    Field("spread", "spread", "words"),
    Field("approx", "approx", "flag"),
    Field("key_name", "key", "words"),
    *YEAR_FIELDS.values(),
)


def _field(where: Path) -> Field:
    """Return the field of a stated value: the name of the plan's value, or that of a row's."""
    owner, key = ("", where[0]) if len(where) == 1 else (where[0], where[2])
    known = _FIELDS.get((key,) if not owner else (owner, key))
    return known or next(field for field in _OTHERS if field.key == key)


@dataclass(frozen=True, slots=True)
class Conflict:
    """A value that two answers changed differently: its place, and what each of them says; ``None`` is no value."""

    where: Path
    values: Mapping[str, Any]

    def show(self, lang: Lang) -> str:
        """Return the conflict in one line."""
        texts = (f"{name}: {self._shown(value, lang)}" for name, value in self.values.items())
        return f"{self.place(lang)}: {'; '.join(texts)}"

    def to_dict(self, lang: Lang) -> dict[str, Any]:
        """Return the value of each answer as JSON data."""
        return {name: one.show(lang) if isinstance(one, Message) else one for name, one in self.values.items()}

    def place(self, lang: Lang) -> str:
        """Return the place in the words of the plan, such as ``Bidrag › kommune › 2023``."""
        return self._change.place(lang, PARTS) if len(self.where) > 1 else self._change.title(lang)

    @property
    def _change(self) -> Change:
        """The place as that of a difference; a row that one deleted has no field."""
        owner = self.where[0] if len(self.where) > 1 else "plan"
        year = int(self.where[3]) if len(self.where) == 4 else None
        field = None if len(self.where) == 2 else _field(self.where)
        return Change(cast("Owner", owner), self.where[1] if len(self.where) > 1 else "", field, year, None, None)

    def _shown(self, value: Any, lang: Lang) -> str:
        if value is None:
            return say("sheet.nothing", lang)
        if isinstance(value, int) and self._change.is_amount:
            return Kroner(value).figure(lang)
        plain = isinstance(value, (str, int, list, Message))
        return show(value, lang) if plain else short(text_of(value))


@dataclass(frozen=True, slots=True)
class MergedAnswers(NoTruth, Displayed, Generic[P]):
    """One plan of several answers.

    ``plan`` is ``None`` where there are ``conflicts``; ``changes`` are the differences between the base and the plan.
    """

    base: P
    plan: P | None
    changes: tuple[Change, ...]
    conflicts: tuple[Conflict, ...]

    @property
    def ok(self) -> bool:
        """Whether the answers fit together."""
        return self.plan is not None

    def document(self, lang: Lang = "da") -> Document:
        """Return the changes that were taken, or the conflicts, as a document."""
        if self.plan is None:
            head = say("derived.answers_conflict", lang, count=len(self.conflicts))
            return Document(lang, head, (), (Points(tuple(one.show(lang) for one in self.conflicts)),))
        head = say("derived.answers_taken", lang, count=len(self.changes))
        changes = (Points(tuple(one.show(lang) for one in self.changes)),) if self.changes else ()
        return Document(lang, head, (), changes)

    def to_dict(self, lang: Lang = "da") -> dict[str, Any]:
        """Return the result as JSON data: the changes, the conflicts, and the plan where there is one."""
        return {
            "ok": self.ok,
            "changes": [one.to_dict(lang) for one in self.changes],
            "conflicts": [{"where": one.place(lang), "values": one.to_dict(lang)} for one in self.conflicts],
            "data": None if self.plan is None else plan_data(self.plan),
        }


def merge_answers(base: P, answers: Mapping[str, P], *, prefer: str | None = None) -> MergedAnswers[P]:
    """Merge answers to a plan, by their names; the order of the answers does not matter.

    A value that only one answer changed is taken, and so is one that several changed alike. Added rows stay apart: of
    two with one id, one gets a new id. Notes are joined. Where two answers changed a value differently, that of
    ``prefer`` is taken; where there is none, the conflict is listed and there is no plan.

    >>> from helhedsplan_finance import Plan, merge_answers
    >>> plan = Plan.from_file("data/koege-2021.toml")
    >>> merge_answers(plan, {"A": plan, "B": plan.model_copy(update={"note": "set"})}).plan.note
    'set'

    Raises :class:`CalculationError` for a name that is not among the answers, and :class:`PlanError` where the values
    that were taken contradict each other.
    """
    if prefer is not None and prefer not in answers:
        known = sorted(answers)
        raise CalculationError("derived.no_answer", found=short(prefer), nearest=nearest(prefer, known), known=known)
    named = dict(sorted(answers.items()))
    stated = _alike(base, named)
    before = stated.pop("")
    keep_apart(before, stated)
    merged, conflicts = _merge(facts_of(before), {name: facts_of(data) for name, data in stated.items()}, prefer)
    if conflicts:
        return MergedAnswers(base, None, (), tuple(conflicts))
    plan = type(base).model_validate(data_of(merged, before), by_alias=True, by_name=False)
    return MergedAnswers(base, plan, tuple(changes_between(base, plan)), ())


def _alike(base: P, answers: Mapping[str, P]) -> dict[str, dict[str, Any]]:
    """Return the data of the base (named ``""``) and of the answers, contributions by year where one states them so."""
    plans = {"": base, **answers}
    data: dict[str, dict[str, Any]] = {name: plan_data(plan) for name, plan in plans.items()}
    by_year = {row["id"] for one in data.values() for row in one.get("stream", ()) if "amounts" in row}
    for name, plan in plans.items():
        for row, stream in zip(data[name].get("stream", ()), plan.streams, strict=True):
            if row["id"] in by_year and "amount" in row:
                for key in ("amount", "spread", "hedge", "approx"):
                    row.pop(key, None)
                row["amounts"] = {str(y): write_amount(k) for y, k in stream_by_year(stream, plan.period).items()}
                if stream.caveat:
                    row |= {"approx": True} if stream.caveat == ABOUT else {"hedge": stream.caveat}
    return data


def _merge(base: Facts, answers: Mapping[str, Facts], prefer: str | None) -> tuple[Facts, list[Conflict]]:
    """Return the values of the merged plan by their places, and the conflicts."""
    conflicts = []
    gone: set[Path] = set()
    rows = {name: by_row(facts) for name, facts in answers.items()}
    for row, stated in by_row(base).items():
        without = [name for name, own in rows.items() if row not in own]
        changed = [name for name, own in rows.items() if row in own and own[row] != stated]
        if without and changed and prefer not in {*without, *changed}:
            gone_and_changed = {"derived.row_gone": without, "derived.row_changed": changed}
            values = {name: message(key) for key, names in gone_and_changed.items() for name in names}
            conflicts.append(Conflict(row, dict(sorted(values.items()))))
        if without and (not changed or prefer in without):
            gone.add(row)
    merged: Facts = {}
    for path in dict.fromkeys(path for facts in (base, *answers.values()) for path in facts):
        if path[:2] in gone:
            continue
        before = base.get(path, MISSING)
        there = {name: facts.get(path, MISSING) for name, facts in answers.items() if _has_row(path, facts)}
        new = {name: value for name, value in there.items() if value != before}
        distinct = list({text_of(value): value for value in new.values()}.values())
        if len(distinct) > 1 and path[-1] == "note":
            distinct = [_joined(sorted(value for value in distinct if value is not MISSING))]
        elif len(distinct) > 1 and prefer in new:
            distinct = [new[prefer]]
        elif len(distinct) > 1:
            conflicts.append(Conflict(path, {name: None if one is MISSING else one for name, one in new.items()}))
        value = distinct[0] if distinct else before
        if value is not MISSING:
            merged[path] = value
    return merged, conflicts


def _has_row(path: Path, facts: Facts) -> bool:
    return len(path) == 1 or path[:2] in facts


def _joined(notes: list[str]) -> str | None:
    joined = None
    for note in notes:
        joined = both_texts(joined, note)
    return joined
