"""``helhedsplan rules``: list the rules, show one with its source, audit the rule library."""

import inspect
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from helhedsplan_finance.cli.command import ANY, Asked, Result, add_command, every_command, help_of, in_words
from helhedsplan_finance.cli.options import Language, Policies, ProjectRules, Save, argument, option
from helhedsplan_finance.cli.output import refusing
from helhedsplan_finance.cli.parser_words import group_in
from helhedsplan_finance.errors import UnknownRuleError
from helhedsplan_finance.rules.audit import audit
from helhedsplan_finance.rules.choose import limits_of
from helhedsplan_finance.rules.limit import Limit
from helhedsplan_finance.rules.load import shipped
from helhedsplan_finance.rules.policy import read_policy
from helhedsplan_finance.rules.rule_document import list_document, rule_document
from helhedsplan_finance.rules.verdict_origin import value_data
from helhedsplan_finance.text import Lang, say


def build_rules(lang: Lang) -> typer.Typer:
    """Return the group of commands, its help in ``lang``; without a command, it lists the rules."""
    app = typer.Typer(help=help_of("rules", lang), invoke_without_command=True, cls=group_in(lang))
    default = Language(lang)

    def group(context: typer.Context, *, language: Language, as_json: bool) -> None:
        if context.invoked_subcommand is not None:
            if as_json or language is not default:
                raise typer.BadParameter(say("cli.after", lang, command=context.invoked_subcommand))
        else:
            with refusing(language.lang):
                asked = Asked(language.lang, as_json)
                list_rules(asked).print(asked)

    in_words(group, [inspect.Parameter("context", ANY, annotation=typer.Context), *every_command(lang)], lang)
    app.callback()(group)
    add_command(app, list_rules, lang, group="rules", name="list")
    add_command(app, show, lang, group="rules")
    add_command(app, audit_rules, lang, group="rules", name="audit")
    return app


def list_rules(asked: Asked, policy: Policies = None, save: Save = None) -> Result:
    """List every rule."""
    limits = list(_limits(policy or ()))
    return Result(
        lambda: _rules(limits, asked.lang),
        lambda: list_document(limits, asked.lang),
        save=save or (),
        inputs=policy or (),
    )


def show(
    asked: Asked,
    rule: Annotated[str, argument("cli.rule_id", "ID")],
    plan: Annotated[Path | None, option("cli.explain_plan", "--plan", metavar="PLAN")] = None,
    policy: Policies = None,
    project_rules: ProjectRules = False,
    save: Save = None,
) -> Result:
    """Show one rule, or explain a verdict on a plan."""
    if plan is not None:
        from helhedsplan_finance.api import Plan

        explanation = Plan.from_file(plan).check(policies=policy or (), project_rules=project_rules).explain(rule)
        return Result(
            lambda: explanation.to_dict(asked.lang),
            lambda: explanation.document(asked.lang),
            save=save or (),
            inputs=(plan, *(policy or ())),
        )
    limits = list(_limits(policy or ()))
    same = [limit for limit in limits if limit.rule.id == rule]
    if not same:
        raise UnknownRuleError.near(rule, (limit.rule.id for limit in limits))
    return Result(
        lambda: _rules(same, asked.lang), lambda: rule_document(same, asked.lang), save=save or (), inputs=policy or ()
    )


def audit_rules(
    asked: Asked,
    months: Annotated[int, typer.Option("--months", min=1, max=600, help="cli.months")] = 12,
    cases: Annotated[list[Path] | None, option("cli.cases", "--cases", metavar="DIR")] = None,
    policy: Policies = None,
) -> Result:
    """Audit the rule library."""
    found = audit(policies=policy or (), cases=cases, today=datetime.now(UTC).date(), months=months)
    return Result(
        lambda: {"ok": found.ok, **found.to_dict(asked.lang)}, lambda: found.document(asked.lang), ok=found.ok
    )


def _limits(policies: "list[Path] | tuple[Path, ...]") -> Iterator[Limit]:
    """Yield every shipped rule, and those of the policies, as in force today."""
    today = datetime.now(UTC).date()
    for file in (*shipped(), *map(read_policy, policies)):
        yield from limits_of(file, today)


def _json(limit: Limit, lang: Lang) -> dict[str, Any]:
    rule = limit.rule
    return {
        "rule": rule.id,
        "title": rule.title.show(lang),
        "sentence": rule.sentence.show(lang),
        "layer": limit.layer,
        "file": limit.origin,
        "severity": rule.severity,
        "measure": rule.measure,
        "relation": rule.relation,
        "of": rule.of,
        "check": rule.check,
        "per": rule.per,
        "clock": rule.clock,
        "applies": rule.applies.model_dump(exclude_defaults=True),
        "values": [value_data(value, limit.sources[value.source], lang) for value in rule.values],
    }


def _rules(limits: "list[Limit]", lang: Lang) -> dict[str, Any]:
    return {"rules": [_json(limit, lang) for limit in limits]}
