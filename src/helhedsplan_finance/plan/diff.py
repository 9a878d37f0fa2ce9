"""The differences between two plans, line by line: ``Kilder › kommune › 2023: 1.125.000 → 1.200.000``."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Literal

from helhedsplan_finance.plan.cell_text import cell_text
from helhedsplan_finance.plan.home_keys import KeyWords
from helhedsplan_finance.plan.ledger import stream_by_year
from helhedsplan_finance.plan.plan import Beside, PlanData, rows_of
from helhedsplan_finance.plan.schema import (
    PLAN_FIELDS,
    TABLES,
    TITLED_YEARS,
    YEAR_FIELDS,
    Field,
    InputTable,
    Owner,
    word_of,
)
from helhedsplan_finance.text import Lang, numbers, say, show
from helhedsplan_finance.values.money import Kroner

# What a place begins with: the sheet of a workbook, or the part of a plan.
SHEETS: Mapping[Owner, str] = {
    "plan": "sheets.name_forudsaetninger",
    "key": "sheets.name_afdelinger",
    "stream": "sheets.name_kilder",
    "cost": "sheets.name_poster",
    "series": "sheets.name_forudsaetninger",
    "boligafdeling": "sheets.name_afdelinger",
    "cover": "sheets.name_afdelinger",
    "waiver": "sheets.name_forudsaetninger",
    "beside": "sheets.name_kilder",
}
PARTS: Mapping[Owner, str] = {
    "plan": "diff.plan",
    "key": "diff.plan",
    "stream": "diff.stream",
    "cost": "diff.cost",
    "series": "diff.series",
    "boligafdeling": "diff.boligafdeling",
    "cover": "diff.cover",
    "waiver": "diff.waiver",
    "beside": "diff.beside",
}
_WITHOUT_ID = {"waiver": "rule", "beside": "name"}  # the key that identifies the rows of such a table

Kind = Literal["added", "gone", "changed"]


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two plans: its place, and the values before and after; ``None`` is an empty cell.

    ``owner`` is the table of the plan file, or ``plan`` or ``key``; ``id`` identifies the row and is empty for the plan
    itself. Without a ``field`` the whole row was added or removed.
    """

    owner: Owner
    id: str
    field: Field | None
    year: int | None
    before: object
    after: object

    @property
    def kind(self) -> Kind:
        """Whether a row was added, is gone, or has another value."""
        if self.field is not None:
            return "changed"
        return "added" if self.before is None else "gone"

    @property
    def is_amount(self) -> bool:
        """Whether the values are amounts of money."""
        return self.field is not None and self.field.kind == "amount"

    @property
    def difference(self) -> Kroner | None:
        """Amount after less the amount before; ``None`` where either is not known, or is no amount."""
        match self.before, self.after:
            case Kroner() as before, Kroner() as after:
                return after - before
            case _:
                return None

    def row(self, lang: Lang, words: Mapping[Owner, str] = SHEETS) -> str:
        """Return the row of the change, such as ``Kilder › kommune``; ``words`` are the keys of what it begins with."""
        return " › ".join(step for step in (say(words[self.owner], lang), self.id) if step)

    def title(self, lang: Lang) -> str:
        """Return the title of the field, with the year where it has one; empty for a whole row."""
        if self.field is None:
            return ""
        if self.year is None:
            return say(f"column.{self.field.title}", lang)
        titled = TITLED_YEARS.get(self.field.key)
        return say(titled, lang, year=str(self.year)) if titled else str(self.year)

    def place(self, lang: Lang, words: Mapping[Owner, str] = SHEETS) -> str:
        """Return where the change is, such as ``Kilder › kommune › 2023``."""
        return " › ".join(step for step in (self.row(lang, words), self.title(lang)) if step)

    def values(self, lang: Lang) -> tuple[str, str]:
        """Return the values before and after as text."""
        if self.kind == "added":
            return say("sheet.new_row", lang), _shown(self.after, lang)
        if self.kind == "gone":
            return _shown(self.before, lang), say("sheet.gone_row", lang)
        return _stated(self.field, self.before, lang), _stated(self.field, self.after, lang)

    def to_dict(self, lang: Lang) -> dict[str, str]:
        """Return the change as JSON data: its place, and the values before and after as text."""
        before, after = self.values(lang)
        return {"where": self.place(lang), "before": before, "after": after}

    def show(self, lang: Lang, words: Mapping[Owner, str] = SHEETS) -> str:
        """Return the change in one line; its place begins as ``words`` has it."""
        before, after = self.values(lang)
        return f"{self.place(lang, words)}: {before} → {after}"


def changes_between(base: PlanData, plan: PlanData) -> list[Change]:
    """Return the differences between two plans; rows are matched by id, and amounts are compared year by year."""
    return [
        *_fields(("plan", ""), PLAN_FIELDS, base, plan),
        *_fields(("key", ""), (_KEY,), base, plan),
        *_rows(base, plan),
    ]


_KEY = Field("key_name", "key", "line")


def _rows(base: PlanData, plan: PlanData) -> Iterator[Change]:
    for table in (table for table in TABLES if table.owner != "key"):  # the key is a field of the plan
        before, after = (_by_id(part, table) for part in (base, plan))
        for id_ in dict.fromkeys([*before, *after]):
            where = (table.owner, id_)
            if id_ not in after:
                yield Change(*where, None, None, _whole(before[id_], base), None)
            elif id_ not in before:
                yield Change(*where, None, None, None, _whole(after[id_], plan))
            else:
                yield from _row(where, table, (before[id_], base), (after[id_], plan))


def _row(
    where: tuple[Owner, str], table: InputTable, before: tuple[Any, PlanData], after: tuple[Any, PlanData]
) -> Iterator[Change]:
    yield from _fields(where, table.fields, before[0], after[0])
    if table.by_year is None:
        return
    years = [_years(row, plan, table) for row, plan in (before, after)]
    for year in sorted({*years[0], *years[1]}):
        old, new = (one.get(year) for one in years)
        if old != new:
            yield Change(*where, YEAR_FIELDS[table.by_year], year, old, new)


def _fields(where: tuple[Owner, str], fields: tuple[Field, ...], before: Any, after: Any) -> Iterator[Change]:
    for field in fields:
        old, new = (field.of(part) for part in (before, after))
        if old != new:
            yield Change(*where, field, None, old, new)


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


def _stated(field: Field | None, value: Any, lang: Lang) -> str:
    """Return the value of a field as its cell shows it."""
    match field and field.kind, value:
        case _, None:
            return _shown(None, lang)
        case "word" | "hedge" | "flag", _ if field is not None:
            return cell_text(field, value, lang) or ""
        case _, dict():
            return KeyWords(value).show(lang)
        case "words", ():
            return word_of("none", lang)
        case "share" | "rate", Fraction():
            return numbers.limit_percent(value, lang)
        case _:
            return _shown(value, lang)


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
