"""The comparison of alternatives: figures that change, and findings that turn because of the plan or of the rules."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from helhedsplan_finance.calculators.scenario.alternative import Alternative
from helhedsplan_finance.calculators.scenario.comparison_data import ComparisonData
from helhedsplan_finance.calculators.scenario.comparison_document import comparison_document
from helhedsplan_finance.calculators.scenario.figures import Figures, changes_of
from helhedsplan_finance.calculators.scenario.overlay import Scenario
from helhedsplan_finance.calculators.scenario.row_changes import is_of_name, row_changes
from helhedsplan_finance.calculators.scenario.turned_findings import turns_between
from helhedsplan_finance.document.blocks import Document
from helhedsplan_finance.document.result import Displayed
from helhedsplan_finance.errors import CalculationError
from helhedsplan_finance.plan.fields import read_as_of, with_values
from helhedsplan_finance.plan.plan import PlanData
from helhedsplan_finance.rules.check import check
from helhedsplan_finance.rules.choose import Policy, own_files
from helhedsplan_finance.text import Lang, short
from helhedsplan_finance.values.frame import WHOLE, exact_frame

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Comparison(ComparisonData, Displayed):
    """A plan and its alternatives, side by side; :attr:`alternatives` begins with the plan itself."""

    def to_dict(self, lang: Lang = "da") -> dict[str, Any]:
        """Return the comparison as JSON data; the sentences in it are in ``lang``."""
        base, *others = (one.to_dict(lang) for one in self.alternatives)
        return {"base": base, "alternatives": others}

    def to_frame(self, lang: Lang = "da") -> "pd.DataFrame":
        """Return the figures as a tidy DataFrame, a row for each alternative and figure.

        The columns are ``number`` (0 is the base), ``alternative``, ``figure``, ``of`` (the source or the year),
        ``title``, ``ore`` (``Int64``, missing where not known), ``share`` (``Float64``), ``share_exact`` (the fraction,
        as text) and ``projected_prices``. Raises :class:`MissingExtraError` without pandas.
        """
        rows = [
            {
                "number": number,
                "alternative": one.name,
                "figure": figure.key,
                "of": None if figure.of is None else str(figure.of),
                "title": figure.title.show(lang),
                "ore": None if figure.amount is None else figure.amount.ore,
                "share": figure.share,
                "projected_prices": one.projected_prices,
            }
            for number, one in enumerate(self.alternatives)
            for figure in one.figures
        ]
        columns = ["number", "alternative", "figure", "of", "title", "ore", "share", "projected_prices"]
        return exact_frame(rows, columns, {"number": WHOLE, "ore": WHOLE}, ["share"])

    def document(self, lang: Lang = "da") -> Document:
        """Return the comparison as a document: the figures, and the differences in words."""
        return comparison_document(self, lang)


def compare(
    base: PlanData,
    *others: Scenario | PlanData,
    as_of: date | str | None = None,
    policies: Iterable[Policy] = (),
    project_rules: bool = False,
) -> Comparison:
    """Compare a plan with others: scenarios, which are applied to it, or separate plans.

    ``as_of``, ``policies`` and ``project_rules`` are the base's rules, as in :meth:`Plan.check`. An alternative is
    checked by those rules first: a finding that turns there turns because of the plan. Then it is checked by its own:
    a finding that turns there turns because of the rules. Its own rules are those of the scenario's ``as_of``, or else
    of its plan's own date where that is not the base's; with the base's policies, those of the scenario, and those that
    its plan file names. Another kommune is another plan, and so is the policy that comes with it.

    Raises :class:`CalculationError` without anything to compare with, and what :meth:`Scenario.on` and
    :meth:`Plan.check` raise.
    """
    if not others:
        raise CalculationError("scenario.nothing_beside")
    day, own = read_as_of(as_of) or base.rules_date, own_files(policies)
    first = check(base, as_of=day, policies=own, project_rules=project_rules)
    figures = Figures.of(base)
    alternatives = [Alternative(base.name, base, figures, first)]
    for other in others:
        if not isinstance(other, Scenario | PlanData):
            raise CalculationError("scenario.not_alternative", found=short(other))
        scenario = other if isinstance(other, Scenario) else Scenario(other.name)
        plan = other.on(base) if isinstance(other, Scenario) else other
        # Policies that the plan file names are rules too, though they are stated in the plan.
        same = with_values(plan, policies=base.policies)
        second = check(same, as_of=day, policies=own, project_rules=project_rules)
        own_day = scenario.as_of or (day if plan.rules_date == base.rules_date else plan.rules_date)
        projected = project_rules or scenario.project_rules
        if (own_day, projected, plan.policies) == (day, project_rules, base.policies) and not scenario.policies:
            third = second
        else:
            policies_of_both = (*own, *own_files(scenario.policies))
            third = check(plan, as_of=own_day, policies=policies_of_both, project_rules=projected)
        turns = (*turns_between(first, second, "plan"), *turns_between(second, third, "rules"))
        changed = Figures.of(plan)
        changes = tuple(changes_of(figures, changed))
        rows = tuple(change for change in row_changes(base, plan) if not is_of_name(change))
        alternatives.append(Alternative(scenario.name, plan, changed, third, changes, turns, rows))
    return Comparison(tuple(alternatives))
