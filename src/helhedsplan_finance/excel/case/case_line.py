"""The computed cells of a line of the follow-up: each its formula, its value and its kind of cell.

The expected cost of a year that has ended is what was spent, that of a later year its budget; of the year of the day it
follows from the method that is stated for the post, or else the rest of the budget is spent.
"""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date

from helhedsplan_finance.calculators.followup.follow_up_document import METHOD_KEYS
from helhedsplan_finance.calculators.followup.follow_up_lines import Key, Method
from helhedsplan_finance.excel.base.case_tables import DAY, FORECASTS, PLAN_POSTS
from helhedsplan_finance.excel.case import case_formulas as formulas
from helhedsplan_finance.excel.case.case_entry import money
from helhedsplan_finance.excel.case.case_figures import Figures
from helhedsplan_finance.excel.case.case_formulas import DAY_AFTER, YEAR, in_year, posting, quoted, rounded, until
from helhedsplan_finance.excel.case.case_layout import Layout
from helhedsplan_finance.text import say
from helhedsplan_finance.values.money import Kroner

Computed = tuple[str, Kroner | float | str, str]  # the formula, the value, and the kind of cell


def line_cells(layout: Layout, figures: Figures, key: Key, at: Mapping[str, str]) -> dict[str, Computed]:
    """Return the computed cells of a line by the names of their columns; ``at`` is the cell of each column."""
    return {
        **_of_plan(layout, figures, key, at),
        **_budgets(layout, figures, key, at),
        **_of_postings(layout, figures, key, at),
        **_expected(layout, figures, key, at),
    }


def _of_plan(layout: Layout, figures: Figures, key: Key, at: Mapping[str, str]) -> dict[str, Computed]:
    """Return what the plan says of the post, and whether the source of the line is that of the post."""
    post, source, _ = key
    original, corrected = (
        formulas.plan_row(layout, plan, at["post"]) for plan in (formulas.ORIGINAL_PLAN, formulas.PLAN)
    )
    sources = layout.column(PLAN_POSTS, "source")
    before, now = figures.budgets
    known = now.posts.get(post) or before.posts.get(post)
    row = _row_of(figures, post)

    def word(field: str, otherwise: str) -> str:
        return f'IF({at["plan_row"]}=0,{otherwise},INDEX({layout.column(PLAN_POSTS, field)},{at["plan_row"]})&"")'

    def tied(found: str, unknown: int) -> str:
        return f'IF({found}=0,{unknown},IF(INDEX({sources},{found})&""={quoted(source)},1,0))'

    of_post = now.posts[post].source if post in now.posts else None
    was = post in before.posts and before.posts[post].source == source
    return {
        "plan_row": (f"IF({corrected}>0,{corrected},{original})", row, "count"),
        "name": (word("name", at["post"]), known.name if known is not None else post, "text"),
        "area": (word("indsatsomraade", '""'), (known and known.indsatsomraade) or "", "text"),
        "art": (word("art", '""'), (known and known.art) or "", "text"),
        "in_original": (tied(original, 0), int(was), "count"),
        "in_corrected": (tied(corrected, int(source is None)), int(of_post == source), "count"),
    }


def _row_of(figures: Figures, post: str) -> int:
    """Return the row of a post among those of all plan files, from 1: of the corrected budget, or of the original."""
    before, now = figures.budgets
    found: dict[tuple[int, str], int] = {}
    for version in figures.versions.case.versions:
        if version.plan is not None:
            for one in figures.versions.budgets[version.nr].posts:
                found[version.nr, one] = len(found) + 1
    return found.get((figures.plan_of(now), post)) or found.get((figures.plan_of(before), post)) or 0


def _budgets(layout: Layout, figures: Figures, key: Key, at: Mapping[str, str]) -> dict[str, Computed]:
    line = figures.lines.get(key)
    of_line = (at["post"], at["year"])
    original = formulas.costs(layout, formulas.ORIGINAL_PLAN, formulas.IN_ORIGINAL, *of_line)
    corrected = formulas.costs(layout, formulas.PLAN, formulas.IN_CORRECTED, *of_line)
    return {
        "original": (f"IF({at['in_original']}=1,{rounded(original)},0)", money(line.original if line else 0), "kroner"),
        "corrected": (
            f"IF({at['in_corrected']}=1,{rounded(corrected)},0)",
            money(line.corrected if line else 0),
            "kroner",
        ),
        "left": (rounded(f"{at['corrected']}-{at['spent']}"), money(line.left if line else 0), "kroner"),
        "deviation": (rounded(f"{at['expected']}-{at['corrected']}"), money(line.deviation if line else 0), "kroner"),
    }


