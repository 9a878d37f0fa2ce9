"""Whether the facts that selected the rules on Kontrol have changed since, as formulas of zero or one each.

A fact counts only where a rule in use depends on it. The stage of a plan, for instance, selects no rule with a sum.
"""

from collections.abc import Iterator
from typing import get_args

from helhedsplan_finance.excel.base.formulas import text
from helhedsplan_finance.excel.base.names import OTHER_RULES, RULES_FOR
from helhedsplan_finance.excel.base.positions import Layout
from helhedsplan_finance.excel.sheets.log import NONE
from helhedsplan_finance.plan.plan import Stage
from helhedsplan_finance.plan.schema import NAMES, word_of
from helhedsplan_finance.rules.choose import files_for, is_one_of
from helhedsplan_finance.rules.kommuner import PLAIN, spellings
from helhedsplan_finance.rules.limit import Limit
from helhedsplan_finance.rules.load import policies, rule_file
from helhedsplan_finance.rules.record import Rule

_OTHER_DAY = f"(SUM({NAMES['as_of']})<>SUM({RULES_FOR['as_of']}))"


def changed_facts(layout: Layout) -> str:
    """Return the formula that counts the facts which differ from the Log and by which other rules might apply."""
    none = text(word_of("none", layout.lang))
    chosen = f'IF({RULES_FOR["policies"]}={text(NONE)},{none},{RULES_FOR["policies"]}&"")'
    others = (f'({NAMES["policies"]}&""<>{chosen})', _OTHER_DAY)
    return "+".join([*_kommune(layout), *_stage(layout), *others])


def other_rule(layout: Layout, limit: Limit) -> str | None:
    """Return the condition that a row on Kontrol may have another rule now; ``None`` for one that always holds.

    The rules of a kommune and those that they may replace depend on all facts, those of the whole country on the day.
    """
    rule = limit.rule
    if limit.layer == "plan":
        return None
    in_policies = {one.id for name in policies() for one in rule_file(name).rules}
    by_stage = rule.applies.stage and not follows_stage(rule, _rules(layout))
    if (
        limit.layer in {"kommune", "own"}
        or len(limit.layers) > 1
        or limit.elsewhere
        or rule.id in in_policies
        or by_stage
    ):
        return f"{OTHER_RULES}>0"
    always = len(rule.values) == 1 and rule.values[0].last_day is None
    return None if always else _OTHER_DAY


def _stage(layout: Layout) -> Iterator[str]:
    """Yield whether the stage is one at which other rules apply; nothing where all stages have the same rules."""
    rules = _rules(layout)
    named = [rule.applies.stage for rule in rules if rule.applies.stage and not follows_stage(rule, rules)]
    written = layout.plan.stage
    same = [one for one in get_args(Stage) if all((one in stages) == (written in stages) for stages in named)]
    if len(same) < len(get_args(Stage)):
        there = "-".join(f"({NAMES['stage']}={text(one)})" for one in same)
        yield f"(1-{there})"


def follows_stage(rule: Rule, rules: list[Rule]) -> bool:
    """Return whether the row of a rule on Kontrol follows the stage in its cell: a check that no rule replaces."""
    return rule.check is not None and [one.id for one in rules].count(rule.id) == 1


def _kommune(layout: Layout) -> Iterator[str]:
    """Yield for each group of kommuner with rules of their own whether the plan has come into or left it.

    A kommune that was in a group has left it when its text differs; another has come into it when its text, folded,
    has the name of one of the group.
    """
    cell = NAMES["kommune"]
    groups = {rule.applies.kommune for rule in _rules(layout) if rule.applies.kommune}
    if layout.plan.policies is None:
        groups |= {rule_file(name).kommune for name in policies()}
    was = layout.plan.kommune
    if was is not None and any(is_one_of(was, group) for group in groups):
        yield f'({cell}&""<>{RULES_FOR["kommune"]}&"")'
        return
    stems = _shortest(spelling for group in groups for spelling in spellings(group))
    if stems:
        found = ",".join(f"ISNUMBER(SEARCH({text(stem)},{_folded(cell)}))" for stem in stems)
        yield f"OR({found})"


def _shortest(names: Iterator[str]) -> list[str]:
    """Return the names that contain no other: Kobenhavn, not Kobenhavns Kommune."""
    known = set(names)
    return sorted(one for one in known if not any(other != one and other in one for other in known))


def _folded(cell: str) -> str:
    """Return the formula of a cell's text as kommuner are compared."""
    folded = f"LOWER({cell})"
    for sign, plain in PLAIN:
        folded = f"SUBSTITUTE({folded},{text(sign)},{text(plain)})"
    return folded


def _rules(layout: Layout) -> list[Rule]:
    """Return the rules in use, and those that a plan with other facts would have instead."""
    chosen = (finding.limit for finding in layout.report.findings if finding.limit is not None)
    layered = (rule for limit in chosen for rule in (limit.rule, *(one.rule for one in limit.layers), *limit.elsewhere))
    return list(dict.fromkeys((*layered, *(rule for file in files_for(layout.plan) for rule in file.rules))))
