"""The pages of a plan: one for an audience, or all of them as files."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Literal, get_args

from helhedsplan_finance.calculators.rent.rent_effect import RentEffect
from helhedsplan_finance.errors import CalculationError, nearest
from helhedsplan_finance.outputs.pages.annex import annex_page
from helhedsplan_finance.outputs.pages.board import board_page
from helhedsplan_finance.outputs.pages.council import council_page
from helhedsplan_finance.outputs.pages.facts import UNITS, Facts, Units
from helhedsplan_finance.outputs.pages.fund import fund_page
from helhedsplan_finance.outputs.pages.page import READERS, Page
from helhedsplan_finance.outputs.pages.residents import residents_page
from helhedsplan_finance.plan.plan import PlanData
from helhedsplan_finance.rules.choose import Policy, own_files
from helhedsplan_finance.text import Lang, say, short
from helhedsplan_finance.values.disk import write_atomically

Form = Literal["html", "pdf", "md"]
FORMS: tuple[Form, ...] = get_args(Form)
_MADE: Mapping[Form, Callable[[Page], bytes]] = {
    "html": lambda page: page.to_html().encode("utf-8"),
    "pdf": Page.to_pdf,
    "md": lambda page: page.to_markdown().encode("utf-8"),
}
_USUALLY: tuple[Form, ...] = ("html", "pdf")
_USUAL: Mapping[str, tuple[Form, ...]] = {"council": (*_USUALLY, "md")}


def make_page(
    plan: PlanData,
    reader: str,
    *,
    lang: Lang = "da",
    policies: Iterable[Policy] = (),
    project_rules: bool = False,
    effect: RentEffect | None = None,
    base: PlanData | None = None,
    units: str | None = None,
) -> Page:
    """Return the page for one audience: ``residents``, ``board``, ``council``, ``fund`` or ``annex``.

    ``policies`` and ``project_rules`` are as in :meth:`Plan.check`, ``effect`` a rent effect with another key (for the
    residents), ``base`` an earlier version whose changes are listed (for the fund and in the annex). ``units`` are
    those of the tables: ``kr``, ``tkr`` or ``mio``, by default those of each page.

    Raises :class:`CalculationError` for an unknown audience or unit.
    """
    facts = Facts(plan, lang, policies=policies, project_rules=project_rules, units=units_of(units))
    makers: Mapping[str, Callable[[], Page]] = {
        "residents": lambda: residents_page(facts, effect),
        "board": lambda: board_page(facts),
        "council": lambda: council_page(facts),
        "fund": lambda: fund_page(facts, base),
        "annex": lambda: annex_page(facts, base),
    }
    if reader not in makers:
        raise CalculationError("page.unknown", found=short(reader), nearest=nearest(reader, makers), known=list(makers))
    return makers[reader]()


def write_pages(
    plan: PlanData,
    folder: str | Path,
    *,
    lang: Lang = "da",
    forms: Iterable[str] = (),
    policies: Iterable[Policy] = (),
    project_rules: bool = False,
    base: PlanData | None = None,
    units: str | None = None,
) -> tuple[Path, ...]:
    """Write all pages into a folder, and return the files.

    ``forms`` are ``html``, ``pdf`` and ``md``; by default each page is HTML and PDF, and the council's Markdown too,
    which is pasted into an agenda. The same plan gives the same bytes, and nothing is written unless every page can
    be made.
    """
    wanted, own = list(dict.fromkeys(forms)), own_files(policies)
    contents: dict[Path, bytes] = {}
    for reader in READERS:
        page = make_page(plan, reader, lang=lang, policies=own, project_rules=project_rules, base=base, units=units)
        for form, make in forms_of(reader, wanted):
            contents[Path(folder) / f"{say(f'page.file_{reader}', lang)}.{form}"] = make(page)
    for path, content in contents.items():
        write_atomically(path, content)
    return tuple(contents)


def units_of(found: str | None) -> Units | None:
    """Return the unit that is asked for; raises :class:`CalculationError` for another."""
    if found is None:
        return None
    for unit in UNITS:
        if str(found).lower() == unit:
            return unit
    raise CalculationError("page.no_units", found=short(found), known=list(UNITS))


def forms_of(reader: str, forms: Iterable[str]) -> list[tuple[Form, Callable[[Page], bytes]]]:
    """Return the forms of a page with how each is made: those asked for, or else the usual ones of its reader.

    Raises :class:`CalculationError` for a form that there is none of.
    """
    wanted = [_form(form) for form in dict.fromkeys(forms)]
    return [(form, _MADE[form]) for form in wanted or _USUAL.get(reader, _USUALLY)]


def _form(found: str) -> Form:
    for form in FORMS:
        if found.lower() == form:
            return form
    raise CalculationError("page.form", found=short(found), known=list(FORMS))
