"""The public plan and the public case with their verbs, each a step of the pipe.

:mod:`.plan` has stated values and no derived ones. The steps are added here, at the other end of the pipe, and loaded
when they are called, so that imports run one way.
"""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from helhedsplan_finance.document.result import Displayed
from helhedsplan_finance.plan.plan import PlanData

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from fractions import Fraction

    import pandas as pd

    from helhedsplan_finance.calculators.financing.answer import Financing
    from helhedsplan_finance.calculators.financing.gap import Gap
    from helhedsplan_finance.calculators.financing.mix import Most
    from helhedsplan_finance.calculators.financing.objectives import Aim
    from helhedsplan_finance.calculators.financing.round_amounts import Round
    from helhedsplan_finance.calculators.followup.account_table import AccountTable
    from helhedsplan_finance.calculators.followup.budget_months import BudgetMonth
    from helhedsplan_finance.calculators.followup.follow_up import FollowUp
    from helhedsplan_finance.calculators.followup.mapping import AccountMapping
    from helhedsplan_finance.calculators.followup.postings import Postings
    from helhedsplan_finance.calculators.followup.statement import Statement
    from helhedsplan_finance.calculators.followup.versions import Versions
    from helhedsplan_finance.calculators.grid.funding_grid import Earmarks, FundingGrid
    from helhedsplan_finance.calculators.prices.indexing import Indexed, Projection
    from helhedsplan_finance.calculators.prices.library import SeriesGiven
    from helhedsplan_finance.calculators.rent.paid import Covered
    from helhedsplan_finance.calculators.rent.rent_effect import RentEffect
    from helhedsplan_finance.calculators.scenario.plan_diff import Diff
    from helhedsplan_finance.document.blocks import Document
    from helhedsplan_finance.excel.base.own import Own
    from helhedsplan_finance.excel.readback.read_case import CaseReading
    from helhedsplan_finance.excel.readback.read_workbook import Reading
    from helhedsplan_finance.outputs.charts.follow_up_plot import FollowUpPlot
    from helhedsplan_finance.outputs.charts.plot import Plot
    from helhedsplan_finance.outputs.pages.page import Page
    from helhedsplan_finance.plan.ledger import Ledger
    from helhedsplan_finance.rules.choose import Policy
    from helhedsplan_finance.rules.report import Report
    from helhedsplan_finance.text import Lang


