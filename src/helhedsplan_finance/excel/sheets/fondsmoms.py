"""Fondsmoms: the reach of external money at the kommune, less fondsmoms, and at a boligorganisation, less moms.

The money is taken as private: none is deducted from money of the state or the EU, and a plan does not state which it
is. A rate that is not verified for the plan's day leaves what depends on it blank.
"""

from fractions import Fraction

from helhedsplan_finance.calculators.moms.rates import RateOn, rate_on
from helhedsplan_finance.excel.base.addresses import FIRST_ROW, HEADER_ROW, cell
from helhedsplan_finance.excel.base.formulas import text
from helhedsplan_finance.excel.base.positions import Layout
from helhedsplan_finance.excel.base.worksheet import Sheet
from helhedsplan_finance.rules.load import measures
from helhedsplan_finance.text import say
from helhedsplan_finance.values.money import Kroner

_GRANT, _FONDSMOMS, _MOMS, _GONE, _KEPT, _EVEN = range(FIRST_ROW, FIRST_ROW + 6)
_TABLE = _EVEN + 3
# The taxed shares of the spending in the rows; ``None`` is the break-even.
_STEPS = (*(Fraction(step, 4) for step in range(4)), None, Fraction(1))


def write(sheet: Sheet, layout: Layout) -> None:
    """Write the rates with their sources, the two placements, and their break-even."""
    lang, day = layout.lang, layout.plan.rules_date
    fondsmoms, moms = rate_on("fondsmoms", day), rate_on("moms", day)
    f, m = fondsmoms.share, moms.share
    grant = _grant(layout)
    sheet.head(say("sheets.title_fondsmoms", lang), say("sheets.unit_fondsmoms", lang))
    sheet.header(HEADER_ROW, layout.formulas.titles(("post", "value", "value_unit", "cited")), {1})
    where = {"side": ("financing",), "source": ("ekstern",), "kind": ("cash",)}
    external = measures()["financing"].model_copy(update={"where": where})
    _row(sheet, layout, _GRANT, "fondsmoms.grant", "fondsmoms.unit_kr")
    sheet.formula(_GRANT, 1, f"={layout.formulas.sum(external)}", grant)
    for row, key, rate in ((_FONDSMOMS, "fondsmoms.rate_fondsmoms", fondsmoms), (_MOMS, "fondsmoms.rate_moms", moms)):
        _row(sheet, layout, row, key, "fondsmoms.unit_percent")
        sheet.share(row, 1, rate.share, "percent")
        sheet.text(row, 3, _source_of(rate, layout))
    given, f_at, m_at = (cell(row, 1, fixed=True) for row in (_GRANT, _FONDSMOMS, _MOMS))
    gone = grant.times(f) if f is not None else None
    _row(sheet, layout, _GONE, "fondsmoms.gone", "fondsmoms.unit_kr")
    sheet.formula(_GONE, 1, f'=IF(COUNT({f_at})=0,"",ROUND({given}*{f_at},2))', _or_blank(gone))
    _row(sheet, layout, _KEPT, "fondsmoms.kept", "fondsmoms.unit_kr")
    kept = grant - gone if gone is not None else None
    sheet.formula(_KEPT, 1, f'=IF(COUNT({f_at})=0,"",ROUND({given}-{cell(_GONE, 1)},2))', _or_blank(kept))
    _row(sheet, layout, _EVEN, "fondsmoms.even", "fondsmoms.unit_percent")
    even = f * (1 + m) / m if f is not None and m else None
    formula = f'=IF(COUNT({f_at},{m_at})<2,"",ROUND({f_at}*(1+{m_at})/{m_at},6))'
    sheet.formula(_EVEN, 1, formula, float(even) if even is not None else "", "percent")
    _compared(sheet, layout, grant, kept, m, even)
    for row, key in enumerate(("fondsmoms.private", "fondsmoms.deducts"), start=_TABLE + len(_STEPS) + 2):
        sheet.text(row, 0, say(key, lang), "plain")
    sheet.finish({0: 44.0, 1: 22.0, 2: 22.0, 3: 60.0})


def _grant(layout: Layout) -> Kroner:
    streams = [one for one in layout.plan.streams if one.giver == "ekstern" and one.is_money]
    return sum((amount for one in streams for amount in layout.given_by(one).values()), Kroner())


def _row(sheet: Sheet, layout: Layout, row: int, key: str, unit: str) -> None:
    sheet.text(row, 0, say(key, layout.lang))
    sheet.text(row, 2, say(unit, layout.lang), "small")


def _source_of(rate: RateOn, layout: Layout) -> str:
    """Return the source of a rate; the sheet has no parameters, so none is named."""
    if rate.share is None:
        return say("fondsmoms.unverified", layout.lang, day=layout.plan.rules_date)
    return say("fondsmoms.assumed", layout.lang) if rate.assumed else rate.told().show(layout.lang)


def _or_blank(amount: Kroner | None) -> Kroner | str:
    return "" if amount is None else amount


def _compared(
    sheet: Sheet, layout: Layout, grant: Kroner, kept: Kroner | None, m: Fraction | None, even: Fraction | None
) -> None:
    """Write what each keeps by the taxed share of the spending, and which keeps more."""
    lang = layout.lang
    keys = ("fondsmoms.taxed", "fondsmoms.at_housing", "fondsmoms.at_kommune", "fondsmoms.better")
    titles = [say(key, lang) for key in keys]
    sheet.header(_TABLE, titles, {0, 1, 2}, freeze=False)
    given, m_at, even_at, kept_at = (cell(row, 1, fixed=True) for row in (_GRANT, _MOMS, _EVEN, _KEPT))
    words = {key: say(key, lang) for key in ("fondsmoms.housing", "fondsmoms.kommune", "fondsmoms.same")}
    for row, step in enumerate(_STEPS, start=_TABLE + 1):
        share = step if step is not None else even
        at = cell(row, 0)
        if step is None:
            sheet.formula(row, 0, f"={even_at}", float(share) if share is not None else "", "percent")
        else:
            sheet.number(row, 0, step, "percent")
        left = grant - grant.times(share * m / (1 + m)) if share is not None and m is not None else None
        formula = f'=IF(COUNT({m_at},{at})<2,"",ROUND({given}-ROUND({given}*{at}*{m_at}/(1+{m_at}),2),2))'
        sheet.formula(row, 1, formula, _or_blank(left))
        sheet.formula(row, 2, f"={kept_at}", _or_blank(kept))
        better = "" if share is None or even is None else words[_better(share, even)]
        beyond = f"IF({at}>{even_at},{text(words['fondsmoms.kommune'])},{text(words['fondsmoms.same'])})"
        verdict = f'=IF(COUNT({at},{even_at})<2,"",IF({at}<{even_at},{text(words["fondsmoms.housing"])},{beyond}))'
        sheet.formula(row, 3, verdict, better, "text")


def _better(share: Fraction, even: Fraction) -> str:
    if share == even:
        return "fondsmoms.same"
    return "fondsmoms.housing" if share < even else "fondsmoms.kommune"
