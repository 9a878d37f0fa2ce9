"""Read a user's policy: a file of rules in addition to those that ship. It needs no Python, and none in it runs."""

from pathlib import Path

from helhedsplan_finance.errors import PlanFileError
from helhedsplan_finance.plan.file import parse_toml
from helhedsplan_finance.rules.load import measures, sources
from helhedsplan_finance.rules.read_rules import rule_file
from helhedsplan_finance.rules.record import Rule, RuleFile
from helhedsplan_finance.values.disk import read_text


def read_policy(path: str | Path) -> RuleFile:
    """Read a policy from a ``.toml`` file.

    Raises :class:`PlanFileError` for a file that cannot be read, and :class:`PolicyError`, with every fault, for rules
    that cannot be used; both name the file.
    """
    path = Path(path)
    text = policy_text(path)
    return for_its_kommuner(rule_file(parse_toml(text, path), str(path), sources(), measures()))


def policy_text(path: Path) -> str:
    """Return the text of a policy's file; raises :class:`PlanFileError` for one that cannot be read."""
    if path.suffix.lower() != ".toml":
        raise PlanFileError("file.policy_kind", file=path, found=path.suffix or path.name)
    text = read_text(path)
    if not text.strip():
        raise PlanFileError("file.policy_empty", file=path)
    return text


def for_its_kommuner(read: RuleFile) -> RuleFile:
    """Restrict the rules of a policy to the kommuner of its head, where a rule does not name its own."""
    if not read.kommune:
        return read

    def restricted(rule: Rule) -> Rule:
        if rule.applies.kommune:
            return rule
        return rule.model_copy(update={"applies": rule.applies.model_copy(update={"kommune": read.kommune})})

    return read.model_copy(update={"rules": tuple(map(restricted, read.rules))})
