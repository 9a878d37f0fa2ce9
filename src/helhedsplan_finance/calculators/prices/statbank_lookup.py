"""The lookup of an index among the tables of Statistikbanken that are still updated, by the words of their titles.

Nothing is guessed. Where two tables fit, both are shown for the user to choose; a table that has ended is refused with
those that have its words.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date

from helhedsplan_finance.calculators.prices.statbank_periods import MONTHS, Period, read_period
from helhedsplan_finance.calculators.prices.statbank_table import Listed, Table, listed
from helhedsplan_finance.errors import StatbankError
from helhedsplan_finance.text import Shown, message, short

_MOST_TABLES = 10
# Words of a title about the frequency, not the subject.
_HOW_OFTEN = frozenset(
    [
        *("år", "årlig", "årligt", "årlige", "årsgennemsnit"),
        *("kvartal", "kvartaler", "kvartalsvis", "kvartalsvise"),
        *("måned", "måneder", "månedlig", "månedligt", "månedlige", "månedsvis"),
    ]
)
_BASE = re.compile(r"\d{4}(?:[MKQ]\d{1,2})?\s*=\s*100")  # the base of an index, which a new table changes
# Months after its last period for which a table counts as updated, by the number of its periods in a year.
_KEPT_UP = {1: 24, 4: 9, 12: 4}


def choose_table(tables: Sequence[Listed], words: str, tell: Callable[[Shown], None]) -> str:
    """Return the id of the one table, still updated, whose title has all the words.

    Yearly, quarterly and monthly tables are considered. Where the same index exists by year and by shorter periods, the
    yearly one is taken if it has every year that is complete in the others, and ``tell`` is called. Raises
    :class:`StatbankError` where there are several or none, with those that have some of the words, and where only
    tables that have ended have them all.
    """
    wanted = words.casefold().split()
    usable = [one for one in tables if read_period(one.latest) is not None]
    counted = [(sum(word in one.text.casefold() for word in wanted), one) for one in usable]
    fit = [one for count, one in counted if count == len(wanted) and one.active]
    if len(fit) == 1:
        return fit[0].id
    if fit:
        yearly = _yearly_of_one_index(fit)
        if yearly is None:
            raise StatbankError("statbank.several", words=short(words), found=listed(fit, _MOST_TABLES))
        others = listed([one for one in fit if one is not yearly], _MOST_TABLES)
        tell(message("statbank.yearly_taken", table=str(yearly), others=others))
        return yearly.id
    near = [one for count, one in sorted(counted, key=lambda pair: -pair[0]) if count and one.active]
    if ended := [one for count, one in counted if count == len(wanted)]:
        if len(ended) == 1:
            raise ended_table(ended[0], tables)
        shown = {"words": short(words), "ended": listed(ended, _MOST_TABLES)}
        if near:
            raise StatbankError("statbank.ended_near", found=listed(near, _MOST_TABLES), **shown)
        raise StatbankError("statbank.ended_alone", **shown)
    if near:
        raise StatbankError("statbank.none_but", words=short(words), found=listed(near, _MOST_TABLES))
    raise StatbankError("statbank.none", words=short(words))


def _yearly_of_one_index(fit: Sequence[Listed]) -> Listed | None:
    """Return the one yearly table among several of the same index, if none of them has a later complete year."""
    periods = {one.id: period for one in fit if (period := read_period(one.latest)) is not None}
    yearly = [one for one in fit if periods[one.id].parts == 1]
    titles = {(_subject(one.text), frozenset(_BASE.findall(one.text))) for one in fit}
    if len(yearly) != 1 or len(titles) > 1:
        return None
    newest = max(period.last_whole_year for period in periods.values())
    return yearly[0] if periods[yearly[0].id].year >= newest else None


def _subject(title: str) -> frozenset[str]:
    """Return the words of a title about its subject, without frequency and base."""
    return frozenset(re.findall(r"\w+", _BASE.sub(" ", title).casefold())) - _HOW_OFTEN


def may_have_ended(table: Table, latest: Period, today: date) -> bool:
    """Return whether a table that was named has ended, or may have, by its own mark or the age of its last period."""
    if table.active is not None:
        return not table.active
    return today.year * MONTHS + today.month > latest.end + _KEPT_UP[latest.parts]


def refuse_ended(table: Table, latest: Period, tables: Sequence[Listed]) -> None:
    """Raise :class:`StatbankError` for a table that has ended, by its own mark or that of the list of tables."""
    found = next((one for one in tables if one.id.casefold() == table.id.casefold()), None)
    active = table.active if table.active is not None else found is None or found.active
    if not active:
        one = Listed(id=table.id, text=table.text, active=False, latestPeriod=str(latest))
        raise ended_table(one, tables)


def ended_table(table: Listed, tables: Sequence[Listed]) -> StatbankError:
    """Return the error for a table that has ended: its last period, and the active tables with its words."""
    words = _subject(table.text)
    usable = [one for one in tables if one.active and read_period(one.latest) is not None]
    heirs = [one for one in usable if words and words <= _subject(one.text)]
    heirs.sort(key=lambda one: len(_subject(one.text)))
    parts = {"table": short(table.id), "title": short(table.text), "latest": short(table.latest)}
    if not heirs:
        return StatbankError("statbank.ended", **parts)
    return StatbankError("statbank.ended_heirs", found=listed(heirs, _MOST_TABLES), example=short(heirs[0].id), **parts)
