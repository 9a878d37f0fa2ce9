"""The words of a cell: those of its field as the workbook shows them, and others that people type for them.

The others are data (``text/synonym.toml``) and are taken with a note. One that can be two words is refused with both.
"""

import re
from functools import cache
from typing import Any, NamedTuple, get_args

from helhedsplan_finance.errors import AmountError, FieldError
from helhedsplan_finance.excel.readback.notes import Taken
from helhedsplan_finance.plan.givers import SOURCES, giver_name, word_of_givers
from helhedsplan_finance.plan.plan import Art
from helhedsplan_finance.plan.schema import Field, ShownWord, known_words, says
from helhedsplan_finance.text import LANGS, Lang, Shown, message, say, short
from helhedsplan_finance.values.hedges import ABOUT, HedgeWord, read_hedge

_BETWEEN = re.compile(r"[+,;/&]| og | and ")


class _Giver(NamedTuple):
    """A source as the list of a cell shows it, with its name where the word does not begin like it."""

    word: str

    def show(self, lang: Lang) -> str:
        """Return ``lbf (Landsbyggefonden)``."""
        name = giver_name(self.word, lang)
        return self.word if self.word[:4] in name.casefold() else f"{self.word} ({name})"


@cache
def synonyms(word: str) -> frozenset[str]:
    """Return what people type for a word of the plan format, in both languages."""
    key = "about" if word == ABOUT else word.replace("-", "_").replace(" ", "_")
    lists = [say(f"synonym.of_{key}", lang) for lang in LANGS]
    return frozenset(part.strip().casefold() for one in lists for part in one.split(";"))


def read_word(value: Any, field: Field) -> Taken:
    """Return the word of a cell in the plan format; raises :class:`FieldError` with the words of the field."""
    text = " ".join(str(value).split()).casefold()
    known = dict(known_words(field))
    if field.key == "source":
        return _source(text, short(value), known)
    word = known.get(text)
    return Taken(word) if word is not None else _taken(text, short(value), field.words)


def _source(text: str, found: str, known: dict[str, str]) -> Taken:
    """Return one source, or several that give together, in the order of the sources."""
    if text in known:
        return Taken(known[text])
    meant = _meant(text, SOURCES)
    parts = [text] if meant else [part.strip() for part in _BETWEEN.split(text)]
    all_meant = [(part,) if part in SOURCES else _meant(part, SOURCES) for part in parts]
    if not all(all_meant):
        raise FieldError("sheet.not_giver", found=found, known=[*map(_Giver, SOURCES)])
    for one in all_meant:
        _refuse_two(found, one)
    word = word_of_givers(dict.fromkeys(one[0] for one in all_meant))
    if all(part in SOURCES for part in parts):
        return Taken(word)
    return Taken(word, message("sheet.word_read", found=found, value=_Giver(word) if word in SOURCES else word))


def _taken(text: str, found: str, words: tuple[str, ...]) -> Taken:
    meant = _meant(text, words)
    if not meant:
        raise FieldError("sheet.not_word", found=found, known=[*map(ShownWord, words)])
    _refuse_two(found, meant)
    return Taken(meant[0], message("sheet.word_read", found=found, value=ShownWord(meant[0])))


def _meant(text: str, words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in words if text in synonyms(word))


def art_of(word: str) -> str | None:
    """Return the kind of cost that another word for it means; ``None`` where it means none, or several."""
    meant = _meant(word.casefold(), get_args(Art))
    return meant[0] if len(meant) == 1 else None


def _refuse_two(found: str, meant: tuple[str, ...]) -> None:
    if len(meant) > 1:
        shown: list[Shown] = [_Giver(word) if word in SOURCES else ShownWord(word) for word in meant]
        raise FieldError("sheet.two_words", found=found, known=shown)


def read_words(value: Any, field: Field) -> Taken:
    """Return several words; where any are allowed, the word "none" means an empty list."""
    parts = [part.strip() for part in re.split(r"[,;\n]", str(value)) if part.strip()]
    if not field.words:
        return Taken(() if len(parts) == 1 and says(parts[0], "none") else tuple(parts))
    taken = [read_word(part, field) for part in parts]
    words = tuple(one.value for one in taken)
    if all(one.note is None for one in taken):
        return Taken(words)
    return Taken(words, message("sheet.word_read", found=short(value), value=[*map(ShownWord, words)]))


def read_flag(value: Any, field: Field) -> Taken:
    """Return yes or no."""
    if isinstance(value, bool) and "yes" in field.words:
        return Taken(value)
    word, note, _ = read_word(value, field)
    return Taken(word == "yes", note)


def read_hedge_word(value: Any, field: Field) -> Taken:
    """Return a hedge in either language, or a range."""
    text = " ".join(str(value).split()).casefold()
    for word in field.words:
        if text in {HedgeWord(word).show(lang).casefold() for lang in LANGS}:
            return Taken(word)
    try:
        return Taken(read_hedge(value))
    except (FieldError, AmountError):
        meant = _meant(text, field.words)
        if len(meant) != 1:
            raise FieldError("amount.not_hedge", found=short(value), known=[*map(HedgeWord, field.words)]) from None
    return Taken(meant[0], message("sheet.word_read", found=short(value), value=HedgeWord(meant[0])))


def is_sum(name: str) -> bool:
    """Return whether a row is named as the sum of others: it begins or ends with such a word."""
    words = " ".join(name.split()).casefold().rstrip(":.")
    known = [part.strip() for lang in LANGS for part in say("synonym.sum_row", lang).split(";")]
    return any(words == one or words.startswith(f"{one} ") or words.endswith(f" {one}") for one in known)
