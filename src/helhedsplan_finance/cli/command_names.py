"""The names of commands: each has a Danish and an English one, and both work in both languages.

A command is registered by its English name. The pairs are in the catalogue, ``command.name_…``.
"""

from helhedsplan_finance.text import LANGS, Lang, catalogue, say


def command_name(registered: str, lang: Lang) -> str:
    """Return the name of a command in ``lang``."""
    return say(f"command.name_{registered}", lang)


def registered_name(typed: str) -> str:
    """Return the name by which a command is registered; an unknown one is returned as it was typed."""
    for names in catalogue("command").values():
        if typed in {names[lang] for lang in LANGS}:
            return names["en"]
    return typed
