"""The one function that the page calls, and the questions that it may ask."""

import contextlib
import json
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

from desk.amounts import finance, rent, scenario
from desk.files import example, opened
from desk.followed import followed
from desk.looks import look, new_plan
from desk.taken import taken
from helhedsplan_finance.errors import FaultyInputError, HelhedsplanError
from helhedsplan_finance.text import LANGS, Lang, visible

Made = dict[str, bytes]
Answer = tuple[dict[str, Any], Made]

QUESTIONS: Mapping[str, Callable[[dict[str, Any], list[Path], Lang], Answer]] = {
    "example": example,
    "finance": finance,
    "follow": followed,
    "look": look,
    "new": new_plan,
    "open": opened,
    "rent": rent,
    "scenario": scenario,
    "take": taken,
}


def answer(question: str, asked: str, files: Mapping[str, bytes]) -> tuple[str, Made]:
    """Return the answer to a question as JSON, and the files made.

    ``asked`` is JSON with ``lang`` and what the question needs, ``files`` the files that a person opened. What the
    library refuses is an answer with ``refused``: its sentences, each with its place.
    """
    wanted = json.loads(asked)
    lang: Lang = wanted.get("lang") if wanted.get("lang") in LANGS else "da"
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        paths = [_put(name, content) for name, content in files.items()]
        try:
            data, made = QUESTIONS[question](wanted, paths, lang)
        except HelhedsplanError as error:
            data, made = {"refused": refusal(error, lang)}, {}
    return json.dumps(data, ensure_ascii=False), made


def refusal(error: HelhedsplanError, lang: Lang) -> list[dict[str, str]]:
    """Return what the library refuses: each fault with its place, which is empty for the whole."""
    if isinstance(error, FaultyInputError):
        found = [{"where": visible(one.where), "what": one.what.show(lang)} for one in error.faults]
        more = error.show(lang).splitlines()[len(found) :]
        return [*found, *({"where": "", "what": line} for line in more)]
    return [{"where": "", "what": error.show(lang)}]


def _put(name: str, content: bytes) -> Path:
    """Write a file by its own name, without any folder, so that a message names it as the person does."""
    path = Path(PureWindowsPath(PurePosixPath(name).name).name or "fil")
    path.write_bytes(bytes(content))
    return path
