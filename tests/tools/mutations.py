"""The mutations of a module's syntax tree, one at a time."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType

_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_COMPUTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.LShift: ast.RShift,
}
_SWAPPED = {"min": "max", "max": "min", "any": "all", "all": "any", "sorted": "list"}
_DROPPED_METHODS = {"casefold", "strip", "lstrip", "replace", "removesuffix"}
_DROPPED_CALLS = {"abs", "tuple"}
_LEFT_ALONE = {"annotation", "returns", "decorator_list", "bases"}


@dataclass(frozen=True)
class Mutant:
    """One mutation: its place, the original, the replacement, and the compiled module."""

    module: str
    file: Path
    line: int
    source: str
    before: str
    after: str
    code: CodeType

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.before} -> {self.after}   [{self.source}]"

    @property
    def key(self) -> tuple[str, str, str, str]:
        """Return the key of the mutant, which does not depend on line numbers."""
        return self.module, self.source, self.before, self.after


@dataclass(frozen=True)
class _Change:
    """A field of a node of the tree and the value to put there; ``at`` is the place in a list."""

    holder: ast.AST
    field: str
    at: int | None
    new: ast.AST | None

    def made(self, value: ast.AST | None) -> None:
        if self.at is None:
            setattr(self.holder, self.field, value)
        elif value is not None:
            getattr(self.holder, self.field)[self.at] = value

    @property
    def old(self) -> ast.AST:
        found = getattr(self.holder, self.field)
        node: ast.AST = found if self.at is None else found[self.at]
        return node


def mutants_of(module: str, file: Path, shown: Path) -> list[Mutant]:
    """Return every mutant of a module's file, each compiled; two with the same effect on a line are one."""
    text = file.read_text(encoding="utf-8")
    lines, tree = text.splitlines(), ast.parse(text)
    found: dict[tuple[int, int, str, str], Mutant] = {}
    for change in list(_changes(tree)):
        old = change.old
        place = old if isinstance(old, ast.expr | ast.stmt) else change.holder
        assert isinstance(place, ast.expr | ast.stmt | ast.match_case | ast.pattern | ast.comprehension)
        where = place if isinstance(place, ast.expr | ast.stmt | ast.pattern) else change.old
        line, column = getattr(where, "lineno", 0), getattr(where, "col_offset", 0)
        before = _shown(place)
        change.made(change.new)
        after = _shown(place if place is not old else change.new)
        code = compile(ast.fix_missing_locations(tree), str(file), "exec", dont_inherit=True)
        change.made(old)
        one = Mutant(module, shown, line, lines[line - 1].strip(), before, after, code)
        found.setdefault((line, column, before, after), one)
    return list(found.values())


def _shown(node: ast.AST | None) -> str:
    return "pass" if node is None or isinstance(node, ast.Pass) else " ".join(ast.unparse(node).split())


def _changes(tree: ast.AST) -> Iterator[_Change]:
    for holder, field, at, node in _places(tree):
        for new in _instead(node, holder, field):
            yield _Change(holder, field, at, ast.copy_location(new, node))


def _places(tree: ast.AST) -> Iterator[tuple[ast.AST, str, int | None, ast.AST]]:
    """Yield each node that may be mutated with its place; annotations, docstrings and decorators are left alone."""
    for field, value in ast.iter_fields(tree):
        if field in _LEFT_ALONE:
            continue
        for at, node in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(node, ast.AST) and not _is_left_alone(node):
                yield tree, field, at, node
                yield from _places(node)


def _is_left_alone(node: ast.AST) -> bool:
    match node:
        case ast.Expr(ast.Constant(str())) | ast.Assert() | ast.Import() | ast.ImportFrom() | ast.JoinedStr():
            return True
        case ast.If(ast.Name("TYPE_CHECKING")):
            return True
        case ast.Assign([ast.Name(name)]):
            return name == "__slots__" or _is_type(node.value)
        case ast.FunctionDef(decorator_list=[ast.Name("overload")]):
            return True
        case _:
            return False


def _is_type(value: ast.expr) -> bool:
    match value:
        case ast.Subscript(ast.Name("Literal" | "Mapping" | "tuple" | "dict")) | ast.Call(ast.Name("TypeVar")):
            return True
        case ast.BinOp(left, ast.BitOr(), right):
            return all(isinstance(side, ast.Name | ast.BinOp) for side in (left, right))
        case _:
            return False


def _instead(node: ast.AST, holder: ast.AST, field: str) -> Iterator[ast.AST]:
    match node:
        case ast.Constant(value):
            yield from _other_constant(value)
        case ast.Compare(left, ops, comparators):
            for at, op in enumerate(ops):
                yield ast.Compare(left, [*ops[:at], _COMPARED[type(op)](), *ops[at + 1 :]], comparators)
        case ast.BinOp(left, op, right) if type(op) in _COMPUTED:
            yield ast.BinOp(left, _COMPUTED[type(op)](), right)
        case ast.AugAssign(target, op, value):
            if type(op) in _COMPUTED:
                yield ast.AugAssign(target, _COMPUTED[type(op)](), value)
            yield ast.Pass()
        case ast.BoolOp(op, values):
            yield ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), values)
        case ast.UnaryOp(ast.USub() | ast.Not(), operand):
            yield operand
        case ast.Call():
            yield from _other_call(node)
        case ast.Return(value) if value is not None and not _is_none(value):
            yield ast.Return(ast.Constant(None))
        case ast.Break():
            yield ast.Continue()
        case ast.Continue():
            yield ast.Break()
        case ast.Raise() | ast.Expr(ast.Call()) | ast.Delete() | ast.Assign([ast.Subscript() | ast.Attribute()]):
            yield ast.Pass()
    if field == "test" and isinstance(holder, ast.If | ast.IfExp | ast.While) and not _is_turned(node):
        yield ast.UnaryOp(ast.Not(), node)  # type: ignore[arg-type]
    if field == "ifs":
        yield ast.Constant(value=True)


def _is_turned(node: ast.AST) -> bool:
    """Return whether another mutation already negates the condition."""
    return isinstance(node, ast.Compare) or (isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not))


def _is_none(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is None


def _other_constant(value: object) -> Iterator[ast.Constant]:
    match value:
        case bool():
            yield ast.Constant(not value)
        case int():
            yield ast.Constant(value + 1)
            yield ast.Constant(value - 1)
        case str():
            yield ast.Constant(f"?{value}")


def _other_call(node: ast.Call) -> Iterator[ast.AST]:
    match node:
        case ast.Call(ast.Name(name), args, keywords):
            if name in _SWAPPED:
                kept = [] if name == "sorted" else keywords
                yield ast.Call(ast.Name(_SWAPPED[name], ast.Load()), args, kept)
            if name in _DROPPED_CALLS and len(args) == 1:
                yield args[0]
        case ast.Call(ast.Attribute(value, name)) if name in _DROPPED_METHODS:
            yield value
