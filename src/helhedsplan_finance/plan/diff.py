"""The differences between two plans, line by line: ``Kilder › kommune › 2023: 1.125.000 → 1.200.000``."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from helhedsplan_finance.plan.home_keys import KeyWords
from helhedsplan_finance.plan.ledger import stream_by_year
from helhedsplan_finance.plan.plan import Beside, PlanData, rows_of
from helhedsplan_finance.plan.schema import PLAN_FIELDS, TABLES, TITLED_YEARS, YEAR_FIELDS, Field, InputTable, word_of
from helhedsplan_finance.text import Lang, Message, message, numbers, say, show
from helhedsplan_finance.values.hedges import HedgeWord
from helhedsplan_finance.values.money import Kroner

_SHEETS = {
    "stream": "kilder",
    "cost": "poster",
    "series": "forudsaetninger",
    "boligafdeling": "afdelinger",
    "cover": "afdelinger",
    "waiver": "forudsaetninger",
    "beside": "kilder",
}

_WITHOUT_ID = {"waiver": "rule", "beside": "name"}  # the key that identifies the rows of such a table


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two plans: its place, and the values before and after; ``None`` is an empty cell."""

    where: tuple[object, ...]
    before: object
    after: object

    def place(self, lang: Lang) -> str:
        """Return where the change is, such as ``Kilder › kommune › 2023``."""
        return " › ".join(show(step, lang) for step in self.where)

    def values(self, lang: Lang) -> tuple[str, str]:
        """Return the values before and after as text."""
        return _shown(self.before, lang), _shown(self.after, lang)

    def show(self, lang: Lang) -> str:
        """Return the change in one line."""
        before, after = self.values(lang)
        return f"{self.place(lang)}: {before} → {after}"


def changes_between(base: PlanData, plan: PlanData) -> list[Change]:
    """Return the differences between two plans; rows are matched by id, and amounts are compared year by year."""
    return [
        *_fields((_sheet("forudsaetninger"),), PLAN_FIELDS, base, plan),
        *_fields((_sheet("afdelinger"),), (_KEY,), base, plan),
        *_rows(base, plan),
    ]


_KEY = Field("key_name", "key", "line")
_RATE = YEAR_FIELDS["rates"]


def _rows(base: PlanData, plan: PlanData) -> Iterator[Change]:
    for table in (table for table in TABLES if table.owner in _SHEETS):
        before, after = (_by_id(part, table) for part in (base, plan))
        for id_ in dict.fromkeys([*before, *after]):
            where = (_sheet(_SHEETS[table.owner]), id_)
            if id_ not in after:
                yield Change(where, _whole(before[id_], base), message("sheet.gone_row"))
            elif id_ not in before:
                yield Change(where, message("sheet.new_row"), _whole(after[id_], plan))
            else:
                yield from _row(where, table, (before[id_], base), (after[id_], plan))


def _row(
    where: tuple[object, ...], table: InputTable, before: tuple[Any, PlanData], after: tuple[Any, PlanData]
) -> Iterator[Change]:
    yield from _fields(where, table.fields, before[0], after[0])
    years = [_years(row, plan, table) for row, plan in (before, after)]
    for year in sorted({*years[0], *years[1]}):
        if years[0].get(year) != years[1].get(year):
            titled = TITLED_YEARS.get(table.by_year or "")
            title = message(titled, year=str(year)) if titled else str(year)
            stated = (_Stated(_RATE, one.get(year)) if table.by_year == "rates" else one.get(year) for one in years)
            yield Change((*where, title), *stated)


def _fields(where: tuple[object, ...], fields: tuple[Field, ...], before: Any, after: Any) -> Iterator[Change]:
    for field in fields:
        old, new = (field.of(part) for part in (before, after))
        if old != new:
            yield Change((*where, message(f"column.{field.title}")), _Stated(field, old), _Stated(field, new))


def _by_id(plan: PlanData, table: InputTable) -> dict[str, Any]:
    key = _WITHOUT_ID.get(table.owner)
    if key is None:
        return {row.id: row for row in rows_of(plan, table.owner)}
    seen: Counter[str] = Counter()  # a rule may be waived more than once, and several rows may share a name
    named = {}
    for row in rows_of(plan, table.owner):
        name = getattr(row, key)
        seen[name] += 1
        named[name if seen[name] == 1 else f"{name} ({seen[name]})"] = row
    return named


def _years(row: Any, plan: PlanData, table: InputTable) -> Mapping[int, Kroner | Fraction]:
    if table.owner == "stream":
        return stream_by_year(row, plan.period)
    years: Mapping[int, Kroner | Fraction] = (getattr(row, table.by_year) or {}) if table.by_year else {}
    return years


def _whole(row: Any, plan: PlanData) -> object:
    """Return the name of an added or removed row, and its total where that is one figure."""
    called = next((text for key in ("name", "activity", "reason") if (text := getattr(row, key, None))), "")
    if isinstance(row, Beside):
        called = row.giver or row.name
        return called if row.amount is None else _Whole(called, row.amount)
    if hasattr(row, "spread") and not row.is_open:
        return _Whole(called, sum(stream_by_year(row, plan.period).values(), Kroner()))
    return called or getattr(row, "art", "")


@dataclass(frozen=True, slots=True)
class _Whole:
    """An added or removed row: its name, or for money beside the plan its giver, and its total."""

    called: str
    amount: Kroner

    def show(self, lang: Lang) -> str:
        return f"{self.called}, {self.amount.figure(lang)}"


def _sheet(key: str) -> Message:
    return message(f"sheets.name_{key}")


@dataclass(frozen=True, slots=True)
class _Stated:
    """The value of a field as its cell shows it."""

    field: Field
    value: Any

    def show(self, lang: Lang) -> str:
        match self.field.kind, self.value:
            case _, None:
                return _shown(None, lang)
            case "word", str() | tuple():
                return word_of(self.value, lang)
            case "hedge", str():
                return HedgeWord(self.value).show(lang)
            case "flag", bool():
                return word_of("yes" if self.value else "no", lang)
            case _, dict() if self.field.key == "key":
                return KeyWords(self.value).show(lang)
            case "words", ():
                return word_of("none", lang)
            case "share" | "rate", Fraction():
                return numbers.limit_percent(self.value, lang)
            case _:
                return _shown(self.value, lang)


def _shown(value: object, lang: Lang) -> str:
    match value:
        case None:
            return say("sheet.nothing", lang)
        case Kroner():
            return value.figure(lang)
        case Fraction():
            return numbers.exact(value, lang)
        case date():
            return f"{value:%d-%m-%Y}"
        case _:
            return show(value, lang)
