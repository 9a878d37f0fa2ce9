"""The checks of a workbook on its boligafdelinger: a valid key, all rows counted, the whole amount paid.

Faults of the plan itself are also found by the check of the plan (:mod:`...rules.home_findings`).
"""

from collections.abc import Iterator
from fractions import Fraction

from helhedsplan_finance.excel.base.formulas import (
    RENT_FIXED,
    RENT_IDS,
    RENT_INEXACT,
    RENT_KEY,
    RENT_MONTHS,
    RENT_NAMES,
    RENT_OFF,
    RENT_PAYERS,
    RENT_TO_PAY,
    text,
)
from helhedsplan_finance.excel.base.positions import Layout
from helhedsplan_finance.excel.base.rent_figures import RentFigures, rent_measure
from helhedsplan_finance.excel.sheets.own_check import OwnCheck
from helhedsplan_finance.plan.givers import JOIN
from helhedsplan_finance.plan.home_keys import months_in
from helhedsplan_finance.plan.home_money import HOUSING
from helhedsplan_finance.plan.plan import KEYS
from helhedsplan_finance.plan.schema import AFDELINGER, NAMES, NOEGLE, word_of, year_title
from helhedsplan_finance.rules.home_findings import RENT_PAID
from helhedsplan_finance.values.money import Kroner


def home_checks(layout: Layout) -> Iterator[OwnCheck]:
    """Yield the checks of a workbook with a table of boligafdelinger."""
    yield OwnCheck("key", _key_faults(layout), float(_stated_key_faults(layout)), unsure=True, named=RENT_KEY)
    yield OwnCheck("data_afdelinger", _uncounted(layout), 0)
    figures = RentFigures(layout)
    off = sum((figures.off(year) for year in layout.years), Kroner())
    yield OwnCheck("rent", f"SUM({RENT_OFF})", off, unsure=_is_unsure(layout), doubt=_doubt(layout))
    yield OwnCheck("exact", f"SUM({RENT_INEXACT})", sum(map(figures.inexact, layout.years)), unsure=True)


def _is_unsure(layout: Layout) -> bool:
    """Return whether missing values decide what the boligafdelinger of the plan can pay."""
    return any(one.rule == RENT_PAID and one.outcome == "unverified" for one in layout.report.findings)


def _doubt(layout: Layout) -> str:
    """Return a formula above zero where amounts not stated or not split, or a faulty key, decide the payments.

    A faulty key decides nothing where the covered and fixed amounts exceed the total.
    """
    formulas = layout.formulas
    own, everything = rent_measure(own=True), rent_measure(own=False)
    organisations, homes, both = (f"*{word}*" for word in (*HOUSING, JOIN.join(HOUSING)))
    open_own, open_other = (formulas.of_giver(own, sought, "unstated") for sought in (homes, organisations))
    given_own, given_other, given_both = (formulas.of_giver(own, sought) for sought in (homes, organisations, both))
    # Rows that name a source exceed those of the source alone by joint contributions, whose split is unknown.
    split_own = f"ROUND({given_own}-{formulas.sum(own)},2)"
    split_all = f"ROUND({given_own}+{given_other}-{given_both}-{formulas.sum(everything)},2)"
    if_own, otherwise = f"{open_own}+{split_own}", f"{open_own}+{open_other}+{split_all}"
    too_much = f"SUMPRODUCT(--(ROUND({RENT_TO_PAY}-{RENT_FIXED},2)<0))"
    return f"(IF({formulas.count(own)}>0,{if_own},{otherwise})+IF({too_much}>0,0,{RENT_KEY}))"


