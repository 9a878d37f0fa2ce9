"""The input tables of a case's workbook: which sheet each is on, and the fields of its columns.

The names of the tables, the keys of the fields and the defined names are stored in workbooks and never change.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

from helhedsplan_finance.calculators.followup.case import Decision, ForecastMethod, VersionKind, VersionStatus
from helhedsplan_finance.plan.givers import SOURCES
from helhedsplan_finance.plan.plan import Art
from helhedsplan_finance.plan.schema import Field

FORMAT, DAY, NAME, LIMIT, NOTE = "sagFormat", "sagDag", "sagNavn", "sagGraense", "sagNote"
VERSION_OF_FORMAT = 1
LAST_POSTING_ROW = 29_990  # to which the formulas reach, within the rows that are read
MOST_POSTINGS = 25_000


@dataclass(frozen=True, slots=True)
class CaseTable:
    """An input table: its name, its sheet, its fields, and the spare rows below those that are filled."""

    name: str
    sheet: str
    fields: tuple[Field, ...]
    spare: int

    def at(self, key: str) -> int:
        """Return the column of a field, from 0."""
        return next(place for place, field in enumerate(self.fields) if field.key == key)


VERSIONS = CaseTable(
    "tblVersioner",
    "aendringer",
    (
        Field("version", "nr", "count", required=True),
        Field("version_kind", "kind", "word", get_args(VersionKind), required=True),
        Field("date", "date", "date", required=True),
        Field("status", "status", "word", get_args(VersionStatus)),
        Field("reason", "reason", "note"),
        Field("last_day", "end", "date"),
        Field("plan_file", "plan", "line"),
        Field("plan_start", "plan_start", "date"),
        Field("plan_end", "plan_end", "date"),
    ),
    spare=6,
)
STATED = ("plan", "plan_start", "plan_end")  # of a version with a plan file, and not to be typed
MOVES = CaseTable(
    "tblFlytninger",
    "aendringer",
    (
        Field("version", "nr", "count", required=True),
        Field("from_post", "from_post", "id"),
        Field("from_year", "from_year", "year"),
        Field("to_post", "to_post", "id"),
        Field("to_year", "to_year", "year", required=True),
        Field("source", "source", "word", SOURCES),
        Field("amount", "amount", "amount", required=True),
    ),
    spare=20,
)
APPROVALS = CaseTable(
    "tblGodkendelser",
    "aendringer",
    (
        Field("version", "nr", "count", required=True),
        Field("body", "body", "line", required=True),
        Field("date", "date", "date", required=True),
        Field("decision", "decision", "word", get_args(Decision), required=True),
        Field("condition", "condition", "note"),
        Field("annex", "annex", "line"),
    ),
    spare=6,
)
EXPLANATIONS = CaseTable(
    "tblForklaringer",
    "opfoelgning",
    (
        Field("post", "post", "id", required=True),
        Field("explained", "text", "note", required=True),
        Field("year", "year", "year"),
        Field("action", "action", "note"),
    ),
    spare=6,
)
FORECASTS = CaseTable(
    "tblForventninger",
    "opfoelgning",
    (
        Field("post", "post", "id", required=True),
        Field("method", "method", "word", get_args(ForecastMethod), required=True),
        Field("year", "year", "year", required=True),
        Field("amount", "amount", "amount"),
    ),
    spare=10,
)
USES = CaseTable(
    "tblAnvendelser",
    "aarsopgoerelse",
    (
        Field("date", "date", "date", required=True),
        Field("amount", "amount", "amount", required=True),
        Field("purpose", "purpose", "line", required=True),
        Field("afdeling", "afdeling", "id"),
        Field("approved_kommune", "kommunalbestyrelse", "date"),
        Field("approved_lbf", "lbf", "date"),
    ),
    spare=10,
)
POSTINGS = CaseTable(
    "tblPosteringer",
    "posteringer",
    (
        Field("date", "date", "date"),
        Field("post", "post", "line"),
        Field("stream", "stream", "line"),
        Field("amount", "ore", "amount"),
        Field("source", "source", "line"),
        Field("afdeling", "afdeling", "line"),
        Field("voucher", "voucher", "line"),
        Field("posting_text", "text", "line"),
        Field("account", "account", "line"),
    ),
    spare=3_000,
)
# What the plan files of the versions say; not typed.
PLAN_POSTS = CaseTable(
    "tblPlanPoster",
    "versionsbudget",
    (
        Field("version", "nr", "count"),
        Field("post", "id", "id"),
        Field("name", "name", "line"),
        Field("indsatsomraade", "indsatsomraade", "line"),
        Field("art", "art", "word", get_args(Art)),
        Field("source", "source", "line"),
    ),
    spare=0,
)
PLAN_COSTS = CaseTable(
    "tblPlanBudget",
    "versionsbudget",
    (
        Field("version", "nr", "count"),
        Field("post", "post", "id"),
        Field("year", "year", "year"),
        Field("amount", "amount", "amount"),
    ),
    spare=0,
)
PLAN_GIVEN = CaseTable(
    "tblPlanFinansiering",
    "versionsbudget",
    (
        Field("version", "nr", "count"),
        Field("source", "source", "line"),
        Field("year", "year", "year"),
        Field("amount", "amount", "amount"),
    ),
    spare=0,
)
PLAN_STREAMS = CaseTable(
    "tblPlanBidrag",
    "versionsbudget",
    (Field("version", "nr", "count"), Field("stream", "id", "id"), Field("source", "source", "line")),
    spare=0,
)
TABLES = (
    *(VERSIONS, MOVES, APPROVALS, EXPLANATIONS, FORECASTS, USES, POSTINGS),
    *(PLAN_POSTS, PLAN_COSTS, PLAN_GIVEN, PLAN_STREAMS),
)
BY_NAME: Mapping[str, CaseTable] = {table.name: table for table in TABLES}
