"""What a result says, without the line breaks of the terminal: sentences are compared as they are read."""

from helhedsplan_finance.document.result import Displayed
from helhedsplan_finance.text import Lang


def said(result: Displayed, lang: Lang = "da") -> str:
    """Return the text of a result on one line."""
    return " ".join(result.show(lang).split())
