"""What the workbook checks of its boligafdelinger: the key, that all are counted, and that they pay what there is."""

from collections.abc import Iterator
from fractions import Fraction

from helhedsplan_finance.excel.formulas import RENT_IDS, RENT_INEXACT, RENT_NAMES, RENT_OFF, text
from helhedsplan_finance.excel.layout import Layout
from helhedsplan_finance.excel.rent_figures import RentFigures
from helhedsplan_finance.excel.schema import AFDELINGER, NAMES, NOEGLE, word_of, year_title
from helhedsplan_finance.excel.sheets.own_check import OwnCheck
from helhedsplan_finance.money import Kroner
from helhedsplan_finance.plan import KEYS


def home_checks(layout: Layout) -> Iterator[OwnCheck]:
    """Yield the checks of a workbook that may list boligafdelinger."""
    yield OwnCheck("key", _key_faults(layout), float(_stated_key_faults(layout)), unsure=True)
    yield OwnCheck("data_afdelinger", _uncounted(layout), 0)
    figures = RentFigures(layout)
    yield OwnCheck("rent", f"SUM({RENT_OFF})", sum((figures.off(year) for year in layout.years), Kroner()))
    yield OwnCheck("exact", f"SUM({RENT_INEXACT})", sum(map(figures.inexact, layout.years)), unsure=True)


def _key_faults(layout: Layout) -> str:
    """Return how much is wrong with the key: shares that are not 100 %, and figures that it needs and nobody stated."""
    column, title, item = layout.formulas.column, layout.formulas.title, layout.formulas.item
    weights = column(NOEGLE, "key_weight")
    parts = [f"IF(COUNT({weights})=0,0,IF(ROUND(SUM({weights})-1,6)=0,0,1))"]
    name, said = column(AFDELINGER, "name"), column(AFDELINGER, "participates")
    fixed = "+".join(f'({AFDELINGER}[{year_title("fixed", year, layout.lang)}]<>"")' for year in layout.years)
    payers = f'--({name}<>""),--({said}<>{text(word_of("no", layout.lang))}),--(({fixed})=0)'
    for number, key in enumerate(KEYS, start=1):
        weight = f"SUM({item(NOEGLE, title('key_weight'), number)})"
        used = f"OR({weight}>0,COUNT({weights})=0)" if key == "lejemaal" else f"{weight}>0"
        if key == "own":
            own = column(AFDELINGER, "key_share")
            # Those who are out may keep the share that they would have had.
            sums = (f"SUMPRODUCT({payers},{own})", f"SUMPRODUCT(--(({fixed})=0),{own})")
            whole = ",".join(f"ROUND({one}-1,6)=0" for one in sums)
            parts.append(f"IF({used},IF(OR({whole}),0,1),0)")
        elif key != "equal":
            parts.append(f"IF({used},SUMPRODUCT({payers},--({column(AFDELINGER, key)}=0)),0)")
    start, end = column(AFDELINGER, "joins"), column(AFDELINGER, "leaves")
    # Rent is paid by the month: in from the first of one, until the last of another, or as the plan itself is.
    parts.append(f'SUMPRODUCT(--({start}<>""),--({start}<>{NAMES["start"]}),--(DAY({start})<>1))')
    parts.append(f'SUMPRODUCT(--({end}<>""),--({end}<>{NAMES["end"]}),--(DAY({end}+1)<>1))')
    return f"IFERROR({'+'.join(parts)},1)"


def _stated_key_faults(layout: Layout) -> int:
    """Return what :func:`_key_faults` comes to for the plan as it was written."""
    plan = layout.plan
    key = plan.key or {"lejemaal": Fraction(1)}
    payers = [one for one in plan.afdelinger if one.participates is not False and not one.fixed]
    faults = 0
    for name in (name for name in ("lejemaal", "m2") if key.get(name)):
        faults += sum(not getattr(one, name) for one in payers)
    own = sum((one.share or Fraction(0) for one in payers), Fraction(0))
    whole = sum((one.share or Fraction(0) for one in plan.afdelinger if not one.fixed), Fraction(0))
    return faults + (1 if key.get("own") and 1 not in {own, whole} else 0)


def _uncounted(layout: Layout) -> str:
    """Return how many boligafdelinger stand on Afdelinger and not on Huslejevirkning, where they would pay."""
    name, id_ = (layout.formulas.column(AFDELINGER, key) for key in ("name", "id"))
    return f'SUMPRODUCT(--({name}&{id_}<>""))-SUMPRODUCT(--({RENT_NAMES}&{RENT_IDS}<>""))'
