"""The input tables of the workbook, column by column, for the writer and the reader.

A column is identified by the key of its title, which workbooks store, and a row by its id, so that both may be moved.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, get_args

from helhedsplan_finance.plan.givers import GIVER_WORDS, word_of_givers
from helhedsplan_finance.plan.kinds import BOUNDS, Bounds, CellKind
from helhedsplan_finance.plan.plan import Art, Kind, Stage, Status
from helhedsplan_finance.text import LANGS, Lang, say
from helhedsplan_finance.values.hedges import HEDGES

Owner = Literal["plan", "stream", "cost", "series", "boligafdeling", "key", "cover", "waiver", "beside"]

KILDER, POSTER, AFDELINGER = "tblKilder", "tblPoster", "tblAfdelinger"
NOEGLE, DAEKNING, PRISSERIER = "tblNoegle", "tblDaekning", "tblPrisserier"
VED_SIDEN_AF = "tblVedSidenAf"  # money beside the plan: no sum includes it
FORUDSAETNINGER, DISPENSATIONER, OPLYST = "tblForudsaetninger", "tblDispensationer", "tblOplyst"
CONTROL_TABLE, DATA_TABLE, GRID_TABLE = "tblKontrol", "tblData", "tblGrid"


@dataclass(frozen=True, slots=True)
class Field:
    """A column of an input table, or a row of the plan itself: the key of its title, its key in a plan, its kind.

    Workbooks store the key of a column's title as its id, so it never changes; the title may.
    """

    title: str
    key: str
    kind: CellKind
    words: tuple[str, ...] = ()
    required: bool = False  # in each row that has any value
    unique: bool = False  # no two rows of the table have the same
    shown: str = ""  # the attribute of a part of a plan, where its name is not the key
    unless: str = ""  # the key of the field that takes its place in a row, where it is required
    later: bool = False  # workbooks of an earlier version have no such row or column

    @property
    def bounds(self) -> Bounds | None:
        """The least and the most of a value, or of the length of a text; ``None`` where it has none."""
        return BOUNDS.get(self.kind)

    def of(self, part: Any) -> Any:
        """Return the value of a part of a plan; ``None`` for a spare row."""
        return getattr(part, self.shown or self.key, None)


STREAM_FIELDS = (
    Field("name", "name", "line", required=True),
    Field("id", "id", "id", unique=True),
    Field("source", "source", "word", GIVER_WORDS, required=True),
    Field("form", "kind", "word", get_args(Kind)),
    Field("status", "status", "word", get_args(Status)),
    Field("approx", "hedge", "hedge", HEDGES, shown="caveat"),
    Field("max_amount", "max_amount", "amount"),
    Field("max_share", "max_share", "share"),
    Field("excludes", "excludes", "words", get_args(Art)),
    Field("pays", "pays", "words"),
    Field("note", "note", "note"),
    Field("konto", "konto", "line", later=True),
)
COST_FIELDS = (
    Field("activity", "activity", "line"),
    Field("id", "id", "id", unique=True),
    Field("indsatsomraade", "indsatsomraade", "line"),
    Field("art", "art", "word", get_args(Art), required=True),
    Field("unit", "unit", "line"),
    Field("unit_price", "unit_price", "amount", required=True, unless="percent"),
    Field("percent", "percent", "share", later=True),
    Field("percent_of", "of", "words", later=True),
    Field("begins", "start", "date", later=True),
    Field("ends", "end", "date", later=True),
    Field("index", "index", "line"),
    Field("price_year", "price_year", "year"),
    Field("moms", "moms", "flag", ("yes", "no")),
    Field("note", "note", "note"),
    Field("konto", "konto", "line", later=True),
)
AFDELING_FIELDS = (
    Field("name", "name", "line", required=True),
    Field("id", "id", "id", unique=True),
    Field("organisation", "organisation", "line"),
    Field("lejemaal", "lejemaal", "count"),
    Field("m2", "m2", "count"),
    Field("rent_m2", "rent_m2", "amount"),
    Field("key_share", "share", "share"),
    Field("participates", "participates", "flag", ("yes", "no")),
    Field("joins", "start", "date"),
    Field("leaves", "end", "date"),
)
# A row for each of the keys, by its id.
KEY_FIELDS = (Field("key_id", "id", "id", required=True, unique=True), Field("key_weight", "share", "share"))
COVER_FIELDS = (
    Field("name", "name", "line", required=True),
    Field("id", "id", "id", unique=True),
    Field("note", "note", "note"),
)
SERIES_FIELDS = (
    Field("series_title", "title", "line"),
    Field("series_id", "id", "id", required=True, unique=True),
    Field("source", "source", "note"),
    Field("published", "published", "published"),
    Field("projected_years", "projected", "years"),
)
WAIVER_FIELDS = (
    Field("waived_rule", "rule", "line", required=True),
    Field("reason", "reason", "note", required=True),
    Field("by", "by", "line", required=True),
    Field("date", "date", "date", required=True),
)
BESIDE_FIELDS = (
    Field("name", "name", "line", required=True),
    Field("giver", "giver", "line"),
    Field("amount", "amount", "amount"),
    Field("approx", "hedge", "hedge", HEDGES),
    Field("note", "note", "note"),
)
# A row each, with the value in one column; ``title`` names the row.
PLAN_FIELDS = (
    Field("plan_name", "name", "line", required=True),
    Field("plan_kommune", "kommune", "line"),
    Field("plan_start", "start", "date", required=True),
    Field("plan_end", "end", "date", required=True),
    Field("plan_stage", "stage", "word", get_args(Stage), required=True),
    Field("plan_total", "total", "amount"),
    Field("plan_as_of", "as_of", "date"),
    Field("plan_lejemaal", "lejemaal", "count"),
    Field("plan_boligafdelinger", "boligafdelinger", "count"),
    Field("plan_policies", "policies", "words"),
    Field("plan_source", "source", "note"),
    Field("plan_total_hedge", "total_hedge", "hedge", HEDGES, later=True),
    Field("plan_note", "note", "note", later=True),
)
# The defined name of each cell, the same in every language.
NAMES = {
    "name": "planNavn",
    "kommune": "planKommune",
    "start": "planStart",
    "end": "planSlut",
    "stage": "planFase",
    "total": "planRamme",
    "as_of": "planRegeldato",
    "lejemaal": "planLejemaal",
    "boligafdelinger": "planBoligafdelinger",
    "policies": "planPolitikker",
    "source": "planKilde",
    "total_hedge": "planRammeForbehold",
    "note": "planNote",
}
# The fields of the year columns by the key of a plan; those with more than the year in their heading have a title.
ByYear = Literal["amounts", "quantity", "fixed", "rates"]
YEAR_FIELDS: dict[str, Field] = {
    "amounts": Field("amount", "amounts", "amount"),
    "quantity": Field("quantity", "quantity", "number", unless="percent"),
    "fixed": Field("fixed_sum", "fixed", "amount"),
    "rates": Field("rate", "rates", "rate"),
}
TITLED_YEARS: dict[str, str] = {"quantity": "column.quantity", "fixed": "column.fixed_sum"}
# The years are columns: another period is another workbook.
LOCKED_PLAN = ("start", "end")


@dataclass(frozen=True, slots=True)
class InputTable:
    """An input table: its name in the file, the owner of its rows, its fields, and the field of its years."""

    name: str
    owner: Owner
    fields: tuple[Field, ...]
    by_year: ByYear | None = None
    some_year: bool = False  # whether a row needs a figure in some year

    def titles(self, lang: Lang) -> dict[str, Field]:
        """Return the fields by the title of their column."""
        return {title_of(field, lang): field for field in self.fields}


TABLES = (
    InputTable(KILDER, "stream", STREAM_FIELDS, "amounts"),
    InputTable(POSTER, "cost", COST_FIELDS, "quantity", some_year=True),
    InputTable(PRISSERIER, "series", SERIES_FIELDS, "rates", some_year=True),
    InputTable(AFDELINGER, "boligafdeling", AFDELING_FIELDS, "fixed"),
    InputTable(NOEGLE, "key", KEY_FIELDS),
    InputTable(DAEKNING, "cover", COVER_FIELDS, "amounts", some_year=True),
    InputTable(DISPENSATIONER, "waiver", WAIVER_FIELDS),
    InputTable(VED_SIDEN_AF, "beside", BESIDE_FIELDS),
)


def year_title(by_year: str, year: int | str, lang: Lang) -> str:
    """Return the title of the column of a year in an input table."""
    return say(TITLED_YEARS[by_year], lang, year=str(year)) if by_year in TITLED_YEARS else str(year)


def title_of(field: Field, lang: Lang) -> str:
    """Return the title of the column of a field, or of its row of the plan itself."""
    return say(f"column.{field.title}", lang)


def word_of(word: str | tuple[str, ...], lang: Lang) -> str:
    """Return a word of the plan format as the workbook shows it: ``in-kind`` is ``timer og lokaler``.

    Several givers of one contribution are one word: ``kommune+boligorganisation``.
    """
    if isinstance(word, tuple):
        return word_of_givers(word)
    return _shown_word(word, lang) if word in SHOWN_WORDS else word


@cache
def _shown_word(word: str, lang: Lang) -> str:
    return say(f"word.shown_{word.replace('-', '_')}", lang)


SHOWN_WORDS = ("cash", "in-kind", "cost", "financing", "about", "yes", "no", "none")


@dataclass(frozen=True, slots=True)
class ShownWord:
    """A word of the plan format, shown as the workbook of a language shows it."""

    word: str

    def show(self, lang: Lang) -> str:
        """Return the word in ``lang``."""
        return word_of(self.word, lang)


def says(found: object, word: str) -> bool:
    """Return whether a cell has a word as the workbook shows it, in either language."""
    return str(found).strip().casefold() in {word_of(word, lang) for lang in LANGS}


def known_words(field: Field) -> Iterator[tuple[str, str]]:
    """Yield the words that a cell of a field may have, in the plan format and both languages, with their meaning."""
    for word in field.words:
        yield word.casefold(), word
        for lang in LANGS:
            yield word_of(word, lang).casefold(), word
