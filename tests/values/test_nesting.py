"""The depth of JSON and TOML is counted as a parser would, and bounded before one sees the text."""

import json
import tomllib
from typing import Any

import pytest
import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from helhedsplan_finance.values.nesting import DEEPEST, is_too_deep
from runs import thorough

pytestmark = pytest.mark.daily


def nest(depth: int) -> str:
    return "[" * depth + "]" * depth


@pytest.mark.parametrize(("depth", "expected"), [(DEEPEST, False), (DEEPEST + 1, True)])
def test_a_list_at_the_bound_is_read_and_one_level_more_is_not(depth: int, expected: bool) -> None:
    assert (is_too_deep(nest(depth), "json"), is_too_deep(f"a = {nest(depth)}", "toml")) == (expected, expected)


@pytest.mark.parametrize(("depth", "expected"), [(DEEPEST, False), (DEEPEST + 1, True)])
def test_tables_count_as_lists_do(depth: int, expected: bool) -> None:
    as_json, as_toml = '{"a":' * depth + "1" + "}" * depth, "a = " + "{a = " * depth + "1" + "}" * depth
    assert (is_too_deep(as_json, "json"), is_too_deep(as_toml, "toml")) == (expected, expected)


MANY = "[" * (DEEPEST + 1)


@pytest.mark.parametrize(
    "text",
    [
        f'a = "{MANY}"',
        f"a = '{MANY}'",
        f'a = "a quote \\" and {MANY}"',
        f'a = """\n{MANY}"" "\n{MANY}"""""',
        f"a = '''\n{MANY}'''''",
        f"a = 1 # it's {MANY}",
        f'"{MANY}" = 1',
    ],
)
def test_brackets_in_the_strings_keys_and_comments_of_toml_are_no_depth(text: str) -> None:
    assert tomllib.loads(text)
    assert not is_too_deep(text, "toml")


@pytest.mark.parametrize("text", ['{"a": "' + MANY + '"}', '{"a\\"[": "' + MANY + '"}'])
def test_brackets_in_the_strings_of_json_are_no_depth(text: str) -> None:
    assert json.loads(text)
    assert not is_too_deep(text, "json")


@pytest.mark.parametrize(
    "text", ['a = ["""x""", ', "a = ['''x''', ", 'a = ["#", ', "a = [ # '\n", "a = ['\\\\', ", 'a = ["""x"""", ']
)
def test_depth_after_a_string_or_comment_of_toml_counts(text: str) -> None:
    assert is_too_deep(text + "[" * DEEPEST + "]" * (DEEPEST + 1), "toml")


def depth_of(data: Any) -> int:
    if isinstance(data, dict):
        return 1 + max(map(depth_of, data.values()), default=0)
    if isinstance(data, list):
        return 1 + max(map(depth_of, data), default=0)
    return 0


NESTED = st.recursive(
    st.text(st.sampled_from("[]{}\"'#\\\nabc"), max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("[]{}\"'#ab", max_size=4), inner, max_size=3),
    max_leaves=8,
)


@thorough
@given(NESTED, st.integers(DEEPEST - 4, DEEPEST + 2))
def test_the_depth_of_any_data_is_that_of_the_text_that_holds_it(data: Any, around: int) -> None:
    text = "[" * around + json.dumps(data) + "]" * around
    deep = around + depth_of(data) > DEEPEST
    assert is_too_deep(text, "json") == deep
    as_toml = f"a = {'[' * around}{tomlkit.item(data, _parent=tomlkit.array()).as_string()}{']' * around}"
    assert depth_of(tomllib.loads(as_toml)["a"]) == around + depth_of(data)
    assert is_too_deep(as_toml, "toml") == deep
