"""Explain why a text is not valid TOML: the line, its text, and what to write instead."""

import re
from pathlib import Path

from helhedsplan_finance.errors import PlanFileError
from helhedsplan_finance.plan.fields import date_fault, is_date
from helhedsplan_finance.text import message, short

# Common mistakes, the likeliest first: a pattern of the line, and the hint.
_SLIPS = (
    (r"[“”„«»‘’]", "toml.quotes"),
    (r"^[\w ]+:", "toml.colon"),
    (r"^[^\"'=]*[æøåÆØÅ][^\"'=]*=", "toml.letters"),
    (r"[{,]\s*\w*[æøåÆØÅ]\w*\s*=", "toml.letters"),
    (r"^\[+[^\]\"']*[æøåÆØÅ]", "toml.letters"),
    (r"=\s*\d{1,2}[-./]\d{1,2}[-./]\d{4}", "toml.date"),
    (r"=\s*[\d.]+,\d|=\s*\d{1,3}(\.\d{3})+|=\s*\d[\d.,]*\s*(t\.?kr|mio|mia|kr|%)", "toml.amount"),
    (r"=\s*\{[^}]*$", "toml.one_line"),
    (r"=\s*[^\W\d]", "toml.text"),
)

_LONGEST = 500  # characters of a line that are searched


def toml_fault(error: str, text: str, path: Path) -> PlanFileError:
    """Return the parser's ``error`` as one that explains how to correct a plan."""
    place = re.search(r"\(at line (\d+), column (\d+)\)", error)
    lines = text.splitlines() or [""]
    number = min(int(place[1]), len(lines)) if place else len(lines)
    line = lines[number - 1][:_LONGEST].strip()  # the patterns take quadratic time
    if (day := re.search(r"=\s*(\d{4}-\d{1,2}-\d{1,2})", line)) and not is_date(day[1]):
        return PlanFileError("toml.day", file=path, line=number, why=date_fault(day[1]).message)
    found = short(line)
    if line.startswith("[") and re.search(r"overwrite|declare|mutate", error):
        table = line.strip("[] ")
        return PlanFileError("toml.brackets", file=path, line=number, table=short(table))
    if "overwrite" in error:
        return PlanFileError("toml.twice", file=path, line=number, found=found)
    hint = next((key for pattern, key in _SLIPS if re.search(pattern, line, re.IGNORECASE)), None)
    if hint is not None:
        return PlanFileError("toml.slip", file=path, line=number, found=found, hint=message(hint))
    why = re.sub(r"\s*\(at .*\)$", "", error)
    return PlanFileError("toml.other", file=path, line=number, found=found, why=why)