class Plan(PlanData, Displayed):
    """A plan as stated, with the steps of the pipe as methods.

    >>> plan = Plan.from_file("data/amager-2022.toml")
    >>> plan.check().ok
    False
    """

    @classmethod
    def from_file(cls, path: str | Path) -> Self:
        """Read a ``.toml``, ``.json`` or ``.xlsx`` plan; raises ``PlanFileError`` or ``PlanError`` with every fault."""
        from helhedsplan_finance.plan.file import read_plan

        return cls.from_excel(path) if Path(path).suffix.lower() == ".xlsx" else read_plan(path, cls)

    @classmethod
    def from_excel(cls, path: str | Path) -> Self:
        """Read a filled-in workbook that :meth:`to_excel` wrote.

        Raises ``PlanFileError`` for a file that is no such workbook or is not safe to open, and ``PlanError`` with
        every fault by sheet and cell. :func:`read_workbook` also returns the notes of a file that is read.
        """
        from helhedsplan_finance.excel.readback.read_workbook import read_workbook

        return read_workbook(path, cls).plan

    def document(self, lang: "Lang" = "da") -> "Document":
        """Return a summary of the plan as a document: its facts, its payers, and whether the binding rules hold."""
        from helhedsplan_finance.outputs.notebook.summary import plan_document

        return plan_document(self, lang)

    def __str__(self) -> str:
        return self.show("da")

    def to_file(self, path: str | Path) -> None:
        """Write the plan to a ``.toml``, ``.json`` or ``.xlsx`` file; reading it gives the same plan."""
        from helhedsplan_finance.plan.file import write_plan

        if Path(path).suffix.lower() == ".xlsx":
            self.to_excel(path)
        else:
            write_plan(self, path)

    def to_dict(self, lang: "Lang" = "da") -> "dict[str, Any]":  # noqa: ARG002 - its figures have no words
        """Return the plan as JSON data, in the form of a plan file."""
        from helhedsplan_finance.plan.file import plan_data

        data: dict[str, Any] = plan_data(self)
        return data

    def ledger(self) -> "Ledger":
        """Return the plan as tidy rows in whole øre."""
        from helhedsplan_finance.plan.ledger import Ledger

        return Ledger.of(self)

    def to_frame(self, lang: "Lang" = "da") -> "pd.DataFrame":  # noqa: ARG002 - its figures have no words
        """Return the ledger as a DataFrame."""
        from helhedsplan_finance.tables import ledger_frame

        return ledger_frame(self.ledger())

    def check(
        self, *, as_of: date | str | None = None, policies: "Iterable[Policy]" = (), project_rules: bool = False
    ) -> "Report":
        """Check the plan against every rule in force on ``as_of`` (default: the plan's rules date).

        ``policies`` are your rules in addition to those of the plan: paths of ``.toml`` files, or results of
        :func:`read_policy`. ``project_rules`` carries the last known value of each rule past its last known day; every
        verdict that depends on one is marked.
        """
        from helhedsplan_finance.rules.check import check

        return check(self, as_of=as_of, policies=policies, project_rules=project_rules)

    def gap(self, *, policies: "Iterable[Policy]" = (), project_rules: bool = False) -> "Gap":
        """Return the part of the costs without financing, by year and in total, and what each giver may still give."""
        from helhedsplan_finance.calculators.financing.gap import gap

        return gap(self, policies=policies, project_rules=project_rules)

    def finance(
        self,
        aims: "Aim | Iterable[Aim]" = (),
        *,
        largest: bool = False,
        most: "Most | None" = None,
        round_to: "Round | None" = None,
        policies: "Iterable[Policy]" = (),
        project_rules: bool = False,
    ) -> "Financing[Self]":
        """Return the amounts of the open contributions, within every binding rule, ceiling and commitment.

        ``aims`` are lexicographic objectives, in their order: ``"most-lbf"``, ``"least-rent"``, ``"least-housing"``,
        ``"least-local"``, ``"even"``. With ``largest`` the total budget is maximised too, from the offers of the local
        parties. ``most`` has ceilings by year, such as ``{"kommune": {2023: "1 mio. kr."}}``.
        With ``round_to`` (10_000; ``"even"`` for the same every year) what is found is amounts for a byråd to decide.

        Raises :class:`CalculationError` where the total budget is not stated, or the answer is unbounded.
        """
        from helhedsplan_finance.calculators.financing.mix import finance

        rules: dict[str, Any] = {"policies": policies, "project_rules": project_rules}
        return finance(self, aims, largest=largest, most=most, round_to=round_to, **rules)

    def grid(self, *, earmarks: "Earmarks | None" = None) -> "FundingGrid":
        """Return who pays which line in each year, in whole øre, and why the rest could not be placed.

        ``earmarks`` are by contribution the only budget lines, arts or indsatsområder that it may pay:
        ``{"fond": ["fritidsjob"]}``. Raises :class:`CalculationError` for one that the plan does not have.
        """
        from helhedsplan_finance.calculators.grid.funding_grid import FundingGrid

        return FundingGrid.of(self, earmarks=earmarks)

    def rent(
        self,
        *,
        key: "str | Mapping[str, Fraction | str] | None" = None,
        covered: "Covered | None" = None,
        without: "str | Collection[str]" = (),
    ) -> "RentEffect":
        """Return what each boligafdeling pays, and the effect on each home, per month and in per cent of the rent.

        ``key`` is ``"lejemaal"``, ``"m2"``, ``"equal"``, ``"own"`` or a mix such as ``"lejemaal=60 %, m2=40 %"``, by
        default the plan's own; ``covered`` what a dispositionsfond pays in their place (``"2 mio. kr."``, ``"40 %"``);
        ``without`` the ids of those that opt out. Raises as :func:`.rent_effect`.
        """
        from helhedsplan_finance.calculators.rent.rent_effect import rent_effect

        return rent_effect(self, key=key, covered=covered, without=without)

    def index_prices(
        self, *, series: "SeriesGiven | Iterable[SeriesGiven]" = (), project: "Projection" = False
    ) -> "Indexed[Self]":
        """Return the plan in current prices, with the rates of the price series of its lines.

        ``series`` are your ``.toml`` files in addition to the series that ship. A year without a rate is refused; with
        ``project`` the last rate is carried on, or the rate given (``"2,5 %"``) is used, and every figure that depends
        on it is marked. Raises :class:`PlanError` with every line that cannot be indexed.
        """
        from helhedsplan_finance.calculators.prices.indexing import index_prices

        return index_prices(self, series=series, project=project)

    def diff(self, other: PlanData, *, policies: "Iterable[Policy]" = (), project_rules: bool = False) -> "Diff":
        """Return the differences from this plan to ``other``: every change, the sums, and the verdicts that turned.

        Each plan is checked by the rules of its own date; ``policies`` and ``project_rules`` are as in :meth:`check`.
        Raises :class:`CalculationError` for what is no plan.
        """
        from helhedsplan_finance.calculators.scenario.plan_diff import diff

        return diff(self, other, policies=policies, project_rules=project_rules)

    def to_excel(
        self,
        path: str | Path,
        *,
        lang: "Lang" = "da",
        policies: "Iterable[Policy]" = (),
        project_rules: bool = False,
        template: bool = False,
        own: "Iterable[Own]" = (),
        room: "Mapping[str, int] | None" = None,
    ) -> None:
        """Write the budget workbook with the same rules as :meth:`check`; the same plan gives the same bytes.

        It has the sheets for which the plan has data; with ``template`` it has all of them, and more spare rows.
        ``own`` is what a person wrote into an earlier workbook beside the plan, ``read_workbook(path).own``: own
        columns beside the same rows, own sheets, comments, texts and the notes on Log. ``room`` is the number of rows
        that a table has at least: ``{"costs": 80, "streams": 30, "afdelinger": 20}``.
        """
        from helhedsplan_finance.excel.workbook import write_workbook

        report = self.check(policies=policies, project_rules=project_rules)
        write_workbook(self, path, report=report, lang=lang, template=template, own=own, room=room)

    def to_csv(
        self,
        folder: str | Path,
        *,
        lang: "Lang" = "da",
        accounts: "str | Path | AccountTable | None" = None,
        book: str | None = None,
    ) -> list[Path]:
        """Write the plan's tables into a folder as CSV files for Danish Excel, and return them; amounts in kroner.

        ``budget.csv`` is the budget by month, where the plan has lines; see :meth:`budget_by_month`.
        """
        from helhedsplan_finance.outputs.csv_budget import write_budget
        from helhedsplan_finance.outputs.csv_tables import write_tables

        rows = self.budget_by_month(accounts=accounts, book=book)
        written = write_tables(self, self.check(), folder, lang)
        return [*written, write_budget(rows, folder, lang)] if rows else written

    def budget_by_month(
        self, *, accounts: "str | Path | AccountTable | None" = None, book: str | None = None
    ) -> "tuple[BudgetMonth, ...]":
        """Return what each line costs in each month, with its account; the months add up to the year's amount.

        ``accounts`` is a table of accounts (``konti.toml``) for the lines that state none, ``book`` the book of it:
        ``kommune``, ``boligafdeling`` or ``fond``. Raises :class:`PostingError` with every fault of the table, and
        :class:`CalculationError` where a book must be chosen.
        """
        from helhedsplan_finance.calculators.followup.budget_months import budget_months
        from helhedsplan_finance.calculators.followup.case_budget import Budget

        return budget_months(Budget.of(self, 1), accounts, book)

    def page(
        self,
        reader: str,
        *,
        lang: "Lang" = "da",
        policies: "Iterable[Policy]" = (),
        project_rules: bool = False,
        effect: "RentEffect | None" = None,
        base: PlanData | None = None,
        units: str | None = None,
    ) -> "Page":
        """Return the A4 page for a reader of the page: ``residents``, ``board``, ``council``, ``fund``, ``annex``.

        ``page.to_html()``, ``page.to_markdown()`` and ``page.to_pdf()`` render it. ``policies`` and ``project_rules``
        are as in :meth:`check`, ``effect`` is a rent effect with another key, ``base`` an earlier version whose changes
        are listed for the fund, ``units`` those of the tables: ``kr``, ``tkr`` or ``mio``. Raises
        :class:`CalculationError` for any other reader or unit.
        """
        from helhedsplan_finance.outputs.pages.make import make_page

        rules: dict[str, Any] = {"policies": policies, "project_rules": project_rules}
        return make_page(self, reader, lang=lang, effect=effect, base=base, units=units, **rules)

    @property
    def plot(self) -> "Plot":
        """The charts of the plan: ``plan.plot.financing()``, ``payers``, ``areas``, ``arts``, ``limits`` and others.

        Each draws into a matplotlib ``Axes`` (a new one without ``ax``) and returns it.
        """
        from helhedsplan_finance.outputs.charts.plot import Plot

        return Plot(self)


