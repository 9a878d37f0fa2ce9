"""What a workbook changed in a plan, line by line: ``Kilder › kommune › 2023: 1.125.000 → 1.200.000``."""

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

_WITHOUT_ID = {"waiver": "rule", "beside": "name"}  # what the rows of such a table are known by


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two plans: where, and what stood and stands there; ``None`` is an empty cell."""

    where: tuple[object, ...]
    before: object
    after: object

    def place(self, lang: Lang) -> str:
        """Return where the change is, such as ``Kilder › kommune › 2023``."""
        return " › ".join(show(step, lang) for step in self.where)

    def values(self, lang: Lang) -> tuple[str, str]:
        """Return what stood there and what stands there now, each as a person reads it."""
        return _shown(self.before, lang), _shown(self.after, lang)

    def show(self, lang: Lang) -> str:
        """Return the change in one line."""
        before, after = self.values(lang)
        return f"{self.place(lang)}: {before} → {after}"


def changes_between(base: PlanData, plan: PlanData) -> list[Change]:
    """Return what a plan has otherwise than another: rows are known by their id, amounts are held year by year."""
    return [
        *_fields((_sheet("forudsaetninger"),), PLAN_FIELDS, base, plan),
        *_fields((_sheet("afdelinger"),), (_KEY,), base, plan),
        *_rows(base, plan),
    ]


_KEY = Field("key_name", "key", "line")
_RATE = YEAR_FIELDS["rates"]


def _rows(base: PlanData, plan: PlanData) -> Iterator[Change]:
    for table in (one for one in TABLES if one.owner in _SHEETS):
        before, after = (_by_id(one, table) for one in (base, plan))
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
    years = [_years(one, plan, table) for one, plan in (before, after)]
    for year in sorted({*years[0], *years[1]}):
        if years[0].get(year) != years[1].get(year):
            titled = TITLED_YEARS.get(table.by_year or "")
            title = message(titled, year=str(year)) if titled else str(year)
            stated = (_Stated(_RATE, one.get(year)) if table.by_year == "rates" else one.get(year) for one in years)
            yield Change((*where, title), *stated)


def _fields(where: tuple[object, ...], fields: tuple[Field, ...], before: Any, after: Any) -> Iterator[Change]:
    for field in fields:
        one, other = (field.of(part) for part in (before, after))
        if one != other:
            yield Change((*where, message(f"column.{field.title}")), _Stated(field, one), _Stated(field, other))


def _by_id(plan: PlanData, table: InputTable) -> dict[str, Any]:
    key = _WITHOUT_ID.get(table.owner)
    if key is None:
        return {one.id: one for one in rows_of(plan, table.owner)}
    seen: Counter[str] = Counter()  # a rule may have been waived more than once, a name be that of several rows
    named = {}
    for one in rows_of(plan, table.owner):
        name = getattr(one, key)
        seen[name] += 1
        named[name if seen[name] == 1 else f"{name} ({seen[name]})"] = one
    return named


def _years(one: Any, plan: PlanData, table: InputTable) -> Mapping[int, Kroner | Fraction]:
    if table.owner == "stream":
        return stream_by_year(one, plan.period)
    years: Mapping[int, Kroner | Fraction] = (getattr(one, table.by_year) or {}) if table.by_year else {}
    return years


def _whole(one: Any, plan: PlanData) -> object:
    """Return what a row that came or went is called, and what it comes to where that is one figure."""
    called = next((text for key in ("name", "activity", "reason") if (text := getattr(one, key, None))), "")
    if isinstance(one, Beside):
        called = one.giver or one.name
        return called if one.amount is None else _Whole(called, one.amount)
    if hasattr(one, "spread") and not one.is_open:
        return _Whole(called, sum(stream_by_year(one, plan.period).values(), Kroner()))
    return called or getattr(one, "art", "")


@dataclass(frozen=True, slots=True)
class _Whole:
    """What came or went: its name, or for money beside the plan who gives it, and what it comes to."""

    called: str
    amount: Kroner

    def show(self, lang: Lang) -> str:
        return f"{self.called}, {self.amount.figure(lang)}"


def _sheet(key: str) -> Message:
    return message(f"sheets.name_{key}")


@dataclass(frozen=True, slots=True)
class _Stated:
    """A field's value as its cell shows it."""

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
