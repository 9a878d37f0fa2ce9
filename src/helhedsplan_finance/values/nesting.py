"""The depth of untrusted JSON and TOML, computed before a parser sees the text.

A parser calls itself for each list or table inside another. Python refuses a depth that is too much for it with an
error; compiled to WebAssembly, the same depth ends the interpreter. So the depth is counted without recursion first.

The count follows the text as a parser does, and skips strings and comments. After the first mistake in a text it may
differ from the parser, which does not read on from there.
"""

import re
from collections.abc import Iterable
from itertools import accumulate
from typing import Literal

DEEPEST = 32  # lists and tables inside each other; a plan has four

_STEP = {"[": 1, "{": 1, "]": -1, "}": -1, '"': 0}
_OUTSIDE_JSON = re.compile(r'"(?:[^"\\]|\\.)*+"|[^\[\]{}"]++', re.DOTALL)
_IN_TOML = re.compile(
    r'"""(?:[^"\\]|\\.|""?(?!"))*+"{3,5}'  # of several lines; two quotes may stand before the three that end it
    r"|'''(?:[^']|''?(?!'))*+'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*+"'
    r"|'[^'\n]*+'"
    r"|#[^\n]*+"
    r"|[^\[\]{}\"'#]++"
    r"|(?P<sign>[\[\]{}])"
    r"|(?P<open>[\"'])",  # a string without an end: the parser stops here
    re.DOTALL,
)


def is_too_deep(text: str, form: Literal["json", "toml"]) -> bool:
    """Return whether lists and tables lie more than ``DEEPEST`` levels inside each other."""
    return max(accumulate(map(_STEP.__getitem__, _signs(text, form))), default=0) > DEEPEST


def _signs(text: str, form: Literal["json", "toml"]) -> Iterable[str]:
    """Return the brackets of a text that are outside its strings and comments."""
    if form == "json":
        return _OUTSIDE_JSON.sub("", text)
    signs: list[str] = []
    for found in _IN_TOML.finditer(text):
        if found["open"]:
            break
        if found["sign"]:
            signs.append(found["sign"])
    return signs
