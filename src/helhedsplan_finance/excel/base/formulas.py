"""A measure as a formula: the filter and sum of the check, as SUMIFS over the workbook's ledger, Data.

Only functions known to both Excel and LibreOffice are used, in English and with commas, as the file stores them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product

from helhedsplan_finance.excel.base.xstring import broken_up
from helhedsplan_finance.plan.givers import SOURCES, Source, words_of
from helhedsplan_finance.plan.schema import (
    AFDELINGER,
    CONTROL_TABLE,
    DATA_TABLE,
    DISPENSATIONER,
    KILDER,
    NAMES,
    POSTER,
    word_of,
)
from helhedsplan_finance.rules.load import measures
from helhedsplan_finance.rules.record import Measure
from helhedsplan_finance.text import Lang, say

# Columns of the ledger -> titles on Data.
_COLUMNS = {
    "side": "side",
    "id": "id",
    "source": "source",
    "name": "name",
    "kind": "form",
    "status": "status",
    "indsatsomraade": "indsatsomraade",
    "art": "art",
}


@dataclass(frozen=True, slots=True)
class Formulas:
    """Formulas over the tables of a workbook, with column names in its language.

    ``has_costs`` and ``has_afdelinger`` state whether there are tables of budget lines and of boligafdelinger;
    ``base_year`` is the year whose price level is 1, where there are price series.
    """

    lang: Lang
    has_costs: bool
    has_afdelinger: bool
    base_year: int | None = None

    def title(self, key: str) -> str:
        """Return the title of a column, the same on all sheets."""
        return _title(key, self.lang)

    def titles(self, keys: Iterable[str]) -> list[str]:
        """Return the titles of several columns."""
        return [self.title(key) for key in keys]

    def column(self, table: str, key: str) -> str:
        """Return the structured reference to a column of a table: ``tblData[Kilde]``."""
        return f"{table}[{self.title(key)}]"

    def item(self, table: str, column: str, number: int) -> str:
        """Return the formula of a cell of a column by its row in the table, from 1, wherever the table is."""
        return f"INDEX({table}[{column}],{number})"

    def stream_word(self, title: str, number: int) -> str:
        """Return the formula of a word of a contribution, by its row on Kilder; an empty form is cash."""
        linked = self.item(KILDER, self.title(title), number)
        if title != "form":
            return f'{linked}&""'
        named = "&".join(self.item(KILDER, self.title(key), number) for key in ("id", "name"))
        return f'IF({linked}<>"",{linked},IF({named}="","",{text(word_of("cash", self.lang))}))'

    def sum(self, measure: Measure, year: int | str | None = None) -> str:
        """Return the formula, without ``=``, of a measure in one year (or the cell with the year), or in all.

        Filters become criteria: of ``lbf`` in 2025 ``SUMIFS(tblData[Beløb],tblData[Side],"finansiering",
        tblData[Kilde],"lbf",tblData[Status],"<>afslag",tblData[År],2025)``. A count is the same in every year.
        """
        if measure.take == "count":
            return self.count(measure)
        return self._over(measure, "amount", year)

    def count(self, measure: Measure) -> str:
        """Return the formula that counts the contributions and budget lines in a measure."""
        return self._over(measure, "lines")

    def any_count(self, measure: Measure) -> str:
        """Return the formula that counts the contributions and lines in a measure, joint ones in part included."""
        counted = self.count(measure)
        return f"{counted}+{self._in_part(measure, 'lines')}" if is_splittable(measure) else counted

    def undecided_sum(self, measure: Measure, year: int | str | None = None) -> str:
        """Return the formula of the joint contributions of which only some givers count in a measure."""
        take = "lines" if measure.take == "count" else "amount"
        return f"ROUND({self._in_part(measure, take, year if take == 'amount' else None)},2)"

    def open_count(self, measure: Measure) -> str:
        """Return the formula that counts the rows of a measure without a stated amount."""
        if measure.take == "count":
            return "0"
        whole = self._over(measure, "unstated")
        return f"{whole}+{self._in_part(measure, 'unstated')}" if is_splittable(measure) else whole

    def joint(self, take: str = "amount", year: int | str | None = None) -> str:
        """Return the formula of all joint contributions."""
        everybody = measures()["financing"]
        return self._over(everybody, take, year, extra=[f"{self.column(DATA_TABLE, 'source')},{text('*+*')}"])

    def of_giver(self, measure: Measure, sought: str, take: str = "amount") -> str:
        """Return the formula of the rows of a measure with any source that matches ``sought``, such as ``*lbf*``."""
        rest = {column: words for column, words in measure.where.items() if column != "source"}
        any_source = measure.model_copy(update={"where": rest})
        return self._over(any_source, take, extra=[f"{self.column(DATA_TABLE, 'source')},{text(sought)}"])

    def stated_sum(self, measure: Measure, year: int | str | None = None) -> str:
        """Return the formula of a measure, blank while the amount of a row in it is not stated."""
        return f'IF({self.open_count(measure)}>0,"",{self.sum(measure, year)})'

    def fixed_sum(self, measure: Measure, year: int | str | None = None) -> str:
        """Return the formula of a measure of costs in stated prices."""
        return self._over(measure, "fixed_amount", year)

    def projected_sum(self, year: int | str | None = None) -> str:
        """Return the formula of the costs that rest on a projected rate."""
        criteria = f"{self.column(DATA_TABLE, 'projected')},{text(word_of('yes', self.lang))}"
        if year is not None:
            criteria += f",{self.column(DATA_TABLE, 'year')},{year}"
        return f"SUMIFS({self.column(DATA_TABLE, 'amount')},{criteria})"

    def projected_count(self) -> str:
        """Return the formula that counts the amounts that rest on a projected rate."""
        return f"COUNTIF({self.column(DATA_TABLE, 'projected')},{text(word_of('yes', self.lang))})"

    def factor(self, price: str, index: str, price_year: str, year: int) -> str:
        """Return the formula of the price factor of a year; blank where the series lacks the year.

        ``price``, ``index`` and ``price_year`` are cells; a line without an index keeps its price.
        """
        level, missing = (self._at(name, index, price_year, year) for name in (LEVELS, MISSING))
        # ROUND removes the error of binary division.
        risen = f'IF({missing[0]}>{missing[1]},"",ROUND({level[0]}/{level[1]},14))'
        reached = f'IF({year}<{price_year},"",{risen})'
        return f'IF(COUNT({price})=0,"",IF(OR({index}="",COUNTA({SERIES})=0),1,IFERROR({reached},"")))'

    def leans(self, index: str, price_year: str, year: int) -> str:
        """Return the formula of the mark "yes" where a line's price in a year rests on a projected rate."""
        marks = self._at(MARKS, index, price_year, year)
        yes = text(word_of("yes", self.lang))
        return f'IF({index}="","",IF(IFERROR({marks[0]}-{marks[1]},0)>0,{yes},""))'

    def leans_in_any_year(self, id_: str) -> str:
        """Return the formula of the mark "yes" where any amount of a budget line rests on a projected rate."""
        yes, mark, ids = text(word_of("yes", self.lang)), *(self.column(DATA_TABLE, key) for key in ("projected", "id"))
        return f'IF({id_}="","",IF(COUNTIFS({ids},{id_},{mark},{yes})>0,{yes},""))'

    def _at(self, name: str, index: str, price_year: str, year: int) -> tuple[str, str]:
        """Return the cells of a series in a year and in the price year, in one of the tables of Prisniveau."""
        row = f"MATCH({index},{SERIES},0)"
        column = year - (self.base_year or year) + 1
        return f"INDEX({name},{row},{column})", f'INDEX({name},{row},MATCH({price_year}&"",{YEARS},0))'

    def gives(self, source: Source) -> str:
        """Return the formula that counts the contributions of a source that are not refused."""
        return self.any_count(given_by(source))

    def lines(self) -> str:
        """Return the formula that counts the budget lines."""
        if not self.has_costs:
            return "0"
        return f'SUMPRODUCT(--({self.column(POSTER, "id")}&{self.column(POSTER, "activity")}<>""))'

    def fact(self, name: str) -> str | None:
        """Return the formula of a fact of the plan that is an input cell, blank while empty; ``None`` for others."""
        if name not in FACT_NAMES:
            return None
        stated = FACT_NAMES[name]
        otherwise = '""'
        if self.has_afdelinger and name == "boligafdelinger":
            otherwise = f'IF({self._listed()}=0,"",{self._listed()})'
        elif self.has_afdelinger and name == "lejemaal":
            counted = self.column(AFDELINGER, "lejemaal")
            missing = f"OR({self._listed()}=0,COUNT({counted})<{self._listed()})"
            otherwise = f'IF({missing},"",SUM({counted}))'
        return f"IF(COUNT({stated})=0,{otherwise},{stated})"

    def _listed(self) -> str:
        return f'SUMPRODUCT(--({self.column(AFDELINGER, "id")}&{self.column(AFDELINGER, "name")}<>""))'

    def waived(self, rule: str) -> str:
        """Return the condition that a rule has a dispensation."""
        return f"COUNTIF({self.column(DISPENSATIONER, 'waived_rule')},{text(rule)})>0"

    def results(self, word: str, weight: str) -> str:
        """Return the formula that counts the rules of one weight with a result."""
        columns = [self.column(CONTROL_TABLE, key) for key in ("result", "weight")]
        return f"COUNTIFS({columns[0]},{text(word)},{columns[1]},{text(weight)})"

    def past(self, word: str, weight: str) -> str:
        """Return the formula that counts the rules of one weight with a result and a negative margin."""
        return f'{self.results(word, weight)[:-1]},{self.column(CONTROL_TABLE, "margin")},"<0")'

    def of_rule(self, rule: str, key: str) -> str:
        """Return the formula of a figure in a rule's row on Kontrol, the first of several years."""
        place = f"MATCH({text(rule)},{self.column(CONTROL_TABLE, 'rule_id')},0)"
        return f"INDEX({self.column(CONTROL_TABLE, key)},{place})"

    def figure_of_rule(self, rule: str, key: str) -> str:
        """Return the formula of a figure in a rule's row, blank where that is blank."""
        linked = self.of_rule(rule, key)
        return f'IF(COUNT({linked})=0,"",{linked})'

    def _display(self, column: str, word: str) -> str:
        return word_of(word, self.lang) if column in {"side", "kind"} else word

    def _in_part(self, measure: Measure, take: str, year: int | str | None = None) -> str:
        """Return the formula of the rows of which only a part is in a measure.

        They are all rows that meet its other filters, less those whose givers all count, less those of which none does:
        of 100 in all, lbf alone gives 60 and others without lbf give 30, so 10 is given by lbf jointly with others.
        """
        counted = measure.where["source"]
        others = tuple(source for source in SOURCES if source not in counted)
        rest = {column: words for column, words in measure.where.items() if column != "source"}
        of_any = measure.model_copy(update={"where": rest})
        of_others = measure.model_copy(update={"where": {**rest, "source": others}})
        return "-".join(self._over(one, take, year) for one in (of_any, measure, of_others))

    def _over(self, measure: Measure, take: str, year: int | str | None = None, extra: Iterable[str] = ()) -> str:
        if not set(measure.where) <= set(_COLUMNS):
            return "0"  # a filter on a column without words matches no row
        sought = [
            [
                f"{self.column(DATA_TABLE, _COLUMNS[name])},{_sought(self._display(name, value))}"
                for value in (words_of(values, "all") if name == "source" else values)
            ]
            for name, values in measure.where.items()
        ]
        criteria = []
        for name, values in measure.without.items():
            if name in _COLUMNS:
                place = self.column(DATA_TABLE, _COLUMNS[name])
                out = words_of(values, "all") if name == "source" else values
                criteria += [f"{place},{text('<>' + _escaped(self._display(name, value)))}" for value in out]
        criteria += extra
        if year is not None:
            criteria.append(f"{self.column(DATA_TABLE, 'year')},{year}")
        # An array of words in one SUMIFS is known to Excel and LibreOffice alone; a sum of several to every engine.
        summed = self.column(DATA_TABLE, take)
        sums = [f"SUMIFS({','.join((summed, *words, *criteria))})" for words in product(*sought)]
        return sums[0] if len(sums) == 1 else f"({'+'.join(sums)})"


