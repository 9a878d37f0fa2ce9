"""The differences between two plans as plain text of 80 columns."""

from collections.abc import Iterator

from helhedsplan_finance.calculators.scenario.diff_data import DiffData
from helhedsplan_finance.calculators.scenario.figures import shown
from helhedsplan_finance.calculators.scenario.plain_text import WIDTH, lines_of, table
from helhedsplan_finance.plan.diff import PARTS, Change
from helhedsplan_finance.plan.schema import YEAR_FIELDS
from helhedsplan_finance.text import Lang, say, visible
from helhedsplan_finance.values.money import Kroner

_LEAST_LABEL = 24
_APART = 2


def diff_text(diff: DiffData, lang: Lang) -> str:
    """Return the differences as text: the changes row by row, the sums, and the rules that turned."""
    lines = [line for text in heading(diff, lang) for line in lines_of(text, "  ", "")]
    if diff.ok:
        return "\n".join([*lines, "", say("diff.same", lang)])
    if diff.changes:
        lines += ["", *_changes(diff, lang)]
    lines += ["", say("diff.sums", lang), *table(column_heads(lang), sum_rows(diff, lang))]
    heads, by_year = year_rows(diff, lang)
    if by_year:
        lines += ["", say("diff.sums_years", lang), *table(heads, by_year)]
    lines += ["", *_turns(diff, lang)]
    return "\n".join(lines)


def heading(diff: DiffData, lang: Lang) -> Iterator[str]:
    """Yield the names of the plans, their rules where those are of different days, and the mark of projected prices."""
    for title, report in (("word.before", diff.before), ("word.now", diff.now)):
        yield say("word.named_amount", lang, name=say(title, lang), amount=visible(report.plan))
    if diff.before.as_of != diff.now.as_of:
        yield say("diff.days", lang, before=diff.before.rules_day, now=diff.now.rules_day)
    if diff.projected_prices:
        yield say("prices.leaning", lang)


def column_heads(lang: Lang) -> list[str]:
    """Return the heads of the three columns of amounts."""
    return [say(key, lang) for key in ("word.before", "word.now", "word.difference")]


def values_of(change: Change, lang: Lang) -> tuple[str, str]:
    """Return the values before and now as text; the amount of an open contribution is not known, and no empty cell."""
    if change.field is YEAR_FIELDS["amounts"]:
        before, now = (value if isinstance(value, Kroner) else None for value in (change.before, change.after))
        return shown(before, lang), shown(now, lang)
    texts = change.values(lang)
    return visible(texts[0]), visible(texts[1])


def said(change: Change, lang: Lang, *, whole: bool = False) -> str:
    """Return a change of words as a sentence; with ``whole`` its row is named."""
    if change.kind != "changed":
        row = visible(change.row(lang, PARTS))
        before, now = change.values(lang)
        name = visible(now if change.kind == "added" else before)
        text = say("diff.added" if change.kind == "added" else "diff.gone", lang, row=row)
        return say("diff.row_named", lang, row=text, name=name) if name else text
    before, now = values_of(change, lang)
    title = change.place(lang, PARTS) if whole else change.title(lang)
    return say("scenario.turn", lang, title=visible(title), before=before, after=now)


def sum_rows(diff: DiffData, lang: Lang) -> list[tuple[str, list[str]]]:
    """Return the sums that are not zero in both plans: before, now and the difference."""
    return [
        (one.title(lang), [shown(amount, lang) for amount in (one.whole.before, one.whole.now, one.whole.difference)])
        for one in diff.sums
        if one.of is None or one.is_changed or not one.is_nothing
    ]


def year_rows(diff: DiffData, lang: Lang) -> tuple[list[str], list[tuple[str, list[str]]]]:
    """Return the years, and the difference in each of them of every sum that changed, if any of them is known."""
    changed = [one for one in diff.sums if any(pair.difference for pair in one.by_year.values())]
    heads = [str(year) for year in diff.sums[0].by_year]
    return heads, [
        (one.title(lang), [shown(pair.difference, lang) for pair in one.by_year.values()]) for one in changed
    ]


def _changes(diff: DiffData, lang: Lang) -> Iterator[str]:
    """Yield the changes row by row, the amounts in three columns whose heads are printed once."""
    cells = {change: _cells(change, lang) for change in diff.changes if change.is_amount}
    heads = column_heads(lang)
    widths = [max(map(len, column)) + _APART for column in zip(heads, *cells.values(), strict=True)]
    left = WIDTH - sum(widths)
    fits = left >= _LEAST_LABEL

    def row(label: str, figures: list[str]) -> str:
        return f"{_cut(label, left):{left}}" + "".join(map(str.rjust, figures, widths))

    title = say("diff.changes", lang)
    yield row(title, heads) if cells and fits else title
    for same in diff.rows():
        if same[0].field is not None:
            yield from lines_of(visible(same[0].row(lang, PARTS)), "    ", "  ")
        for change in same:
            if change in cells and fits:
                yield row(f"    {change.title(lang)}", cells[change])
            elif change in cells:
                before, now, by = cells[change]
                text = say("scenario.turn", lang, title=change.title(lang), before=before, after=now)
                yield from lines_of(f"{text} ({by})", "      ", "    ")
            else:
                whole = change.field is None
                yield from lines_of(said(change, lang), "      ", "  " if whole else "    ")


def _cells(change: Change, lang: Lang) -> list[str]:
    return [*values_of(change, lang), shown(change.difference, lang)]


def _cut(label: str, width: int) -> str:
    return label if len(label) <= width else f"{label[: width - 2].rstrip()} …"


def _turns(diff: DiffData, lang: Lang) -> Iterator[str]:
    if not diff.turns:
        yield say("scenario.no_turn", lang)
        return
    yield say("diff.turns", lang)
    for turn in diff.turns:
        yield from lines_of(turn.show(lang), "    ", "  ")
