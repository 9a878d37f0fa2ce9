"""Translate the errors of pydantic into faults with a readable place: ``stream 3 'kommune' › amount``."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, get_args, get_origin

from pydantic import BaseModel, ValidationError

from helhedsplan_finance.errors import MOST_FAULTS, Fault, HelhedsplanError, nearest
from helhedsplan_finance.text import Message, message, short

_EXAMPLES = {
    "start": "start = 2022-01-01",
    "end": "end = 2025-12-31",
    "date": "date = 2021-12-16",
    "source": 'source = "lbf"',
    "art": 'art = "løn"',
    "quantity": "quantity = { 2022 = …, 2023 = … }",
    "unit_price": "unit_price = …",
}

# Common synonyms of the keys and words of the format.
_MEANT = {
    "navn": "name",
    "ramme": "total",
    "budget": "total",
    "kilde": "source",
    "slut": "end",
    "beløb": "amount",
    "beloeb": "amount",
    "antal": "quantity",
    "pris": "unit_price",
    "enhedspris": "unit_price",
    "enhed": "unit",
    "aktivitet": "activity",
    "landsbyggefonden": "lbf",
    "fond": "ekstern",
    "timer": "in-kind",
    "kontant": "cash",
}

_NEAR = 0.6  # how similar a known word must be to be suggested

_KINDS = {
    "bool_type": "input.not_bool",
    "int_type": "input.not_int",
    "string_type": "input.not_text",
    "greater_than": "input.not_positive",
    "greater_than_equal": "input.below_zero",
    "tuple_type": "input.not_list",
    "list_type": "input.not_list",
    "dict_type": "input.not_table",
    "model_type": "input.not_table",
    "model_attributes_type": "input.not_table",
}


class Faults(NamedTuple):
    """The first faults of an input, the name of its file if it has one, and the number of further faults."""

    listed: list[Fault]
    file: str | None = None
    more: int = 0


def faults_of(
    error: ValidationError, data: object, model: type[BaseModel], examples: Mapping[str, str] | None = None
) -> Faults:
    """Return the first faults of a refused file, in the order of the file, and the number of further ones.

    ``examples`` shows what a missing key looks like; by default they are those of a plan.
    """
    shown = _EXAMPLES if examples is None else examples
    first = [_fault(dict(item), data, model, shown) for item in error.errors(include_url=False)[:MOST_FAULTS]]
    return Faults(first, more=error.error_count() - len(first))


def _fault(item: dict[str, Any], data: object, model: type[BaseModel], examples: Mapping[str, str]) -> Fault:
    loc = tuple(part for part in item["loc"] if not str(part).startswith(("[", "<")))
    match item["type"]:
        case "extra_forbidden" if len(loc) > 1 and loc[-1] in _keys(model):
            return Fault(place(loc[:-1], data), message("input.key_of_plan", key=loc[-1], table=loc[0]))
        case "extra_forbidden":
            return Fault(place(loc[:-1], data), _unknown_key(str(loc[-1]), _model_at(model, loc[:-1])))
        case "missing":
            example = examples.get(str(loc[-1]), f'{loc[-1]} = "…"')
            return Fault(place(loc[:-1], data), message("input.missing", key=loc[-1], example=example))
        case "tuple_type" if isinstance(item["input"], dict):
            return Fault(place(loc, data), message("input.brackets", table=loc[-1]))
        case "literal_error":
            return Fault(place(loc, data), _unknown_word(item))
        case "value_error" if isinstance(item.get("ctx", {}).get("error"), HelhedsplanError):
            return Fault(place(loc, data), item["ctx"]["error"].message)
        case "greater_than_equal" if item["ctx"]["ge"]:
            return Fault(place(loc, data), message("input.below", found=short(item["input"]), least=item["ctx"]["ge"]))
        case "less_than_equal":
            return Fault(place(loc, data), message("input.above", found=short(item["input"]), most=item["ctx"]["le"]))
        case kind if kind in _KINDS:
            return Fault(place(loc, data), message(_KINDS[kind], found=short(item["input"])))
        case _:
            return Fault(place(loc, data), message("input.other", found=short(item["input"]), why=item["msg"]))


def place(loc: Sequence[str | int], data: object) -> str:
    """Return a place in a plan as text: the table, the row's number from 1 and its id, then the key.

    >>> place(("stream", 2, "amount"), {"stream": [{}, {}, {"id": "kommune"}]})
    "stream 3 'kommune' › amount"
    """
    steps: list[str] = []
    for part in loc:
        listed = isinstance(data, Sequence) and not isinstance(data, str)
        data = _inside(data, part)
        if listed and isinstance(part, int) and steps:
            name = _inside(data, "id") or _inside(data, "rule")
            steps[-1] += f" {part + 1}" + (f" '{short(name)}'" if isinstance(name, str) else "")
        else:
            steps.append(short(part))
    return " › ".join(steps)


def _inside(data: object, part: str | int) -> object:
    if isinstance(data, Mapping):
        return data.get(part)
    if isinstance(part, int) and isinstance(data, Sequence) and not isinstance(data, str):
        return data[part] if part < len(data) else None
    return getattr(data, str(part), None) if isinstance(data, BaseModel) else None


def _unknown_key(key: str, model: type[BaseModel] | None) -> Message:
    known = _keys(model) if model else []
    if near := _nearest(key, known):
        return message("input.unknown_key_near", key=short(key), nearest=near)
    return message("input.unknown_key", key=short(key), known=known)


def _unknown_word(item: dict[str, Any]) -> Message:
    # pydantic gives the permitted words as "'a', 'b' or 'c'"
    known = item["ctx"]["expected"].replace("'", "").replace(" or ", ", ").split(", ")
    if near := _nearest(str(item["input"]), known):
        return message("input.unknown_word_near", found=short(item["input"]), nearest=near, known=known)
    return message("input.unknown_word", found=short(item["input"]), known=known)


def _nearest(found: str, known: Sequence[str]) -> str | None:
    """Return the known word that was probably meant: a synonym, or a near match."""
    plain = found.casefold()
    if _MEANT.get(plain) in known:
        return _MEANT[plain]
    return nearest(plain, known, cutoff=_NEAR)


def _keys(model: type[BaseModel]) -> list[str]:
    keys = [field.alias or name for name, field in model.model_fields.items()]
    return [key for key in keys if not key.startswith("<")]


def _model_at(model: type[BaseModel] | None, loc: Sequence[str | int]) -> type[BaseModel] | None:
    """Return the model at a path, so that the right keys can be suggested."""
    named = False  # in a table of tables, the next step is a name that the file chooses
    for part in loc:
        if isinstance(part, int) or model is None or named:
            named = False
            continue
        fields = {field.alias or name: field for name, field in model.model_fields.items()}
        annotation = fields[part].annotation if part in fields else None
        named = get_origin(annotation) is dict
        model = next(_models_in(annotation), None)
    return model


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models_in(inner)