# The tables of Prisniveau by their defined names: the series' ids, the years, the level of each year, how many rates
# are missing up to it, and how many are projected.
SERIES, YEARS, LEVELS, MISSING, MARKS = "prisSerier", "prisAar", "prisNiveau", "prisMangler", "prisFremskrevet"

# The cells of Huslejevirkning with the difference between the amounts paid and to be paid.
RENT_OFF, RENT_NAMES, RENT_IDS = "lejeAfvigelse", "lejeNavne", "lejeId"
RENT_TO_PAY, RENT_FIXED = "lejeAtBetale", "lejeFast"  # by year, and the part paid as fixed sums
RENT_PAYERS = "lejeEfterNoegle"  # 1 for a row that pays by the key, 2 for one that is out
RENT_MONTHS = "lejeMaaneder"  # of each row and year
RENT_KEY = "lejeNoeglefejl"  # the faults of the key, on Kontrol
RENT_INEXACT = "lejeUnoejagtig"  # by year, the splits with products that a spreadsheet rounds

# Facts of the plan that are input cells of Forudsætninger, by the defined name of the cell.
FACT_NAMES = {
    "stated_total": NAMES["total"],
    "lejemaal": NAMES["lejemaal"],
    "boligafdelinger": NAMES["boligafdelinger"],
}