def _key_faults(layout: Layout) -> str:
    """Return the formula of the faults of the key: shares other than 100 %, and missing figures that it needs."""
    column, title, item = layout.formulas.column, layout.formulas.title, layout.formulas.item
    weights = column(NOEGLE, "key_weight")
    parts = [f"IF(COUNT({weights})=0,0,IF(ROUND(SUM({weights})-1,6)=0,0,1))"]
    name, participates, dwellings = (column(AFDELINGER, key) for key in ("name", "participates", "lejemaal"))
    start, end = column(AFDELINGER, "joins"), column(AFDELINGER, "leaves")
    first, last = (year_title("fixed", year, layout.lang) for year in (layout.years[0], layout.years[-1]))
    fixed = f"{AFDELINGER}[[{first}]:[{last}]]"
    are_in = f'({name}<>"")*({participates}<>{text(word_of("no", layout.lang))})'
    for number, key in enumerate(KEYS, start=1):
        weight = f"SUM({item(NOEGLE, title('key_weight'), number)})"
        used = f"OR({weight}>0,COUNT({weights})=0)" if key == "lejemaal" else f"{weight}>0"
        if key == "own":
            own = column(AFDELINGER, "key_share")
            # A boligafdeling that is out may keep its share.
            sums = (f"SUMPRODUCT(--({RENT_PAYERS}{those}),{own})" for those in ("=1", ">0"))
            whole = ",".join(f"ROUND({one}-1,9)=0" for one in sums)
            payers, missing = f"SUMPRODUCT(--({RENT_PAYERS}=1))", f'SUMPRODUCT(({RENT_PAYERS}=1)*({own}=""))'
            parts.append(f"IF({used},{missing}+IF(OR({payers}=0,{whole}),0,1),0)")
        elif key == "lejemaal":
            parts.append(f'IF({used},SUMPRODUCT(({RENT_PAYERS}=1)*({dwellings}="")),0)')
        elif key == "m2":
            parts.append(f"IF({used},SUMPRODUCT(({RENT_PAYERS}=1)*({column(AFDELINGER, key)}=0)),0)")
    # Under any key, no payment without dwellings, nor a fixed sum in a year in which the boligafdeling is out.
    parts.append(f'SUMPRODUCT({are_in}*({dwellings}<>"")*({dwellings}=0))')
    parts.append(f'SUMPRODUCT({are_in}*({fixed}<>"")*({RENT_MONTHS}=0))')
    # Rent is monthly: a boligafdeling joins on the first and leaves on the last of a month, or as the plan does.
    parts.append(f'SUMPRODUCT(--({start}<>""),--({start}<>{NAMES["start"]}),--(DAY({start})<>1))')
    parts.append(f'SUMPRODUCT(--({end}<>""),--({end}<>{NAMES["end"]}),--(DAY({end}+1)<>1))')
    return f"IFERROR({'+'.join(parts)},1)"


def _stated_key_faults(layout: Layout) -> int:
    """Return the value of :func:`_key_faults` for the plan as written."""
    plan = layout.plan
    key = plan.key or {"lejemaal": Fraction(1)}
    are_in = [one for one in plan.afdelinger if one.participates is not False]
    payers = [one for one in are_in if not one.fixed]
    faults = sum(one.lejemaal == 0 for one in are_in)
    if key.get("lejemaal"):
        faults += sum(one.lejemaal is None for one in payers)
    if key.get("m2"):
        faults += sum(not one.m2 for one in payers)
    if key.get("own"):
        without_fixed = [one for one in plan.afdelinger if not one.fixed]
        wholes = [sum((one.share or Fraction(0) for one in some), Fraction(0)) for some in (payers, without_fixed)]
        faults += sum(one.share is None for one in payers) + (1 if payers and 1 not in wholes else 0)
    months = [months_in(one, plan.period) for one in are_in]
    return faults + sum(not there[year] for one, there in zip(are_in, months, strict=True) for year in one.fixed or {})


def _uncounted(layout: Layout) -> str:
    """Return the formula that counts the boligafdelinger on Afdelinger that are missing on Huslejevirkning."""
    name, id_ = (layout.formulas.column(AFDELINGER, key) for key in ("name", "id"))
    return f'SUMPRODUCT(--({name}&{id_}<>""))-SUMPRODUCT(--({RENT_NAMES}&{RENT_IDS}<>""))'