def read_workbook(path: str | Path) -> "Reading[Plan]":
    """Read a workbook as :meth:`Plan.from_excel` does, and return the plan with the notes of the readback.

    The notes are changed formulas, text that was read as a figure, and generated ids, each with its cell.
    """
    from helhedsplan_finance.excel.readback.read_workbook import read_workbook as read

    return read(path, Plan)


def write_result(result: Displayed, path: str | Path, *, lang: "Lang" = "da") -> None:
    """Write a result to a file, whose suffix is its form: ``.html``, ``.md``, ``.pdf``, ``.csv``, ``.xlsx``, ``.json``.

    ``.txt`` is the text of :meth:`show`, and JSON is :meth:`to_dict`. Raises :class:`PlanFileError` for any other
    suffix and for a file that cannot be written, and :class:`MissingExtraError` for PDF without Typst.

    >>> from helhedsplan_finance import Plan
    >>> write_result(Plan.from_file("data/amager-2022.toml").check(), "out/report.md")
    """
    from helhedsplan_finance.excel.document_file import write_document

    write_document(result.document(lang), path, lambda: result.to_dict(lang))


def read_case_book(path: str | Path) -> "CaseReading":
    """Read the workbook of a case as :meth:`Case.from_file` does, with the notes of the readback."""
    from helhedsplan_finance.excel.readback.read_case import read_case_book as read

    return read(path)