@cache
def _title(key: str, lang: Lang) -> str:
    return say(f"column.{key}", lang)


@lru_cache(maxsize=512)
def is_splittable(measure: Measure) -> bool:
    """Return whether a joint contribution may be in a measure in part."""
    return measure.fact is None and 0 < len(set(measure.where.get("source", ()))) < len(SOURCES)


@cache
def given_by(source: Source) -> Measure:
    """Return the measure of the contributions of one source."""
    where = {"side": ("financing",), "source": (source,)}
    return measures()["financing"].model_copy(update={"where": where})


@lru_cache(maxsize=512)
def costs_of(column: str, word: str) -> Measure:
    """Return the measure of the costs with a word in a column, such as those of one art."""
    return measures()["total"].model_copy(update={"where": {"side": ("cost",), column: (word,)}})


def difference(part: str, whole: str) -> str:
    """Return the formula of one cell less another, to the øre; blank while the second is blank."""
    return f'IF(COUNT({whole})=0,"",ROUND({part}-SUM({whole}),2))'


def _sought(value: str) -> str:
    """Return the criterion of SUMIFS that matches a word exactly."""
    return text(f"={_escaped(value)}" if value[:1] in "=<>" else _escaped(value))


def _escaped(value: str) -> str:
    return value.replace("~", "~~").replace("*", "~*").replace("?", "~?")


def text(value: str) -> str:
    """Return a text as a literal of a formula."""
    return '"' + broken_up(value.replace('"', '""')) + '"'