def _of_postings(layout: Layout, figures: Figures, key: Key, at: Mapping[str, str]) -> dict[str, Computed]:
    """Return what was spent until the day, in the year before, and until the same day of it; and if the line is one."""
    _, source, year = key
    line = figures.lines.get(key)

    def of_line(*days: str, what: str = "SUMIFS") -> str:
        """Return the postings with the source of the line, and those without one where it is that of the post."""
        mine = (posting(layout, "post", at["post"]), *days)
        own = formulas.spent(layout, *mine, posting(layout, "source", formulas.exactly(source)), what=what)
        unnamed = formulas.spent(layout, *mine, posting(layout, "source", formulas.BLANK), what=what)
        unnamed = f"{at['in_corrected']}*{unnamed}"
        return unnamed if source is None else f"{own}+{unnamed}"

    until_day = in_year(layout, at["year"], DAY_AFTER)
    before = f"({at['year']}-1)"
    same = f"MIN(DATE({before},MONTH({DAY}),DAY({DAY})),EOMONTH(DATE({before},MONTH({DAY}),1),0))+1"
    last = in_year(layout, before, DAY_AFTER)
    last_until = (last[0], until(layout, f"MIN({DAY_AFTER},{same})"))
    budgets = [
        f"{at[flag]}*({formulas.costs(layout, plan, flag, at['post'], at['year'], 'COUNTIFS')})"
        for flag, plan in (
            (formulas.IN_ORIGINAL, formulas.ORIGINAL_PLAN),
            (formulas.IN_CORRECTED, formulas.PLAN),
        )
    ]
    count = "+".join([*budgets, of_line(*until_day, what="COUNTIFS")])
    day = _same_day(figures.as_of, year - 1)
    return {
        "spent": (rounded(of_line(*until_day)), money(line.spent if line else 0), "kroner"),
        "there": (f"IF({count}>0,1,0)", int(line is not None), "count"),
        "last_year": (rounded(of_line(*last)), money(figures.last_year(key)), "kroner"),
        "last_year_day": (rounded(of_line(*last_until)), money(figures.last_year(key, day)), "kroner"),
    }


def _same_day(day: date, year: int) -> date:
    return date(year, day.month, min(day.day, monthrange(year, day.month)[1]))


def _expected(layout: Layout, figures: Figures, key: Key, at: Mapping[str, str]) -> dict[str, Computed]:
    """Return the stated forecast, the method that is used, and the expected cost."""
    post, _, year = key
    line, stated, lang = figures.lines.get(key), figures.forecast(post, year), layout.lang
    column = layout.at(FORECASTS).column
    methods = column("method")
    rows = f"(ROW({methods})-ROW({methods.partition(':')[0]})+1)"
    of_line = f"({column('post')}={at['post']})*({column('year')}={at['year']})*({methods}<>{formulas.BLANK})"
    number = next(
        (row for row, one in reversed(list(enumerate(figures.versions.case.forecasts, 1))) if one is stated), 0
    )
    f, m, spent, budget = at["forecast"], at["stated"], at["spent"], at["corrected"]
    amount = f"IF({f}=0,0,INDEX({column('amount')},{f}))"
    ore = f"ROUND({spent}*100,0)"
    pace = f"ROUND({ore}*{formulas.MONTHS}*{formulas.GONE_MONTH}/({formulas.MONTH}*{formulas.GONE}),0)/100"
    shape = f"ROUND({ore}*ROUND({at['last_year']}*100,0)/ROUND({at['last_year_day']}*100,0),0)/100"
    of_post = formulas.spent(layout, posting(layout, "post", at["post"]), *in_year(layout, at["year"], DAY_AFTER))
    now, later = f"{at['year']}={YEAR}", f"{at['year']}>{YEAR}"
    steps: tuple[tuple[str, Method, str], ...] = (
        (f"{at['year']}<{YEAR}", "forbrug", spent),
        # A stated amount is that of the post as a whole: it counts once, where the budget has its payer.
        (f'AND({m}="skøn",{at["in_corrected"]}=1)', "skøn", rounded(f"{amount}-({of_post}-{spent})")),
        (f'AND({m}="disponeret",{at["in_corrected"]}=1)', "disponeret", rounded(f"{spent}+{amount}")),
        (f'AND({m}="tempo",{now},{formulas.COUNTS}=1)', "tempo", pace),
        (f'AND({m}="fjoråret",{now},{at["last_year_day"]}<>0)', "fjoråret", shape),
        (f'AND({m}="",{later})', "budget", budget),
    )
    expected, method = f"MAX({budget},{spent})", f"IF({now},{_said('rest', layout)},{_said('budget', layout)})"
    for holds, word, formula in reversed(steps):
        expected, method = f"IF({holds},{formula},{expected})", f"IF({holds},{_said(word, layout)},{method})"
    said = say(f"followup.method_{METHOD_KEYS[line.method]}", lang) if line is not None else ""
    return {
        "forecast": (formulas.largest(f"{of_line}*{rows}"), number, "count"),
        "stated": (f'IF({f}=0,"",INDEX({methods},{f})&"")', stated.method if stated is not None else "", "text"),
        "method": (f'IF({at["there"]}=0,"",{method})', said, "text"),
        "expected": (f"IF({at['there']}=0,0,{expected})", money(line.expected if line else 0), "kroner"),
    }


def _said(method: Method, layout: Layout) -> str:
    return quoted(say(f"followup.method_{METHOD_KEYS[method]}", layout.lang))