class Case:
    """A case after the grant: the versions of its budget, and its postings. It is not changed by its methods.

    ``versions`` has the budget of each version; ``postings`` is ``None`` until some are read.
    """

    __slots__ = ("postings", "versions")

    def __init__(self, versions: "Versions", postings: "Postings | None" = None) -> None:
        self.versions, self.postings = versions, postings

    @classmethod
    def from_file(cls, path: str | Path) -> Self:
        """Read a ``.toml`` case file with the plan files that it names, or a workbook of :meth:`to_excel`.

        A workbook has the postings inside. Raises ``PlanFileError`` for a file that cannot be read, and ``PlanError``
        with every fault of the case; those of a workbook are by sheet and cell.
        """
        if Path(path).suffix.lower() == ".xlsx":
            return cls.from_reading(read_case_book(path))
        from helhedsplan_finance.calculators.followup.versions import read_case

        return cls(read_case(path))

    @classmethod
    def from_reading(cls, reading: "CaseReading") -> Self:
        """Return the case that was read from a workbook by :func:`read_case_book`."""
        has_postings = bool(reading.postings.rows or reading.postings.remarks)
        return cls(reading.versions, reading.postings if has_postings else None)

    def with_postings(self, *paths: str | Path, mapping: "str | Path | AccountMapping | None" = None) -> Self:
        """Return the case with the postings of some files (CSV or ``.xlsx``) added, read by a mapping of accounts.

        Raises ``PlanFileError`` for a file that cannot be read, and ``PostingError`` with every row that is no posting.
        """
        from helhedsplan_finance.calculators.followup.mapping import read_mapping
        from helhedsplan_finance.calculators.followup.postings import Postings
        from helhedsplan_finance.excel.readback.posting_file import read_posting_file

        by = read_mapping(mapping) if isinstance(mapping, str | Path) else mapping
        held = [] if self.postings is None else [self.postings]
        return type(self)(self.versions, Postings.joined([*held, *(read_posting_file(path, by) for path in paths)]))

    def follow_up(self, as_of: date | str) -> "FollowUp":
        """Return the accounts against the budget that is approved on a day.

        Raises ``CalculationError`` where no version is approved on the day.
        """
        from helhedsplan_finance.calculators.followup.follow_up import follow_up
        from helhedsplan_finance.calculators.followup.posting_findings import posting_findings
        from helhedsplan_finance.plan.fields import read_as_of

        day = read_as_of(as_of) or date.max
        _, budget = self.versions.on(day)
        rows = () if self.postings is None else self.postings.rows
        found = posting_findings(
            self.postings or (),
            period=(budget.start, budget.end),
            as_of=day,
            posts=budget.posts,
            streams=budget.streams,
        )
        return follow_up(self.versions, rows, day, of_postings=found)

    def budget_by_month(
        self,
        as_of: date | str | None = None,
        *,
        accounts: "str | Path | AccountTable | None" = None,
        book: str | None = None,
    ) -> "tuple[BudgetMonth, ...]":
        """Return the corrected budget by month, as it is approved on a day; by default the last approved one.

        ``accounts`` and ``book`` are as in :meth:`Plan.budget_by_month`. Raises as it does, and
        :class:`CalculationError` where no version is approved.
        """
        from helhedsplan_finance.calculators.followup.budget_months import budget_months
        from helhedsplan_finance.plan.fields import read_as_of

        _, corrected = self.versions.on(read_as_of(as_of) or date.max)
        return budget_months(corrected, accounts, book)

    def to_csv(
        self,
        folder: str | Path,
        *,
        as_of: date | str | None = None,
        lang: "Lang" = "da",
        accounts: "str | Path | AccountTable | None" = None,
        book: str | None = None,
    ) -> list[Path]:
        """Write ``budget.csv``, the budget of :meth:`budget_by_month`, for Danish Excel, and return it in a list.

        Raises :class:`CalculationError` for a budget without lines by year.
        """
        from helhedsplan_finance.outputs.csv_budget import write_budget

        return [write_budget(self.budget_by_month(as_of, accounts=accounts, book=book), folder, lang)]

    def plot(self, as_of: date | str) -> "FollowUpPlot":
        """Return the charts of the follow-up on a day, such as ``case.plot("2025-06-30").course()``.

        ``spending``, ``course`` and ``deviation`` each draw into a matplotlib ``Axes`` (a new one without ``ax``) and
        return it. Raises as :meth:`follow_up`.
        """
        from helhedsplan_finance.outputs.charts.follow_up_plot import FollowUpPlot

        return FollowUpPlot(self.follow_up(as_of))

    def statement(self, year: int) -> "Statement":
        """Return the statement of Landsbyggefonden's money in a calendar year, and the final one after the last year.

        Raises ``CalculationError`` for a year before the plan.
        """
        from helhedsplan_finance.calculators.followup.statement import statement

        return statement(self.versions, () if self.postings is None else self.postings.rows, year)

    def page(
        self,
        reader: str,
        *,
        as_of: date | str,
        lang: "Lang" = "da",
        year: int | None = None,
        units: str | None = None,
        add_up: bool = False,
    ) -> "Page":
        """Return the A4 page of a follow-up: for the ``board``, the ``council``, or the year's ``statement`` to sign.

        ``year`` is that of the statement, by default the last that has ended; ``units`` are those of the tables:
        ``kr``, ``tkr`` or ``mio``, and ``add_up`` rounds their columns so that they add up. Raises
        :class:`CalculationError` for any other reader or unit, and as :meth:`follow_up`.
        """
        from helhedsplan_finance.outputs.pages.case_pages import case_page

        options: dict[str, Any] = {"lang": lang, "year": year, "units": units, "add_up": add_up}
        return case_page(self.versions, self.follow_up(as_of), self.statement, reader, **options)

    def write_pages(self, folder: str | Path, *, as_of: date | str, **options: Any) -> tuple[Path, ...]:
        """Write the pages of a follow-up into a folder, and return the files; ``options`` as for :meth:`page`.

        ``forms`` are ``html``, ``pdf`` and ``md``, by default HTML and PDF, and Markdown too for the council.
        """
        from helhedsplan_finance.outputs.pages.case_pages import write_case_pages

        return write_case_pages(self.versions, self.follow_up(as_of), self.statement, folder, **options)

    def to_excel(self, path: str | Path, *, as_of: date | str, lang: "Lang" = "da") -> None:
        """Write the workbook of the case, followed up on a day; the same case gives the same bytes.

        It has the postings to paste into, the follow-up, the versions and their moves, and the statement, each figure a
        live formula. Raises ``PlanFileError`` for a file that cannot be written, and ``CalculationError`` where no
        version is approved on the day, or there are more postings than a workbook has room for.
        """
        from helhedsplan_finance.excel.case.case_book import write_case
        from helhedsplan_finance.plan.fields import read_as_of

        rows = () if self.postings is None else self.postings.rows
        write_case(self.versions, rows, read_as_of(as_of) or date.max, path, lang)
